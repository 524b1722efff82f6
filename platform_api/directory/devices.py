"""Device under `/fhir`: every registered version of a software, whether it is conformant and since when."""

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import select

from platform_api import answers, search_parameters
from platform_api.context import platform
from platform_api.fhir.bundle import searchset
from platform_api.fhir.device import device, device_id, status_of
from platform_api.fhir.registry import DEVICE
from platform_api.guard import permit
from platform_api.models import Software
from platform_api.problems import Refused
from platform_api.search_parameters import Query, matches
from platform_api.vocabulary import SOFTWARE_ID_SYSTEM, Action, Reason

bp = Blueprint("devices", __name__, url_prefix="/fhir")
_S = Software.__table__
_versions = select(
    _S.c.client_id,
    _S.c.name,
    _S.c.version,
    _S.c.vendor,
    _S.c.organisation_id,
    _S.c.state,
    _S.c.approved_on,
    _S.c.withdrawn_at,
).order_by(_S.c.name, _S.c.version, _S.c.client_id)


@bp.get("/Device")
@bp.post("/Device/_search")
def search() -> Response:
    """Find versions of software."""
    query = search_parameters.read(DEVICE)
    every = _rows()
    found = [row for row in every if _fits(row, query)]
    page = query.page(found, every, lambda row: device_id(row["client_id"]))
    bundle = searchset(
        [device(row) for row in page],
        total=len(found),
        base=f"{platform().settings.base_url}/fhir",
        path=DEVICE.type,
        parameters=query.kept,
        count=query.count,
        offset=query.offset,
    )
    return answers.Fhir(bundle)


@bp.get("/Device/<one_id>")
def read(one_id: str) -> Response:
    """One version of a software."""
    found = next((row for row in _rows() if device_id(row["client_id"]) == one_id), None)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return answers.Fhir(device(found))


def _rows() -> list[dict[str, Any]]:
    with permit(Action.READ_DIRECTORY) as access:
        return [dict(row) for row in access.connection.execute(_versions).mappings()]


def _fits(row: dict[str, Any], query: Query) -> bool:
    texts = {"device-name": row["name"], "manufacturer": row["vendor"]}
    tokens = {"identifier": (SOFTWARE_ID_SYSTEM, row["client_id"]), "status": (None, status_of(row))}
    return (
        (not query.has("_id") or device_id(row["client_id"]) in query.ids("_id", "Device"))
        and not query.spans("_lastUpdated")
        and (
            not query.has("organization")
            or row["organisation_id"] in query.ids("organization", "Organization")
        )
        and all(
            any(matches(text, one.value, one.modifier) for one in some)
            for name, text in texts.items()
            for some in query.texts(name)
        )
        and all(
            any(one.code == code and one.system in (None, system) for one in some)
            for name, (system, code) in tokens.items()
            for some in query.tokens(name)
        )
    )

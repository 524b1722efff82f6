"""DocumentReference and Binary under `/fhir`: searching (ITI-67), reading (ITI-68)."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from platform_api import answers
from platform_api.context import caller, platform
from platform_api.documents import service
from platform_api.fhir.bundle import facets, searchset
from platform_api.fhir.document_reference import document_reference
from platform_api.guard import Access, permit, record_failure
from platform_api.problems import Refused
from platform_api.vocabulary import LANGUAGES, Action, Purpose, Reason

bp = Blueprint("documents", __name__, url_prefix="/fhir")
_STATUSES = {"current", "superseded"}


@bp.get("/DocumentReference")
@bp.post("/DocumentReference/_search")
def search() -> Response:
    """Find documents of one record."""
    parameters = [*request.args.items(multi=True), *request.form.items(multi=True)]
    wanted = _search(parameters)
    base = _base()
    with permit(Action.LIST_DOCUMENTS, service.record_of(wanted.patient_id)) as access:
        found = service.search(access, wanted)
    bundle = searchset(
        (document_reference(row, base, language()) for row in found.rows),
        total=found.total,
        base=base,
        path="DocumentReference",
        parameters=parameters,
        count=wanted.count,
        offset=wanted.offset,
    )
    if found.organisations:
        bundle["link"][0]["extension"] = facets(found.organisations)
    return answers.fhir(bundle)


@bp.get("/DocumentReference/<document_id>")
def read(document_id: str) -> Response:
    """What is known of one document."""
    with permit(Action.READ_DOCUMENT, service.document_behind(document_id), purpose=_purpose()) as access:
        access.details["part"] = "metadata"
        found = service.metadata(access)
    return answers.fhir(document_reference(found, _base(), language()))


@bp.get("/Binary/<document_id>")
def retrieve(document_id: str) -> Response:
    """The document itself, as it was deposited."""
    with permit(Action.READ_DOCUMENT, service.document_behind(document_id), purpose=_purpose()) as access:
        access.details["part"] = "content"
        service.opened_by_holder(access)
    row = access.subject.payload
    data = _checked(access, row)
    response = Response(data, content_type=row["media_type"])
    response.headers["Content-Disposition"] = "attachment"
    response.set_etag(row["sha256"])
    return response


def language() -> str:
    """The language in which designations are wanted."""
    wanted = caller().language
    return wanted if wanted in LANGUAGES else "fr"


def _checked(access: Access, row: dict[str, Any]) -> bytes:
    try:
        return service.content(access.platform, row)
    except Refused as refusal:
        record_failure(Action.READ_DOCUMENT, access, refusal, _purpose())
        raise


def _purpose() -> Purpose | None:
    return Purpose.PATIENT_REQUEST if caller().session_hash else None


def _base() -> str:
    return f"{platform().settings.base_url}/fhir"


def _search(parameters: list[tuple[str, str]]) -> service.Search:
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    patients = {_local(value, "Patient") for name in ("patient", "subject") for value in values.get(name, ())}
    if len(patients) != 1:
        raise Refused(Reason.MALFORMED_REQUEST, field="patient")
    statuses = tuple(
        s for value in values.get("status", ["current"]) for s in value.split(",") if s in _STATUSES
    )
    since, until = _dates(values.get("date", []))
    return service.Search(
        patient_id=patients.pop(),
        statuses=statuses or ("current",),
        groups=_codes(values.get("category", [])),
        types=_codes(values.get("type", [])),
        organisation_id=next((_local(v, "Organization") for v in values.get("custodian", [])), None),
        since=since,
        until=until,
        words=" ".join(values.get("_content", []))[:200],
        sort=_sort(values),
        count=min(_number(values, "_count", 20), service.MOST),
        offset=_number(values, "_offset", 0),
        facets="organisation" in values.get("_facets", []),
    )


def _codes(values: list[str]) -> tuple[str, ...]:
    return tuple(code.rpartition("|")[2] for value in values for code in value.split(",") if code)


def _local(reference: str, kind: str) -> str:
    return reference.removeprefix(f"{kind}/")[:64]


def _sort(values: dict[str, list[str]]) -> str:
    asked = values.get("_sort", [service.NEWEST_FIRST])[0]
    return asked if asked in service.SORTS else service.NEWEST_FIRST


def _number(values: dict[str, list[str]], name: str, default: int) -> int:
    text = values.get(name, [str(default)])[0]
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise Refused(Reason.MALFORMED_REQUEST, field=name)
    return int(text)


def _dates(values: list[str]) -> tuple[date | None, date | None]:
    since = until = None
    for value in values:
        prefix, day = (value[:2], value[2:]) if value[:2].isalpha() else ("eq", value)
        try:
            parsed = date.fromisoformat(day[:10])
        except ValueError as error:
            raise Refused(Reason.MALFORMED_REQUEST, field="date") from error
        if prefix in ("ge", "gt", "sa", "eq"):
            since = parsed
        if prefix in ("le", "lt", "eb", "eq"):
            until = parsed
    return since, until

"""What changed in the directories since a moment (mCSD ITI-91): `/fhir/{type}/_history?_since=`, the oldest first.

Only the newest state of an entry is kept, so each stands there once; entries are never deleted.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, Response
from sqlalchemy import and_, func, or_, select

from platform_api import answers, search_parameters
from platform_api.context import platform
from platform_api.directory.care_services import ORGANISATIONS, PROFESSIONALS, language
from platform_api.fhir.bundle import history
from platform_api.fhir.care_services import location, organization, practitioner, practitioner_role
from platform_api.fhir.registry import (
    ENDPOINT,
    HEALTHCARE_SERVICE,
    LOCATION,
    ORGANIZATION,
    PRACTITIONER,
    PRACTITIONER_ROLE,
    Served,
)
from platform_api.guard import permit
from platform_api.models import Organisation, Professional
from platform_api.problems import Refused
from platform_api.search_parameters import Query, Span
from platform_api.vocabulary import Action, Reason

bp = Blueprint("history", __name__, url_prefix="/fhir")
_SINCE = "_since"


@bp.get("/Practitioner/_history")
def practitioners() -> Response:
    """Professionals that changed."""
    return _changed(PRACTITIONER, PROFESSIONALS, Professional, practitioner)


@bp.get("/PractitionerRole/_history")
def roles() -> Response:
    """Roles that changed."""
    chosen = language()
    return _changed(
        PRACTITIONER_ROLE, PROFESSIONALS, Professional, lambda row: practitioner_role(row, chosen)
    )


@bp.get("/Organization/_history")
def organisations() -> Response:
    """Organisations that changed."""
    chosen = language()
    return _changed(ORGANIZATION, ORGANISATIONS, Organisation, lambda row: organization(row, chosen))


@bp.get("/Location/_history")
def places() -> Response:
    """Places that changed."""
    chosen = language()
    return _changed(LOCATION, ORGANISATIONS, Organisation, lambda row: location(row, chosen))


@bp.get("/HealthcareService/_history")
def services() -> Response:
    """Services that changed: the national directory names none."""
    return _none(HEALTHCARE_SERVICE)


@bp.get("/Endpoint/_history")
def endpoints() -> Response:
    """Endpoints that changed: the national directory names none."""
    return _none(ENDPOINT)


def _changed(served: Served, statement: Any, model: Any, mapper: Callable[[Any], dict[str, Any]]) -> Response:
    query, span = _asked(served)
    kept = [model.changed_at >= span.since] if span.since else []
    counted = select(func.count()).select_from(model).where(*kept)
    page = statement.where(*kept).order_by(None).order_by(model.changed_at, model.id)
    moment, last = _place(query)
    with permit(Action.READ_DIRECTORY) as access:
        total = access.connection.execute(counted).scalar_one()
        if moment:  # what changes meanwhile goes to the end, and leaves no gap behind
            ahead = or_(model.changed_at > moment, and_(model.changed_at == moment, model.id > last))
            left = access.connection.execute(counted.where(ahead)).scalar_one()
            query.offset = total - left
            page = page.where(ahead)
        else:
            page = page.offset(query.offset)
        rows = access.connection.execute(page.limit(query.count)).mappings().all()
    after = f"{rows[-1]['changed_at'].isoformat()}_{rows[-1]['id']}" if rows else ""
    return _bundle(served, query, [mapper(dict(row)) for row in rows], total, after)


def _place(query: Query) -> tuple[datetime | None, str]:
    """The moment and the id of the entry that the page begins behind (`_after`), as a page's own link names them."""
    if not query.first("_after"):
        return None, ""
    text, _, last = query.first("_after").partition("_")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(Reason.MALFORMED_REQUEST, field="_after") from error
    if moment.tzinfo is None or not last:
        raise Refused(Reason.MALFORMED_REQUEST, field="_after")
    return moment, last


def _none(served: Served) -> Response:
    query, _span = _asked(served)
    with permit(Action.READ_DIRECTORY):
        return _bundle(served, query, [], 0, "")


def _asked(served: Served) -> tuple[Query, Span]:
    """The page wanted, and from which moment on."""
    query = search_parameters.read(served, _SINCE)
    since = query.first(_SINCE)
    if since[:2].isalpha() or "," in since:  # `_since` knows no prefix, and is one moment
        raise Refused(Reason.MALFORMED_REQUEST, field=_SINCE)
    return query, query.span(_SINCE) or Span()


def _bundle(served: Served, query: Query, found: list[dict[str, Any]], total: int, after: str) -> Response:
    base = f"{platform().settings.base_url}/fhir"
    path = f"{served.type}/_history"
    return answers.Fhir(
        history(
            found,
            total=total,
            base=base,
            path=path,
            parameters=query.kept,
            count=query.count,
            offset=query.offset,
            after=after,
        )
    )

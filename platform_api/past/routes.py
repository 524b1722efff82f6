"""The paths under `/dsp/v1/past`: what somebody could open on a day, and who there is to ask about."""

from datetime import date
from typing import Annotated, TypedDict

import msgspec
from flask import Blueprint

from platform_api import answers, clock, requests
from platform_api.consents import actors
from platform_api.guard import own_record, permit
from platform_api.past import service
from platform_api.problems import Refused
from platform_api.requests import Query
from platform_api.vocabulary import Action, Reason

bp = Blueprint("past", __name__, url_prefix="/dsp/v1/past")
_KINDS = {"practitioner": actors.PROFESSIONAL, "organisation": actors.ORGANISATION}


class DayQuery(Query):
    """Whose eyes (`practitioner:<id>`, `organisation:<id>`), and the day in Luxembourg."""

    onlooker: Annotated[str, msgspec.Meta(max_length=80)] = msgspec.field(name="as")
    on: date


class Everyone(TypedDict):
    """Whoever had something to do with the record, by name."""

    known: list[service.Known]


@bp.get("/onlookers")
def onlookers() -> answers.Json[Everyone]:
    """Whoever had a right, wrote a document or opened something, at any time."""
    with permit(Action.SEE_PAST, own_record) as access:
        found = service.everyone(access.connection, access.subject.patient_id or "")
    return answers.Json({"known": found})


@bp.get("")
def day() -> answers.Json[service.Sight]:
    """What somebody could open of one's own record on a day that is over, or today until now."""
    asked = requests.query(DayQuery)
    kind, _colon, identifier = asked.onlooker.partition(":")
    with permit(Action.SEE_PAST, own_record) as access:
        if asked.on > clock.today():
            raise Refused(Reason.MALFORMED_REQUEST, field="on")
        row = actors.find(access.connection, _KINDS[kind], identifier) if kind in _KINDS else None
        if row is None:
            raise Refused(Reason.NOT_FOUND)
        access.details |= {"as": asked.onlooker, "on": asked.on.isoformat()}
        found = service.day(
            access.connection, access.subject.patient_id or "", kind=_KINDS[kind], row=row, on=asked.on
        )
        if found is None:
            raise Refused(Reason.NOT_FOUND)
    return answers.Json(found)

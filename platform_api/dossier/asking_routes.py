"""The paths of asking for a record and of the choice about research, under `/dsp/v1`; and the legal delays."""

from typing import TypedDict

import msgspec
from flask import Blueprint

from platform_api import answers, clock, delays, opening, opening_desk, requests, secondary_use
from platform_api.context import caller, platform
from platform_api.guard import nothing, open_to_all, own_record, permit
from platform_api.problems import Refused
from platform_api.requests import Query
from platform_api.vocabulary import Action, Delay, OpeningRefusal, Reason

bp = Blueprint("dossier_asking", __name__, url_prefix="/dsp/v1")


class DecisionBody(msgspec.Struct, forbid_unknown_fields=True):
    """What the desk found: accepted with both documents seen, or declined and why."""

    accepted: bool
    why: OpeningRefusal | None = None
    identity_seen: bool = False
    card_seen: bool = False


class SecondaryUseBody(msgspec.Struct, forbid_unknown_fields=True):
    """Allowed or not."""

    allowed: bool


class LegalDelays(TypedDict):
    """The delays in force."""

    delays: list[delays.LegalDelay]


class OpeningDecided(TypedDict):
    """Whether a letter or a message tells what was decided."""

    told: bool


class AfterQuery(Query):
    """The number of the last request of the part before."""

    after: str = ""


@bp.get("/delays")
@open_to_all
def legal_delays() -> answers.Json[LegalDelays]:
    """The delays in force today, since when, and where they stand."""
    today = clock.today()
    return answers.Json({"delays": [delays.in_force(code, today) for code in Delay]})


@bp.post("/openings")
def ask_opening() -> answers.Taken[opening.Asked]:
    """Ask for a record; the answer never tells whether the matricule is known."""
    given = opening.check(requests.body(opening.Form))
    given = msgspec.structs.replace(given, language=requests.language(given.language))
    look = opening.from_address(platform(), given, caller().address)
    with permit(Action.REQUEST_OPENING, look) as access:
        asked = opening.ask(access, given)
    return answers.Taken(asked)


@bp.get("/openings")
def openings() -> answers.Json[opening_desk.Queue]:
    """The requests that wait at the desk, the most urgent first."""
    after = requests.query(AfterQuery).after
    with permit(Action.WORK_OPENINGS, nothing) as access:
        found = opening_desk.waiting(access, after)
        access.details["openings"] = len(found.waiting)
    return answers.Json(found)


@bp.get("/openings/<request_number>")
def one_opening(request_number: str) -> answers.Json[opening_desk.OneWaiting]:
    """One request that waits."""
    with permit(Action.WORK_OPENINGS, nothing) as access:
        found = opening_desk.one_waiting(access, request_number)
        access.details["opening"] = found.number
    return answers.Json(found)


@bp.post("/openings/<request_number>/decision")
def decide_opening(request_number: str) -> answers.Json[OpeningDecided]:
    """Accept with both documents seen, or decline for a reason; whoever can be told is told."""
    given = requests.body(DecisionBody)
    with permit(Action.DECIDE_OPENING, opening_desk.to_decide(request_number)) as access:
        if given.accepted:
            opening_desk.accept(
                access, request_number, identity_seen=given.identity_seen, card_seen=given.card_seen
            )
            told = True
        elif given.why is None:
            raise Refused(Reason.VALUE_NOT_ALLOWED, field="why")
        else:
            told = opening_desk.decline(access, request_number, given.why)
    return answers.Json({"told": told})


@bp.put("/secondary-use")
def set_secondary_use() -> answers.Empty:
    """Object to the use of one's data for research and planning, or allow it again."""
    given = requests.body(SecondaryUseBody)
    with permit(Action.SET_SECONDARY_USE, own_record) as access:
        secondary_use.choose(access, is_allowed=given.allowed)
    return answers.Empty()

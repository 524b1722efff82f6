"""The paths of asking for a record and of the choice about research, under `/dsp/v1`; and the legal delays."""

from typing import TypedDict

import msgspec
from flask import Blueprint

from platform_api import answers, clock, delays, opening, requests, secondary_use
from platform_api.context import caller, platform
from platform_api.guard import nothing, open_to_all, own_record, permit
from platform_api.vocabulary import Action, Delay

bp = Blueprint("dossier_asking", __name__, url_prefix="/dsp/v1")


class DecisionBody(msgspec.Struct, forbid_unknown_fields=True):
    """What the desk found: accepted with both documents seen, or declined."""

    accepted: bool
    identity_seen: bool = False
    card_seen: bool = False


class SecondaryUseBody(msgspec.Struct, forbid_unknown_fields=True):
    """Allowed or not."""

    allowed: bool


class LegalDelays(TypedDict):
    """The delays in force."""

    delays: list[delays.LegalDelay]


class OpeningsWaiting(TypedDict):
    """The requests for a record that wait, the most urgent first."""

    waiting: list[opening.WaitingRequest]


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
def openings() -> answers.Json[OpeningsWaiting]:
    """The requests that wait at the desk."""
    with permit(Action.WORK_OPENINGS, nothing) as access:
        found = opening.waiting(access)
        access.details["openings"] = len(found)
    return answers.Json({"waiting": found})


@bp.post("/openings/<request_number>/decision")
def decide_opening(request_number: str) -> answers.Empty:
    """Accept with both documents seen, or decline."""
    given = requests.body(DecisionBody)
    with permit(Action.DECIDE_OPENING, opening.to_decide(request_number)) as access:
        if given.accepted:
            opening.accept(
                access, request_number, identity_seen=given.identity_seen, card_seen=given.card_seen
            )
        else:
            opening.decline(access, request_number)
    return answers.Empty()


@bp.put("/secondary-use")
def set_secondary_use() -> answers.Empty:
    """Object to the use of one's data for research and planning, or allow it again."""
    given = requests.body(SecondaryUseBody)
    with permit(Action.SET_SECONDARY_USE, own_record) as access:
        secondary_use.choose(access, is_allowed=given.allowed)
    return answers.Empty()

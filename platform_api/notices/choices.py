"""`/dsp/v1/tellings`: how a holder wants to be told of accesses to their record."""

import msgspec
from flask import Blueprint

from platform_api import answers, requests, tellings
from platform_api.guard import own_record, permit
from platform_api.vocabulary import Action, DigestPeriod, Telling

bp = Blueprint("tellings", __name__, url_prefix="/dsp/v1")


class TellingBody(msgspec.Struct, forbid_unknown_fields=True):
    """What is told how, and how often a digest is sent; emergencies are always told at once."""

    accesses: Telling
    refusals: Telling
    period: DigestPeriod


@bp.get("/tellings")
def chosen() -> answers.Json[tellings.Choice]:
    """What holds now."""
    with permit(Action.READ_TELLINGS, own_record) as access:
        found = tellings.chosen(access.connection, access.subject.patient_id or "")
    return answers.Json(found)


@bp.put("/tellings")
def choose() -> answers.Empty:
    """Choose anew."""
    given = requests.body(TellingBody)
    with permit(Action.SET_TELLINGS, own_record) as access:
        choice = tellings.Choice(given.accesses, given.refusals, given.period)
        access.details.update(
            accesses=given.accesses.value, refusals=given.refusals.value, period=given.period.value
        )
        tellings.choose(access.connection, access.subject.patient_id or "", choice)
    return answers.Empty()

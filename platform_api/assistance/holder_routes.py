"""What the person who is helped sees and stops, under `/dsp/v1`: the help of this moment, the support PIN."""

from typing import TypedDict

from flask import Blueprint
from sqlalchemy import update

from platform_api import answers, clock, helping, shapes
from platform_api.guard import own_record, permit
from platform_api.models import ContactChange
from platform_api.vocabulary import Action, CaseEnd

bp = Blueprint("assistance_of_the_holder", __name__, url_prefix="/dsp/v1")


class HelpNow(TypedDict):
    """Who helps now, the newest first; empty when nobody does."""

    help: list[helping.Help]


class SupportPin(TypedDict):
    """The PIN, and until when it counts."""

    pin: str
    until: shapes.Moment


@bp.get("/assistance")
def help_now() -> answers.Json[HelpNow]:
    """Who helps me now, with what; nobody most of the time."""
    with permit(Action.READ_HELP, own_record) as access:
        found = helping.now_for(access.connection, access.subject.patient_id or "")
    return answers.Json({"help": found})


@bp.delete("/assistance")
def stop() -> answers.Empty:
    """Stop all of it, from each agent's next click on; stopping what is over already is no error."""
    with permit(Action.STOP_HELP, own_record) as access:
        found = helping.now_for(access.connection, access.subject.patient_id or "")
        for one in found:
            helping.end(access.connection, one.assistance_id, CaseEnd.STOPPED)
        if found:
            access.details["case"] = ", ".join(one.case_number for one in found)
    return answers.Empty()


@bp.get("/support-pin")
def support_pin() -> answers.Json[SupportPin]:
    """The PIN that proves me to the helpdesk for ten minutes."""
    with permit(Action.READ_SUPPORT_PIN, own_record) as access:
        pin, until = helping.pin(access.platform.keys, access.principal.account_id or "")
    return answers.Json({"pin": pin, "until": until})


@bp.delete("/contact-change")
def stop_contact_change() -> answers.Empty:
    """Keep the old address: a change that the helpdesk entered does not happen."""
    with permit(Action.STOP_HELP, own_record) as access:
        access.connection.execute(
            update(ContactChange)
            .where(
                ContactChange.patient_id == access.subject.patient_id,
                ContactChange.done_at.is_(None),
                ContactChange.stopped_at.is_(None),
            )
            .values(stopped_at=clock.now())
        )
    return answers.Empty()

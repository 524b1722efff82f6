"""Messages to be worded and sent, under `/dsp/v1/notices`; for the portal's worker only."""

from typing import TypedDict

from flask import Blueprint

from platform_api import answers, outbox, phone_codes
from platform_api.guard import nothing, permit
from platform_api.vocabulary import Action

bp = Blueprint("notices", __name__, url_prefix="/dsp/v1/notices")


class Due(TypedDict):
    """The messages to send now."""

    notices: list[outbox.DueNotice]


@bp.post("/lease")
def lease() -> answers.Json[Due]:
    """Take the messages that are due, for two minutes."""
    with permit(Action.SEND_NOTICE, nothing) as access:
        due = outbox.lease(access.connection, access.platform.keys)
        access.details["leased"] = len(due)
    return answers.Json({"notices": due})


@bp.post("/<notice_id>/sent")
def sent(notice_id: str) -> answers.Empty:
    """One of them is on its way."""
    with permit(Action.SEND_NOTICE, nothing) as access:
        outbox.sent(access.connection, notice_id)
        access.details["notice"] = notice_id[:36]
    return answers.Empty()


@bp.post("/<notice_id>/refused")
def refused(notice_id: str) -> answers.Empty:
    """The way out will never take this one: it is tried no more."""
    with permit(Action.SEND_NOTICE, nothing) as access:
        given_up = outbox.give_up(access.connection, access.platform.keys, notice_id)
        if given_up is not None:
            phone_codes.unreached(access.connection, access.platform.keys, given_up)
        access.details.update(notice=notice_id[:36], refused=given_up is not None)
    return answers.Empty()

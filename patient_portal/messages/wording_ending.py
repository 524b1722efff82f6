"""The words of messages about the record as a whole: closed, open again, erased, emergencies, sign-in stopped."""

from collections.abc import Callable
from datetime import date

from patient_portal.messages.letterbox import Letterbox, Message
from patient_portal.platform_client.vocabulary import Notice


def _day(box: Letterbox, name: str) -> str:
    return box.words.date(date.fromisoformat(box.values[name]))


def _not_me(box: Letterbox) -> str:
    _ = box.words
    return _(
        "Was this not you? Stop every sign-in here, or call the helpdesk: %(link)s", link=box.page("freeze")
    )


def _closed(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your health record is closed"),
        (
            _("Nobody can open your health record any more."),
            _("You can undo this until this day: %(date)s", date=_day(box, "undo_until")),
            _("Undo it here: %(link)s", link=box.page("close/undo")),
            _not_me(box),
        ),
    )


def _undone(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your health record is open again"),
        (_("The closing was undone. Everything is as it was before."), _not_me(box)),
    )


def _final(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("The closing of your health record is final"),
        (
            _("The time to undo it is over. Your record stays closed to everybody."),
            _("You can have it opened again as long as it is kept: %(link)s", link=box.page("reopen")),
        ),
    )


def _reopened(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your health record is open again"),
        (_("It was opened again, with everything that was in it."), _not_me(box)),
    )


def _erasure_asked(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your health record will be erased"),
        (
            _(
                "You asked us to erase your record. You can stop this until this day: %(date)s",
                date=_day(box, "erase_until"),
            ),
            _("Stop it here: %(link)s", link=box.page("close")),
            _not_me(box),
        ),
    )


def _erasure_stopped(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your health record is kept"),
        (_("It will not be erased. It stays closed."), _not_me(box)),
    )


def _erased(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your health record is erased"),
        (_("Everything in it was erased. Nobody can read it or bring it back."),),
    )


def _emergency_changed(box: Letterbox) -> Message:
    _ = box.words
    if box.values["allowed"] != "true":
        holds = _("From now on no other professional can open your record, not even in an emergency.")
    elif box.values["restricted"] == "true":
        holds = _(
            "From now on other professionals may open your record in an emergency, with your restricted documents."
        )
    else:
        holds = _("From now on other professionals may open your record in an emergency.")
    return Message(
        _("Access in an emergency was changed"),
        (
            holds,
            _("You can change this at any time: %(link)s", link=box.page("emergency")),
            _not_me(box),
        ),
    )


def _frozen(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Signing in to your health record is stopped"),
        (
            _("Every device is signed out, and nobody can sign in any more."),
            _("To sign in again, show your identity document to the helpdesk, at the counter or on video."),
        ),
    )


def _unfrozen(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("You can sign in to your health record again"),
        (_("The helpdesk saw your identity document and lifted the stop."), _not_me(box)),
    )


def _copy_ready(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("The copy of your health record is ready"),
        (
            _("You can save it here: %(link)s", link=box.page("export")),
            _("It stays there until this day: %(date)s", date=_day(box, "until")),
            _("Did you not ask for a copy? Then please call the helpdesk at once."),
        ),
    )


def _copy_failed(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("The copy of your health record could not be made"),
        (_("Please ask for it once more: %(link)s", link=box.page("export")),),
    )


WORDINGS: dict[Notice, Callable[[Letterbox], Message]] = {
    Notice.EXPORT_READY: _copy_ready,
    Notice.EXPORT_FAILED: _copy_failed,
    Notice.CLOSED: _closed,
    Notice.CLOSING_UNDONE: _undone,
    Notice.CLOSING_FINAL: _final,
    Notice.REOPENED: _reopened,
    Notice.ERASURE_ASKED: _erasure_asked,
    Notice.ERASURE_STOPPED: _erasure_stopped,
    Notice.ERASED: _erased,
    Notice.EMERGENCY_CHANGED: _emergency_changed,
    Notice.FROZEN: _frozen,
    Notice.UNFROZEN: _unfrozen,
}

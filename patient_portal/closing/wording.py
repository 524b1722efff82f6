"""What each step about the record as a whole does and does not do, in plain sentences."""

from dataclasses import dataclass, field
from datetime import timedelta

from flask_babel import gettext as _

from patient_portal.i18n import today
from patient_portal.platform_client import Dossier
from patient_portal.record_view import last_day


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step's heading, what it does, what it does not do, and its button."""

    heading: str
    button: str
    lead: str = ""
    does: list[str] = field(default_factory=list)
    does_not: list[str] = field(default_factory=list)


def of(name: str, dossier: Dossier) -> StepWords:
    """The words of a step about the whole record."""
    return {"close": _close, "undo": _undo, "reopen": _reopen, "erase": _erase}[name](dossier)


def values(dossier: Dossier) -> dict[str, str]:
    """The dates of a certificate, as the letters take them: the last days that count, ISO 8601."""
    second = timedelta(seconds=1)
    found = {"since": (dossier.state_since.date() if dossier.state_since else today()).isoformat()}
    if dossier.undo_until:
        found["undo_until"] = (dossier.undo_until - second).date().isoformat()
    if dossier.kept_until:
        found["kept_until"] = (dossier.kept_until - second).date().isoformat()
    return found


def freezing() -> StepWords:
    """The words of stopping every sign-in."""
    return StepWords(
        heading=_("Stop every sign-in to my record"),
        button=_("Stop every sign-in now"),
        lead=_(
            "Do this if you think that somebody else signs in to your record, or has your phone or your codes."
        ),
        does=[
            _("Every device is signed out at once, and nobody can sign in any more, not even you."),
            _("Whoever acts for you is signed out too. Activation letters no longer count."),
        ],
        does_not=[
            _("Your doctors can still open your record as before, also in an emergency."),
            _("Nothing in your record is changed or deleted."),
            _("It is not for ever. To sign in again, show your identity document to the helpdesk."),
        ],
    )


def _close(dossier: Dossier) -> StepWords:
    return StepWords(
        heading=_("Close my record"),
        button=_("Close my record"),
        does=[
            _(
                "From this moment nobody can open your record: no doctor, no hospital, nobody who acts for you."
            ),
            _("Nobody can open it in an emergency either."),
            _("It takes in no more documents. Laboratories and hospitals can no longer send any."),
            _(
                "For %(days)s days you can undo this yourself. Then the closing is final.",
                days=dossier.undo_days,
            ),
            _(
                "A closed record is kept for %(years)s years, then erased. Until then you can have it opened again.",
                years=dossier.kept_years,
            ),
        ],
        does_not=[
            _("Your care and your insurance do not change. Your doctors keep their own files, as before."),
            _("Your documents are not deleted now."),
            _("Nobody asks you why."),
        ],
    )


def _undo(dossier: Dossier) -> StepWords:
    return StepWords(
        heading=_("Undo the closing"),
        button=_("Open my record again"),
        lead=_("You can undo the closing until this day: %(date)s", date=last_day(dossier.undo_until))
        if dossier.undo_until
        else "",
        does=[
            _("Your record is open again, with everything that was in it."),
            _("Whoever had access before has it again. Whoever you blocked stays blocked."),
            _("Your record takes in documents again."),
        ],
        does_not=[_("Documents that were refused while it was closed do not come by themselves.")],
    )


def _reopen(_dossier: Dossier) -> StepWords:
    return StepWords(
        heading=_("Open my record again"),
        button=_("Open my record again"),
        does=[
            _("Your record is open again, with everything that was in it."),
            _("Whoever had access before has it again. Whoever you blocked stays blocked."),
            _("Your record takes in documents again."),
        ],
        does_not=[
            _("Documents that were refused while it was closed do not come by themselves."),
            _("Nobody new gets access. You decide that as before."),
        ],
    )


def _erase(dossier: Dossier) -> StepWords:
    return StepWords(
        heading=_("Have my record erased"),
        button=_("Have my record erased"),
        does=[
            _(
                "You have %(days)s days to change your mind. Then everything in your record is erased.",
                days=dossier.think_days,
            ),
            _("After that nobody can read any of it, and nobody can bring it back: not you, not we."),
        ],
        does_not=[
            _("Your doctors and hospitals keep their own files, as the law asks of them."),
            _("The access log stays, without any content: it shows who opened your record, and when."),
        ],
    )

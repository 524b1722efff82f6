"""Confirmations of what the helpdesk did for somebody at once: sign-in stopped, a block ended, a number entered."""

from collections.abc import Callable, Mapping

from patient_portal.letters.confirmation_mandates import Said, was_it_you
from patient_portal.letters.words import Words
from patient_portal.platform_client.vocabulary import PostKind


def _frozen(_: Words, _values: Mapping[str, str]) -> Said:
    return Said(
        _("Signing in to your record is stopped"),
        (
            _("Every device is signed out. Nobody can sign in to your record, not even you."),
            _("Your doctors can still open your record as before, also in an emergency."),
            _("To sign in again, show your identity document to the helpdesk, at the counter or on video."),
        ),
    )


def _unblocked(_: Words, _values: Mapping[str, str]) -> Said:
    """Whom it was about stands in the access log only: a letter may be opened by somebody else."""
    return Said(
        _("A block in your record was ended"),
        (
            _("You had blocked a health professional. Our helpdesk ended this block for you."),
            _("Whoever asked for it showed your identity document. Two people of the helpdesk agreed."),
            _("If you had given this professional access before, they can open your record again."),
            _("Your access log says who it is. On the telephone or at our counter we read it out to you."),
        ),
        ending=(_("You did not ask for this? Please call us: we block the professional again at once."),),
    )


def _phone_registered(_: Words, _values: Mapping[str, str]) -> Said:
    return Said(
        _("A telephone number was registered"),
        (
            _("Our helpdesk entered a new telephone number for you. It takes the place of any earlier one."),
            _("Whoever asked for it showed an identity document."),
            _("In 72 hours our helpdesk can also recognise you by it."),
        ),
        ending=(was_it_you(_),),
    )


FROM_THE_DESK: dict[PostKind, Callable[[Words, Mapping[str, str]], Said]] = {
    PostKind.FROZEN: _frozen,
    PostKind.UNBLOCKED: _unblocked,
    PostKind.PHONE_REGISTERED: _phone_registered,
}

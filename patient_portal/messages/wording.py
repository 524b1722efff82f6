"""The words of each message, in the reader's language; no health data, nothing that proves who they are."""

from collections.abc import Callable
from datetime import datetime

from patient_portal.i18n import LUXEMBOURG
from patient_portal.letters.words import LANGUAGES, Words
from patient_portal.messages import (
    wording_accesses,
    wording_caregivers,
    wording_ending,
    wording_help,
)
from patient_portal.messages.letterbox import Letterbox, Message
from patient_portal.platform_client import DueNotice
from patient_portal.platform_client.vocabulary import Notice
from patient_portal.settings import Settings


def word(notice: DueNotice, settings: Settings) -> Message:
    """The message for a notice; raises KeyError for a code that has no words."""
    language = notice.language if notice.language in LANGUAGES else "fr"
    box = Letterbox(Words(language), notice.parameters, settings)
    message = WORDINGS[Notice(notice.code)](box)
    return Message(message.subject, (*message.paragraphs, *_ending(box)))


def _email_code(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your code for the health record"),
        (
            _("Here is the code to confirm your e-mail address. Type it on the page where you are:"),
            box.values["code"],
            _("The code counts for %(minutes)s minutes.", minutes=box.values["minutes"]),
            _(
                "Did you not ask for this code? Then you do not have to do anything. Do not give it to anyone."
            ),
        ),
    )


def _activated(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your health record is active"),
        (
            _("You have activated your access to your health record."),
            _("Your account number: %(number)s", number=box.values["account_number"]),
            _("From now on you can sign in here: %(link)s", link=box.page("sign-in")),
            _("Was this not you? Please call the helpdesk at once."),
        ),
    )


def _objected(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your objection is recorded"),
        (_("Your health record takes in nothing from now on. You can change your mind at any time."),),
    )


def _password_link(box: Letterbox) -> Message:
    _ = box.words
    link = f"{box.page('forgotten')}#t={box.values['token']}"
    return Message(
        _("Choose a new password"),
        (
            _("You asked for a new password for your health record. Open this link to choose it:"),
            link,
            _("If the link does not open, copy this code into the page “Forgotten password”:"),
            box.values["token"],
            _("Link and code count for %(minutes)s minutes.", minutes=box.values["minutes"]),
            _("Your account number: %(number)s", number=box.values["account_number"]),
            _("Did you not ask for this? Then you do not have to do anything. Your password stays the same."),
        ),
    )


def _password_changed(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your password was changed"),
        (
            _("The password of your health record was changed. All devices were signed out."),
            _("Was this not you? Please call the helpdesk at once."),
        ),
    )


def _sign_in_changed(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your way of signing in was changed"),
        (
            _("Somebody used an activation letter to set a new e-mail address and a new password."),
            _("This address no longer opens your health record."),
            _("Was this not you? Please call the helpdesk at once."),
        ),
    )


def _app_changed(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("A new app for your codes"),
        (
            _("From now on only the codes of the new app open your health record."),
            _("Was this not you? Please call the helpdesk at once."),
        ),
    )


def _codes_changed(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("New recovery codes"),
        (
            _("Ten new recovery codes were made. All earlier ones no longer work."),
            _("Was this not you? Please call the helpdesk at once."),
        ),
    )


def _phone_changed(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("A telephone number was registered"),
        (
            _(
                "A telephone number was registered for your health record. It takes the place of any earlier one."
            ),
            _("Its last digits: %(digits)s", digits=box.values["ends"]),
            _("In 72 hours our helpdesk can also recognise you by it."),
            _("Was this not you? Please call the helpdesk at once."),
        ),
    )


def _phone_refused(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Our text messages do not reach you"),
        (
            _("We could not send a text message to your registered number."),
            _("Its last digits: %(digits)s", digits=box.values["ends"]),
            _("Do you have a new number? Sign in and register it: %(link)s", link=box.page("account/phone")),
            _("Or call our helpdesk. Your way of signing in stays the same."),
        ),
    )


def _phone_removed(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your telephone number was removed"),
        (
            _("Your telephone number is no longer registered with your health record."),
            _("Was this not you? Please call the helpdesk at once."),
        ),
    )


def _letter_not_accepted(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Somebody tried to use an activation letter"),
        (
            _("Somebody typed your matricule with a letter code that was not accepted."),
            _("The code may be wrong, used or expired, or it was typed wrongly too often."),
            _("Was it you? Ask for a new letter here: %(link)s", link=box.page("letter")),
            _("Was this not you? Nobody has got in. You do not have to do anything."),
        ),
    )


def _letter_not_sent(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Somebody asked for an activation letter"),
        (
            _("Somebody asked us for a new letter for your shared care record (DSP). We did not send it."),
            _("The reason: your address in the register changed in the last 30 days."),
            _("Was it you? Come to our counter, or call us for a video call, with your identity document."),
            _("Was this not you, or have you not moved? Please call the helpdesk at once."),
        ),
    )


def _statement_published_for_you(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("A text was published in your name"),
        (
            _("Somebody whom you allowed to write for you has published a text in your record."),
            _("You can read it and withdraw it here: %(link)s", link=box.page("expression")),
        ),
    )


def _petition_answered(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your request has an answer"),
        (
            _("You asked us something about your health record. The answer is there."),
            _("Number of your request: %(number)s", number=box.values["number"]),
            _("Sign in to read it: %(link)s", link=box.page("petitions")),
        ),
    )


def _new_device(box: Letterbox) -> Message:
    _, moment = box.words, datetime.fromisoformat(box.values["moment"]).astimezone(LUXEMBOURG)
    return Message(
        _("Signed in on a new device"),
        (
            _(
                "Somebody signed in to your account for the health record, on a device that we did not know yet."
            ),
            _("When: %(moment)s", moment=f"{box.words.date(moment.date())}, {moment:%H:%M}"),
            _("With: %(device)s", device=box.values["device"] or _("Unknown device")),
            _("Was this you? Then you do not have to do anything."),
            _(
                "Was this not you? Stop every sign-in here, or call the helpdesk: %(link)s",
                link=box.page("freeze"),
            ),
        ),
    )


WORDINGS: dict[Notice, Callable[[Letterbox], Message]] = {
    Notice.EMAIL_CODE: _email_code,
    Notice.ACTIVATED: _activated,
    Notice.OBJECTED: _objected,
    Notice.PASSWORD_LINK: _password_link,
    Notice.PASSWORD_CHANGED: _password_changed,
    Notice.APP_CHANGED: _app_changed,
    Notice.CODES_CHANGED: _codes_changed,
    Notice.PHONE_CHANGED: _phone_changed,
    Notice.PHONE_REMOVED: _phone_removed,
    Notice.PHONE_REFUSED: _phone_refused,
    Notice.SIGN_IN_CHANGED: _sign_in_changed,
    Notice.NEW_DEVICE: _new_device,
    Notice.LETTER_NOT_ACCEPTED: _letter_not_accepted,
    Notice.LETTER_NOT_SENT: _letter_not_sent,
    **wording_ending.WORDINGS,
    **wording_caregivers.WORDINGS,
    **wording_accesses.WORDINGS,
    **wording_help.WORDINGS,
    Notice.PETITION_ANSWERED: _petition_answered,
    Notice.STATEMENT_PUBLISHED_FOR_YOU: _statement_published_for_you,
}
"""Every notice of the platform has its words here; a test walks the vocabulary."""


def _ending(box: Letterbox) -> tuple[str, ...]:
    _, contact = box.words, box.settings.help_contact
    return (
        _("Questions? Call the helpdesk: %(phone)s", phone=contact.phone),
        _("We never ask for your codes or your password, neither by telephone nor by e-mail."),
    )

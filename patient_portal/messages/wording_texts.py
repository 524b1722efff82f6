"""The words of text messages: as short as they can be, no name, no health data, a code alone on its line.

A text message has 160 signs of an alphabet of its own (GSM 03.38); with any other sign it has 70.
"""

from collections.abc import Callable
from datetime import datetime

from patient_portal.i18n import LUXEMBOURG
from patient_portal.letters.words import LANGUAGES, Words
from patient_portal.messages.letterbox import Letterbox
from patient_portal.platform_client import DueNotice
from patient_portal.platform_client.vocabulary import Notice
from patient_portal.settings import Settings

_SIMPLER = str.maketrans(
    {
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{NO-BREAK SPACE}": " ",
        "\N{EN DASH}": "-",
        "\N{HORIZONTAL ELLIPSIS}": "...",
    }
)


def word_text(notice: DueNotice, settings: Settings) -> str:
    """The text message for a notice; raises KeyError for a code that has no words here."""
    language = notice.language if notice.language in LANGUAGES else "fr"
    box = Letterbox(Words(language), notice.parameters, settings)
    return "\n".join(TEXTS[Notice(notice.code)](box)).translate(_SIMPLER)


def _help_code(box: Letterbox) -> tuple[str, ...]:
    _ = box.words
    return (
        _("DSP: read this code out to the helpdesk."),
        box.values["code"],
        _("It counts for %(minutes)s minutes.", minutes=box.values["minutes"]),
        _("Are you not speaking with the helpdesk? Give it to nobody."),
    )


def _visit_code(box: Letterbox) -> tuple[str, ...]:
    """The code and until when, and nothing else: whoever reads it over a shoulder learns no more."""
    _ = box.words
    until = datetime.fromisoformat(box.values["moment"]).astimezone(LUXEMBOURG)
    return (box.values["code"], _("Can be used until: %(moment)s", moment=f"{until:%d.%m.%Y %H:%M}"))


def _phone_code(box: Letterbox) -> tuple[str, ...]:
    _ = box.words
    return (
        _("DSP: your code to register this number."),
        box.values["code"],
        _("It counts for %(minutes)s minutes.", minutes=box.values["minutes"]),
        _("Did you not ask for it? Give it to nobody."),
    )


def _warning(said: Callable[[Words], str]) -> Callable[[Letterbox], tuple[str, ...]]:
    """What was changed, and whom to call if it was somebody else: no code, no link to press."""

    def lines(box: Letterbox) -> tuple[str, ...]:
        _ = box.words
        phone = box.settings.help_contact.phone
        return said(_), _("Was this not you? Call the helpdesk: %(phone)s", phone=phone)

    return lines


TEXTS: dict[Notice, Callable[[Letterbox], tuple[str, ...]]] = {
    Notice.HELP_CODE: _help_code,
    Notice.VISIT_CODE: _visit_code,
    Notice.PHONE_CODE: _phone_code,
    Notice.PHONE_OVER: _warning(lambda _: _("DSP: this number is no longer registered with us.")),
    Notice.CONTACT_CHANGED: _warning(lambda _: _("DSP: your e-mail address with us was changed.")),
    Notice.CONTACT_CHANGES_LATER: _warning(
        lambda _: _("DSP: a new e-mail address was entered. It counts in 72 hours.")
    ),
    Notice.PASSWORD_CHANGED: _warning(lambda _: _("DSP: your password was changed.")),
    Notice.APP_CHANGED: _warning(lambda _: _("DSP: a new app for your codes was connected.")),
    Notice.CODES_CHANGED: _warning(lambda _: _("DSP: new recovery codes were made.")),
    Notice.SIGN_IN_CHANGED: _warning(lambda _: _("DSP: with a letter, new ways of signing in were chosen.")),
    Notice.FACTOR_RESET: _warning(
        lambda _: _("DSP: your second factor was reset. You have an e-mail about it.")
    ),
    Notice.LETTER_NOT_SENT: _warning(
        lambda _: _("DSP: somebody asked for a letter with a code. We did not send it: your address is new.")
    ),
}
"""Every notice that the platform tells by text message has its lines here; a test compares the two."""

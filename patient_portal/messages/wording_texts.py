"""The words of text messages: as short as they can be, no name, no health data, a code alone on its line.

A text message has 160 signs of an alphabet of its own (GSM 03.38); with any other sign it has 70.
"""

from collections.abc import Callable

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


TEXTS: dict[Notice, Callable[[Letterbox], tuple[str, ...]]] = {
    Notice.HELP_CODE: _help_code,
}
"""Every notice that the platform tells by text message has its lines here; a test compares the two."""

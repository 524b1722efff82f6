"""What a person says of a document that they add: its files, its kind, its day, and the yes to its pages."""

import re
import unicodedata
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from patient_portal.choices import ListField, YesField
from patient_portal.forms import DayField, Form, Needed, TextField
from patient_portal.i18n import today
from patient_portal.labels import REASONS
from patient_portal.platform_client.vocabulary import Reason

LONGEST_TITLE = 120
_LONGEST_SUGGESTION = 80
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_NUMBERS = re.compile(r"\d{11,}")
_CAMERA = re.compile(
    r"(img|dsc|dscn|pxl|scan|image|photo|document|whatsapp|mvimg|cam)?[\d\s_.-]*", re.IGNORECASE
)


class AddForm(Form):
    """What the document is; its files are read beside the form."""

    type = ListField(_l("Kind of document"), {})
    date = DayField(_l("Date of the document"), [Needed(_l("Type the day that stands on the document."))])

    def offer(self, types: Sequence[tuple[str, str]]) -> None:
        """The kinds that may be added, with their names."""
        self.type.offer(types)

    def check(self) -> bool:
        """Whether both are right; mistakes stand beside their fields."""
        self._was_refused = not self.validate()
        if self.date.day is not None and (self.date.day > today() or self.date.day.year < 1900):
            self.add_error("date", REASONS[Reason.UPLOAD_DAY_TO_COME])
        return not self._was_refused


class TitleField(TextField):
    """What the document is called."""

    longest = LONGEST_TITLE


class ConfirmForm(Form):
    """The yes to the pages that are shown."""

    title = TitleField(_l("Title"), [Needed(_l("Give the document a title, so that you find it again."))])
    confirm = YesField(
        _l("I have looked at the pages. They are mine and can be read."),
        _l("Tick this box if the pages are right."),
    )


def file_name(given: str | None) -> str:
    """A file's name as it may be shown: the last part of a path, one line, nothing that hides or turns text."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", given or ""))[-1]
    plain = "".join(sign if sign.isprintable() else " " for sign in name)
    plain = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Cc", "Co", "Cs"))
    words = " ".join(_NUMBERS.sub("…", plain).split()).strip(" .")
    ending = _ENDING.search(words)
    kept = ending.group(0) if ending else ""
    return (
        words[: _LONGEST_SUGGESTION - len(kept)].rstrip(" .") + kept
        if len(words) > _LONGEST_SUGGESTION
        else words
    )


def suggested_title(name: str, otherwise: str) -> str:
    """A title out of a file's name, unless a camera made the name up."""
    words = " ".join(_ENDING.sub("", name).replace("_", " ").split()).strip(" .")
    return otherwise if _CAMERA.fullmatch(words) else words

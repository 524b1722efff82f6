"""What a person asks about their rights, in their own words."""

import unicodedata
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from patient_portal.choices import ChoiceField
from patient_portal.forms import Form, Needed, TextField
from patient_portal.platform_client.vocabulary import Reason

ALLOWED, NOT_ALLOWED = "yes", "no"


class WordsField(TextField):
    """A few sentences; their line breaks are kept."""

    longest = 4000

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Compose accents, drop control characters but line breaks."""
        text = unicodedata.normalize("NFC", str(valuelist[0])) if valuelist else ""
        lines = text.replace("\r\n", "\n").split("\n")
        self.data = "\n".join("".join(s for s in line if s.isprintable()) for line in lines).strip()


class RequestForm(Form):
    """A correction or a complaint."""

    fields_of_reasons: ClassVar = {Reason.REQUEST_EMPTY: "text", Reason.REQUEST_TOO_LONG: "text"}

    text = WordsField(_l("Your words"), [Needed(_l("Write what you would like us to look at."))])
    document = TextField(_l("Document"))


class SecondaryUseForm(Form):
    """Whether one's data may serve research and planning."""

    allowed = ChoiceField(
        _l("May your data, without your name, serve research and planning?"),
        {ALLOWED: _l("Yes"), NOT_ALLOWED: _l("No, I object")},
    )

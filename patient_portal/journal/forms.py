"""What a person may ask the journal for."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types lag behind

from patient_portal.forms import Form, Needed, ParagraphField, PeriodForm, page_number
from patient_portal.platform_client import JournalFilters

ONLY = {
    "": _l("Everything"),
    "others": _l("Only what others did"),
    "refused": _l("Only refused attempts"),
    "treatment": _l("Only for treatment"),
    "emergency": _l("Only emergencies"),
}
_LONGEST_ID = 64


class JournalForm(PeriodForm):
    """A period, what kind of acts, and by links also one person or one document."""

    only = SelectField(
        _l("Show"),  # type: ignore[arg-type]  # WTForms takes lazy words, its types do not
        choices=[SelectChoice(code, words) for code, words in ONLY.items()],
        validate_choice=False,
        default="",
    )

    @property
    def who(self) -> str:
        """The id of the one person whose acts are meant."""
        return _identifier("who")

    @property
    def document(self) -> str:
        """The id of the one document that is meant."""
        return _identifier("document")

    def filters(self, **more: Any) -> JournalFilters:
        """What the platform is asked for."""
        return JournalFilters(
            self.start,
            self.end,
            page_number(),
            who=self.who,
            document=self.document,
            only=self.only.data if self.only.data in ONLY else "",
            **more,
        )

    @property
    def given(self) -> dict[str, str]:
        """What was chosen, for links that keep it."""
        return {
            "from": self.since._value(),
            "to": self.until._value(),
            "only": self.only.data if self.only.data in ONLY else "",
            "who": self.who,
            "document": self.document,
        }


class ReceiptForm(Form):
    """A receipt that is to be checked."""

    receipt = ParagraphField(
        _l("Receipt"), [Needed(_l("Paste the receipt, or scan its code with your phone."))]
    )


def _identifier(name: str) -> str:
    text = request.args.get(name, "")
    plain = text.replace("-", "").isalnum() and text.isascii() and len(text) <= _LONGEST_ID
    return text if plain else ""

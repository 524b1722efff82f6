"""What a person chooses about who may see their documents."""

from datetime import date

from flask import request
from flask_babel import lazy_gettext as _l

from patient_portal.choices import ChoiceField, ListField
from patient_portal.confidentiality.choosing import USUAL
from patient_portal.forms import DayField, Form, Needed
from patient_portal.labels import CONFIDENTIALITY
from patient_portal.platform_client.vocabulary import Confidentiality
from patient_portal.proof import is_proving

_LEVELS = {level.value: words for level, words in CONFIDENTIALITY.items()}


class _Chosen(Form):
    """A form with one level in it."""

    level: ChoiceField

    def is_sent(self) -> bool:
        """Whether a right choice came in, by itself or carried along with the code that proves it."""
        return self.validate_on_submit() or (is_proving() and self.validate())


class LevelForm(_Chosen):
    """The level of one document."""

    level = ChoiceField(_l("Who may see this document?"), {USUAL: _l("As usual"), **_LEVELS})


class DayForm(Form):
    """Whom and which day a holder asks about; sent by GET."""

    onlooker = ListField(_l("Who?"), {}, name="as")
    on = DayField(_l("Which day?"), [Needed(_l("Choose a day."))], name="on")

    def is_asked(self, today: date) -> bool:
        """Whether somebody and a day were chosen that is not still to come."""
        if not request.args or self.is_switching_language:
            return False
        if not self.validate():
            self._was_refused = True
        elif self.on.day and self.on.day > today:
            self.add_error("on", _l("This day is still to come."))
        return not self.is_refused


class LevelsForm(_Chosen):
    """The level of new documents; those of single types stand beside it."""

    level = ChoiceField(_l("Who may see new documents?"), _LEVELS)

    @property
    def chosen(self) -> Confidentiality:
        """The level that was chosen."""
        return Confidentiality(self.level.data)

"""What a person types to find, let in or keep out a professional."""

from datetime import date
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types lag behind

from patient_portal.choices import ChoiceField, ListField
from patient_portal.forms import DayField, Form, TextField
from patient_portal.labels import DECISION_REASONS, DECISION_REASONS_FOR_ANOTHER, REASONS
from patient_portal.platform_client.vocabulary import DecisionReason, Reason

DAY, ALWAYS = "day", "always"
ALLOWED, NOT_ALLOWED = "yes", "no"
_WHY = _l("Why? Only you see this.")
_WHY_FOR_ANOTHER = _l("Why? No professional sees this.")
_FOR_LETTING_IN = (
    DecisionReason.TREATMENT,
    DecisionReason.SECOND_OPINION,
    DecisionReason.CARE_AT_HOME,
    DecisionReason.NOT_TOLD,
)
_FOR_BLOCKING = (
    DecisionReason.NOT_TOLD,
    DecisionReason.KNOWN_PRIVATELY,
    DecisionReason.TREATMENT_OVER,
    DecisionReason.NO_TRUST,
)


def _speak_of_another(reason: ListField) -> None:
    reason.label.text = str(_WHY_FOR_ANOTHER)
    reason.offer([(code, str(DECISION_REASONS_FOR_ANOTHER[DecisionReason(code)])) for code in reason.codes])


def _worded(reasons: tuple[DecisionReason, ...]) -> dict[str, LazyString]:
    return {code.value: DECISION_REASONS[code] for code in reasons}


class WordsField(TextField):
    """The words to look for."""

    longest = 200


class SearchForm(Form):
    """Finding a professional or an organisation; sent by GET."""

    q = WordsField(_l("Find a doctor, a nurse, a hospital or a laboratory"))


class GrantForm(Form):
    """How long somebody may open the record, and why."""

    fields_of_reasons: ClassVar = {Reason.UNTIL_NOT_ALLOWED: "until"}

    how_long = ChoiceField(
        _l("For how long?"),
        {DAY: _l("To the end of a day"), ALWAYS: _l("For as long as I like: in my care circle")},
        default=DAY,
    )
    until = DayField(_l("Last day"))
    reason = ListField(_WHY, _worded(_FOR_LETTING_IN), default=DecisionReason.TREATMENT)

    def speak_of_another(self) -> None:
        """A caregiver who acts reads of the person, not of themself."""
        self.how_long.choices = [
            SelectChoice(DAY, _("To the end of a day")),
            SelectChoice(ALWAYS, _("Without an end: in the care circle of this person")),
        ]
        _speak_of_another(self.reason)

    @property
    def last_day(self) -> date | None:
        """The last day of the access; None for one without an end."""
        return self.until.day if self.how_long.data == DAY else None

    def validate(self, extra_validators: object = None) -> bool:
        """Also ask for a day where a day is meant, so that nobody is let in for ever by leaving a field empty."""
        del extra_validators
        right = super().validate()
        if right and self.how_long.data == DAY and self.until.day is None:
            self.add_error("until", REASONS[Reason.UNTIL_NOT_ALLOWED])
            return False
        return right


class BlockForm(Form):
    """Why somebody is kept out."""

    reason = ListField(_WHY, _worded(_FOR_BLOCKING), default=DecisionReason.NOT_TOLD)

    def speak_of_another(self) -> None:
        """A caregiver who acts reads of the person, not of themself."""
        _speak_of_another(self.reason)


class StepForm(Form):
    """A step that only needs a yes."""

    def speak_of_another(self) -> None:
        """Nothing here speaks to anybody."""


class EmergencyForm(Form):
    """Whether professionals may open the record in an emergency, and what they then see."""

    allowed = ChoiceField(
        _l("May professionals open your record in an emergency?"),
        {ALLOWED: _l("Yes, when I cannot be asked"), NOT_ALLOWED: _l("No, not even then")},
    )
    restricted = ChoiceField(
        _l("In an emergency, may they also see restricted documents?"),
        {ALLOWED: _l("Yes, restricted documents too"), NOT_ALLOWED: _l("No, only normal documents")},
        default=NOT_ALLOWED,
    )

    @property
    def opens_restricted(self) -> bool:
        """Whether restricted documents open too; never while nothing opens."""
        return bool(self.allowed.data == ALLOWED and self.restricted.data == ALLOWED)

"""What a person types to find, let in or keep out a professional, and to prove who they are on the way."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, cast

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types lag behind
from wtforms.form import BaseForm

from patient_portal.forms import DayField, Form, Needed, OneTimeCodeField, TextField
from patient_portal.labels import DECISION_REASONS, REASONS
from patient_portal.platform_client.vocabulary import DecisionReason, Reason

DAY, ALWAYS = "day", "always"
ALLOWED, NOT_ALLOWED = "yes", "no"
_CHOOSE = _l("Choose one of these.")
_WHY = _l("Why? Only you see this.")
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


def _worded(reasons: tuple[DecisionReason, ...]) -> dict[str, LazyString]:
    return {code.value: DECISION_REASONS[code] for code in reasons}


def _offered(codes: Mapping[str, LazyString]) -> Any:
    """The choices as WTForms wants them; its types know no lazy words, its code takes them."""
    return [SelectChoice(code, cast(str, words)) for code, words in codes.items()]


class _Choice:
    """One of several codes, each with its words; ours say what to do when none is chosen."""

    data: Any
    codes: Mapping[str, LazyString]

    def pre_validate(self, _form: BaseForm) -> None:
        """Take only what was offered."""
        if self.data not in self.codes:
            raise ValidationError(str(_CHOOSE))


class ChoiceField(_Choice, RadioField):
    """A few choices, all in sight."""

    def __init__(
        self, label: LazyString, codes: Mapping[str, LazyString], default: str | None = None, **options: Any
    ) -> None:
        self.codes = codes
        super().__init__(cast(str, label), choices=_offered(codes), default=default, **options)


class ListField(_Choice, SelectField):
    """A list to choose from."""

    def __init__(
        self, label: LazyString, codes: Mapping[str, LazyString], default: str | None = None, **options: Any
    ) -> None:
        self.codes = codes
        super().__init__(cast(str, label), choices=_offered(codes), default=default, **options)


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


class StepForm(Form):
    """A step that only needs a yes."""


class EmergencyForm(Form):
    """Whether professionals may open the record in an emergency."""

    allowed = ChoiceField(
        _l("May professionals open your record in an emergency?"),
        {ALLOWED: _l("Yes, when I cannot be asked"), NOT_ALLOWED: _l("No, not even then")},
    )


class AppCodeForm(Form):
    """A fresh code of the authenticator app."""

    fields_of_reasons: ClassVar = {Reason.TOTP_WRONG: "totp", Reason.TOTP_REPLAYED: "totp"}

    totp = OneTimeCodeField(
        _l("Code from your app"), [Needed(_l("Type the six digits that your app shows now."))]
    )


class RecoveryCodeForm(Form):
    """One of the ten recovery codes instead."""

    fields_of_reasons: ClassVar = {Reason.RECOVERY_CODE_WRONG: "recovery_code"}

    recovery_code = TextField(_l("Recovery code"), [Needed(_l("Type one of your ten recovery codes."))])

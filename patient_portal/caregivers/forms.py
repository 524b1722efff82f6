"""What a holder chooses about a caregiver, and what a caregiver types."""

from typing import Any, ClassVar, cast

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types lag behind

from patient_portal.choices import ChoiceField
from patient_portal.forms import DayField, Form, Needed, TextField
from patient_portal.i18n import language
from patient_portal.labels import MANDATE_NOTICES, MANDATE_TEMPLATES, MANDATE_VERBS
from patient_portal.platform_client import DocumentType, MandateGiven, MandateWish
from patient_portal.platform_client.vocabulary import (
    Confidentiality,
    MandateNotice,
    MandateTemplate,
    MandateVerb,
    Reason,
)

_OFFERED = (
    MandateTemplate.LOOK,
    MandateTemplate.DAILY,
    MandateTemplate.EVERYTHING,
    MandateTemplate.EMERGENCY,
    MandateTemplate.TRUSTED,
)
_CEILINGS = {
    Confidentiality.NORMAL.value: _l("Normal documents only"),
    Confidentiality.RESTRICTED.value: _l("Restricted documents too"),
}


class _Several(SelectMultipleField):
    """Several codes, each with its words; what was not offered is dropped."""

    def __init__(self, label: Any, codes: Any, **options: Any) -> None:
        choices: Any = [SelectChoice(code, cast(str, words)) for code, words in codes]
        super().__init__(label, choices=choices, **options)

    def pre_validate(self, _form: Any) -> None:
        """Take only what was offered."""
        offered = {str(choice[0]) for choice in self.iter_choices()}
        self.data = [one for one in self.data or () if one in offered]


class InviteForm(Form):
    """Who is to help, with what, and until when."""

    fields_of_reasons: ClassVar = {Reason.NAME_MISSING: "name", Reason.MANDATE_UNTIL: "until"}

    name = TextField(
        _l("First name and last name of the person"),
        [Needed(_l("Type the first name and the last name of this person."))],
    )
    template = ChoiceField(
        _l("What may this person do?"),
        {one.value: MANDATE_TEMPLATES[one] for one in _OFFERED},
        default=MandateTemplate.LOOK,
    )
    until = DayField(_l("Last day, if you like"))

    def wish(self) -> MandateWish:
        """The same as the platform wants it."""
        return MandateWish(MandateTemplate(self.template.data), self.until.day)


class CodeForm(Form):
    """The code that somebody handed over."""

    fields_of_reasons: ClassVar = {
        Reason.INVITATION_NOT_ACCEPTED: "code",
        Reason.INVITATION_TYPO: "code",
        Reason.INVITATION_OWN: "code",
        Reason.MANDATE_ELSEWHERE: "code",
        Reason.TOO_MANY_TRIES: "code",
    }

    code = TextField(
        _l("Code that you were given"), [Needed(_l("Type the 8 letters and digits of the code."))]
    )


class EndForm(Form):
    """Ending a mandate; without a word to the other if one likes."""

    quiet = BooleanField(cast(str, _l("Send this person no message about it")))


class StepForm(Form):
    """A step that only needs a yes."""


class LimitsForm(Form):
    """How far a mandate goes."""

    fields_of_reasons: ClassVar = {Reason.MANDATE_UNTIL: "until"}

    verbs = _Several(_l("This person may"), MANDATE_VERBS.items())
    ceiling = ChoiceField(_l("Which documents?"), _CEILINGS, default=Confidentiality.NORMAL)
    excluded = _Several(_l("Leave these types of documents out"), ())
    until = DayField(_l("Last day"))
    notices = _Several(_l("Send me an e-mail"), MANDATE_NOTICES.items())

    def offer(self, types: tuple[DocumentType, ...]) -> None:
        """The document types that can be left out, in the person's language."""
        self.excluded.choices = [(one.code, one.name(language())) for one in types]

    def begin_with(self, mandate: MandateGiven) -> None:
        """What holds now."""
        self.verbs.data = [one.value for one in mandate.verbs]
        self.ceiling.data = mandate.ceiling.value
        self.excluded.data = list(mandate.excluded_types)
        self.notices.data = [one.value for one in mandate.notices]
        self.until.day = mandate.until
        self.until.data = mandate.until.isoformat() if mandate.until else ""

    def wish(self, mandate: MandateGiven) -> MandateWish:
        """The same as the platform wants it."""
        return MandateWish(
            mandate.template,
            self.until.day or mandate.until,
            frozenset(MandateVerb(one) for one in self.verbs.data or ()),
            tuple(self.excluded.data or ()),
            Confidentiality(self.ceiling.data),
            frozenset(MandateNotice(one) for one in self.notices.data or ()),
        )

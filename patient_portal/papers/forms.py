"""What an agent says of a paper form: which it is, whose it is, what was looked at, why it is sent back."""

from typing import Any, ClassVar, cast

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import BooleanField
from wtforms.validators import Optional

from patient_portal.choices import ChoiceField, ListField, YesField
from patient_portal.forms import DayField, EmailField, Form, MatriculeField, Needed, TextField
from patient_portal.helpdesk.forms import CallForm, OpeningDecisionForm
from patient_portal.i18n import NAMES
from patient_portal.labels import MANDATE_TEMPLATES, PAPER_KINDS, PAPER_REFUSALS, REASONS
from patient_portal.opening.forms import OpeningForm
from patient_portal.platform_client.vocabulary import (
    MandateTemplate,
    PaperKind,
    PaperRefusal,
    Reason,
    check_paper_number,
)

_SIGNED = _l("The form is signed by hand")
_SEND_BACK = REASONS[Reason.PAPER_NOT_CHECKED]
_NOT_SEEN = _l("Tick it once you have seen it. Without it nothing can be entered.")
_JUDGMENT = REASONS[Reason.JUDGMENT_INCOMPLETE]


class PaperNumberField(TextField):
    """The number of a print, forgiving as the letter's code is; `data` is the number as it is printed."""

    longest = 40
    typed = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, and the number in it."""
        super().process_formdata(valuelist)
        self.typed = str(self.data or "")
        self.data = check_paper_number(self.typed) or self.typed

    def mistake(self) -> LazyString | None:
        """A typing error, told before anything is looked up; no number at all is none."""
        right = not self.typed or check_paper_number(self.typed)
        return None if right else REASONS[Reason.PAPER_NUMBER_TYPO]

    def _value(self) -> str:
        return self.typed or str(self.data or "")


class RegisterForm(Form):
    """Which form it is; its scan is read beside the form."""

    fields_of_reasons: ClassVar = {Reason.PAPER_NUMBER_TYPO: "number", Reason.PAPER_KNOWN: "number"}

    number = PaperNumberField(_l("Number of the form"))
    kind = ListField(_l("Which form is it?"), {kind.value: words for kind, words in PAPER_KINDS.items()})
    written_in = ListField(_l("Language of the form"), {})

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.written_in.offer(list(NAMES.items()))


class PersonForm(Form):
    """Whose form it is, as exactly as for a call, and that it counts."""

    fields_of_reasons: ClassVar = {
        **CallForm.fields_of_reasons,
        Reason.PAPER_NOT_CHECKED: "signed",
    }

    matricule = MatriculeField(_l("Matricule"), [Needed(_l("Type the 13 digits of the matricule."))])
    name = TextField(
        _l("Family name, or whole name"), [Needed(_l("Type the name as it stands on the form."))]
    )
    signed = YesField(_SIGNED, _SEND_BACK)
    identity_seen = YesField(
        _l("I saw a copy of the identity document: name and signature are the same"), _SEND_BACK
    )


class PaperOpeningForm(OpeningForm):
    """What stands on a request for a record, and the two documents that were seen."""

    fields_of_reasons: ClassVar = {
        **OpeningForm.fields_of_reasons,
        **OpeningDecisionForm.fields_of_reasons,
    }

    email = EmailField(_l("E-mail address, if it stands there"))
    consent = YesField(_SIGNED, _SEND_BACK)
    identity_seen = YesField(
        _l("I saw the identity document: name and date of birth are the same"),
        REASONS[Reason.IDENTITY_NOT_SEEN],
    )
    card_seen = YesField(
        _l("I saw the social security card: the matricule is the same"), REASONS[Reason.IDENTITY_NOT_SEEN]
    )


class MandateForm(Form):
    """Who may act for the person, how far, and that both were there."""

    fields_of_reasons: ClassVar = {
        Reason.DELEGATE_UNKNOWN: "trusted_name",
        Reason.DELEGATE_NO_WAY_IN: "trusted_name",
        Reason.DELEGATE_NEEDS_NUMBER: "trusted_matricule",
        Reason.INVITATION_OWN: "trusted_name",
        Reason.MANDATE_ELSEWHERE: "trusted_name",
        Reason.NAME_MISSING: "trusted_name",
        Reason.TOO_MANY_NAMES: "trusted_name",
        Reason.OWN_APPROVAL: "trusted_name",
        Reason.MATRICULE_TYPO: "trusted_matricule",
        Reason.MATRICULE_OLD: "trusted_matricule",
        Reason.PAPER_NOT_CHECKED: "both_signed",
        Reason.PAPER_NOT_IN_HAND: "",
        Reason.RECORD_NOT_OPEN: "",
    }

    template = ChoiceField(
        _l("What is ticked on the form?"),
        {
            code.value: MANDATE_TEMPLATES[code]
            for code in (MandateTemplate.LOOK, MandateTemplate.DAILY, MandateTemplate.EVERYTHING)
        },
        default=MandateTemplate.LOOK,
    )
    trusted_name = TextField(
        _l("First name and last name of who may act"),
        [Needed(_l("Type the name as it stands on the form."))],
    )
    trusted_matricule = MatriculeField(_l("Their matricule"), [Optional()])
    trusted_email = EmailField(_l("Without a matricule: the e-mail address of their account"))
    both_signed = YesField(_l("Both signed the form by hand"), _SEND_BACK)
    both_seen = YesField(_l("I saw the identity documents of both"), _SEND_BACK)

    def given(self) -> dict[str, object]:
        """The same as the platform wants it."""
        return {
            "template": self.template.data,
            "name": self.trusted_name.data,
            "matricule": self.trusted_matricule.data or "",
            "email": self.trusted_email.data or "",
            "both_signed": self.both_signed.data,
            "both_seen": self.both_seen.data,
        }


class GuardianshipForm(Form):
    """Who the guardian is, and what the court decided."""

    fields_of_reasons: ClassVar = {
        **dict.fromkeys(
            (
                Reason.DELEGATE_UNKNOWN,
                Reason.INVITATION_OWN,
                Reason.MANDATE_ELSEWHERE,
                Reason.NAME_MISSING,
                Reason.TOO_MANY_NAMES,
                Reason.OWN_APPROVAL,
            ),
            "name",
        ),
        Reason.MATRICULE_TYPO: "matricule",
        Reason.MATRICULE_OLD: "matricule",
        Reason.JUDGMENT_INCOMPLETE: "",
        Reason.JUDGMENT_DATES: "",
        Reason.PAPER_NOT_CHECKED: "judgment_seen",
        Reason.PAPER_NOT_IN_HAND: "",
        Reason.RECORD_NOT_OPEN: "",
    }

    name = TextField(
        _l("First name and last name of the guardian"),
        [Needed(_l("Type the name as it stands on the form."))],
    )
    matricule = MatriculeField(_l("Their matricule"), [Optional()])
    email = EmailField(_l("Without a matricule: the e-mail address of their account"))
    court = TextField(_l("Court"), [Needed(_JUDGMENT)])
    document = TextField(_l("Number of the decision"), [Needed(_JUDGMENT)])
    decided_on = DayField(_l("Day of the decision"), [Needed(_l("Type the day of the decision."))])
    ends_on = DayField(_l("Last day, if the decision names one"))
    judgment_seen = YesField(_l("I saw the original of the decision, or a certified copy"), _NOT_SEEN)
    identity_seen = YesField(_l("I saw the identity document of the guardian"), _NOT_SEEN)

    def given(self) -> dict[str, object]:
        """The same as the platform wants it."""
        return {
            "name": self.name.data,
            "matricule": self.matricule.data or "",
            "email": self.email.data or "",
            "court": self.court.data,
            "document": self.document.data,
            "decided_on": _iso(self.decided_on),
            "ends_on": _iso(self.ends_on),
            "judgment_seen": self.judgment_seen.data,
            "identity_seen": self.identity_seen.data,
        }


class AttestationForm(Form):
    """Who the person of trust is, which doctor attests, and until when."""

    fields_of_reasons: ClassVar = {
        Reason.NO_PERSON_OF_TRUST: "name",
        Reason.TOO_MANY_NAMES: "name",
        Reason.OWN_APPROVAL: "name",
        Reason.DOCTOR_UNKNOWN: "doctor",
        Reason.DOCTOR_OTHER_NAME: "doctor_name",
        Reason.DOCTOR_NAMESAKE: "two_people",
        Reason.ATTESTATION_DATES: "",
        Reason.PAPER_NOT_CHECKED: "doctor_signed",
        Reason.PAPER_NOT_IN_HAND: "",
        Reason.RECORD_NOT_OPEN: "",
    }

    name = TextField(
        _l("First name and last name of the person of trust"),
        [Needed(_l("Type the name as it stands on the form."))],
    )
    email = EmailField(_l("The e-mail address of their account, if two people have this name"))
    doctor = TextField(
        _l("Number of the doctor"), [Needed(_l("Type the number of the doctor, as it stands on the stamp."))]
    )
    doctor_name = TextField(
        _l("Name of the doctor, as it stands on the stamp"),
        [Needed(_l("Type the name of the doctor, as it stands on the stamp."))],
    )
    attested_on = DayField(_l("Day of the attestation"), [Needed(_l("Type the day of the attestation."))])
    until = DayField(_l("Last day, if one stands there"))
    two_people = BooleanField(
        cast(
            str,
            _l(
                "The doctor and the person of trust have the same name, and I made sure that they are two people"
            ),
        )
    )
    doctor_signed = YesField(_l("The doctor signed and stamped the form"), _NOT_SEEN)
    identity_seen = YesField(_l("I saw the identity document of the person of trust"), _NOT_SEEN)

    @property
    def asks_for_two_people(self) -> bool:
        """Whether the box about a namesake is there: only where it was missed, or ticked."""
        return bool(self.two_people.errors or self.two_people.data)

    def given(self) -> dict[str, object]:
        """The same as the platform wants it."""
        return {
            "name": self.name.data,
            "doctor": self.doctor.data,
            "doctor_name": self.doctor_name.data,
            "two_people": bool(self.two_people.data),
            "email": self.email.data or "",
            "attested_on": _iso(self.attested_on),
            "until": _iso(self.until),
            "doctor_signed": self.doctor_signed.data,
            "identity_seen": self.identity_seen.data,
        }


def _iso(field: DayField) -> str | None:
    return field.day.isoformat() if field.day else None


class CorrectionForm(Form):
    """Which form it really is."""

    fields_of_reasons: ClassVar = {
        Reason.VALUE_NOT_ALLOWED: "right_kind",
        Reason.DECIDED_ALREADY: "",
        Reason.PAPER_NOT_OWN_WORK: "",
        Reason.OWN_APPROVAL: "",
    }

    right_kind = ListField(_l("Which form is it really?"), {})

    def offer(self, kind: PaperKind, *, with_this: bool) -> None:
        """The kinds to choose from; its own one only where something that was entered can be taken back."""
        self.right_kind.offer(
            [(one.value, str(words)) for one, words in PAPER_KINDS.items() if with_this or one is not kind]
        )


class RefusalForm(Form):
    """Why the form is sent back, and to whom, where that can be read."""

    fields_of_reasons: ClassVar = {**CallForm.fields_of_reasons, Reason.PAPER_NOT_IN_HAND: ""}

    why = ChoiceField(
        _l("Why can it not be entered?"),
        {code.value: words for code, words in PAPER_REFUSALS.items()},
        default=PaperRefusal.UNSIGNED,
    )
    refused_matricule = MatriculeField(_l("Matricule, if it stands there"), [Optional()])
    refused_name = TextField(_l("Name, if it stands there"))

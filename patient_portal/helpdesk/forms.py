"""What an agent types: who calls, how they are proved, whom they name, what was arranged."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.birth_dates import BirthDateField
from patient_portal.choices import ChoiceField, ListField, YesField
from patient_portal.forms import EmailField, Form, MatriculeField, Needed, ParagraphField, SameAs, TextField
from patient_portal.i18n import NAMES
from patient_portal.labels import (
    CALLERS,
    CHANNELS,
    IDENTITY_DOCUMENTS,
    OPENING_REFUSALS,
    PETITION_KINDS,
    PROOFS,
    PURPOSES_OF_CASES,
    REASONS,
    ROLES,
)
from patient_portal.platform_client.vocabulary import (
    CallerKind,
    CasePurpose,
    Channel,
    PetitionKind,
    Proof,
    Reason,
    Role,
)
from patient_portal.rendering import sends_texts

NOW, LATER = "now", "later"
DAY, CIRCLE = "day", "circle"


def _offered(words: Mapping[Any, LazyString]) -> dict[str, LazyString]:
    return {code.value: said for code, said in words.items()}


class CallForm(Form):
    """Who calls: the whole matricule and the whole name, so that nobody is found by browsing."""

    fields_of_reasons: ClassVar = dict.fromkeys(
        (
            Reason.MATRICULE_TYPO,
            Reason.MATRICULE_OLD,
            Reason.CALLER_NOT_FOUND,
            Reason.HELPING_ONESELF,
            Reason.HELPING_FAMILY,
            Reason.HELPING_COLLEAGUE,
            Reason.RECORD_GUARDED,
            Reason.SAME_PERSON_AGAIN,
        ),
        "matricule",
    )

    matricule = MatriculeField(_l("Matricule"), [Needed(_l("Type the 13 digits of the matricule."))])
    name = TextField(_l("Family name, or whole name"), [Needed(_l("Type the name as the caller says it."))])
    purpose = ListField(_l("Why do they call?"), _offered(PURPOSES_OF_CASES), default=CasePurpose.ACTIVATION)
    channel = ListField(_l("How do they reach you?"), _offered(CHANNELS), default=Channel.TELEPHONE)
    caller = ListField(_l("Who is it?"), _offered(CALLERS), default=CallerKind.HOLDER)


class ProofForm(Form):
    """How the caller is proved."""

    fields_of_reasons: ClassVar = {
        Reason.PROOF_WRONG: "proof_code",
        Reason.PROOF_NEEDS_PRESENCE: "proof",
        Reason.NO_REGISTERED_CONTACT: "proof",
        Reason.PHONE_TOO_NEW: "proof",
        Reason.PHONE_NO_MOBILE: "proof",
        Reason.PHONE_UNREACHED: "proof",
    }

    proof = ListField(_l("Proof of the caller"), _offered(PROOFS), default=Proof.EMAIL_CODE)
    proof_code = TextField(_l("What the caller reads out or shows"))

    def __init__(self, typed: Any = None, **values: Any) -> None:
        super().__init__(typed, **values)
        self._left_out: frozenset[Proof] = frozenset()
        if not sends_texts():
            self.leave_out(Proof.SMS_CODE)

    def leave_out(self, *ways: Proof) -> None:
        """Offer nothing that cannot work for this person."""
        self._left_out |= frozenset(ways)
        kept = ((way, words) for way, words in PROOFS.items() if way not in self._left_out)
        self.proof.offer([(way.value, str(words)) for way, words in kept])


class NoteForm(Form):
    """What was arranged."""

    fields_of_reasons: ClassVar = {
        Reason.NOTE_ABOUT_HEALTH: "note",
        Reason.NOTE_IDENTIFIES: "note",
        Reason.NOTE_TOO_LONG: "note",
    }

    note = TextField(_l("Note, without a word on health"))


class NameForm(Form):
    """Whom the caller names."""

    fields_of_reasons: ClassVar = {Reason.TOO_MANY_NAMES: "professional"}

    professional = TextField(
        _l("Whole name of the professional"), [Needed(_l("Type the name as the caller says it."))]
    )


class CaregiverForm(Form):
    """Whose mandate the caller wants to end."""

    fields_of_reasons: ClassVar = {Reason.TOO_MANY_NAMES: "caregiver"}

    caregiver = TextField(
        _l("Whole name of the caregiver"), [Needed(_l("Type the name as the caller says it."))]
    )


class AccessForm(Form):
    """How long a professional may open the record."""

    how_long = ChoiceField(
        _l("For how long?"),
        {DAY: _l("For 30 days"), CIRCLE: _l("In the care circle, without an end")},
        default=DAY,
    )


class ContactForm(Form):
    """A new address, and when it counts."""

    fields_of_reasons: ClassVar = {
        Reason.EMAIL_MALFORMED: "email",
        Reason.NO_REGISTERED_CONTACT: "email",
        Reason.PROOF_TOO_LOW: "when",
    }

    email = EmailField(_l("New e-mail address"), [Needed(_l("Type the new address."))])
    when = ChoiceField(
        _l("When does it count?"),
        {
            LATER: _l("In 72 hours; both addresses are told now"),
            NOW: _l("At once, an identity document was seen (L3)"),
        },
        default=LATER,
    )


class OpeningDecisionForm(Form):
    """What the agent saw before a record is made."""

    fields_of_reasons: ClassVar = {
        Reason.IDENTITY_NOT_SEEN: "identity_seen",
        Reason.OWN_APPROVAL: "",
        Reason.SUPERVISOR_NEEDED: "",
        Reason.ADDRESS_NEEDED: "",
        Reason.ACCOUNT_FROZEN: "",
        Reason.DECIDED_ALREADY: "",
    }

    identity_seen = YesField(
        _l("I saw the identity document: name and date of birth are the same"),
        REASONS[Reason.IDENTITY_NOT_SEEN],
    )
    card_seen = YesField(
        _l("I saw the social security card: the matricule is the same"), REASONS[Reason.IDENTITY_NOT_SEEN]
    )


class OpeningRefusalForm(Form):
    """Why a request for a record is declined."""

    fields_of_reasons: ClassVar = OpeningDecisionForm.fields_of_reasons

    why = ChoiceField(_l("Why?"), _offered(OPENING_REFUSALS))


class DecliningForm(Form):
    """A yes to what whoever asked for a record is told."""

    fields_of_reasons: ClassVar = OpeningDecisionForm.fields_of_reasons


class PetitionForm(Form):
    """What the person complains about, or what is wrong, in their own words."""

    fields_of_reasons: ClassVar = {Reason.VALUE_NOT_ALLOWED: "text", Reason.TOO_MANY_PETITIONS: ""}

    kind = ChoiceField(
        _l("What is it about?"),
        {kind.value: PETITION_KINDS[kind] for kind in (PetitionKind.COMPLAINT, PetitionKind.RECTIFICATION)},
        default=PetitionKind.COMPLAINT.value,
    )
    text = ParagraphField(_l("The person's own words"), [Needed(_l("Type what the person says or wrote."))])


class YesForm(Form):
    """A step that only needs a yes."""


class MemberForm(Form):
    """Somebody new at the helpdesk."""

    fields_of_reasons: ClassVar = {Reason.ADDRESS_TAKEN: "email", Reason.MALFORMED_REQUEST: "email"}

    email = EmailField(_l("E-mail address"), [Needed(_l("Type the new address."))])
    given = TextField(_l("First name"), [Needed(_l("Type the first name."))])
    family = TextField(_l("Family name"), [Needed(_l("Type the family name."))])
    role = ChoiceField(
        _l("Task"), {"agent": ROLES[Role.AGENT], "supervisor": ROLES[Role.SUPERVISOR]}, default="agent"
    )


class InvitedPersonForm(Form):
    """Who is invited to an account, as the identity document says, and how it was seen."""

    fields_of_reasons: ClassVar = {
        Reason.EMAIL_MALFORMED: "email",
        Reason.INVITED_HAS_ACCOUNT: "email",
        Reason.INVITED_ALREADY: "email",
        Reason.INVITED_MINOR: "birth_date",
        Reason.INVITED_RELATED: "",
        Reason.ELEMENT_MISSING: "",
    }

    given = TextField(_l("First name"), [Needed(_l("Type the first name."))])
    family = TextField(_l("Family name"), [Needed(_l("Type the family name."))])
    birth_date = BirthDateField(
        _l("Date of birth"),
        [Needed(_l("Type the date of birth."))],
        description=_l("Day, month, year: for example 14.3.1979. The person is asked for it."),
    )
    email = EmailField(
        _l("E-mail address"), [Needed(_l("Type the e-mail address."))], description=_l("The link goes there.")
    )
    email_again = EmailField(
        _l("The same address once more"),
        [
            Needed(_l("Type the address a second time, or have it read back to you.")),
            SameAs("email", _l("The two addresses are not the same. Please check both.")),
        ],
    )
    written_in = ListField(_l("Language of our messages"), {}, default="fr")
    document = ChoiceField(_l("Which identity document did you see?"), _offered(IDENTITY_DOCUMENTS))
    seen = ChoiceField(
        _l("How did you see it?"),
        {
            Channel.COUNTER.value: _l("The person was here with it"),
            Channel.POST.value: _l("A certified copy came by post"),
        },
    )

    def __init__(self, typed: Any = None, **values: Any) -> None:
        super().__init__(typed, **values)
        self.written_in.offer(list(NAMES.items()))

    def person(self) -> dict[str, str]:
        """What was typed, as the platform takes it."""
        born = self.birth_date.day
        return {
            "given": str(self.given.data),
            "family": str(self.family.data),
            "birth_date": born.isoformat() if born else "",
            "email": str(self.email.data),
            "language": str(self.written_in.data),
            "document": str(self.document.data),
            "seen": str(self.seen.data),
        }


class GuardForm(Form):
    """Whose record is specially protected from now on, or no longer."""

    fields_of_reasons: ClassVar = {
        Reason.MATRICULE_TYPO: "matricule",
        Reason.MATRICULE_OLD: "matricule",
        Reason.PATIENT_UNKNOWN: "matricule",
    }

    matricule = MatriculeField(_l("Matricule"), [Needed(_l("Type the 13 digits of the matricule."))])
    wanted = ChoiceField(
        _l("What shall happen?"),
        {"guard": _l("Protect this record specially"), "release": _l("Protect it no longer")},
        default="guard",
    )

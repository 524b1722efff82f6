"""What the platform answers, as plain frozen values: no FHIR, no HTTP, no words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from patient_portal.platform_client.vocabulary import (
    ActivationStep,
    Confidentiality,
    DossierState,
    Outcome,
    Role,
)


@dataclass(frozen=True, slots=True)
class ActingFor:
    """For whom somebody acts: a caregiver under a mandate, or an agent within an assistance (`id` names it)."""

    id: str
    name: str
    active: bool
    until: datetime | None = None
    verbs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SessionContext:
    """Who is signed in and what they may do; times are aware, `idle_seconds` counts from the last call."""

    kind: str
    account_id: str = ""
    account_number: str = ""
    person_id: str = ""
    name: str = ""
    patient_id: str = ""
    role: Role = Role.VISITOR
    dossier_state: DossierState | None = None
    may: frozenset[str] = frozenset()
    idle_seconds: int = 900
    absolute_until: datetime | None = None
    new_documents: int = 0
    acting: ActingFor | None = None
    helped: bool = False
    cares: bool = False

    @property
    def is_person(self) -> bool:
        """Whether this is somebody, not a visitor half-way through activation or sign-in."""
        return self.kind == "person"


@dataclass(frozen=True, slots=True)
class ActivationStarted:
    """The letter was accepted: a short session, and the step to go on with."""

    session: str
    step: ActivationStep


@dataclass(frozen=True, slots=True)
class Activation:
    """Where a person stands on the way from the letter to the account."""

    step: ActivationStep
    email: str | None = None
    first_name: str | None = None
    email_code_expires_at: datetime | None = None
    totp_secret: str | None = None
    otpauth_uri: str | None = None
    proven_email: str | None = None
    recovery_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that comes next in an activation."""

    step: ActivationStep


@dataclass(frozen=True, slots=True)
class Activated:
    """The end of an activation: a person's session and the ten recovery codes, shown once."""

    session: str
    recovery_codes: tuple[str, ...]
    account_number: str


@dataclass(frozen=True, slots=True)
class Objected:
    """The record's state after an objection."""

    state: DossierState


@dataclass(frozen=True, slots=True)
class SignInStarted:
    """The password was right: a short session that waits for the second factor."""

    session: str
    step: str = "second_factor"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Both factors were right: a person's session."""

    session: str
    recovery_codes_left: int | None = None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One of the person's own sessions."""

    id: str
    device: str = ""
    created_at: datetime | None = None
    seen_at: datetime | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """The person's account."""

    name: str
    email: str
    account_number: str
    language: str
    recovery_codes_left: int = 0
    created_at: datetime | None = None
    sessions: tuple[OpenSession, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """The record as a whole."""

    patient_id: str
    state: DossierState
    opened_at: datetime | None = None
    documents: int = 0
    new_documents: int = 0
    last_sign_in: datetime | None = None
    may: frozenset[str] = frozenset()
    state_since: datetime | None = None
    undo_until: datetime | None = None
    kept_until: datetime | None = None
    erase_at: datetime | None = None
    masked_matricule: str = ""
    given: str = ""
    family: str = ""
    address_lines: tuple[str, ...] = ()
    undo_days: int = 0
    kept_years: int = 0
    think_days: int = 0
    secondary_use: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A document's description; `is_new` until the patient has opened it, `size` is in bytes.

    `type_name` is the type's name in the page's language, as the platform publishes it.
    """

    id: str
    type_code: str
    title: str
    type_name: str = ""
    group: str = ""
    deposited_at: datetime | None = None
    written_at: datetime | None = None
    service_from: datetime | None = None
    service_to: datetime | None = None
    author: str = ""
    organisation: str = ""
    organisation_id: str = ""
    description: str = ""
    content_type: str = ""
    size: int | None = None
    language: str = ""
    binary_id: str = ""
    format_code: str = ""
    confidentiality: Confidentiality = Confidentiality.NORMAL
    is_new: bool = False
    is_superseded: bool = False
    by_patient: bool = False
    replaces: str | None = None
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """One value a list can be narrowed to, and how many rows that leaves."""

    id: str
    name: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class DocumentFilters:
    """What the person asked the list for; `sort` is `-date`, `date`, `type`, `author` or `custodian`."""

    words: str = ""
    group: str = ""
    type: str = ""
    organisation: str = ""
    start: date | None = None
    end: date | None = None
    sort: str = "-date"
    page: int = 1
    page_size: int = 20
    with_organisations: bool = True

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (max(self.page, 1) - 1) * self.page_size


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One page of the list and what surrounds it."""

    documents: tuple[Document, ...]
    total: int
    page: int = 1
    page_size: int = 20
    organisations: tuple[Facet, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class NewApp:
    """The secret of a new authenticator app, and what hands it back with the first code."""

    secret: str
    link: str
    pending: str


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document's bytes, exactly as they were deposited."""

    content: bytes
    content_type: str
    file_name: str = ""
    integrity: str = ""


@dataclass(frozen=True, slots=True)
class JournalFilters:
    """What the person asked the journal for."""

    start: date | None = None
    end: date | None = None
    page: int = 1
    page_size: int = 20
    who: str = ""
    document: str = ""
    only: str = ""

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (max(self.page, 1) - 1) * self.page_size


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One act on the record: who, in what role, what, why, when, and how it ended."""

    id: str
    when: datetime
    action: str
    outcome: Outcome
    who: str = ""
    who_id: str = ""
    role: str = ""
    organisation: str = ""
    on_behalf_of: str = ""
    software: str = ""
    purpose: str = ""
    reason: str = ""
    document_id: str = ""
    document_type: str = ""
    document_title: str = ""
    part: str = ""
    about: str = ""
    case: str = ""
    asked_by: str = ""
    again: tuple[tuple[str, datetime], ...] = ()
    """The same act by the same person, again: the id and the moment of each entry, the newest first."""
    request_id: str = ""
    happened: datetime | None = None
    """When it was, where a house told later of a reading in its own system; `when` is the moment it told."""
    came_about: bool = True
    """Whether that reading succeeded there."""


@dataclass(frozen=True, slots=True)
class JournalPage:
    """One page of the journal, newest first."""

    entries: tuple[JournalEntry, ...]
    total: int
    page: int = 1
    page_size: int = 20
    looks: tuple[JournalEntry, ...] = ()
    """The person's own looks that stand below an entry of the same day."""

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class DueNotice:
    """A message that the platform wants told now; one-time codes are among its parameters."""

    id: str
    code: str
    channel: str
    language: str
    address: str
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One of the published document types with its four names (platform data, not the portal's words)."""

    code: str
    group: str
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        """The name in a language, the code where there is none."""
        return self.names.get(language) or self.names.get("fr") or self.code

"""What the platform tells the desk, and the person who is helped."""

from dataclasses import dataclass
from datetime import date, datetime

from patient_portal.platform_client.vocabulary import (
    ApprovalAct,
    ApprovalState,
    CallerKind,
    CasePurpose,
    Channel,
    DeskAct,
    DossierState,
    EndOfBlock,
    MandateState,
    Outcome,
    PaperKind,
    ProfessionalCategory,
    Role,
    Stuck,
    TextCode,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One thing that stands between a person and their record, and its moment."""

    what: Stuck
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AllowedAct:
    """An act that can help; `ready` once the caller is proved to its `level`."""

    act: DeskAct
    level: int
    ready: bool


@dataclass(frozen=True, slots=True)
class NewPhone:
    """A new mobile number by its last digits, how far its code has come, and until when that counts."""

    ends: str
    state: TextCode
    until: datetime


@dataclass(frozen=True, slots=True)
class PaperBeside:
    """The signed form that lies with the case."""

    number: str
    kind: PaperKind


@dataclass(frozen=True, slots=True)
class Case:
    """The agent's case under way."""

    id: str
    number: str
    name: str
    matricule: str
    language: str
    channel: Channel
    caller: CallerKind
    purpose: CasePurpose
    proof_level: int
    until: datetime
    extended: bool
    record_state: DossierState
    stuck: tuple[Hindrance, ...] = ()
    acts: tuple[AllowedAct, ...] = ()
    done: tuple[DeskAct, ...] = ()
    note: str = ""
    paper: PaperBeside | None = None
    document_seen: bool = False
    texts_to: str = ""
    text_code: TextCode | None = None
    text_ends: str = ""
    has_account: bool = True
    new_phone: NewPhone | None = None


@dataclass(frozen=True, slots=True)
class Proved:
    """How far the caller is proved; `sent` when a code is on its way, `phone` when a number is to be called.

    `ends` are the last digits of the mobile that the code went to.
    """

    level: int
    sent: bool = False
    phone: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class NamedProfessional:
    """A professional whom the caller named."""

    id: str
    name: str
    category: ProfessionalCategory
    organisation: str
    city: str
    can_open: bool
    blocked: bool
    until: datetime | None = None
    end_of_block: EndOfBlock | None = None


@dataclass(frozen=True, slots=True)
class NamedCaregiver:
    """A mandate whose caregiver the caller named."""

    id: str
    name: str
    state: MandateState
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Help:
    """An agent who helps the person now, as the person sees it."""

    assistance_id: str
    case_number: str
    agent: str
    purpose: CasePurpose
    since: datetime
    until: datetime
    acts: tuple[DeskAct, ...] = ()


@dataclass(frozen=True, slots=True)
class SupportPin:
    """The PIN to read out to the helpdesk, and until when it is shown."""

    pin: str
    until: datetime


@dataclass(frozen=True, slots=True)
class WaitingApproval:
    """Something that waits, or waited, for a second pair of eyes."""

    id: str
    act: ApprovalAct
    state: ApprovalState
    about: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    decided_by: str
    evidence: dict[str, str | int]
    mine: bool
    for_supervisors: bool


@dataclass(frozen=True, slots=True)
class ReturnedLetter:
    """A letter that came back."""

    number: str
    language: str
    returned_at: datetime


@dataclass(frozen=True, slots=True)
class UnansweredPetitions:
    """How many complaints and requests wait for a supervisor's answer, since when, until when."""

    count: int = 0
    oldest: datetime | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Approvals:
    """The queue of the desk."""

    waiting: tuple[WaitingApproval, ...] = ()
    returned: tuple[ReturnedLetter, ...] = ()
    petitions: UnansweredPetitions = UnansweredPetitions()


@dataclass(frozen=True, slots=True)
class SampledCase:
    """A case that a supervisor looks at."""

    id: str
    number: str
    agent: str
    purpose: str
    channel: str
    opened_at: datetime
    ended_by: str | None
    acts: tuple[str, ...]
    flags: tuple[str, ...]
    verdict: str | None


@dataclass(frozen=True, slots=True)
class RefusedAttempt:
    """A case that was refused."""

    agent: str
    flag: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """The desk's month in numbers."""

    cases: int
    by_purpose: dict[str, dict[str, int]]
    by_hour: tuple[int, ...]
    reissue_seconds: int | None


@dataclass(frozen=True, slots=True)
class Supervision:
    """All that a supervisor sees at once."""

    sample: tuple[SampledCase, ...]
    attempts: tuple[RefusedAttempt, ...]
    figures: DeskFigures


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the helpdesk."""

    id: str
    name: str
    role: Role
    active: bool
    me: bool


@dataclass(frozen=True, slots=True)
class NewMember:
    """What only the new member may know, told once."""

    password: str
    totp_secret: str


@dataclass(frozen=True, slots=True)
class SoftwareVersion:
    """A software version and whether it has its conformity."""

    client_id: str
    name: str
    version: str
    conformant: bool


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One act on the caller's record, in outline."""

    at: datetime
    action: str
    role: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class EmergencyAccess:
    """A professional opened a record in an emergency."""

    id: str
    patient_number: str
    professional: str
    category: ProfessionalCategory
    organisation: str
    at: datetime
    times: int
    verdict: Verdict | None
    attested: bool = False

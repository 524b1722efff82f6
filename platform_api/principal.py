"""Who is asking: the software, the person behind it and how they proved it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from platform_api.vocabulary import Role

PORTAL = "dsp-portal"
FRESH = timedelta(minutes=5)
"""How long a second factor counts as freshly proved (domain.md: signing in counts for five minutes)."""


@dataclass(frozen=True, slots=True)
class Caller:
    """What a request says of itself before anything is looked up."""

    software_id: str | None
    scopes: frozenset[str]
    session_hash: str | None
    address: str
    request_id: str
    language: str
    device: str
    professional_id: str | None = None
    purpose: str | None = None
    bound_patient_id: str | None = None
    has_emergency_reason: bool = False
    scope_needed: str | None = None
    token_id: str = ""


@dataclass(frozen=True, slots=True)
class MandateInForce:
    """For whom a caregiver acts in this session, how far, and until when; not `active` once it ended or ran out."""

    id: str
    holder_name: str
    active: bool
    verbs: frozenset[str]
    excluded_types: frozenset[str]
    ceiling: str
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class AssistanceUnderWay:
    """Whom a helpdesk agent helps in this session, how well the caller was proved, and until when."""

    id: str
    case_id: str
    holder_name: str
    open: bool
    proof_level: int
    ends_at: datetime
    case_number: str = ""
    document_seen: bool = False
    holder_calls: bool = False


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a request turned out to come from.

    `patient_id` is the record that the session is about: a patient's own, the holder's while a caregiver acts under
    a mandate, the assisted person's while an agent helps. `own_patient_id` stays the account's own record.
    """

    role: Role
    software_id: str | None
    scopes: frozenset[str]
    software_conformant: bool
    session_id: str | None = None
    session_kind: str | None = None
    session_expired: bool = False
    account_id: str | None = None
    account_number: str | None = None
    activation_id: str | None = None
    patient_id: str | None = None
    name: str | None = None
    dossier_state: str | None = None
    proved_at: datetime | None = None
    absolute_until: datetime | None = None
    professional_id: str | None = None
    organisation_id: str | None = None
    category: str | None = None
    purpose: str | None = None
    bound_patient_id: str | None = None
    has_emergency_reason: bool = False
    scope_needed: str | None = None
    account_role: str | None = None
    own_patient_id: str | None = None
    mandate: "MandateInForce | None" = None
    assistance: "AssistanceUnderWay | None" = None
    helped: bool = False
    cares: bool = False
    undo_until: datetime | None = None
    erase_at: datetime | None = None
    frozen: bool = False

    def proved_recently(self, moment: datetime) -> bool:
        """Whether this session's second factor was proved in the five minutes before `moment`."""
        return self.proved_at is not None and moment - self.proved_at < FRESH

    @property
    def person_id(self) -> str | None:
        """The id under which the trail knows this person: account, professional, or an activation under way."""
        return self.account_id or self.professional_id or self.activation_id

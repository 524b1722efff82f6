"""What the platform tells the desk, and the person who is helped."""

from dataclasses import dataclass
from datetime import datetime

from patient_portal.platform_client.vocabulary import (
    CallerKind,
    CasePurpose,
    Channel,
    DeskAct,
    DossierState,
    ProfessionalCategory,
    Stuck,
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


@dataclass(frozen=True, slots=True)
class Proved:
    """How far the caller is proved; `sent` when a code is on its way, `phone` when a number is to be called."""

    level: int
    sent: bool = False
    phone: str = ""


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

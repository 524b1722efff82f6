"""Mandates, as plain frozen values."""

from dataclasses import dataclass
from datetime import date, datetime

from patient_portal.platform_client.vocabulary import (
    Confidentiality,
    MandateBasis,
    MandateNotice,
    MandateReason,
    MandateState,
    MandateTemplate,
    MandateVerb,
)


@dataclass(frozen=True, slots=True)
class MandateGiven:
    """A mandate as its holder sees it; `name` as they typed it, `delegate` who entered the code."""

    id: str
    name: str
    delegate: str
    template: MandateTemplate
    basis: MandateBasis
    state: MandateState
    reason: MandateReason | None
    verbs: frozenset[MandateVerb]
    excluded_types: tuple[str, ...]
    ceiling: Confidentiality
    notices: frozenset[MandateNotice]
    awake: bool
    waits: bool
    created_at: datetime
    state_since: datetime
    until: date | None = None
    code_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MandateHeld:
    """A mandate as who acts sees it."""

    id: str
    patient_id: str
    holder: str
    template: MandateTemplate
    basis: MandateBasis
    state: MandateState
    verbs: frozenset[MandateVerb]
    usable: bool
    holder_given: str = ""
    holder_family: str = ""
    ceiling: Confidentiality = Confidentiality.NORMAL
    leaves_out: bool = False
    until: date | None = None
    asks_from: date | None = None


@dataclass(frozen=True, slots=True)
class TemplateOffered:
    """What a template opens, and its usual last day."""

    code: MandateTemplate
    verbs: frozenset[MandateVerb]
    ceiling: Confidentiality
    until: date


@dataclass(frozen=True, slots=True)
class Mandates:
    """Everybody whom a holder named, and what they can choose from."""

    mandates: tuple[MandateGiven, ...]
    templates: tuple[TemplateOffered, ...]


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new invitation, its code told once."""

    id: str
    code: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Accepted:
    """Whose code was entered."""

    id: str
    holder: str


@dataclass(frozen=True, slots=True)
class MandateWish:
    """How far a mandate is to go."""

    template: MandateTemplate
    until: date | None = None
    verbs: frozenset[MandateVerb] | None = None
    excluded_types: tuple[str, ...] | None = None
    ceiling: Confidentiality | None = None
    notices: frozenset[MandateNotice] | None = None

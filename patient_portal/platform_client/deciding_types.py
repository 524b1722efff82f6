"""Who can open the record, as plain frozen values."""

from dataclasses import dataclass
from datetime import datetime

from patient_portal.platform_client.vocabulary import (
    DecisionReason,
    OrganisationKind,
    ProfessionalCategory,
    Standing,
)


@dataclass(frozen=True, slots=True)
class Actor:
    """A professional or an organisation, and whether and why they can open the record now.

    `kind` is `professional` or `organisation`; `granted` and `blocked` tell of the person's own decision about them,
    `through_organisation` that their access comes with their organisation's.
    """

    kind: str
    id: str
    name: str
    standing: Standing
    can_open: bool = False
    until: datetime | None = None
    through_organisation: bool = False
    granted: bool = False
    blocked: bool = False
    reason: DecisionReason | None = None
    category: ProfessionalCategory | None = None
    organisation_kind: OrganisationKind | None = None
    organisation_id: str = ""
    organisation: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Rights:
    """Who can open the record now, and who is kept out of it."""

    can_open: tuple[Actor, ...] = ()
    kept_out: tuple[Actor, ...] = ()
    emergency_allowed: bool = True
    emergency_restricted: bool = False
    record_open: bool = True


@dataclass(frozen=True, slots=True)
class FoundActors:
    """What a search in the directory found; `more` when there are others that fit."""

    actors: tuple[Actor, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Emergency:
    """Whether professionals may open the record in an emergency, and restricted documents too."""

    allowed: bool
    restricted: bool = False
    changed_at: datetime | None = None

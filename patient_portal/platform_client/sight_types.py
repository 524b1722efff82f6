"""Who may see which documents, and what somebody would see, as plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from patient_portal.platform_client.vocabulary import (
    Confidentiality,
    LevelSource,
    PassState,
    ProfessionalCategory,
    Standing,
)


@dataclass(frozen=True, slots=True)
class ChosenLevels:
    """The level of new documents, and those that were chosen for whole types."""

    default: Confidentiality
    types: Mapping[str, Confidentiality]


@dataclass(frozen=True, slots=True)
class DocumentLevel:
    """One document's level, why it has it, and the one that it has without a choice of its own; which document it is.

    `type` is the code of its type, `language` the one of its title.
    """

    level: Confidentiality
    source: LevelSource
    usual: Confidentiality
    previous: Confidentiality | None = None
    title: str = ""
    type: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """The ids of the documents that somebody sees, the newest first, and how many there are in all."""

    documents: tuple[str, ...]
    all: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a day with one answer; what is None nobody knows any more."""

    begins: datetime
    ends: datetime
    can_open: bool | None
    standing: Standing | None
    through_organisation: bool
    in_emergency: bool | None


@dataclass(frozen=True, slots=True)
class PastSight:
    """What somebody could open on a day: the ids of what is still in the list, the newest first, and counts.

    `gone` left the list since; `all` were in it that day; `emergency` opened by attesting an emergency.
    """

    stretches: tuple[Stretch, ...]
    documents: tuple[str, ...]
    gone: int
    all: int
    emergency: int
    directory_changed: bool


@dataclass(frozen=True, slots=True)
class PastOnlooker:
    """A professional or an organisation that had something to do with the record at any time."""

    kind: str
    id: str
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Vanishing:
    """A document that somebody would no longer see, or would see again; `vital` may save a life."""

    id: str
    type: str
    vital: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do to one onlooker: practitioner, organisation, emergency or mandate."""

    kind: str
    id: str
    name: str
    hidden: tuple[Vanishing, ...]
    shown: tuple[Vanishing, ...]


@dataclass(frozen=True, slots=True)
class MadePass:
    """A new visit pass, its code told once."""

    id: str
    code: str
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class VisitPass:
    """A visit pass that was handed out."""

    id: str
    state: PassState
    groups: tuple[str, ...]
    made_at: datetime
    until: datetime
    used_by_id: str | None = None
    used_by: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether one category of professionals reads and deposits one type of document."""

    category: ProfessionalCategory
    type: str
    reads: bool
    deposits: bool


@dataclass(frozen=True, slots=True)
class Professions:
    """The table of categories and types, since when it is in force and where it comes from."""

    in_force_since: date
    source: str
    cells: tuple[Cell, ...]

"""Key figures of the whole country, as plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MonthOfType:
    """How many documents of one type came in during one month, such as `2026-11`."""

    month: str
    type: str
    number: int


@dataclass(frozen=True, slots=True)
class Professionals:
    """How many the directory knows, and how many used the platform in the last 90 days."""

    known: int
    active: int


@dataclass(frozen=True, slots=True)
class PilotType:
    """How many documents of one type there were at each of the pilot's dates."""

    type: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Pilot:
    """The figures of the pilot, and who published them."""

    source: str
    types: tuple[PilotType, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is counted; `records` by state."""

    as_of: datetime
    records: Mapping[str, int]
    accounts: int
    professionals: Professionals
    documents: tuple[MonthOfType, ...]
    pilot: Pilot

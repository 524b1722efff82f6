"""What people ask in writing, as plain frozen values."""

from dataclasses import dataclass
from datetime import date, datetime

from patient_portal.platform_client.vocabulary import Delay, OpeningTold


@dataclass(frozen=True, slots=True)
class AskedOpening:
    """The number of a request for a record, and the last day on which its letter is sent."""

    number: str
    letter_until: date


@dataclass(frozen=True, slots=True)
class WaitingOpening:
    """A request for a record that waits at the desk: what was filled in, and when the letter is due."""

    id: str
    number: str
    language: str
    last_name: str
    first_name: str
    masked_matricule: str
    asked_at: datetime
    letter_due_at: datetime
    address: str = ""
    phone: str = ""
    email: str = ""
    told: OpeningTold = OpeningTold.NOBODY


@dataclass(frozen=True, slots=True)
class WaitingOpenings:
    """A part of the requests that wait, and how many wait in all, since when, until when."""

    waiting: tuple[WaitingOpening, ...]
    count: int
    oldest: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LegalDelay:
    """How long a delay is, since when, and where that stands; `unit` is `days`, `months` or `years`."""

    code: Delay
    amount: int
    unit: str
    since: date
    source: str


@dataclass(frozen=True, slots=True)
class LegalDelays:
    """All of them."""

    delays: tuple[LegalDelay, ...] = ()

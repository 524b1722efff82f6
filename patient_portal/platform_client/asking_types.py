"""What people ask in writing, as plain frozen values."""

from dataclasses import dataclass
from datetime import date, datetime

from patient_portal.platform_client.vocabulary import Delay, RequestKind, RequestState


@dataclass(frozen=True, slots=True)
class AskedOpening:
    """The number of a request for a record, and the last day on which its letter is sent."""

    number: str
    letter_until: date


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


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """A request of one's own, and its answer."""

    number: str
    kind: RequestKind
    state: RequestState
    text: str
    answer: str
    asked_at: datetime
    due_at: datetime
    closed_at: datetime | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class OwnRequests:
    """All of one's own, and the choice about research."""

    requests: tuple[OwnRequest, ...] = ()
    secondary_use: bool = True

"""What people ask in writing, and where that stands."""

from enum import StrEnum


class OpeningState(StrEnum):
    """Where a voluntary request for a record stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class RequestKind(StrEnum):
    """What a holder asks about their rights (EHDS art. 6 and 21)."""

    RECTIFICATION = "rectification"
    COMPLAINT = "complaint"


class RequestState(StrEnum):
    """Where such a request stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"

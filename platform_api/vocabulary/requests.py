"""Where a voluntary request for a record stands."""

from enum import StrEnum


class OpeningState(StrEnum):
    """Where a voluntary request for a record stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"

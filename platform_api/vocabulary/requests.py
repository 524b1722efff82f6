"""Where a voluntary request for a record stands."""

from enum import StrEnum


class OpeningRefusal(StrEnum):
    """Why a request for a record was declined."""

    NOT_SHOWN = "not_shown"
    INCOMPLETE = "incomplete"
    SOMEBODY_ELSE = "somebody_else"


class OpeningTold(StrEnum):
    """How whoever asked for a record would hear that none comes of it."""

    LETTER = "letter"
    EMAIL = "email"
    NOBODY = "nobody"


class OpeningState(StrEnum):
    """Where a voluntary request for a record stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"

"""The delays that the law or the practice sets; how long each is stands in a dated table."""

from enum import StrEnum


class Delay(StrEnum):
    """A delay of the record's life (domain.md); `platform_api/delays.py` knows how long it is on a given day."""

    UNDO_CLOSING = "undo_closing"
    KEPT_AFTER_CLOSING = "kept_after_closing"
    STOP_ERASURE = "stop_erasure"
    OPENING_LETTER = "opening_letter"
    ANSWER_REQUEST = "answer_request"
    NOT_ME_CODE = "not_me_code"

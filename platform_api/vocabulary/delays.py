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
    MANDATE_LOOK = "mandate_look"
    MANDATE_USUAL = "mandate_usual"
    MANDATE_LONGEST = "mandate_longest"
    MANDATE_CODE = "mandate_code"
    MANDATE_ACCOUNT = "mandate_account"
    ADDRESS_NEW = "address_new"
    ATTESTATION = "attestation"
    PAPER_KEPT = "paper_kept"
    TRACE_KEPT = "trace_kept"
    MINOR_OWN_SECRETS = "minor_own_secrets"
    MINOR_OWN_ACCOUNT = "minor_own_account"
    MAJORITY = "majority"

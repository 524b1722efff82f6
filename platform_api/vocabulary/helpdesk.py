"""Names of the helpdesk: how somebody calls, how they are proved, what is done, what stands in the way."""

from enum import StrEnum


class Channel(StrEnum):
    """How somebody reaches the helpdesk."""

    TELEPHONE = "telephone"
    COUNTER = "counter"
    POST = "post"
    EMAIL = "email"
    VIDEO = "video"


class CallerKind(StrEnum):
    """Who calls about a record."""

    HOLDER = "holder"
    CAREGIVER = "caregiver"
    GUARDIAN = "guardian"
    PROFESSIONAL = "professional"


class CasePurpose(StrEnum):
    """Why somebody calls."""

    ACTIVATION = "activation"
    SIGN_IN = "sign_in"
    ACCESS = "access"
    CONTACT = "contact"
    FREEZE = "freeze"
    CLOSING = "closing"
    MANDATE = "mandate"
    COMPLAINT = "complaint"
    OTHER = "other"


class Proof(StrEnum):
    """How a caller proves who they are (domain.md: the proof ladder; no secret questions)."""

    EMAIL_CODE = "email_code"
    SMS_CODE = "sms_code"
    SUPPORT_PIN = "support_pin"
    CALL_BACK = "call_back"
    IDENTITY_DOCUMENT = "identity_document"


class TextCode(StrEnum):
    """How far the text message with a caller's code has come."""

    WAITING = "waiting"
    LATE = "late"
    SENT = "sent"
    REFUSED = "refused"


class DeskAct(StrEnum):
    """What an agent does for a person."""

    LETTER = "letter"
    GRANT = "grant"
    PRESENCE_CODE = "presence_code"
    BLOCK = "block"
    UNBLOCK = "unblock"
    END_BLOCK = "end_block"
    CONTACT = "contact"
    PHONE = "phone"
    FACTOR_RESET = "factor_reset"
    OBJECTION = "objection"
    CLOSING = "closing"
    REOPENING = "reopening"
    FREEZE = "freeze"
    UNFREEZE = "unfreeze"
    END_MANDATE = "end_mandate"
    PETITION = "petition"
    STATEMENT = "statement"
    ADD_MANDATE = "add_mandate"
    GUARDIANSHIP = "guardianship"
    ATTESTATION = "attestation"


class EndOfBlock(StrEnum):
    """Who can end the block of a professional whom a caller named."""

    HOLDER = "holder"
    TWO_AGENTS = "two_agents"
    BETTER_PROOF = "better_proof"


class Stuck(StrEnum):
    """What stands between a person and their record."""

    NOTHING = "nothing"
    NO_LETTER = "no_letter"
    LETTER_WAITING = "letter_waiting"
    LETTER_ON_ITS_WAY = "letter_on_its_way"
    LETTER_RETURNED = "letter_returned"
    CODE_EXPIRED = "code_expired"
    CODE_LOCKED = "code_locked"
    ADDRESS_IS_NEW = "address_is_new"
    FACTOR_BLOCKED = "factor_blocked"
    NO_RECOVERY_CODES = "no_recovery_codes"
    RECORD_OBJECTED = "record_objected"
    RECORD_SUSPENDED = "record_suspended"
    SIGN_IN_FROZEN = "sign_in_frozen"
    RECORD_CLOSED = "record_closed"
    RECORD_OVER = "record_over"


class CaseEnd(StrEnum):
    """How a case came to its end."""

    DONE = "done"
    STOPPED = "stopped"
    TIME = "time"


class ApprovalAct(StrEnum):
    """What happens only when a second person agrees (domain.md: four eyes)."""

    GUARDED_CASE = "guarded_case"
    OBJECTION = "objection"
    CLOSING = "closing"
    UNBLOCK = "unblock"
    MANDATE = "mandate"
    GUARDIANSHIP = "guardianship"
    ATTESTATION = "attestation"
    INVITED_ACCOUNT = "invited_account"
    APPROVE_SOFTWARE = "approve_software"
    WITHDRAW_SOFTWARE = "withdraw_software"


class IdentityDocument(StrEnum):
    """With which document somebody without a matricule showed who they are."""

    PASSPORT = "passport"
    IDENTITY_CARD = "identity_card"
    RESIDENCE_PERMIT = "residence_permit"


class InvitedState(StrEnum):
    """Where the invitation to an account stands."""

    WAITING = "waiting"
    SENT = "sent"
    TAKEN = "taken"
    LAPSED = "lapsed"


class ApprovalState(StrEnum):
    """Where something stands that waits for a second pair of eyes."""

    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"


class Flag(StrEnum):
    """Why a supervisor looks at a case or an attempt."""

    ONESELF = "oneself"
    FAMILY = "family"
    COLLEAGUE = "colleague"
    GUARDED = "guarded"
    SAME_PAIR = "same_pair"
    NO_ACT = "no_act"
    NOT_FOUND = "not_found"
    RANDOM = "random"


class Verdict(StrEnum):
    """What a supervisor found in a case."""

    FINE = "fine"
    QUESTION = "question"
    BREACH = "breach"

"""What a caregiver may be allowed, on what basis, and where a mandate stands."""

from enum import StrEnum


class MandateVerb(StrEnum):
    """What a holder may let a caregiver do (domain.md: scopes × verbs); everything else is never delegable."""

    LIST = "list"
    READ = "read"
    DOWNLOAD = "download"
    WRITE_STATEMENT = "write_statement"
    MANAGE_PROFESSIONALS = "manage_professionals"
    SEE_JOURNAL = "see_journal"
    TALK_TO_HELPDESK = "talk_to_helpdesk"


class MandateTemplate(StrEnum):
    """What a mandate is for; the first four are the holder's choice, the others come from elsewhere."""

    LOOK = "look"
    DAILY = "daily"
    EVERYTHING = "everything"
    EMERGENCY = "emergency"
    TRUSTED = "trusted"
    PARENT = "parent"
    GUARDIAN = "guardian"


class MandateBasis(StrEnum):
    """What a mandate stands on."""

    CONSENT = "consent"
    PARENTAL = "parental_authority"
    GUARDIANSHIP = "guardianship"
    COURT = "court"


class MandateState(StrEnum):
    """Where a mandate stands; `accepted` waits for the holder to confirm who entered the code."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    ACTIVE = "active"
    REJECTED = "rejected"
    ENDED = "ended"
    SUSPENDED = "suspended"
    ENTERED_IN_ERROR = "entered_in_error"


class MandateReason(StrEnum):
    """Why a mandate stands where it stands."""

    INVITED = "invited"
    CODE_ENTERED = "code_entered"
    CONFIRMED = "confirmed"
    WRONG_PERSON = "wrong_person"
    ENDED_BY_HOLDER = "ended_by_holder"
    RESIGNED = "resigned"
    ENDED_BY_HELPDESK = "ended_by_helpdesk"
    RAN_OUT = "ran_out"
    NOT_IN_TIME = "not_in_time"
    PAUSED = "paused"
    PAPER = "paper"
    ACCOUNT_AWAITED = "account_awaited"
    REGISTERED = "registered"
    OF_AGE = "of_age"
    COURT_DECISION = "court_decision"
    ATTESTED = "attested"
    ATTESTATION_OVER = "attestation_over"
    TYPED_WRONG = "typed_wrong"


class MandateNotice(StrEnum):
    """What a holder is told of a caregiver's doing, beside the journal that holds all of it."""

    BEGINS = "begins"
    CHANGES = "changes"

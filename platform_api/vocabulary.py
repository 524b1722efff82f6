"""The names that the platform speaks: actions, roles, states, reasons and code systems; pure, no word for people."""

from enum import StrEnum

FHIR_BASE = "https://dsp.example.lu/fhir"
DOCUMENT_TYPE_SYSTEM = f"{FHIR_BASE}/CodeSystem/document-types"
DOCUMENT_GROUP_SYSTEM = f"{FHIR_BASE}/CodeSystem/document-groups"
ORGANISATION_KIND_SYSTEM = f"{FHIR_BASE}/CodeSystem/organisation-kinds"
PROFESSIONAL_CATEGORY_SYSTEM = f"{FHIR_BASE}/CodeSystem/professional-categories"
REASON_SYSTEM = f"{FHIR_BASE}/CodeSystem/reasons"
ACTION_SYSTEM = f"{FHIR_BASE}/CodeSystem/actions"
ROLE_SYSTEM = f"{FHIR_BASE}/CodeSystem/roles"
FACETS_EXTENSION = f"{FHIR_BASE}/StructureDefinition/document-facets"
REPLACED_BY_EXTENSION = f"{FHIR_BASE}/StructureDefinition/replaced-by"
SEEN_SYSTEM = "urn:dsp:seen"
MATRICULE_SYSTEM = "urn:oid:1.3.182.4.4"
PATIENT_ID_SYSTEM = "urn:oid:1.3.182.2.4.2"
PROFESSIONAL_ID_SYSTEM = "urn:oid:1.3.182.4.1"
CONFIDENTIALITY_SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
PURPOSE_SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ActReason"

LANGUAGES = ("fr", "de", "lb", "en")


class Action(StrEnum):
    """What someone may ask of the platform; one row of the policy each."""

    ACTIVATE_RECORD = "record.activate"
    OBJECT_BY_LETTER = "record.object"
    OPEN_BY_DEFAULT = "record.open_by_default"
    REQUEST_LETTER = "letter.request"
    ISSUE_LETTER = "letter.issue"
    MINT_LETTER = "letter.mint"
    ACKNOWLEDGE_LETTER = "letter.acknowledge"
    SIGN_IN = "session.open"
    SIGN_OUT = "session.close"
    READ_SESSION = "session.read"
    END_SESSION = "session.end"
    RESET_PASSWORD = "password.reset"
    READ_ACCOUNT = "account.read"
    CHANGE_LANGUAGE = "account.language"
    READ_DOSSIER = "dossier.read"
    LIST_DOCUMENTS = "document.list"
    READ_DOCUMENT = "document.read"
    DEPOSIT_DOCUMENT = "document.deposit"
    MINT_PRESENCE_CODE = "presence.mint"
    REDEEM_PRESENCE_CODE = "presence.redeem"
    READ_JOURNAL = "journal.read"
    READ_RIGHTS = "rights.read"
    SEARCH_DIRECTORY = "directory.search"
    GRANT_ACCESS = "access.grant"
    REVOKE_ACCESS = "access.revoke"
    BLOCK_PROFESSIONAL = "access.block"
    UNBLOCK_PROFESSIONAL = "access.unblock"
    SET_EMERGENCY = "emergency.set"
    PROVE_AGAIN = "session.prove"
    READ_DIRECTORY = "directory.read"
    FIND_PATIENT = "patient.find"
    READ_PATIENT = "patient.read"
    READ_CONSENTS = "consent.read"
    READ_TERMINOLOGY = "terminology.read"
    OBTAIN_TOKEN = "token.obtain"
    SEND_NOTICE = "notice.send"
    REGISTER_SOFTWARE = "software.register"
    JUDGE_SOFTWARE = "software.judge"
    OPERATE = "platform.operate"


class Role(StrEnum):
    """In what capacity someone acts."""

    PATIENT = "patient"
    CAREGIVER = "caregiver"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    PROFESSIONAL = "professional"
    SOFTWARE = "software"
    VISITOR = "visitor"
    WORKER = "worker"
    OPERATOR = "operator"


class DossierState(StrEnum):
    """The record's life (domain.md)."""

    CREATED = "created"
    OBJECTED = "objected"
    ACTIVATED = "activated"
    OPEN_BY_DEFAULT = "open_by_default"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    REOPENED = "reopened"
    ERASED = "erased"
    DECEASED = "deceased"


class LetterState(StrEnum):
    """Where an activation letter is."""

    ASKED = "asked"
    PRINTING = "printing"
    PRINTED = "printed"
    POSTED = "posted"
    RETURNED = "returned"
    USED = "used"
    REVOKED = "revoked"


class ActivationStep(StrEnum):
    """Where an activation stands."""

    EMAIL = "email"
    EMAIL_CODE = "email_code"
    PASSWORD = "password"
    TOTP = "totp"
    RECOVERY_CODES = "recovery_codes"
    DONE = "done"


class Confidentiality(StrEnum):
    """Who may see a document: the treating professionals, the care circle only, the patient alone."""

    NORMAL = "normal"
    RESTRICTED = "restricted"
    SECRET = "secret"


class ProfessionalCategory(StrEnum):
    """Categories of health professionals, the rows of the access matrix."""

    PHYSICIAN = "physician"
    DENTIST = "dentist"
    PHARMACIST = "pharmacist"
    NURSE = "nurse"
    MIDWIFE = "midwife"
    PHYSIOTHERAPIST = "physiotherapist"
    BIOLOGIST = "biologist"
    CARE_NETWORK = "care_network"


class OrganisationKind(StrEnum):
    """Kinds of organisations that feed and read the record."""

    HOSPITAL = "hospital"
    LABORATORY = "laboratory"
    PRACTICE = "practice"
    CARE_NETWORK = "care_network"
    PHARMACY = "pharmacy"
    AGENCY = "agency"


class Purpose(StrEnum):
    """Why someone reads (v3-ActReason)."""

    TREATMENT = "TREAT"
    EMERGENCY = "ETREAT"
    PATIENT_REQUEST = "PATRQT"
    OPERATIONS = "HOPERAT"


class Right(StrEnum):
    """What a person decided about a professional or an organisation."""

    CIRCLE = "circle"
    DATED = "dated"
    PRESENCE = "presence"
    BLOCK = "block"


class Standing(StrEnum):
    """Why a professional or an organisation can or cannot open a record now."""

    CIRCLE = "circle"
    DATED = "dated"
    PRESENCE = "presence"
    AUTHOR = "author"
    NO_ACCESS = "no_access"
    BLOCKED = "blocked"
    ORGANISATION_BLOCKED = "organisation_blocked"
    RECORD_NOT_OPEN = "record_not_open"


class DecisionReason(StrEnum):
    """Why a person lets somebody in or keeps them out; for themselves, nobody else is told."""

    NOT_TOLD = "not_told"
    TREATMENT = "treatment"
    SECOND_OPINION = "second_opinion"
    CARE_AT_HOME = "care_at_home"
    KNOWN_PRIVATELY = "known_privately"
    TREATMENT_OVER = "treatment_over"
    NO_TRUST = "no_trust"


class Outcome(StrEnum):
    """How an attempt ended, as the trail keeps it."""

    ALLOWED = "allowed"
    REFUSED = "refused"


class Notice(StrEnum):
    """What a person must be told; the portal words it."""

    EMAIL_CODE = "email_code"
    ACTIVATED = "activated"
    OBJECTED = "objected"
    PASSWORD_LINK = "password_link"
    PASSWORD_CHANGED = "password_changed"
    SIGN_IN_CHANGED = "sign_in_changed"
    LETTER_NOT_ACCEPTED = "letter_not_accepted"


class Reason(StrEnum):
    """Why the platform refused; the portal has a sentence for each."""

    # access
    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"
    SIGNED_OUT = "signed_out"
    SESSION_EXPIRED = "session_expired"
    SECOND_FACTOR_NEEDED = "second_factor_needed"
    TOKEN_INVALID = "token_invalid"
    SOFTWARE_NOT_CONFORMANT = "software_not_conformant"
    RECORD_NOT_OPEN = "record_not_open"
    RECORD_TAKES_NOTHING = "record_takes_nothing"
    BLOCKED_BY_HOLDER = "blocked_by_holder"
    UNTIL_NOT_ALLOWED = "until_not_allowed"
    # the letter
    MATRICULE_TYPO = "matricule_typo"
    MATRICULE_OLD = "matricule_old"
    CODE_TYPO = "code_typo"
    LETTER_NOT_ACCEPTED = "letter_not_accepted"
    OBJECTION_TOO_LATE = "objection_too_late"
    # contact, password, factors
    EMAIL_MALFORMED = "email_malformed"
    CODE_WRONG = "code_wrong"
    CODE_EXPIRED = "code_expired"
    CODE_LOCKED = "code_locked"
    PASSWORD_TOO_SHORT = "password_too_short"
    PASSWORD_TOO_LONG = "password_too_long"
    PASSWORD_TOO_COMMON = "password_too_common"
    TOTP_WRONG = "totp_wrong"
    TOTP_REPLAYED = "totp_replayed"
    TOTP_CLOCK_DRIFT = "totp_clock_drift"
    RECOVERY_CODE_WRONG = "recovery_code_wrong"
    SIGN_IN_WRONG = "sign_in_wrong"
    ACCOUNT_NUMBER_NEEDED = "account_number_needed"
    LINK_NOT_ACCEPTED = "link_not_accepted"
    STEP_OUT_OF_ORDER = "step_out_of_order"
    TOO_MANY_TRIES = "too_many_tries"
    # documents
    DOCUMENT_DAMAGED = "document_damaged"
    DOCUMENT_TYPE_UNKNOWN = "document_type_unknown"
    DOCUMENT_TYPE_NOT_ALLOWED = "document_type_not_allowed"
    CONTENT_TYPE_NOT_ALLOWED = "content_type_not_allowed"
    CONTENT_NOT_READABLE = "content_not_readable"
    CONTENT_TOO_LARGE = "content_too_large"
    CONTENT_EMPTY = "content_empty"
    HASH_MISMATCH = "hash_mismatch"
    SIZE_MISMATCH = "size_mismatch"
    DUPLICATE_IDENTIFIER = "duplicate_identifier"
    # what a software sends
    PATIENT_UNKNOWN = "patient_unknown"
    ELEMENT_MISSING = "element_missing"
    VALUE_NOT_ALLOWED = "value_not_allowed"
    REFERENCE_UNKNOWN = "reference_unknown"
    PROFILE_UNKNOWN = "profile_unknown"
    ENTRY_NOT_SUPPORTED = "entry_not_supported"
    PRESENCE_CODE_NOT_ACCEPTED = "presence_code_not_accepted"
    # requests
    MALFORMED_REQUEST = "malformed_request"
    FORMAT_NOT_SUPPORTED = "format_not_supported"
    REQUEST_TOO_LARGE = "request_too_large"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    NOT_ACCEPTABLE = "not_acceptable"
    OVERLOADED = "overloaded"
    INTERNAL = "internal"

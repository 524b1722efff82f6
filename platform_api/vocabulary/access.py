"""Names around who may open a record: levels, purposes, rights, standings, categories."""

from enum import StrEnum


class Confidentiality(StrEnum):
    """Who may see a document: the treating professionals, the care circle only, the patient alone."""

    NORMAL = "normal"
    RESTRICTED = "restricted"
    SECRET = "secret"


class LevelSource(StrEnum):
    """Why a document has its level."""

    DEPOSITED = "deposited"
    DEFAULT = "default"
    TYPE = "type"
    HOLDER = "holder"


class PassState(StrEnum):
    """Where a visit pass stands."""

    WAITING = "waiting"
    USED = "used"
    OVER = "over"
    REVOKED = "revoked"


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


PURPOSE_CODES = {
    "TREAT": Purpose.TREATMENT,
    "ETREAT": Purpose.EMERGENCY,
    "BTG": Purpose.EMERGENCY,
    "EMER": Purpose.EMERGENCY,
}
"""Why a professional reads, as software writes it: BTG and EMER are accepted and read as ETREAT (platform.md)."""


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

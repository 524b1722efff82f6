"""Who may open a record and why, in words; the groups of documents."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import (
    Confidentiality,
    DecisionReason,
    LevelSource,
    OrganisationKind,
    PassState,
    ProfessionalCategory,
    Purpose,
    Right,
    Standing,
)

CONFIDENTIALITY: dict[Confidentiality, LazyString] = {
    Confidentiality.NORMAL: _l("Normal: the professionals who treat you"),
    Confidentiality.RESTRICTED: _l("Restricted: your care circle only"),
    Confidentiality.SECRET: _l("Secret: you alone"),
}

LEVEL_SOURCES: dict[LevelSource, LazyString] = {
    LevelSource.DEPOSITED: _l("As its author put it in"),
    LevelSource.DEFAULT: _l("Your choice for new documents"),
    LevelSource.TYPE: _l("Your choice for this type of document"),
    LevelSource.HOLDER: _l("Your choice for this document"),
}

PASS_STATES: dict[PassState, LazyString] = {
    PassState.WAITING: _l("Waiting for the visit"),
    PassState.USED: _l("In use"),
    PassState.OVER: _l("Over"),
    PassState.REVOKED: _l("Ended by you"),
}

RIGHTS: dict[Right, LazyString] = {
    Right.CIRCLE: _l("In your care circle"),
    Right.DATED: _l("Access until a date"),
    Right.PRESENCE: _l("Access by presence code"),
    Right.BLOCK: _l("Blocked"),
}

STANDINGS: dict[Standing, LazyString] = {
    Standing.CIRCLE: _l("In your care circle"),
    Standing.DATED: _l("Access until a date"),
    Standing.PRESENCE: _l("Access by presence code"),
    Standing.AUTHOR: _l("Own documents only"),
    Standing.NO_ACCESS: _l("No access"),
    Standing.BLOCKED: _l("Blocked"),
    Standing.ORGANISATION_BLOCKED: _l("Their organisation is blocked"),
    Standing.RECORD_NOT_OPEN: _l("Your record is not open"),
}

DECISION_REASONS: dict[DecisionReason, LazyString] = {
    DecisionReason.NOT_TOLD: _l("I prefer not to say"),
    DecisionReason.TREATMENT: _l("They treat me"),
    DecisionReason.SECOND_OPINION: _l("I want a second opinion"),
    DecisionReason.CARE_AT_HOME: _l("They care for me at home"),
    DecisionReason.KNOWN_PRIVATELY: _l("I know them privately"),
    DecisionReason.TREATMENT_OVER: _l("They no longer treat me"),
    DecisionReason.NO_TRUST: _l("I have lost trust in them"),
}
DECISION_REASONS_FOR_ANOTHER: dict[DecisionReason, LazyString] = {
    DecisionReason.NOT_TOLD: _l("I prefer not to say"),
    DecisionReason.TREATMENT: _l("They treat this person"),
    DecisionReason.SECOND_OPINION: _l("A second opinion is wanted"),
    DecisionReason.CARE_AT_HOME: _l("They care for this person at home"),
    DecisionReason.KNOWN_PRIVATELY: _l("They are known privately"),
    DecisionReason.TREATMENT_OVER: _l("They no longer treat this person"),
    DecisionReason.NO_TRUST: _l("The trust in them is lost"),
}
"""The same, said by a caregiver or read by one."""

PURPOSES: dict[Purpose, LazyString] = {
    Purpose.TREATMENT: _l("Treatment"),
    Purpose.EMERGENCY: _l("Emergency"),
    Purpose.PATIENT_REQUEST: _l("At the patient's own request"),
    Purpose.OPERATIONS: _l("Running the service"),
}

PROFESSIONAL_CATEGORIES: dict[ProfessionalCategory, LazyString] = {
    ProfessionalCategory.PHYSICIAN: _l("Physician"),
    ProfessionalCategory.DENTIST: _l("Dentist"),
    ProfessionalCategory.PHARMACIST: _l("Pharmacist"),
    ProfessionalCategory.NURSE: _l("Nurse"),
    ProfessionalCategory.MIDWIFE: _l("Midwife"),
    ProfessionalCategory.PHYSIOTHERAPIST: _l("Physiotherapist"),
    ProfessionalCategory.BIOLOGIST: _l("Laboratory specialist"),
    ProfessionalCategory.CARE_NETWORK: _l("Home-care network"),
}

ORGANISATION_KINDS: dict[OrganisationKind, LazyString] = {
    OrganisationKind.HOSPITAL: _l("Hospital"),
    OrganisationKind.LABORATORY: _l("Laboratory"),
    OrganisationKind.PRACTICE: _l("Doctor's practice"),
    OrganisationKind.CARE_NETWORK: _l("Home-care network"),
    OrganisationKind.PHARMACY: _l("Pharmacy"),
    OrganisationKind.AGENCY: _l("Agence eSanté"),
}

DOCUMENT_GROUPS: dict[str, LazyString] = {
    "synthesis": _l("Summaries"),
    "reports": _l("Medical reports"),
    "laboratory": _l("Laboratory"),
    "imaging": _l("Imaging"),
    "hospital": _l("Hospital and emergency"),
    "treatments": _l("Medicines and treatments"),
    "care": _l("Nursing and daily life"),
    "prevention": _l("Prevention and vaccines"),
    "administrative": _l("Administrative documents"),
    "statement": _l("Your own statement"),
}

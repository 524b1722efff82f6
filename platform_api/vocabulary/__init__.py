"""The names that the platform speaks: actions, roles, states, reasons and code systems; pure, no word for people."""

from platform_api.vocabulary.access import (
    Confidentiality,
    DecisionReason,
    OrganisationKind,
    ProfessionalCategory,
    Purpose,
    Right,
    Standing,
)
from platform_api.vocabulary.acting import MandateVerb
from platform_api.vocabulary.actions import (
    Action,
    Role,
)
from platform_api.vocabulary.helpdesk import (
    CallerKind,
    CaseEnd,
    CasePurpose,
    Channel,
    DeskAct,
    Proof,
    Stuck,
)
from platform_api.vocabulary.notices import (
    Notice,
)
from platform_api.vocabulary.reasons import (
    Reason,
)
from platform_api.vocabulary.states import (
    ActivationStep,
    DossierState,
    LetterState,
    Outcome,
)
from platform_api.vocabulary.systems import (
    ACTION_SYSTEM,
    CONFIDENTIALITY_SYSTEM,
    DOCUMENT_GROUP_SYSTEM,
    DOCUMENT_TYPE_SYSTEM,
    FACETS_EXTENSION,
    FHIR_BASE,
    LANGUAGES,
    MATRICULE_SYSTEM,
    ORGANISATION_KIND_SYSTEM,
    PATIENT_ID_SYSTEM,
    PROFESSIONAL_CATEGORY_SYSTEM,
    PROFESSIONAL_ID_SYSTEM,
    PURPOSE_SYSTEM,
    REASON_SYSTEM,
    REPLACED_BY_EXTENSION,
    ROLE_SYSTEM,
    SEEN_SYSTEM,
)

__all__ = [
    "ACTION_SYSTEM",
    "CONFIDENTIALITY_SYSTEM",
    "DOCUMENT_GROUP_SYSTEM",
    "DOCUMENT_TYPE_SYSTEM",
    "FACETS_EXTENSION",
    "FHIR_BASE",
    "LANGUAGES",
    "MATRICULE_SYSTEM",
    "ORGANISATION_KIND_SYSTEM",
    "PATIENT_ID_SYSTEM",
    "PROFESSIONAL_CATEGORY_SYSTEM",
    "PROFESSIONAL_ID_SYSTEM",
    "PURPOSE_SYSTEM",
    "REASON_SYSTEM",
    "REPLACED_BY_EXTENSION",
    "ROLE_SYSTEM",
    "SEEN_SYSTEM",
    "Action",
    "ActivationStep",
    "CallerKind",
    "CaseEnd",
    "CasePurpose",
    "Channel",
    "Confidentiality",
    "DecisionReason",
    "DeskAct",
    "DossierState",
    "LetterState",
    "MandateVerb",
    "Notice",
    "OrganisationKind",
    "Outcome",
    "ProfessionalCategory",
    "Proof",
    "Purpose",
    "Reason",
    "Right",
    "Role",
    "Standing",
    "Stuck",
]

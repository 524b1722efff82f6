"""Every table of the platform; join them here, write queries in the services."""

from platform_api.models.access import (
    Account,
    Activation,
    InvitedAccount,
    Letter,
    PasswordReset,
    RecoveryCode,
    Session,
    Throttle,
)
from platform_api.models.acting import Assistance, Attestation, Guardianship, Mandate, Representative
from platform_api.models.audit import AuditCheckpoint, AuditEntry, AuditHead, AuditSpan
from platform_api.models.base import Base
from platform_api.models.consents import AccessRight, ConsentName, PresenceCode, RecordSetting, TypeLevel
from platform_api.models.directory import Organisation, Professional, Software, SpentToken
from platform_api.models.documents import Document, DocumentLevel, DocumentView, Submission
from platform_api.models.exports import Export, ExportPart
from platform_api.models.figures import DocumentTally
from platform_api.models.helpdesk import (
    Approval,
    CallerProof,
    CaseReview,
    ContactChange,
    EmergencyReview,
    GuardedRecord,
    HelpAct,
    HelpCase,
    PhoneCode,
    RegisteredPhone,
    SpentPin,
    StaffMember,
)
from platform_api.models.history import DocumentAbsence, EmergencyChoice, RecordState
from platform_api.models.notices import Notice
from platform_api.models.papers import PaperForm
from platform_api.models.people import Dossier, Patient
from platform_api.models.petitions import Petition
from platform_api.models.post import PostalLetter
from platform_api.models.requests import OpeningRequest, SecondaryUse
from platform_api.models.statement import Statement, StatementDraft
from platform_api.models.tellings import TellingChoice
from platform_api.models.uploads import Upload, UploadFile

__all__ = [
    "AccessRight",
    "Account",
    "Activation",
    "Approval",
    "Assistance",
    "Attestation",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditHead",
    "AuditSpan",
    "Base",
    "CallerProof",
    "CaseReview",
    "ConsentName",
    "ContactChange",
    "Document",
    "DocumentAbsence",
    "DocumentLevel",
    "DocumentTally",
    "DocumentView",
    "Dossier",
    "EmergencyChoice",
    "EmergencyReview",
    "Export",
    "ExportPart",
    "GuardedRecord",
    "Guardianship",
    "HelpAct",
    "HelpCase",
    "InvitedAccount",
    "Letter",
    "Mandate",
    "Notice",
    "OpeningRequest",
    "Organisation",
    "PaperForm",
    "PasswordReset",
    "Patient",
    "Petition",
    "PhoneCode",
    "PostalLetter",
    "PresenceCode",
    "Professional",
    "RecordSetting",
    "RecordState",
    "RecoveryCode",
    "RegisteredPhone",
    "Representative",
    "SecondaryUse",
    "Session",
    "Software",
    "SpentPin",
    "SpentToken",
    "StaffMember",
    "Statement",
    "StatementDraft",
    "Submission",
    "TellingChoice",
    "Throttle",
    "TypeLevel",
    "Upload",
    "UploadFile",
]

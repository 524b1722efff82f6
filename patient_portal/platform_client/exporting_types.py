"""What the platform tells of the copies that people take along."""

from dataclasses import dataclass
from datetime import datetime

from patient_portal.platform_client.types import Document
from patient_portal.platform_client.uploads_types import WithdrawnDocument
from patient_portal.platform_client.vocabulary import ExportState


@dataclass(frozen=True, slots=True)
class CopyPart:
    """A part that can be fetched; `size` is in bytes."""

    number: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class RecordCopy:
    """A copy of a record, made or in the making."""

    id: str
    language: str
    state: ExportState
    asked_at: datetime
    expires_at: datetime
    documents: int
    parts_planned: int
    ready_at: datetime | None = None
    parts: tuple[CopyPart, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyJob:
    """What the worker makes next: one part of somebody's copy; `plan` has the documents' ids, part by part."""

    id: str
    language: str
    account_id: str
    name: str
    asked_at: datetime
    part: int
    plan: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CopyDocuments:
    """Documents of a copy, and the same as the platform published them."""

    documents: tuple[Document, ...]
    bundle: bytes


@dataclass(frozen=True, slots=True)
class CopyPerson:
    """Whose copy it is, as FHIR, and what they withdrew and can still bring back."""

    patient: bytes
    withdrawn: tuple[WithdrawnDocument, ...]

"""A person's own files on their way into the record, as plain frozen values."""

from dataclasses import dataclass
from datetime import date, datetime

from patient_portal.platform_client.vocabulary import UploadNote


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """One file as it was given; `notes` tell what of it its pages do not show."""

    id: str
    name: str
    media_type: str
    size: int
    pages: int
    notes: tuple[UploadNote, ...] = ()


@dataclass(frozen=True, slots=True)
class InTheMaking:
    """A document that is not one yet; its pages are there once they were made."""

    id: str
    files: tuple[UploadedFile, ...] = ()
    type: str | None = None
    day: date | None = None
    pages: int | None = None
    pages_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawnDocument:
    """A document that was taken back and can return until then."""

    id: str
    title: str
    type_code: str
    withdrawn_at: datetime
    undo_until: datetime


@dataclass(frozen=True, slots=True)
class Uploads:
    """What was begun, what may be added (bytes, files), and what was withdrawn."""

    types: tuple[str, ...]
    largest: int
    most_files: int
    room: int
    current: InTheMaking | None = None
    withdrawn: tuple[WithdrawnDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file behind an own document, exactly as it was given."""

    id: str
    name: str
    media_type: str
    size: int

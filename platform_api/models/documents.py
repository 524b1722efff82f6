"""The documents of the records and how they came in; words and bytes are encrypted with the record's own key."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Hash, Id, Moment, Sealed


class Document(Base):
    """One version of a document; rows lie clustered by patient, so that a list reads few pages.

    Codes of foreign systems are tokens as FHIR searches them: `system|code`.
    """

    __tablename__ = "documents"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    id: Mapped[Id] = mapped_column(primary_key=True)
    unique_id: Mapped[str] = mapped_column(String(200))
    status: Mapped[Code]
    type_code: Mapped[Code]
    group_code: Mapped[Code]
    language: Mapped[str] = mapped_column(String(8))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[Hash]
    sha1: Mapped[str] = mapped_column(String(40))
    title_sealed: Mapped[Sealed]
    description_sealed: Mapped[Sealed | None]
    blob_id: Mapped[Id]
    author_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("professionals.id"))
    organisation_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("organisations.id"))
    software_id: Mapped[str | None] = mapped_column(String(80), ForeignKey("software.client_id"))
    confidentiality: Mapped[Code]
    by_patient: Mapped[bool]
    created_at: Mapped[Moment]
    service_from: Mapped[date | None]
    service_to: Mapped[date | None]
    deposited_at: Mapped[Moment]
    replaces_id: Mapped[str | None] = mapped_column(String(36))
    submission_id: Mapped[str | None] = mapped_column(String(36))
    entry_uuid: Mapped[str | None] = mapped_column(String(200))
    appends_id: Mapped[str | None] = mapped_column(String(36))
    transforms_id: Mapped[str | None] = mapped_column(String(36))
    signs_id: Mapped[str | None] = mapped_column(String(36))
    format_code: Mapped[str | None] = mapped_column(String(200))
    facility_code: Mapped[str | None] = mapped_column(String(200))
    practice_setting_code: Mapped[str | None] = mapped_column(String(200))
    event_codes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    author_sealed: Mapped[Sealed | None]
    """The author as the depositing software stated it: JSON with `name` and `organisation`."""
    deposited_level: Mapped[str | None] = mapped_column(String(40))
    """The level it came in with: the author's own or the record's default, whichever fewer people may see."""
    withdrawn_at: Mapped[Moment | None]
    level_source: Mapped[str | None] = mapped_column(String(40))
    """Why `confidentiality` is what it is (`LevelSource`); nothing where it is as deposited."""

    __table_args__ = (
        Index(None, "id", unique=True),
        Index(None, "unique_id", unique=True),
        Index(None, "blob_id", unique=True),
        Index(None, "patient_id", "status", "created_at"),
        {"sqlite_with_rowid": False},
    )


class DocumentLevel(Base):
    """Which level a document had from when to when; there is no row before its holder first changed it."""

    __tablename__ = "document_levels"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    document_id: Mapped[Id] = mapped_column(primary_key=True)
    starts_at: Mapped[Moment] = mapped_column(primary_key=True)
    level: Mapped[Code]
    source: Mapped[Code]
    set_by: Mapped[str | None] = mapped_column(String(80))
    ended_at: Mapped[Moment | None]

    __table_args__ = ({"sqlite_with_rowid": False},)


class Submission(Base):
    """One accepted submission set (ITI-65): who handed which documents over together, and what was answered."""

    __tablename__ = "submissions"

    id: Mapped[Id] = mapped_column(primary_key=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), index=True)
    software_id: Mapped[str] = mapped_column(String(80), ForeignKey("software.client_id"))
    unique_id: Mapped[str] = mapped_column(String(200))
    entry_uuid: Mapped[str | None] = mapped_column(String(200))
    source_id: Mapped[str] = mapped_column(String(200))
    designation_code: Mapped[str | None] = mapped_column(String(200))
    title_sealed: Mapped[Sealed | None]
    author_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("professionals.id"))
    author_sealed: Mapped[Sealed | None]
    submitted_at: Mapped[Moment]
    received_at: Mapped[Moment]
    content_hash: Mapped[Hash]
    answered: Mapped[list[str]]

    __table_args__ = (Index(None, "software_id", "unique_id", unique=True),)


class DocumentView(Base):
    """When an account first opened a document: what tells new documents from seen ones."""

    __tablename__ = "document_views"

    account_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    document_id: Mapped[Id] = mapped_column(primary_key=True)
    seen_at: Mapped[Moment]

    __table_args__ = ({"sqlite_with_rowid": False},)

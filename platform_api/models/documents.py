"""The documents of the records; their words and bytes are encrypted with the record's own key."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Hash, Id, Moment, Sealed


class Document(Base):
    """One version of a document; rows lie clustered by patient, so that a list reads few pages."""

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

    __table_args__ = (
        Index(None, "id", unique=True),
        Index(None, "unique_id", unique=True),
        Index(None, "blob_id", unique=True),
        Index(None, "patient_id", "status", "created_at"),
        {"sqlite_with_rowid": False},
    )


class DocumentView(Base):
    """When an account first opened a document: what tells new documents from seen ones."""

    __tablename__ = "document_views"

    account_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    document_id: Mapped[Id] = mapped_column(primary_key=True)
    seen_at: Mapped[Moment]

    __table_args__ = ({"sqlite_with_rowid": False},)

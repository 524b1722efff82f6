"""Files that a person is about to add to their record: kept sealed for a day, then documents or nothing."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Hash, Id, Moment, Sealed


class Upload(Base):
    """One document in the making: its files, and the pages that were made of them, shown before they count."""

    __tablename__ = "uploads"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    id: Mapped[Id] = mapped_column(primary_key=True)
    account_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"))
    state: Mapped[Code]
    created_at: Mapped[Moment]
    type_code: Mapped[str | None] = mapped_column(String(40))
    day: Mapped[date | None]
    pdf_blob_id: Mapped[str | None] = mapped_column(String(36))
    pdf_size: Mapped[int | None]
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    pdf_sha1: Mapped[str | None] = mapped_column(String(40))
    pages: Mapped[int | None]
    document_id: Mapped[str | None] = mapped_column(String(36))

    __table_args__ = (
        Index(None, "account_id"),
        Index(None, "created_at"),
        {"sqlite_with_rowid": False},
    )


class UploadFile(Base):
    """One file of it: the bytes as they came, and the clean part that was made of them."""

    __tablename__ = "upload_files"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    id: Mapped[Id] = mapped_column(primary_key=True)
    upload_id: Mapped[Id]
    position: Mapped[int]
    name_sealed: Mapped[Sealed]
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[Hash]
    sha1: Mapped[str] = mapped_column(String(40))
    blob_id: Mapped[Id]
    part_blob_id: Mapped[Id]
    part_size: Mapped[int]
    part: Mapped[Code]
    pages: Mapped[int]
    notes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (
        Index("ix_upload_files_of_upload", "patient_id", "upload_id"),
        {"sqlite_with_rowid": False},
    )

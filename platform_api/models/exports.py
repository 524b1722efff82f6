"""Copies of a whole record that its holder takes along: what is in each part, and the sealed parts."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Hash, Id, Moment


class Export(Base):
    """A copy that was asked for: the documents of each part, decided once, and who is making it now."""

    __tablename__ = "exports"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    id: Mapped[Id] = mapped_column(primary_key=True)
    account_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"))
    language: Mapped[Code]
    state: Mapped[Code]
    plan: Mapped[list[Any]] = mapped_column(JSON())
    """The ids of the documents, part by part."""
    asked_at: Mapped[Moment]
    leased_until: Mapped[Moment | None]
    tries: Mapped[int]
    ready_at: Mapped[Moment | None]
    expires_at: Mapped[Moment]

    __table_args__ = (
        Index(None, "account_id"),
        Index("ix_exports_under_way", "state", "leased_until"),
        Index(None, "expires_at"),
        {"sqlite_with_rowid": False},
    )


class ExportPart(Base):
    """One part that is made: a ZIP, sealed with the record's key, so that erasing the record destroys it."""

    __tablename__ = "export_parts"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    export_id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    sha256: Mapped[Hash]
    blob_id: Mapped[Id]
    made_at: Mapped[Moment]

    __table_args__ = ({"sqlite_with_rowid": False},)

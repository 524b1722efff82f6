"""The holder's own statement: drafts being written, and what was published; all words sealed with the record's key."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Id, Moment, Sealed


class StatementDraft(Base):
    """One text that somebody is writing; two tabs that part company have one each, until the writer chooses."""

    __tablename__ = "statement_drafts"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    id: Mapped[Id] = mapped_column(primary_key=True)
    account_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"), index=True)
    version: Mapped[int]
    tab: Mapped[str] = mapped_column(String(36))
    serial: Mapped[int]
    content_sealed: Mapped[Sealed]
    saved_at: Mapped[Moment]

    __table_args__ = ({"sqlite_with_rowid": False},)


class Statement(Base):
    """One published version: its two documents, and its parts to go on from when it is corrected."""

    __tablename__ = "statements"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[int]
    state: Mapped[Code]
    document_id: Mapped[Id]
    pdf_id: Mapped[Id]
    draft_id: Mapped[Id]
    draft_version: Mapped[int]
    account_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"), index=True)
    mandate_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("mandates.id"))
    content_sealed: Mapped[Sealed]
    published_at: Mapped[Moment]
    withdrawn_at: Mapped[Moment | None]

    __table_args__ = (
        Index("ix_statements_published_draft", "patient_id", "draft_id", "draft_version", unique=True),
        Index(None, "patient_id", "number", unique=True),
        {"sqlite_with_rowid": False},
    )

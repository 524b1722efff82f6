"""What people ask of the agency about their record, and what they are answered; sealed with the record's key."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Id, Moment, Sealed


class Petition(Base):
    """A question about an access, a request to put something right, or a complaint; its answer and its deadline."""

    __tablename__ = "petitions"

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), index=True)
    kind: Mapped[Code]
    state: Mapped[Code]
    entry_id: Mapped[str | None] = mapped_column(String(36))
    document_id: Mapped[str | None] = mapped_column(String(36))
    text_sealed: Mapped[Sealed]
    asked_by: Mapped[Id]
    asked_at: Mapped[Moment]
    due_on: Mapped[date]
    taken_by: Mapped[str | None] = mapped_column(String(36))
    answer_sealed: Mapped[Sealed | None]
    answered_by: Mapped[str | None] = mapped_column(String(36))
    answered_at: Mapped[Moment | None]
    read_at: Mapped[Moment | None]

    __table_args__ = (Index(None, "state", "due_on"),)

"""A request for a record of one's own, and a choice about research."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Hash, Id, Moment, Sealed


class OpeningRequest(Base):
    """A voluntary request for a record; what was filled in, the matricule too, is sealed."""

    __tablename__ = "opening_requests"

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(9), unique=True)
    state: Mapped[Code] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(String(2))
    matricule_index: Mapped[Hash] = mapped_column(index=True)
    form_sealed: Mapped[Sealed | None]
    again_of: Mapped[str | None] = mapped_column(String(36))
    """The request that waits already for the same person."""
    asked_at: Mapped[Moment] = mapped_column(index=True)
    letter_due_at: Mapped[Moment]
    identity_seen: Mapped[bool] = mapped_column(default=False)
    card_seen: Mapped[bool] = mapped_column(default=False)
    patient_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("patients.id"), index=True)
    decided_by: Mapped[str | None] = mapped_column(String(36), ForeignKey("accounts.id"))
    decided_at: Mapped[Moment | None]
    refusal: Mapped[str | None] = mapped_column(String(40))
    """Why it was declined."""

    __table_args__ = (Index(None, "state", "letter_due_at"),)


class SecondaryUse(Base):
    """Whether a record's data may serve research and planning (EHDS art. 71); without a row they may."""

    __tablename__ = "secondary_uses"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    allowed: Mapped[bool]
    changed_at: Mapped[Moment]

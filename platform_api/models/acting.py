"""Who acts for whom: mandates that a holder gave, and the quarter hours in which an agent helps somebody."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Id, Moment, Name


class Mandate(Base):
    """One person may act for another: how far, on what legal basis, and until when."""

    __tablename__ = "mandates"

    id: Mapped[Id] = mapped_column(primary_key=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), index=True)
    delegate_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("accounts.id"), index=True)
    basis: Mapped[Code]
    template: Mapped[Code]
    state: Mapped[Code]
    verbs: Mapped[list[str]]
    excluded_types: Mapped[list[str]]
    ceiling: Mapped[Code]
    given: Mapped[Name]
    family: Mapped[Name]
    created_at: Mapped[Moment]
    starts_at: Mapped[Moment | None]
    ends_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]

    __table_args__ = (Index(None, "state", "ends_at"),)


class Assistance(Base):
    """An agent helps one person for a quarter of an hour, within a case, at the level the caller was proved."""

    __tablename__ = "assistances"

    id: Mapped[Id] = mapped_column(primary_key=True)
    case_id: Mapped[Id] = mapped_column(index=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), index=True)
    agent_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"), index=True)
    proof_level: Mapped[int]
    started_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]

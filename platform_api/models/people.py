"""The directory of patients, and the one record each of them has."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Hash, Id, Moment, Name, Sealed


class Patient(Base):
    """An insured person, as the national directory knows them; a child's letters go to its representatives."""

    __tablename__ = "patients"

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(10), unique=True)
    matricule_index: Mapped[Hash] = mapped_column(unique=True)
    matricule_sealed: Mapped[Sealed]
    family: Mapped[Name]
    given: Mapped[Name]
    birth_date: Mapped[date | None]
    gender: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    address_lines: Mapped[list[str]]
    postal_code: Mapped[str] = mapped_column(String(12))
    city: Mapped[Name]
    country: Mapped[str] = mapped_column(String(2))
    representatives: Mapped[list[str]]
    address_changed_at: Mapped[Moment | None]
    """When the directory last gave another address; nothing where it never did, or nobody knows."""
    created_at: Mapped[Moment]

    __table_args__ = (Index(None, "family", "birth_date"),)


class Dossier(Base):
    """A patient's record: its state and the dates that count for it."""

    __tablename__ = "dossiers"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("patients.id"), primary_key=True)
    state: Mapped[Code] = mapped_column(index=True)
    state_since: Mapped[Moment]
    opened_at: Mapped[Moment | None]
    objection_until: Mapped[Moment | None]
    state_before: Mapped[str | None] = mapped_column(String(40))
    """What an undone closing goes back to."""
    undo_until: Mapped[Moment | None] = mapped_column(index=True)
    """Until when a closing can be undone; nothing where it is final, or where nothing is closed."""
    kept_until: Mapped[Moment | None] = mapped_column(index=True)
    """When a closed record is erased without anybody asking."""
    erase_at: Mapped[Moment | None] = mapped_column(index=True)
    """When it is erased because its holder asked."""
    frozen_at: Mapped[Moment | None]
    """Since when nobody signs in to it; professionals go on (domain.md: a freeze)."""
    created_at: Mapped[Moment]

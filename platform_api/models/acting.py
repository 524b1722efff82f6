"""Who acts for whom: mandates that a holder gave, and the quarter hours in which an agent helps somebody."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Hash, Id, Moment, Name


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
    reason: Mapped[str | None] = mapped_column(String(40))
    """Why it stands where it stands; each change before it is in the trail."""
    state_since: Mapped[Moment | None]
    notices: Mapped[list[str] | None]
    """What the holder is told of the caregiver's doing; nothing written means all of it."""
    code_index: Mapped[str | None] = mapped_column(String(64), unique=True)
    """The keyed fingerprint of the code that is handed over; gone once it was entered."""
    code_until: Mapped[Moment | None]
    accepted_at: Mapped[Moment | None]
    confirmed_at: Mapped[Moment | None]
    """When the holder confirmed it; a minor's own yes from the age on at which it is asked."""
    told_days: Mapped[int | None]
    """The last reminder of its end: how many days before."""
    awake_until: Mapped[Moment | None]
    """Until when a doctor's attestation wakes it; nothing written where it does not depend on one."""
    awaited_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("patients.id"), index=True)
    """Who was named on paper and has no account yet: it counts from the day on which they have one."""

    __table_args__ = (Index(None, "state", "ends_at"),)


class Representative(Base):
    """Somebody who the national directory says acts for a minor; a court may have excluded them."""

    __tablename__ = "representatives"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("patients.id"), primary_key=True)
    person_index: Mapped[Hash] = mapped_column(primary_key=True, index=True)
    """The keyed index of their matricule, as in the directory of patients."""
    excluded_at: Mapped[Moment | None]
    """Since when a court keeps them out."""
    since: Mapped[Moment]


class Guardianship(Base):
    """A court put somebody under guardianship: by which document, from when to when, entered by which two agents."""

    __tablename__ = "guardianships"

    id: Mapped[Id] = mapped_column(primary_key=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), index=True)
    mandate_id: Mapped[Id] = mapped_column(ForeignKey("mandates.id"))
    court: Mapped[Name]
    document: Mapped[Name]
    """The number and date of the judgment."""
    decided_on: Mapped[date]
    ends_on: Mapped[date | None]
    entered_by: Mapped[Id]
    checked_by: Mapped[str | None] = mapped_column(String(36))
    """The colleague who agreed; it counts from then on."""
    entered_at: Mapped[Moment]


class Attestation(Base):
    """A doctor attests that somebody cannot decide for themself: their person of trust may look, for a while."""

    __tablename__ = "attestations"

    id: Mapped[Id] = mapped_column(primary_key=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), index=True)
    mandate_id: Mapped[Id] = mapped_column(ForeignKey("mandates.id"), index=True)
    professional_id: Mapped[Id] = mapped_column(ForeignKey("professionals.id"))
    attested_on: Mapped[date]
    until: Mapped[date]
    entered_by: Mapped[Id]
    checked_by: Mapped[str | None] = mapped_column(String(36))
    """The colleague who agreed; it counts from then on. What a doctor's software brought has their number twice."""
    entered_at: Mapped[Moment]
    over_at: Mapped[Moment | None]
    """When it stopped counting: its last day, or the holder's own word before."""


class Assistance(Base):
    """An agent helps one person for a quarter of an hour, within a case, at the level the caller was proved."""

    __tablename__ = "assistances"

    id: Mapped[Id] = mapped_column(primary_key=True)
    case_id: Mapped[Id] = mapped_column(index=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), index=True)
    agent_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"), index=True)
    proof_level: Mapped[int]
    """How well the holder is proved; the document of somebody else proves nothing of them."""
    document_seen: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the caller, whoever it is, showed an identity document."""
    started_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]

"""The helpdesk: who works there, their cases, how callers were proved, what was done, and what waits."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Hash, Id, Moment, Sealed


class StaffMember(Base):
    """Somebody of the helpdesk: their own and their relatives' records are known, by keyed index, to keep them out."""

    __tablename__ = "staff_members"

    account_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    own_index: Mapped[str | None] = mapped_column(String(64), index=True)
    relatives: Mapped[list[str]]
    added_by: Mapped[str | None] = mapped_column(String(36))
    added_at: Mapped[Moment]
    suspended_at: Mapped[Moment | None]


class GuardedRecord(Base):
    """A record that many are curious about: an agent opens a case for it only after a supervisor agreed."""

    __tablename__ = "guarded_records"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    added_by: Mapped[Id]
    added_at: Mapped[Moment]


class HelpCase(Base):
    """One call for help about one record: how it came, from whom, why, who answered, and how it ended."""

    __tablename__ = "help_cases"

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(8), unique=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), index=True)
    agent_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"), index=True)
    channel: Mapped[Code]
    caller: Mapped[Code]
    purpose: Mapped[Code]
    language: Mapped[str] = mapped_column(String(2))
    opened_at: Mapped[Moment] = mapped_column(index=True)
    extended_at: Mapped[Moment | None]
    ended_by: Mapped[str | None] = mapped_column(String(40))
    note_sealed: Mapped[Sealed | None]
    flags: Mapped[list[str]]


class HelpAct(Base):
    """Something that was done within a case; what exactly stands in the trail."""

    __tablename__ = "help_acts"

    id: Mapped[Id] = mapped_column(primary_key=True)
    case_id: Mapped[Id] = mapped_column(ForeignKey("help_cases.id"), index=True)
    patient_id: Mapped[Id] = mapped_column(index=True)
    act: Mapped[Code]
    at: Mapped[Moment]


class CallerProof(Base):
    """A code that was sent to a caller, or a number that was given to call back: it proves them once."""

    __tablename__ = "caller_proofs"

    id: Mapped[Id] = mapped_column(primary_key=True)
    case_id: Mapped[Id] = mapped_column(ForeignKey("help_cases.id"))
    method: Mapped[Code]
    fingerprint: Mapped[Hash]
    valid_until: Mapped[Moment]
    used_at: Mapped[Moment | None]

    __table_args__ = (Index(None, "case_id", "method"),)


class SpentPin(Base):
    """A support PIN that was used: it counts once."""

    __tablename__ = "spent_pins"

    account_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)


class RegisteredPhone(Base):
    """The telephone number of a person: the only one that is called back, and that text messages go to."""

    __tablename__ = "registered_phones"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("patients.id"), primary_key=True)
    phone_sealed: Mapped[Sealed]
    since: Mapped[Moment]
    refused_at: Mapped[Moment | None]


class PhoneCode(Base):
    """A number that waits for the code that was sent to it; a newer one takes its place."""

    __tablename__ = "phone_codes"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    phone_sealed: Mapped[Sealed]
    fingerprint: Mapped[Hash]
    valid_until: Mapped[Moment]
    tries: Mapped[int] = mapped_column(default=0)


class ContactChange(Base):
    """A new e-mail address that counts only after a delay, so that its owner can stop it."""

    __tablename__ = "contact_changes"

    id: Mapped[Id] = mapped_column(primary_key=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("patients.id"), index=True)
    email_sealed: Mapped[Sealed]
    asked_at: Mapped[Moment]
    due_at: Mapped[Moment] = mapped_column(index=True)
    done_at: Mapped[Moment | None]
    stopped_at: Mapped[Moment | None]


class Approval(Base):
    """Something that one person asked for and another looks at; the evidence is codes, never content."""

    __tablename__ = "approvals"

    id: Mapped[Id] = mapped_column(primary_key=True)
    act: Mapped[Code]
    patient_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("patients.id"), index=True)
    subject_id: Mapped[str | None] = mapped_column(String(80))
    case_id: Mapped[str | None] = mapped_column(String(36))
    asked_by: Mapped[Id] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    state: Mapped[Code]
    decided_by: Mapped[str | None] = mapped_column(String(36))
    decided_at: Mapped[Moment | None]
    evidence: Mapped[dict[str, Any]]

    __table_args__ = (Index(None, "state", "expires_at"),)


class CaseReview(Base):
    """What a supervisor found in a case."""

    __tablename__ = "case_reviews"

    case_id: Mapped[Id] = mapped_column(ForeignKey("help_cases.id"), primary_key=True)
    verdict: Mapped[Code]
    reviewed_by: Mapped[Id]
    reviewed_at: Mapped[Moment]


class EmergencyReview(Base):
    """What a supervisor found about an access in an emergency, by the trail's entry."""

    __tablename__ = "emergency_reviews"

    entry_id: Mapped[Id] = mapped_column(primary_key=True)
    verdict: Mapped[Code]
    reviewed_by: Mapped[Id]
    reviewed_at: Mapped[Moment]

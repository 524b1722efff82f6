"""How people get in: letters, activations, accounts, factors, sessions, and the counters against guessing."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Hash, Id, Moment, Sealed


class Letter(Base):
    """An activation letter: its code exists here only as a keyed fingerprint."""

    __tablename__ = "letters"

    id: Mapped[Id] = mapped_column(primary_key=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("patients.id"), index=True)
    state: Mapped[Code] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(String(2))
    large_print: Mapped[bool]
    asked_by: Mapped[Code]
    asked_at: Mapped[Moment]
    minted_at: Mapped[Moment | None]
    printed_at: Mapped[Moment | None]
    posted_at: Mapped[Moment | None]
    returned_at: Mapped[Moment | None]
    used_at: Mapped[Moment | None]
    valid_until: Mapped[Moment | None]
    objection_until: Mapped[Moment | None]
    fingerprint: Mapped[str | None] = mapped_column(String(64), unique=True)
    batch_id: Mapped[str | None] = mapped_column(String(36))
    """Which run is printing it, so that two at once never mint the same letter."""
    leased_until: Mapped[Moment | None]


class Activation(Base):
    """One phone's or computer's way through the activation with a letter."""

    __tablename__ = "activations"

    id: Mapped[Id] = mapped_column(primary_key=True)
    letter_id: Mapped[Id] = mapped_column(ForeignKey("letters.id"), index=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("patients.id"))
    step: Mapped[Code]
    language: Mapped[str] = mapped_column(String(2))
    email_sealed: Mapped[Sealed | None]
    email_proved_at: Mapped[Moment | None]
    email_code: Mapped[str | None] = mapped_column(String(64))
    email_code_until: Mapped[Moment | None]
    email_code_tries: Mapped[int] = mapped_column(default=0)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_sealed: Mapped[Sealed | None]
    recovery_sealed: Mapped[Sealed | None]
    created_at: Mapped[Moment]
    done_at: Mapped[Moment | None]


class Account(Base):
    """Someone who signs in: a verified address, a password and a second factor.

    `given` and `family` name somebody without a record of their own: staff, or a delegate from abroad.
    """

    __tablename__ = "accounts"

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(8), unique=True)
    patient_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("patients.id"), unique=True)
    state: Mapped[Code]
    language: Mapped[str] = mapped_column(String(2))
    email_index: Mapped[Hash] = mapped_column(index=True)
    email_sealed: Mapped[Sealed]
    password_hash: Mapped[str] = mapped_column(String(200))
    totp_sealed: Mapped[Sealed]
    totp_last_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Moment]
    role: Mapped[Code] = mapped_column(default="person", server_default="person")
    given: Mapped[str | None] = mapped_column(String(200))
    family: Mapped[str | None] = mapped_column(String(200))


class RecoveryCode(Base):
    """One of ten codes that replace the authenticator app once each."""

    __tablename__ = "recovery_codes"

    account_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    fingerprint: Mapped[Hash] = mapped_column(primary_key=True)
    used_at: Mapped[Moment | None]


class Session(Base):
    """A browser's session; the reference itself is never kept, only its hash."""

    __tablename__ = "sessions"

    id: Mapped[Id] = mapped_column(primary_key=True)
    reference: Mapped[Hash] = mapped_column(unique=True)
    kind: Mapped[Code]
    account_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("accounts.id"), index=True)
    activation_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("activations.id"), index=True)
    device: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    expires_at: Mapped[Moment] = mapped_column(index=True)
    proved_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    mandate_id: Mapped[str | None] = mapped_column(String(36))
    assistance_id: Mapped[str | None] = mapped_column(String(36))
    former_reference: Mapped[str | None] = mapped_column(String(64), index=True)
    """The one before the second factor was proved again: for requests under way then, never as freshly proved."""
    former_until: Mapped[Moment | None]


class PasswordReset(Base):
    """A mailed link to choose a new password; the second factor is asked all the same."""

    __tablename__ = "password_resets"

    fingerprint: Mapped[Hash] = mapped_column(primary_key=True)
    account_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"), index=True)
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class InvitedAccount(Base):
    """Somebody without a record who is invited to an account; the row goes once they have it, or the link lapsed."""

    __tablename__ = "invited_accounts"

    id: Mapped[Id] = mapped_column(primary_key=True)
    state: Mapped[Code]
    details_sealed: Mapped[Sealed]
    """Names, birth date, address and which document was seen, in JSON."""
    email_index: Mapped[Hash] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(String(2))
    fingerprint: Mapped[str | None] = mapped_column(String(64), unique=True)
    totp_sealed: Mapped[Sealed | None]
    asked_by: Mapped[Id] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[Moment]
    valid_until: Mapped[Moment] = mapped_column(index=True)
    """Until when a colleague can agree; once they did, until when the link counts."""


class Throttle(Base):
    """Failed tries under one keyed name, counted in the database so that every worker sees them."""

    __tablename__ = "throttles"

    name: Mapped[Hash] = mapped_column(primary_key=True)
    kind: Mapped[Code]
    tries: Mapped[int]
    total: Mapped[int]
    window_until: Mapped[Moment]
    blocked_until: Mapped[Moment | None]
    state: Mapped[dict[str, Any] | None]

    __table_args__ = (Index(None, "window_until"),)

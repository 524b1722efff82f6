"""The trail: one hash chain per record and one for the system; rows are only ever added,
but for spans whose time is over."""

from typing import Any

from sqlalchemy import BigInteger, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Hash, Id, Moment


class AuditEntry(Base):
    """Who did what, for whom, why, when, with what outcome: codes and ids, never names or words."""

    __tablename__ = "audit_entries"

    chain: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[Id]
    recorded_at: Mapped[Moment]
    action: Mapped[Code]
    outcome: Mapped[Code]
    reason: Mapped[str | None] = mapped_column(String(40))
    role: Mapped[Code]
    person_id: Mapped[str | None] = mapped_column(String(80))
    on_behalf_of: Mapped[str | None] = mapped_column(String(80))
    software_id: Mapped[str | None] = mapped_column(String(80))
    purpose: Mapped[str | None] = mapped_column(String(20))
    object_kind: Mapped[str | None] = mapped_column(String(40))
    object_id: Mapped[str | None] = mapped_column(String(80))
    request_id: Mapped[str | None] = mapped_column(String(64))
    details: Mapped[dict[str, Any] | None]
    previous_hash: Mapped[Hash]
    hash: Mapped[Hash]

    __table_args__ = (
        Index(None, "id", unique=True),
        Index(None, "recorded_at"),
        {"sqlite_with_rowid": False},
    )


class AuditSpan(Base):
    """What stands in a chain for entries whose time is over: a signed summary of them, without any person."""

    __tablename__ = "audit_spans"

    chain: Mapped[Id] = mapped_column(primary_key=True)
    last_number: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    first_number: Mapped[int] = mapped_column(BigInteger)
    previous_hash: Mapped[Hash]
    last_hash: Mapped[Hash]
    first_at: Mapped[Moment]
    last_at: Mapped[Moment]
    counts: Mapped[dict[str, Any]]
    """How many entries of each action and outcome: `document.read allowed`."""
    recorded_at: Mapped[Moment]
    signature: Mapped[Hash]

    __table_args__ = ({"sqlite_with_rowid": False},)


_UNSIGNED = text("number > signed_number")


class AuditHead(Base):
    """The newest entry of each chain; locking it orders the writers of one record and nobody else."""

    __tablename__ = "audit_heads"

    chain: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[Hash]
    signed_number: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    """The newest entry that a checkpoint has signed."""

    __table_args__ = (
        Index("ix_audit_heads_unsigned", "chain", sqlite_where=_UNSIGNED, postgresql_where=_UNSIGNED),
    )


class AuditCheckpoint(Base):
    """A signed summary of the heads that moved since the last one: what shows that a chain's end was cut off."""

    __tablename__ = "audit_checkpoints"

    id: Mapped[Id] = mapped_column(primary_key=True)
    recorded_at: Mapped[Moment]
    heads: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[str] = mapped_column(String(64))

"""Letters that confirm what was done with a record: queued with the act, printed with the next batch."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Id, Moment, Sealed


class PostalLetter(Base):
    """One confirmation; the code of a `not me` letter exists here only as a keyed fingerprint."""

    __tablename__ = "postal_letters"

    id: Mapped[Id] = mapped_column(primary_key=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("patients.id"), index=True)
    kind: Mapped[Code]
    state: Mapped[Code] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(String(2))
    asked_at: Mapped[Moment]
    values_sealed: Mapped[Sealed | None]
    batch_id: Mapped[str | None] = mapped_column(String(36))
    leased_until: Mapped[Moment | None]
    printed_at: Mapped[Moment | None]
    posted_at: Mapped[Moment | None]
    returned_at: Mapped[Moment | None]
    fingerprint: Mapped[str | None] = mapped_column(String(64), unique=True)
    valid_until: Mapped[Moment | None]
    used_at: Mapped[Moment | None]

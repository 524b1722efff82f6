"""What people must be told: queued in the transaction of the act, worded and sent later by the portal."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Id, Moment, Sealed


class Notice(Base):
    """One message to one address; address and parameters are sealed, and purged once it is sent."""

    __tablename__ = "notices"

    id: Mapped[Id] = mapped_column(primary_key=True)
    code: Mapped[Code]
    channel: Mapped[Code]
    language: Mapped[str] = mapped_column(String(2))
    patient_id: Mapped[str | None] = mapped_column(String(36), index=True)
    address_sealed: Mapped[Sealed | None]
    parameters_sealed: Mapped[Sealed | None]
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment | None]
    due_at: Mapped[Moment] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[Moment | None] = mapped_column(index=True)

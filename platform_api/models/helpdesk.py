"""The helpdesk: who works there, their cases, proofs and acts, and what waits for a second pair of eyes."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Id, Moment


class StaffMember(Base):
    """Somebody of the helpdesk: their own and their relatives' records are known, by keyed index, to keep them out."""

    __tablename__ = "staff_members"

    account_id: Mapped[Id] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    own_index: Mapped[str | None] = mapped_column(String(64), index=True)
    relatives: Mapped[list[str]]
    added_by: Mapped[str | None] = mapped_column(String(36))
    added_at: Mapped[Moment]
    suspended_at: Mapped[Moment | None]

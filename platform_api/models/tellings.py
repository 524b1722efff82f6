"""How a holder wants to be told of accesses to their record, and when they were last told in a digest."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Id, Moment


class TellingChoice(Base):
    """One holder's choices; without a row the defaults of `platform_api/tellings.py` hold."""

    __tablename__ = "telling_choices"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    accesses: Mapped[Code]
    refusals: Mapped[Code]
    period: Mapped[Code]
    told_at: Mapped[Moment]
    changed_at: Mapped[Moment | None]

"""What a record was before: its states, its choice about emergencies, when documents were out of it.

A row is what is over; what holds now stands where it always stood. Levels and rights keep their own past.
"""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Id, Moment


class RecordState(Base):
    """A state that a record was in, from when to when."""

    __tablename__ = "record_states"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    starts_at: Mapped[Moment] = mapped_column(primary_key=True)
    state: Mapped[Code]
    ended_at: Mapped[Moment]

    __table_args__ = ({"sqlite_with_rowid": False},)


class EmergencyChoice(Base):
    """Whether a record could be opened in an emergency, until when; it began where the one before it ended."""

    __tablename__ = "emergency_choices"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    ended_at: Mapped[Moment] = mapped_column(primary_key=True)
    allowed: Mapped[bool]
    restricted: Mapped[bool]

    __table_args__ = ({"sqlite_with_rowid": False},)


class DocumentAbsence(Base):
    """A time in which a document was taken back, and after which it came back."""

    __tablename__ = "document_absences"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    document_id: Mapped[Id] = mapped_column(primary_key=True)
    starts_at: Mapped[Moment] = mapped_column(primary_key=True)
    ended_at: Mapped[Moment]

    __table_args__ = ({"sqlite_with_rowid": False},)

"""What a person decided about who may see their record; a decision is a row with a beginning and an end."""

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Hash, Id, Moment


class AccessRight(Base):
    """One decision about a professional or an organisation: let in, for how long and how far, or blocked."""

    __tablename__ = "access_rights"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    id: Mapped[Id] = mapped_column(primary_key=True)
    kind: Mapped[Code]
    actor_kind: Mapped[Code]
    actor_id: Mapped[Id]
    level: Mapped[Code]
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    given_by: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str | None] = mapped_column(String(40))
    groups: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """The groups of documents that it is limited to; none of this where it opens all."""

    __table_args__ = (
        Index(None, "id", unique=True),
        Index(None, "actor_id", "patient_id"),
        {"sqlite_with_rowid": False},
    )


class ConsentName(Base):
    """How other software calls a decision: its own UUID, and the id of the Consent that it leads to."""

    __tablename__ = "consent_names"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    name: Mapped[Id] = mapped_column(primary_key=True)
    consent_id: Mapped[Id]
    given_at: Mapped[Moment]

    __table_args__ = ({"sqlite_with_rowid": False},)


class PresenceCode(Base):
    """A code that a person hands over at a visit; whoever redeems it may read for a day."""

    __tablename__ = "presence_codes"

    fingerprint: Mapped[Hash] = mapped_column(primary_key=True)
    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), index=True)
    made_at: Mapped[Moment]
    valid_until: Mapped[Moment]
    redeemed_at: Mapped[Moment | None]
    redeemed_by: Mapped[str | None] = mapped_column(String(36))
    id: Mapped[str | None] = mapped_column(String(36), unique=True)
    groups: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """The groups of documents that it opens; all of them where nothing is named."""
    opens_until: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]
    right_id: Mapped[str | None] = mapped_column(String(36))
    """The access that it became when it was redeemed."""


class RecordSetting(Base):
    """Choices for the record as a whole; without a row the defaults of domain.md hold."""

    __tablename__ = "record_settings"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    emergency_allowed: Mapped[bool]
    emergency_restricted: Mapped[bool]
    default_level: Mapped[Code]
    changed_at: Mapped[Moment]
    default_changed_at: Mapped[Moment | None]
    """When somebody last chose the level of new documents."""


class TypeLevel(Base):
    """The level that a holder chose for every document of a type, and for those that are still to come."""

    __tablename__ = "type_levels"

    patient_id: Mapped[Id] = mapped_column(ForeignKey("dossiers.patient_id"), primary_key=True)
    type_code: Mapped[Code] = mapped_column(primary_key=True)
    level: Mapped[Code]
    changed_at: Mapped[Moment]

    __table_args__ = ({"sqlite_with_rowid": False},)

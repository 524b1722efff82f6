"""The directories of professionals, organisations and software versions."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api import clock
from platform_api.models.base import Base, Code, Id, Moment, Name


class Organisation(Base):
    """A hospital, laboratory, practice, care network, pharmacy, or the agency itself."""

    __tablename__ = "organisations"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Name]
    kind: Mapped[Code]
    address_lines: Mapped[list[str]]
    postal_code: Mapped[str] = mapped_column(String(12))
    city: Mapped[Name]
    phone: Mapped[str | None] = mapped_column(String(40))
    changed_at: Mapped[Moment] = mapped_column(default=clock.now, index=True)
    """When what the directory says of it last changed (mCSD ITI-91)."""


class Professional(Base):
    """A health professional and where they practise."""

    __tablename__ = "professionals"

    id: Mapped[Id] = mapped_column(primary_key=True)
    family: Mapped[Name]
    given: Mapped[Name]
    prefix: Mapped[str] = mapped_column(String(20))
    category: Mapped[Code]
    specialty: Mapped[str | None] = mapped_column(String(80))
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations.id"), index=True)
    changed_at: Mapped[Moment] = mapped_column(default=clock.now, index=True)
    last_used_on: Mapped[date | None] = mapped_column(index=True)
    """The last day on which a software obtained a token for them."""


class Software(Base):
    """One version of a software; conformity is given to it and can be withdrawn."""

    __tablename__ = "software"

    client_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[Name]
    version: Mapped[str] = mapped_column(String(40))
    vendor: Mapped[Name]
    organisation_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("organisations.id"))
    state: Mapped[Code]
    scopes: Mapped[list[str]]
    public_key: Mapped[dict[str, Any]]
    approved_on: Mapped[date | None]
    withdrawn_at: Mapped[Moment | None]


class SpentToken(Base):
    """A client assertion that was used, or an access token that was given back; refused from then on."""

    __tablename__ = "spent_tokens"

    client_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    token_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    expires_at: Mapped[Moment] = mapped_column(index=True)

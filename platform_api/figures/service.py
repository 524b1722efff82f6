"""The queries behind the key figures: small tables and covering indexes only."""

from datetime import timedelta
from typing import TypedDict

from sqlalchemy import Connection, func, select

from platform_api import clock
from platform_api.models import Account, DocumentTally, Dossier, Professional
from platform_api.vocabulary import DossierState

ACTIVE = timedelta(days=90)
"""Who used the platform within this time counts as an active professional."""


class Professionals(TypedDict):
    """How many professionals are known, and how many of them used the platform lately."""

    known: int
    active: int


class Month(TypedDict):
    """How many documents of a type came in during a month, which is written 2026-11."""

    month: str
    type: str
    number: int


def records_by_state(connection: Connection) -> dict[DossierState, int]:
    """How many records are in each state."""
    rows = connection.execute(select(Dossier.state, func.count()).group_by(Dossier.state))
    return {DossierState(row[0]): row[1] for row in rows}


def accounts(connection: Connection) -> int:
    """How many patients have an account of their own."""
    mine = select(func.count()).select_from(Account).where(Account.patient_id.is_not(None))
    return connection.execute(mine).scalar_one()


def professionals(connection: Connection) -> Professionals:
    """How many professionals the directory knows, and how many used the platform in the last 90 days."""
    known = connection.execute(select(func.count()).select_from(Professional)).scalar_one()
    since = clock.today() - ACTIVE
    used = select(func.count()).select_from(Professional).where(Professional.last_used_on >= since)
    return {"known": known, "active": connection.execute(used).scalar_one()}


def documents_by_month(connection: Connection) -> list[Month]:
    """How many documents of each type came in during each month, replaced and withdrawn ones included."""
    rows = connection.execute(
        select(DocumentTally.month, DocumentTally.type_code, func.sum(DocumentTally.number).label("number"))
        .group_by(DocumentTally.month, DocumentTally.type_code)
        .order_by(DocumentTally.month, DocumentTally.type_code)
    )
    return [{"month": row.month, "type": row.type_code, "number": int(row.number)} for row in rows]

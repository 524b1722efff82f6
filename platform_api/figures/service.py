"""The queries behind the key figures: small tables and covering indexes only."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from platform_api import clock
from platform_api.models import Account, DocumentTally, Dossier, Professional

ACTIVE = timedelta(days=90)
"""Who used the platform within this time counts as an active professional."""


def records_by_state(connection: Connection) -> dict[str, int]:
    """How many records are in each state."""
    rows = connection.execute(select(Dossier.state, func.count()).group_by(Dossier.state))
    return {row[0]: row[1] for row in rows}


def accounts(connection: Connection) -> int:
    """How many patients have an account of their own."""
    mine = select(func.count()).select_from(Account).where(Account.patient_id.is_not(None))
    return connection.execute(mine).scalar_one()


def professionals(connection: Connection) -> dict[str, int]:
    """How many professionals the directory knows, and how many used the platform in the last 90 days."""
    known = connection.execute(select(func.count()).select_from(Professional)).scalar_one()
    since = clock.today() - ACTIVE
    used = select(func.count()).select_from(Professional).where(Professional.last_used_on >= since)
    return {"known": known, "active": connection.execute(used).scalar_one()}


def documents_by_month(connection: Connection) -> list[dict[str, Any]]:
    """How many documents of each type came in during each month, replaced and withdrawn ones included."""
    rows = connection.execute(
        select(DocumentTally.month, DocumentTally.type_code, func.sum(DocumentTally.number).label("number"))
        .group_by(DocumentTally.month, DocumentTally.type_code)
        .order_by(DocumentTally.month, DocumentTally.type_code)
    )
    return [{"month": row.month, "type": row.type_code, "number": int(row.number)} for row in rows]

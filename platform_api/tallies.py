"""Counts documents as they come in, in the transaction that takes them in."""

import zlib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from platform_api import clock
from platform_api.models import DocumentTally

SHARES = 16
"""Rows per month and type: two depositors of different records seldom wait for the same one."""
_T: Any = DocumentTally.__table__


def month_of(moment: datetime) -> str:
    """The month in Luxembourg, such as `2026-11`."""
    return f"{clock.in_luxembourg(moment):%Y-%m}"


def count(connection: Connection, patient_id: str, type_code: str, moment: datetime) -> None:
    """One more document of this type, taken in at this moment."""
    add(connection, {(month_of(moment), type_code): 1}, zlib.crc32(patient_id.encode()) % SHARES)


def add(connection: Connection, numbers: Mapping[tuple[str, str], int], share: int = 0) -> None:
    """So many more by month and type; keys in their order, so that two writers never wait for each other in a ring."""
    rows = [
        {"month": month, "type_code": code, "share": share, "number": number}
        for (month, code), number in sorted(numbers.items())
    ]
    if rows:
        connection.execute(_more(connection.dialect.name), rows)


@cache
def _more(dialect: str) -> Any:
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(_T)
    return statement.on_conflict_do_update(
        index_elements=["month", "type_code", "share"],
        set_={"number": _T.c.number + statement.excluded.number},
    )


def of_rows(rows: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    """What rows of documents that are written in bulk add up to."""
    return Counter((month_of(row["deposited_at"]), row["type_code"]) for row in rows)

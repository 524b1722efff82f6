"""What nobody wants any more: uploads nobody confirmed, withdrawn documents past their return, files no row names."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, select

from platform_api.context import Platform
from platform_api.documents import upload_rows, withdrawing
from platform_api.exports import service as exports
from platform_api.guard import Subject, permit_as
from platform_api.models import Base
from platform_api.principal import Caller
from platform_api.vocabulary import Action, Role

_OPERATOR = Caller(None, frozenset(), None, "", "sweep", "", "")
_MOST = 500
_AT_ONCE = 200
ORPHANED_AFTER = timedelta(days=1)
"""How old a file is that no row names before it counts as lost: far longer than any deposit takes."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """How many of each went."""

    uploads: int = 0
    documents: int = 0
    files: int = 0


def clear(opened: Platform) -> Cleared:
    """Do it all; idempotent, safe on several hosts and beside uploads under way."""
    gone: list[str] = []
    with permit_as(opened, _OPERATOR, Action.OPERATE, lambda _c, _p: Subject(), role=Role.OPERATOR) as access:
        unfinished, blobs = upload_rows.forget_unfinished(access.connection, _MOST)
        erased = withdrawing.erase_old(access.connection, _MOST)
        copies = exports.forget_old(access.connection, _MOST)
        gone += [*blobs, *erased, *copies]
        access.details |= {"uploads_forgotten": unfinished, "documents_erased": len(erased)}
        access.details["export_parts_erased"] = len(copies)
    for name in gone:
        opened.blobs.remove(name)
    return Cleared(unfinished, len(erased), _remove_orphans(opened))


def _remove_orphans(opened: Platform) -> int:
    """Remove files that a process left behind which died between the bytes and their row.

    The old files are listed first, the rows asked afterwards: bytes on their way are young, and whatever has a row
    by now stays.
    """
    waiting: list[str] = []
    removed = 0
    for name in opened.blobs.older_than(ORPHANED_AFTER):
        waiting.append(name)
        if len(waiting) == _AT_ONCE:
            removed += _remove(opened, waiting)
            waiting = []
    return removed + _remove(opened, waiting)


def _remove(opened: Platform, names: list[str]) -> int:
    if not names:
        return 0
    with opened.database.read() as connection:
        named = _named(connection, names)
    lost = [name for name in names if name not in named]
    for name in lost:
        opened.blobs.remove(name)
    return len(lost)


def _named(connection: Connection, names: list[str]) -> set[str]:
    """Those of the names that any row of any table refers to."""
    found: set[str] = set()
    for table in Base.metadata.sorted_tables:
        for column in table.c:
            if column.name.endswith("blob_id"):
                found.update(connection.execute(select(column).where(column.in_(names))).scalars())
    return found

"""Erasing a closed record for good: its key is destroyed, its rows and files go; the trail stays, with codes only.

`ask` and `stop` are called in the holder's own permitted action; `erase` by the sweep.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from platform_api import clock, closing, delays, outbox, posting, record_states
from platform_api.guard import Access, Look, Subject
from platform_api.models import Base, Dossier
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Delay, DossierState, Notice, PostKind, Reason

KEPT = frozenset(
    {
        "assistances",
        "caller_proofs",
        "dossiers",
        "guarded_records",
        "help_acts",
        "help_cases",
        "mandates",
        "record_states",
    }
)
"""What stays of an erased record beside the trail: that it was there, who helped whom when, who had a mandate."""
_HIDDEN = "blob_id"
"""How the columns end that name files of the store."""


def ask(access: Access) -> datetime:
    """Have the record erased after a time to think; returns when that is. Asking twice changes nothing."""
    connection, keys = access.connection, access.platform.keys
    who = access.subject.patient_id or ""
    if closing.locked_state(connection, who) != DossierState.CLOSED:
        raise Refused(Reason.RECORD_NOT_CLOSED)
    known: Any = connection.execute(
        select(Dossier.erase_at, Dossier.undo_until).where(Dossier.patient_id == who)
    ).one()
    asked: datetime | None = known.erase_at
    if asked is not None:
        return asked
    over = delays.over_at(Delay.STOP_ERASURE, clock.now())
    over = max(over, known.undo_until) if known.undo_until else over
    connection.execute(update(Dossier).where(Dossier.patient_id == who).values(erase_at=over))
    said = {"erase_until": delays.last_day(over).isoformat()}
    outbox.tell_holder(connection, keys, Notice.ERASURE_ASKED, who, parameters=said)
    posting.queue(connection, keys, PostKind.ERASURE_ASKED, who, said)
    return over


def stop(access: Access) -> None:
    """Keep the record after all; it stays closed."""
    who = access.subject.patient_id or ""
    access.connection.execute(update(Dossier).where(Dossier.patient_id == who).values(erase_at=None))
    outbox.tell_holder(access.connection, access.platform.keys, Notice.ERASURE_STOPPED, who)


def due(connection: Connection, moment: datetime, most: int) -> list[str]:
    """The closed records that are to be erased now: asked for, or kept as long as the law wants."""
    rows = connection.execute(
        select(Dossier.patient_id)
        .where(
            Dossier.state == DossierState.CLOSED,
            or_(Dossier.erase_at <= moment, Dossier.kept_until <= moment),
        )
        .order_by(Dossier.patient_id)
        .limit(most)
    )
    return [row.patient_id for row in rows]


def record_due(patient_id: str) -> Look:
    """A look-up for the guard: the record, locked, and whether it is due at this very moment."""

    def look(connection: Connection, _principal: Principal) -> Subject:
        row = connection.execute(
            select(Dossier.state, Dossier.erase_at, Dossier.kept_until)
            .where(Dossier.patient_id == patient_id)
            .with_for_update()
        ).first()
        moment = clock.now()
        dates = (row.erase_at, row.kept_until) if row else ()
        is_due = any(one is not None and one <= moment for one in dates)
        facts = {"dossier_state": row.state if row else None, "erasure_due": is_due}
        return Subject(patient_id if row else None, "record", patient_id, facts=facts)

    return look


def erase(access: Access) -> list[str]:
    """Destroy the record's key, then delete what it sealed; returns the names of files to remove afterwards.

    The key goes first and for good: should this transaction fail, the record is unreadable already, still closed,
    and the next sweep finishes.
    """
    connection, keys = access.connection, access.platform.keys
    who = access.subject.patient_id or ""
    outbox.tell_holder(connection, keys, Notice.ERASED, who)
    posting.queue(connection, keys, PostKind.ERASED, who, {"since": clock.today().isoformat()})
    access.platform.destroy_record_key(who)
    files: list[str] = []
    for table in reversed(Base.metadata.sorted_tables):
        if not _is_content(table):
            continue
        theirs = table.c.patient_id == who
        for column in table.c:
            if column.name.endswith(_HIDDEN):
                files += connection.execute(select(column).where(theirs)).scalars()
        connection.execute(delete(table).where(theirs))
    none = {"state_before": None, "undo_until": None, "kept_until": None, "erase_at": None}
    record_states.change(connection, Dossier.patient_id == who, state=DossierState.ERASED, **none)
    access.details["files"] = len(files)
    return [name for name in files if name]


def _is_content(table: Any) -> bool:
    """Whether a table holds what belongs to a record: everything that hangs on it, unless it is named above."""
    column = table.c.get("patient_id")
    if column is None or table.name in KEPT:
        return False
    return any(key.column.table.name == "dossiers" for key in column.foreign_keys)

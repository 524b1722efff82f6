"""Closing a record, undoing that within its delay, making it final, and opening it again.

During the delay the record is closed to everyone at once; its holder alone may undo it, or take a copy along. Whoever
acts calls these in a permitted action's transaction: the holder's own paths (`dossier/`), and for a caller the
helpdesk's approval (`close` as the effect of four eyes at L2, `reopen` within a case at L2). None asks the policy
again: the caller's own rule has decided. `access.subject.patient_id` names the record.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from platform_api import clock, delays, outbox, posting, record_states
from platform_api.conditions import OPEN_STATES
from platform_api.guard import Access
from platform_api.models import Dossier, Letter, Mandate, Session
from platform_api.problems import Refused
from platform_api.vocabulary import Delay, DossierState, LetterState, Notice, PostKind, Reason

_UNUSED = (LetterState.ASKED, LetterState.PRINTING, LetterState.PRINTED, LetterState.POSTED)


def close(access: Access, patient_id: str | None = None) -> datetime:
    """Close the record now; returns until when that can be undone. Raises Refused where it is not open.

    The row is locked first: a document that a laboratory is just depositing is in before, or refused after.
    """
    connection, keys = access.connection, access.platform.keys
    who = patient_id or access.subject.patient_id or ""
    state = locked_state(connection, who)
    if state not in OPEN_STATES:
        raise Refused(Reason.RECORD_NOT_OPEN)
    moment = clock.now()
    until = delays.over_at(Delay.UNDO_CLOSING, moment)
    kept = delays.over_at(Delay.KEPT_AFTER_CLOSING, moment)
    values = {"state_before": state, "undo_until": until, "kept_until": kept, "erase_at": None}
    record_states.change(
        connection, Dossier.patient_id == who, state=DossierState.CLOSED, moment=moment, **values
    )
    revoke_letters(connection, who)
    end_delegates(connection, who)
    said = {
        "undo_until": delays.last_day(until).isoformat(),
        "kept_until": delays.last_day(kept).isoformat(),
        "since": clock.in_luxembourg(moment).date().isoformat(),
    }
    outbox.tell_holder(connection, keys, Notice.CLOSED, who, parameters=said)
    posting.queue(connection, keys, PostKind.CLOSED, who, said)
    access.details["undo_until"] = said["undo_until"]
    return until


def undo(access: Access) -> DossierState:
    """Go back to the state before; everything that was decided about access counts again."""
    connection, keys = access.connection, access.platform.keys
    who = access.subject.patient_id or ""
    row = _closed(connection, who)
    if row.undo_until is None or clock.now() >= row.undo_until:
        raise Refused(Reason.UNDO_OVER)
    before = DossierState(row.state_before or DossierState.REOPENED)
    _open_again(connection, who, before)
    outbox.tell_holder(connection, keys, Notice.CLOSING_UNDONE, who)
    posting.queue(connection, keys, PostKind.CLOSING_UNDONE, who)
    return before


def reopen(access: Access, patient_id: str | None = None) -> DossierState:
    """Open a closed record again, while it is kept; a wish to have it erased is void."""
    connection, keys = access.connection, access.platform.keys
    who = patient_id or access.subject.patient_id or ""
    _closed(connection, who)
    _open_again(connection, who, DossierState.REOPENED)
    outbox.tell_holder(connection, keys, Notice.REOPENED, who)
    posting.queue(connection, keys, PostKind.REOPENED, who)
    return DossierState.REOPENED


def due_to_finish(connection: Connection, moment: datetime, most: int) -> list[str]:
    """The closed records whose delay to undo is over and which nobody has told yet."""
    rows = connection.execute(
        select(Dossier.patient_id)
        .where(Dossier.state == DossierState.CLOSED, Dossier.undo_until <= moment)
        .order_by(Dossier.undo_until, Dossier.patient_id)
        .limit(most)
    )
    return [row.patient_id for row in rows]


def finish(access: Access) -> None:
    """The delay is over: the closing is final, and its holder is told."""
    connection, who = access.connection, access.subject.patient_id or ""
    connection.execute(update(Dossier).where(Dossier.patient_id == who).values(undo_until=None))
    outbox.tell_holder(connection, access.platform.keys, Notice.CLOSING_FINAL, who)


def locked_state(connection: Connection, patient_id: str) -> str | None:
    """The record's state, its row locked until this transaction ends; None where there is none."""
    return connection.execute(
        select(Dossier.state).where(Dossier.patient_id == patient_id).with_for_update()
    ).scalar()


def revoke_letters(connection: Connection, patient_id: str) -> None:
    """No activation letter counts any more; an activation under way cannot finish."""
    connection.execute(
        update(Letter)
        .where(Letter.patient_id == patient_id, Letter.state.in_(_UNUSED))
        .values(state=LetterState.REVOKED)
    )


def end_delegates(connection: Connection, patient_id: str) -> None:
    """Whoever acts for this person is signed out now."""
    theirs = select(Mandate.id).where(Mandate.patient_id == patient_id)
    connection.execute(
        update(Session)
        .where(Session.mandate_id.in_(theirs), Session.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def _closed(connection: Connection, patient_id: str) -> Any:
    row = connection.execute(
        select(Dossier.state, Dossier.state_before, Dossier.undo_until)
        .where(Dossier.patient_id == patient_id)
        .with_for_update()
    ).first()
    if row is None or row.state != DossierState.CLOSED:
        raise Refused(Reason.RECORD_NOT_CLOSED)
    return row


def _open_again(connection: Connection, patient_id: str, state: DossierState) -> None:
    none = {"state_before": None, "undo_until": None, "kept_until": None, "erase_at": None}
    record_states.change(connection, Dossier.patient_id == patient_id, state=state, **none)

"""What is known of a record's past: its states and its choice about emergencies, moment by moment.

What was kept when it ended (`models.history`) comes first; for the time before that was kept the trail is read.
None is what nobody can tell any more.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from platform_api.models import AuditEntry, Dossier, EmergencyChoice, RecordSetting, RecordState
from platform_api.rights import Then
from platform_api.vocabulary import Action, ApprovalAct, DossierState, Outcome

_E = AuditEntry.__table__
_MOVES: dict[str, DossierState] = {
    Action.OPEN_BY_DEFAULT: DossierState.OPEN_BY_DEFAULT,
    Action.OBJECT_BY_LETTER: DossierState.OBJECTED,
    Action.CLOSE_RECORD: DossierState.CLOSED,
    Action.REOPEN_RECORD: DossierState.REOPENED,
    Action.ERASE_RECORD: DossierState.ERASED,
}
_AGREED: dict[str, DossierState] = {
    ApprovalAct.OBJECTION: DossierState.OBJECTED,
    ApprovalAct.CLOSING: DossierState.CLOSED,
}
_TELLING = (*_MOVES, Action.UNDO_CLOSING, Action.DECIDE_APPROVAL, Action.DECIDE_OPENING)


@dataclass(frozen=True, slots=True)
class Past:
    """When each state and each choice about emergencies began, the oldest first; nothing is known before the first."""

    created_at: datetime
    states: list[tuple[datetime, str | None]]
    emergencies: list[tuple[datetime, bool | None, bool]]

    def at(self, moment: datetime) -> Then:
        """What was so at this moment."""
        state = next((state for since, state in reversed(self.states) if since <= moment), None)
        allowed, restricted = next(
            ((allowed, far) for since, allowed, far in reversed(self.emergencies) if since <= moment),
            (None, False),
        )
        return Then(moment, state, allowed, restricted)

    def changes(self) -> set[datetime]:
        """The moments at which something changed."""
        return {since for since, _state in self.states} | {since for since, _on, _far in self.emergencies}


def read(connection: Connection, patient_id: str) -> Past | None:
    """The past of this record; None where there is no record."""
    row = connection.execute(
        select(Dossier.created_at, Dossier.opened_at, Dossier.state, Dossier.state_since).where(
            Dossier.patient_id == patient_id
        )
    ).first()
    if row is None:
        return None
    kept = connection.execute(
        select(RecordState.starts_at, RecordState.state)
        .where(RecordState.patient_id == patient_id)
        .order_by(RecordState.starts_at)
    )
    known: list[tuple[datetime, str | None]] = [(one.starts_at, one.state) for one in kept]
    known.append((row.state_since, row.state))
    return Past(
        row.created_at,
        [*_states_before(connection, patient_id, row, known[0][0]), *known],
        _emergencies(connection, patient_id, row.created_at),
    )


def _states_before(
    connection: Connection, patient_id: str, row: Any, first: datetime
) -> list[tuple[datetime, str | None]]:
    """What the trail tells of the time before anything was kept; a step whose outcome it does not tell is unknown."""
    found: list[tuple[datetime, str | None]] = [(row.created_at, DossierState.CREATED)]
    if row.opened_at is not None:
        found.append((row.opened_at, DossierState.ACTIVATED))
    open_as: str | None = DossierState.ACTIVATED
    for entry in _entries(connection, patient_id, _TELLING, first):
        state = _state_after(entry, open_as)
        if state is not _SAME:
            found.append((entry.recorded_at, state))
            open_as = state if state in (DossierState.OPEN_BY_DEFAULT, DossierState.REOPENED) else open_as
    return sorted((one for one in found if one[0] < first), key=lambda one: one[0])


_SAME = "same"


def _state_after(entry: Any, open_as: str | None) -> str | None:
    if entry.action == Action.UNDO_CLOSING:
        return open_as
    if entry.action == Action.DECIDE_APPROVAL:
        details = entry.details or {}
        return _AGREED.get(details.get("act", ""), _SAME) if details.get("agreed") else _SAME
    return _MOVES.get(entry.action)


def _emergencies(
    connection: Connection, patient_id: str, created_at: datetime
) -> list[tuple[datetime, bool | None, bool]]:
    kept = connection.execute(
        select(EmergencyChoice.ended_at, EmergencyChoice.allowed, EmergencyChoice.restricted)
        .where(EmergencyChoice.patient_id == patient_id)
        .order_by(EmergencyChoice.ended_at)
    ).all()
    now = connection.execute(
        select(RecordSetting.emergency_allowed, RecordSetting.emergency_restricted).where(
            RecordSetting.patient_id == patient_id
        )
    ).first()
    present = (now.emergency_allowed is not False, bool(now.emergency_restricted)) if now else (True, False)
    values = [(one.allowed, one.restricted) for one in kept] + [present]
    first = kept[0].ended_at if kept else None
    told = _entries(connection, patient_id, (Action.SET_EMERGENCY,), first)
    begin: tuple[datetime, bool | None, bool] = (created_at, True if told else values[0][0], values[0][1])
    earlier = [(one.recorded_at, (one.details or {}).get("allowed"), values[0][1]) for one in told]
    later = [(one.ended_at, *value) for one, value in zip(kept, values[1:], strict=True)]
    return [begin, *earlier, *later]


def _entries(
    connection: Connection, patient_id: str, actions: tuple[str, ...], before: datetime | None
) -> list[Any]:
    conditions = [_E.c.chain == patient_id, _E.c.action.in_(actions), _E.c.outcome == Outcome.ALLOWED]
    if before is not None:
        conditions.append(_E.c.recorded_at < before)
    return list(connection.execute(select(_E).where(*conditions).order_by(_E.c.number)))

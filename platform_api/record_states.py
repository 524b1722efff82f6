"""The one way into another state for a record: what it was in until now is kept (`models.history`)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, literal, select, update

from platform_api import clock
from platform_api.models import Dossier, RecordState
from platform_api.vocabulary import DossierState

_KEPT = ("patient_id", "starts_at", "state", "ended_at")


def change(
    connection: Connection,
    *which: ColumnElement[bool],
    state: DossierState,
    moment: datetime | None = None,
    **values: Any,
) -> int:
    """Put the records that fit into this state, with these other columns; returns how many there were."""
    now = moment or clock.now()
    over = (
        select(Dossier.patient_id, Dossier.state_since, Dossier.state, literal(now, Dossier.state_since.type))
        .where(*which, Dossier.state != state, Dossier.state_since < now)
        .with_for_update()
    )
    connection.execute(insert(RecordState).from_select(_KEPT, over))
    changed = connection.execute(update(Dossier).where(*which).values(state=state, state_since=now, **values))
    return changed.rowcount

"""Where a record stands, as plain frozen values."""

from dataclasses import dataclass
from datetime import datetime

from patient_portal.platform_client.vocabulary import DossierState


@dataclass(frozen=True, slots=True)
class RecordState:
    """The state after an act; until when a closing can be undone, when an erasure is due."""

    state: DossierState
    undo_until: datetime | None = None
    erase_at: datetime | None = None

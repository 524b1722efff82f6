"""Where a record stands, in words for the pages that tell its holder what is possible."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from patient_portal import labels
from patient_portal.i18n import day
from patient_portal.platform_client import Dossier, SessionContext
from patient_portal.platform_client.vocabulary import DossierState

OPEN = frozenset({DossierState.ACTIVATED, DossierState.OPEN_BY_DEFAULT, DossierState.REOPENED})


@dataclass(frozen=True, slots=True)
class ShownState:
    """A record's state and its dates; a date is empty where none counts."""

    code: str
    label: str
    since: str
    undo_until: str
    kept_until: str
    erase_until: str
    is_open: bool
    is_closed: bool
    is_erased: bool


def shown_state(dossier: Dossier) -> ShownState:
    """The state in words; every `until` is the last day that still counts."""
    return ShownState(
        code=dossier.state.value,
        label=str(labels.DOSSIER_STATES[dossier.state]),
        since=day(dossier.state_since) if dossier.state_since else "",
        undo_until=last_day(dossier.undo_until),
        kept_until=last_day(dossier.kept_until),
        erase_until=last_day(dossier.erase_at),
        is_open=dossier.state in OPEN,
        is_closed=dossier.state is DossierState.CLOSED,
        is_erased=dossier.state is DossierState.ERASED,
    )


@dataclass(frozen=True, slots=True)
class StateNow:
    """A record's state alone."""

    code: str
    label: str
    is_open: bool


def state_now(context: SessionContext | None) -> StateNow | None:
    """The state of the record that this session is about, as the last answer told it: nothing is looked up for it."""
    if context is None or context.dossier_state is None:
        return None
    state = context.dossier_state
    return StateNow(state.value, str(labels.DOSSIER_STATES[state]), state in OPEN)


def last_day(over: datetime | None) -> str:
    """The last day of a delay that is over at this moment, in words."""
    return day(over - timedelta(seconds=1)) if over else ""


def has_page(path: str) -> bool:
    """Whether the portal has this page: what is not built yet is not offered."""
    wanted = f"/<language:lang>/{path}"
    return any(rule.rule == wanted for rule in current_app.url_map.iter_rules())

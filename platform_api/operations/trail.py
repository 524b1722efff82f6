"""Checking the trail, taking it out, and letting go what is older than it is kept."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, select

from platform_api import audit_spans, audit_trail
from platform_api.audit_trail import Break
from platform_api.context import Platform
from platform_api.fhir.audit_event import audit_event, span_event
from platform_api.guard import Subject, permit_as
from platform_api.models import AuditEntry
from platform_api.operations.stores import running
from platform_api.principal import Caller, Principal
from platform_api.settings import Settings
from platform_api.vocabulary import Action, Role

_SWEEP = Caller(None, frozenset(), None, "", "sweep", "", "")
_OPERATOR = Caller(None, frozenset(), None, "", "dsp audit", "", "")
_MOST = 500


def verify_trail(settings: Settings) -> list[Break]:
    """Check the whole trail; an empty list says that nothing was changed, removed or reordered."""
    with running(settings) as opened, opened.database.read() as connection:
        return list(audit_trail.verify(connection, opened.keys.checkpoint.all))


def export_trail(settings: Settings) -> Iterator[bytes]:
    """Every entry as an AuditEvent, one JSON line each, in the order of the chains; first the summaries of those
    that are no longer kept. That all of it was taken out stands in the trail before anything is."""
    with running(settings) as opened:
        with permit_as(opened, _OPERATOR, Action.OPERATE, _nothing, role=Role.OPERATOR) as access:
            access.details["exported"] = "trail"
        yield from _exported(opened)


def _nothing(_connection: Connection, _principal: Principal) -> Subject:
    return Subject()


def _exported(opened: Platform) -> Iterator[bytes]:
    with opened.database.read() as connection:
        for span in audit_spans.spans(connection):
            yield msgspec.json.encode(span_event(dict(span)))
        entries = connection.execute(
            select(AuditEntry).order_by(AuditEntry.chain, AuditEntry.number),
            execution_options={"yield_per": 1000},
        )
        for row in entries.mappings():
            yield msgspec.json.encode(audit_event(dict(row)))


def let_old_go(opened: Platform) -> int:
    """Replace what is older than entries are kept by signed summaries; returns how many entries went.

    One chain at a time, each in its own transaction with an entry in that chain; a sweep that dies goes on next time.
    """
    with opened.database.read() as connection:
        chains = audit_spans.due(connection, _MOST)
    return sum(_shorten(opened, chain) for chain in chains)


def _shorten(opened: Platform, chain: str) -> int:
    record = None if chain == audit_trail.SYSTEM else chain

    def look(_connection: Connection, _principal: Principal) -> Subject:
        return Subject(record, "journal", record)

    with permit_as(opened, _SWEEP, Action.EXPIRE_TRAIL, look, role=Role.OPERATOR) as access:
        gone = audit_spans.replace_oldest(access.connection, opened.keys.checkpoint.current, chain)
        access.details["entries"] = gone
    return gone

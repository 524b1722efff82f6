"""Checking the trail, and taking it out."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import select

from platform_api import audit_trail
from platform_api.audit_trail import Break
from platform_api.fhir.audit_event import audit_event
from platform_api.models import AuditEntry
from platform_api.operations.stores import running
from platform_api.settings import Settings


def verify_trail(settings: Settings) -> list[Break]:
    """Check the whole trail; an empty list says that nothing was changed, removed or reordered."""
    with running(settings) as opened, opened.database.read() as connection:
        return list(audit_trail.verify(connection, opened.keys.checkpoint))


def export_trail(settings: Settings) -> Iterator[bytes]:
    """Every entry as an AuditEvent, one JSON line each, in the order of the chains."""
    with running(settings) as opened, opened.database.read() as connection:
        entries = connection.execution_options(yield_per=1000).execute(
            select(AuditEntry).order_by(AuditEntry.chain, AuditEntry.number)
        )
        for row in entries.mappings():
            yield msgspec.json.encode(audit_event(dict(row)))

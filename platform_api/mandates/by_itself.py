"""What happens to a mandate without anybody's request: each change stands in the trail of the record all the same."""

from collections.abc import Mapping

from sqlalchemy import Connection

from platform_api import audit_trail
from platform_api.audit_trail import Entry
from platform_api.vocabulary import Action, Outcome, Role


def note(
    connection: Connection, action: Action, patient_id: str, mandate_id: str, details: Mapping[str, object]
) -> None:
    """Write it down, in the transaction of the change."""
    audit_trail.append(
        connection,
        Entry(
            chain=patient_id,
            action=action,
            outcome=Outcome.ALLOWED,
            role=Role.OPERATOR,
            object_kind="mandate",
            object_id=mandate_id,
            details=dict(details),
        ),
    )

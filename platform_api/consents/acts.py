"""A decision with all that belongs to it: the case of an agent, the message that a caregiver's act sends.

Each is called within its own permitted action, whichever interface it came in by.
"""

from datetime import date

from platform_api import behalf, helping
from platform_api.consents import service
from platform_api.guard import Access
from platform_api.vocabulary import DecisionReason, DeskAct


def grant(
    access: Access, kind: str, until: date | None, reason: DecisionReason = DecisionReason.NOT_TOLD
) -> None:
    """Let them open the record, from now on."""
    service.grant(access, kind, until, reason)
    helping.done(access, DeskAct.GRANT)
    behalf.changed(access)


def revoke(access: Access, kind: str, only: str | None = None) -> None:
    """Take their access back, or `only` this right, from now on."""
    service.revoke(access, kind, only)
    behalf.changed(access)


def block(access: Access, kind: str, reason: DecisionReason = DecisionReason.NOT_TOLD) -> None:
    """Keep them out of everything, from now on."""
    service.block(access, kind, reason)
    helping.done(access, DeskAct.BLOCK)
    behalf.changed(access)

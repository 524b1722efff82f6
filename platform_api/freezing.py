"""The protective freeze: nobody signs in to a record or acts for its holder; professionals and emergencies go on.

The holder freezes it themself (signed in, or with the code of the confirmation letter), or the helpdesk does, at L1:
`freeze` within the case. `unfreeze` is the helpdesk's alone, at L3. Both stand in a permitted action's transaction
(`Action.FREEZE_ACCOUNT`, `Action.UNFREEZE_ACCOUNT`).
"""

from sqlalchemy import select, update

from platform_api import clock, closing, outbox, posting, sessions
from platform_api.guard import Access
from platform_api.models import Account, Dossier
from platform_api.vocabulary import Notice, PostKind

FROZEN, ACTIVE = "frozen", "active"


def freeze(access: Access, patient_id: str | None = None) -> bool:
    """Stop sign-in, sessions, delegates and letters at once; False when it was frozen already."""
    connection, keys = access.connection, access.platform.keys
    who = patient_id or access.subject.patient_id or ""
    changed = connection.execute(
        update(Dossier)
        .where(Dossier.patient_id == who, Dossier.frozen_at.is_(None))
        .values(frozen_at=clock.now())
    )
    account = connection.execute(select(Account.id).where(Account.patient_id == who)).scalar()
    if account is not None:
        connection.execute(update(Account).where(Account.id == account).values(state=FROZEN))
        sessions.end_all(connection, account)
    closing.revoke_letters(connection, who)
    closing.end_delegates(connection, who)
    if changed.rowcount != 1:
        return False
    outbox.tell_holder(connection, keys, Notice.FROZEN, who)
    posting.queue(connection, keys, PostKind.FROZEN, who)
    return True


def unfreeze(access: Access, patient_id: str | None = None) -> None:
    """Let the holder and their delegates sign in again, with what they signed in with before."""
    connection = access.connection
    who = patient_id or access.subject.patient_id or ""
    connection.execute(update(Dossier).where(Dossier.patient_id == who).values(frozen_at=None))
    connection.execute(
        update(Account).where(Account.patient_id == who, Account.state == FROZEN).values(state=ACTIVE)
    )
    outbox.tell_holder(connection, access.platform.keys, Notice.UNFROZEN, who)

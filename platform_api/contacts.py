"""A person's e-mail address: written at once, or after the delay that lets its owner stop a change."""

from datetime import timedelta

from sqlalchemy import Connection, select, update

from platform_api import audit_trail, clock, sessions
from platform_api.audit_trail import Entry
from platform_api.keys import Keys
from platform_api.models import Account, ContactChange
from platform_api.vocabulary import Action, Outcome, Role

DELAY = timedelta(hours=72)
"""A new address that was proved by L2 only counts after three days; both addresses are told at once (domain.md)."""


def put(connection: Connection, keys: Keys, account_id: str, email: str) -> None:
    """Write an account's address and sign out every device."""
    connection.execute(
        update(Account)
        .where(Account.id == account_id)
        .values(
            email_index=keys.find_by("email", email),
            email_sealed=keys.seal(email, f"account-email:{account_id}"),
        )
    )
    sessions.end_all(connection, account_id)


def put_due(connection: Connection, keys: Keys) -> int:
    """Write the addresses whose delay is over and that nobody stopped; returns how many. Safe to repeat."""
    rows = connection.execute(
        select(
            ContactChange.id,
            ContactChange.patient_id,
            ContactChange.email_sealed,
            Account.id.label("account"),
        )
        .join(Account, Account.patient_id == ContactChange.patient_id)
        .where(
            ContactChange.done_at.is_(None),
            ContactChange.stopped_at.is_(None),
            ContactChange.due_at <= clock.now(),
        )
        .order_by(ContactChange.id)
        .with_for_update(skip_locked=True, of=ContactChange)
    ).all()
    for row in rows:
        put(connection, keys, row.account, keys.open(row.email_sealed, f"contact-change:{row.id}"))
        connection.execute(
            update(ContactChange).where(ContactChange.id == row.id).values(done_at=clock.now())
        )
        audit_trail.append(
            connection,
            Entry(
                chain=row.patient_id,
                action=Action.CHANGE_CONTACT_NOW,
                outcome=Outcome.ALLOWED,
                role=Role.OPERATOR,
                object_kind="account",
                object_id=row.account,
            ),
        )
    return len(rows)

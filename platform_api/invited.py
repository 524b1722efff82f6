"""Who is invited to an account without a record (a daughter abroad): what is kept of them, the mailed link, its end."""

from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, select, update

from platform_api import clock, outbox, throttles
from platform_api.keys import Keys
from platform_api.models import Account, Approval, InvitedAccount, Patient, StaffMember
from platform_api.problems import Refused
from platform_api.tokens import new_reference
from platform_api.vocabulary import (
    ApprovalAct,
    ApprovalState,
    Channel,
    IdentityDocument,
    InvitedState,
    Notice,
    Reason,
)

LASTS = timedelta(days=7)
"""How long the mailed link counts (domain.md: an invitation counts 7 days)."""
REPEATED = timedelta(minutes=2)
"""So long the last step, sent twice, is answered twice alike."""
TRIES = throttles.Limit(5, timedelta(hours=1), (timedelta(hours=1), timedelta(hours=24)), 15)
"""Tries of the birth date with one link; after the last of them the helpdesk must send another."""
_I = InvitedAccount.__table__


class Details(msgspec.Struct, frozen=True):
    """What stands on the identity document, where the link goes, and how the document was seen.

    Once it is taken up: the account, and its recovery codes as long as a second press is answered like the first.
    """

    given: str
    family: str
    birth_date: date
    email: str
    document: IdentityDocument
    seen: Channel
    account_id: str = ""
    recovery_codes: tuple[str, ...] = ()


def seal(keys: Keys, invited_id: str, details: Details) -> bytes:
    """The details as they are kept."""
    return keys.seal(msgspec.json.encode(details).decode(), f"invited:{invited_id}")


def opened(keys: Keys, row: Any) -> Details:
    """The details of a row."""
    return msgspec.json.decode(keys.open(row.details_sealed, f"invited:{row.id}"), type=Details)


def row_of(connection: Connection, invited_id: str) -> Any:
    """The row of an invitation that is not over, or None."""
    return connection.execute(
        select(_I).where(_I.c.id == invited_id, _I.c.valid_until > clock.now()).with_for_update()
    ).first()


def is_apart(connection: Connection, keys: Keys, account_id: str, details: Details) -> bool:
    """Whether a member of staff neither is this person nor, as far as is known, belongs to their family.

    Nobody abroad has a matricule to compare: their own account is compared by address and name, and whoever stands in
    the directory by name and birth date.
    """
    me = connection.execute(
        select(
            Account.given, Account.family, Account.email_index, StaffMember.own_index, StaffMember.relatives
        )
        .join(StaffMember, StaffMember.account_id == Account.id, isouter=True)
        .where(Account.id == account_id)
    ).one()
    named = _plain(details.given, details.family)
    if me.email_index == keys.find_by("email", details.email) or _plain(me.given, me.family) == named:
        return False
    close = [index for index in (me.own_index, *(me.relatives or ())) if index]
    family = connection.execute(
        select(Patient.given, Patient.family, Patient.birth_date)
        .where(Patient.matricule_index.in_(close))
        .order_by(Patient.id)
    )
    return all(
        _plain(one.given, one.family) != named or one.birth_date != details.birth_date for one in family
    )


def send(connection: Connection, keys: Keys, row: Any) -> None:
    """Mail a new link; one that was sent before is void. Raises Refused when this address had too many messages."""
    details = opened(keys, row)
    name = keys.find_by("mail-to", details.email)
    standing = throttles.standing(connection, name, throttles.MAIL)
    if standing.blocked_seconds:
        raise Refused(Reason.TOO_MANY_TRIES, retry_after=standing.blocked_seconds)
    throttles.count(connection, name, "mail", throttles.MAIL)
    token, hashed = new_reference()
    until = clock.now() + LASTS
    connection.execute(
        update(InvitedAccount)
        .where(_I.c.id == row.id)
        .values(state=InvitedState.SENT, fingerprint=hashed, valid_until=until, totp_sealed=None)
    )
    outbox.tell(
        connection,
        keys,
        Notice.ACCOUNT_INVITED,
        address=details.email,
        language=row.language,
        parameters={"token": token, "until": until.isoformat()},
        expires_at=until,
    )


def forget(connection: Connection, invited_id: str | None) -> None:
    """Nothing is left of an invitation, nor of the question to a colleague about it."""
    connection.execute(delete(InvitedAccount).where(_I.c.id == invited_id))
    connection.execute(
        update(Approval)
        .where(
            Approval.act == ApprovalAct.INVITED_ACCOUNT,
            Approval.subject_id == invited_id,
            Approval.state == ApprovalState.WAITING,
        )
        .values(expires_at=clock.now())
    )


def forget_lapsed(connection: Connection) -> int:
    """Delete the invitations that nobody took up in time, or agreed to; returns how many."""
    return connection.execute(delete(InvitedAccount).where(is_over())).rowcount


def is_over() -> ColumnElement[bool]:
    """The condition for invitations whose time has run out."""
    return _I.c.valid_until <= clock.now()


def _plain(given: str | None, family: str | None) -> str:
    return " ".join(f"{given or ''} {family or ''}".casefold().split())

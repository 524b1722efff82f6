"""A new authenticator app or new recovery codes for somebody who is signed in: after a new telephone, or a lost one.

Both begin with a fresh second factor (an old recovery code will do); the new secret waits, sealed, in the hands of
whoever asked for it, and counts once the new app has shown a right code.
"""

import base64
import binascii
from datetime import timedelta
from typing import Any, TypedDict

import msgspec
from sqlalchemy import delete, insert, select, update

from platform_api import clock, factors, outbox, phones, sessions
from platform_api.guard import Access
from platform_api.keys import Tampered
from platform_api.models import Account, RecoveryCode
from platform_api.problems import Refused
from platform_api.vocabulary import Notice, Reason

LASTS = timedelta(minutes=30)
"""How long the new app may take to show its first code."""


class NewApp(TypedDict):
    """The secret of a new app with its link, and what hands it back with the first code."""

    secret: str
    link: str
    pending: str


class _Pending(msgspec.Struct):
    secret: str
    until: float


def begin(access: Access) -> NewApp:
    """A new secret with its link; nothing counts yet."""
    account_id, keys = access.principal.account_id or "", access.platform.keys
    secret = factors.new_secret()
    pending = _Pending(secret, (clock.now() + LASTS).timestamp())
    sealed = keys.seal(msgspec.json.encode(pending).decode(), f"new-totp:{account_id}")
    known = select(Account.email_sealed).where(Account.id == account_id)
    email = keys.open(access.connection.execute(known).scalar_one(), f"account-email:{account_id}")
    return {
        "secret": secret,
        "link": factors.provisioning_uri(secret, email),
        "pending": base64.urlsafe_b64encode(sealed).decode(),
    }


def finish(access: Access, pending: str, code: str) -> None:
    """The new app counts from now on, the old one no more; every other device is signed out, the person is told."""
    account_id, keys = access.principal.account_id or "", access.platform.keys
    check = factors.check_totp(_secret(access, pending), code, enrolling=True)
    if check.drift_minutes is not None:
        raise Refused(Reason.TOTP_CLOCK_DRIFT, field="totp", data={"minutes": check.drift_minutes})
    if check.step is None:
        raise Refused(Reason.TOTP_WRONG, field="totp")
    sealed = keys.seal(_secret(access, pending), f"account-totp:{account_id}")
    access.connection.execute(
        update(Account).where(Account.id == account_id).values(totp_sealed=sealed, totp_last_step=check.step)
    )
    sessions.end_all(access.connection, account_id, access.principal.session_id)
    outbox.tell_account(access.connection, keys, Notice.APP_CHANGED, account_id)
    phones.warn(access.connection, keys, Notice.APP_CHANGED, access.subject.patient_id)


def new_codes(access: Access) -> list[str]:
    """Ten new recovery codes, shown once; all earlier ones are dead, and the person is told."""
    account_id, keys = access.principal.account_id or "", access.platform.keys
    codes = factors.new_recovery_codes()
    access.connection.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    rows: list[dict[str, Any]] = [
        {
            "account_id": account_id,
            "fingerprint": keys.find_by(f"recovery:{account_id}", factors.normal_recovery_code(code)),
        }
        for code in codes
    ]
    access.connection.execute(insert(RecoveryCode), rows)
    outbox.tell_account(access.connection, keys, Notice.CODES_CHANGED, account_id)
    phones.warn(access.connection, keys, Notice.CODES_CHANGED, access.subject.patient_id)
    return codes


def _secret(access: Access, pending: str) -> str:
    """The secret that waits; raises Refused for one of somebody else's, and for one that waited too long."""
    try:
        sealed = base64.urlsafe_b64decode(pending.encode())
        opened = access.platform.keys.open(sealed, f"new-totp:{access.principal.account_id}")
        found = msgspec.json.decode(opened, type=_Pending)
    except (binascii.Error, Tampered, ValueError, msgspec.MsgspecError) as error:
        raise Refused(Reason.MALFORMED_REQUEST, field="pending") from error
    if found.until < clock.now().timestamp():
        raise Refused(Reason.SECOND_FACTOR_NEEDED)
    return found.secret

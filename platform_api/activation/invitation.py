"""Taking up an account by invitation: link and birth date, password, app; the invitation is used exactly once."""

import hmac

from msgspec import structs
from sqlalchemy import Connection, insert, select, update

from platform_api import clock, factors, invited, outbox, sessions, throttles, tokens
from platform_api.accounts import new_account_number
from platform_api.activation.completion import Activated, new_recovery_codes
from platform_api.context import Platform
from platform_api.guard import Access, Look, Subject
from platform_api.identifiers import new_id
from platform_api.invited import Details
from platform_api.models import Account, InvitedAccount
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import InvitedState, Notice, Reason


def link_behind(
    running: Platform, token: str, birth_date: str, address: str, *, taken_too: bool = False
) -> Look:
    """A look-up for the guard: the invitation that link and birth date belong to; a wrong pair is counted.

    A wrong birth date, an unknown link, one that is used, called back or too old are answered alike.
    `taken_too`: also one that was just taken up, whose last step may have been sent twice.
    """
    states = [InvitedState.SENT, InvitedState.TAKEN] if taken_too else [InvitedState.SENT]
    hashed = tokens.hash_of(token)
    tries = running.keys.find_by("invited-tries", hashed)
    from_address = throttles.address_name(running.keys, address)

    def look(connection: Connection, _principal: Principal) -> Subject:
        standing = throttles.standing(connection, tries, invited.TRIES)
        blocked = max(
            standing.blocked_seconds,
            throttles.standing(connection, from_address, throttles.ADDRESS).blocked_seconds,
        )
        if blocked:
            return Subject(fail=Refused(Reason.TOO_MANY_TRIES, retry_after=blocked))
        row = connection.execute(
            select(InvitedAccount.__table__)
            .where(
                InvitedAccount.fingerprint == hashed,
                InvitedAccount.state.in_(states),
                InvitedAccount.valid_until > clock.now(),
            )
            .with_for_update()
        ).first()
        details = invited.opened(running.keys, row) if row is not None else None
        born = details.birth_date.isoformat() if details else ""
        right = hmac.compare_digest(born.encode(), birth_date.strip().encode())
        if row is None or not right or standing.dead:
            throttles.count(connection, tries, "invited", invited.TRIES)
            throttles.count(connection, from_address, "address", throttles.ADDRESS)
            return Subject(kind="invited_account", fail=Refused(Reason.INVITED_NOT_ACCEPTED))
        return Subject(kind="invited_account", id=row.id, payload=(row, details))

    return look


def app_secret(access: Access) -> tuple[Details, str, str]:
    """The secret for the app, the same however often the page is opened, and its `otpauth:` link."""
    (row, details), keys = access.subject.payload, access.platform.keys
    if row.totp_sealed is not None:
        secret = keys.open(row.totp_sealed, f"invited-totp:{row.id}")
    else:
        secret = factors.new_secret()
        access.connection.execute(
            update(InvitedAccount)
            .where(InvitedAccount.id == row.id)
            .values(totp_sealed=keys.seal(secret, f"invited-totp:{row.id}"))
        )
    return details, secret, factors.provisioning_uri(secret, details.email)


def personal_words(access: Access) -> tuple[str, ...]:
    """What others know of this person: a password must not be made of it."""
    _row, details = access.subject.payload
    born = details.birth_date.strftime("%d%m%Y")
    return (*details.given.split(), *details.family.split(), *details.email.split("@"), born)


def take_up(access: Access, hashed: str, code: str, device: str) -> Activated:
    """Check the app's first code, make the account, use the invitation; the person is signed in.

    Sent twice by an impatient finger, the second one is answered like the first.
    """
    (row, details), keys, connection = access.subject.payload, access.platform.keys, access.connection
    if row.state == InvitedState.TAKEN:
        return _repeated(access, code, device)
    if row.totp_sealed is None:
        raise Refused(Reason.STEP_OUT_OF_ORDER)
    secret = keys.open(row.totp_sealed, f"invited-totp:{row.id}")
    check = factors.check_totp(secret, code, enrolling=True)
    if check.drift_minutes is not None:
        raise Refused(Reason.TOTP_CLOCK_DRIFT, field="totp", data={"minutes": check.drift_minutes})
    if check.step is None:
        raise Refused(Reason.TOTP_WRONG, field="totp")
    account_id, number = new_id(), new_account_number(connection)
    connection.execute(
        insert(Account),
        {
            "id": account_id,
            "number": number,
            "patient_id": None,
            "state": "active",
            "language": row.language,
            "email_index": keys.find_by("email", details.email),
            "email_sealed": keys.seal(details.email, f"account-email:{account_id}"),
            "password_hash": hashed,
            "totp_sealed": keys.seal(secret, f"account-totp:{account_id}"),
            "totp_last_step": check.step,
            "created_at": clock.now(),
            "given": details.given,
            "family": details.family,
        },
    )
    codes = new_recovery_codes(access, account_id)
    taken = structs.replace(details, account_id=account_id, recovery_codes=tuple(codes))
    values = {"state": InvitedState.TAKEN, "valid_until": clock.now() + invited.REPEATED, "totp_sealed": None}
    connection.execute(
        update(InvitedAccount)
        .where(InvitedAccount.id == row.id)
        .values(details_sealed=invited.seal(keys, row.id, taken), **values)
    )
    outbox.tell_account(
        connection, keys, Notice.ACCOUNT_MADE, account_id, parameters={"account_number": number}
    )
    access.details.update(step="made", account=account_id)
    reference = sessions.open_person(connection, account_id, device, None)
    return {"session": reference, "recovery_codes": codes, "account_number": number}


def _repeated(access: Access, code: str, device: str) -> Activated:
    (_row, details), keys, connection = access.subject.payload, access.platform.keys, access.connection
    account = connection.execute(
        select(Account.id, Account.number, Account.totp_sealed, Account.totp_last_step).where(
            Account.id == details.account_id
        )
    ).one()
    check = factors.check_totp(keys.open(account.totp_sealed, f"account-totp:{account.id}"), code)
    if check.step != account.totp_last_step:
        raise Refused(Reason.INVITED_NOT_ACCEPTED)
    sessions.end_all(connection, account.id)
    access.details.update(step="repeated", account=account.id)
    reference = sessions.open_person(connection, account.id, device, None)
    codes = list(details.recovery_codes)
    return {"session": reference, "recovery_codes": codes, "account_number": account.number}

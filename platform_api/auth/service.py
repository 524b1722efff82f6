"""Signing in with a password and a second factor, and the ways back in."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypedDict

from sqlalchemy import Connection, insert, select, update

from platform_api import accounts, clock, factors, outbox, passwords, phones, sessions, throttles, tokens
from platform_api.context import Platform
from platform_api.freezing import FROZEN
from platform_api.guard import Access, Look, Subject
from platform_api.models import Account, PasswordReset, Patient, RecoveryCode
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Notice, Reason

LINK_LIFE = timedelta(minutes=30)


class SignedIn(TypedDict):
    """A person's session."""

    session: str
    recovery_codes_left: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that this address belongs to."""

    id: str
    number: str
    password_hash: str
    patient_id: str | None
    frozen: bool = False


def candidates(
    running: Platform, email: str, account_number: str | None, address: str
) -> tuple[int, list[Candidate]]:
    """The accounts of an e-mail address (couples share one), and for how many seconds trying is blocked."""
    with running.database.read() as connection:
        blocked = max(
            throttles.standing(connection, name, limit).blocked_seconds
            for name, _kind, limit in _counters(running, email, address)
        )
        rows = connection.execute(
            select(Account.id, Account.number, Account.password_hash, Account.patient_id, Account.state)
            .where(
                Account.email_index == running.keys.find_by("email", email),
                Account.state.in_(("active", FROZEN)),
            )
            .order_by(Account.number)
        ).all()
    number = "".join(c for c in account_number or "" if c.isdigit())
    found = [Candidate(r.id, r.number, r.password_hash, r.patient_id, r.state == FROZEN) for r in rows]
    return blocked, [one for one in found if not number or one.number == number]


def matching(found: list[Candidate], password: str) -> list[Candidate]:
    """Those whose password this is; takes the time of one comparison at least."""
    if not found:
        passwords.matches(password, None)
        return []
    return [one for one in found if passwords.matches(password, one.password_hash)]


def credentials(running: Platform, email: str, right: list[Candidate], blocked: int, address: str) -> Look:
    """A look-up for the guard: whether exactly one account matched; a wrong try is counted."""
    counters = _counters(running, email, address)

    def look(connection: Connection, _principal: Principal) -> Subject:
        if blocked:
            return Subject(fail=Refused(Reason.TOO_MANY_TRIES, retry_after=blocked))
        if len(right) > 1:
            return Subject(fail=Refused(Reason.ACCOUNT_NUMBER_NEEDED, field="account_number"))
        if not right:
            for name, kind, limit in counters:
                throttles.count(connection, name, kind, limit)
            return Subject(facts={"credentials_match": False})
        throttles.forgive(connection, counters[0][0])
        account = right[0]
        if account.frozen:  # told to whoever knows the password, so that the holder learns why
            fail = Refused(Reason.ACCOUNT_FROZEN)
            return Subject(account.patient_id, "account", account.id, account, fail=fail)
        return Subject(account.patient_id, "account", account.id, account, {"credentials_match": True})

    return look


def second_factor(access: Access, totp: str | None, recovery_code: str | None, device: str) -> SignedIn:
    """Check the second factor of someone whose password was right, and open their session.

    A device that this account does not know is told to its owner by e-mail (ASVS 6.3.5).
    """
    account_id, connection = access.principal.account_id or "", access.connection
    check_second_factor(access, account_id, totp, recovery_code)
    if sessions.is_new_device(connection, account_id, device):
        parameters = {"device": device[:80], "moment": clock.now().isoformat()}
        outbox.tell_account(
            connection, access.platform.keys, Notice.NEW_DEVICE, account_id, parameters=parameters
        )
    reference = sessions.open_person(connection, account_id, device, access.principal.session_id)
    return {"session": reference, "recovery_codes_left": recovery_codes_left(connection, account_id)}


def prove_again(access: Access, totp: str | None, recovery_code: str | None) -> SignedIn:
    """Check the second factor of someone who is signed in; their session counts as freshly proved."""
    account_id = access.principal.account_id or ""
    check_second_factor(access, account_id, totp, recovery_code)
    reference = sessions.proved_again(access.connection, access.principal.session_id or "")
    return {"session": reference, "recovery_codes_left": recovery_codes_left(access.connection, account_id)}


def check_second_factor(access: Access, account_id: str, totp: str | None, recovery_code: str | None) -> None:
    """Accept a code of the app once, or a recovery code once; wrong ones are counted in the database."""
    connection, keys = access.connection, access.platform.keys
    name = keys.find_by("second-factor", account_id)
    standing = throttles.standing(connection, name, throttles.SECOND_FACTOR)
    if standing.blocked_seconds:
        raise Refused(Reason.TOO_MANY_TRIES, retry_after=standing.blocked_seconds)
    if recovery_code:
        wrong = _spend_recovery_code(access, account_id, recovery_code)
    else:
        wrong = _spend_totp(access, account_id, totp or "")
    if wrong is not None:
        throttles.count(connection, name, "second-factor", throttles.SECOND_FACTOR)
        raise wrong
    throttles.forgive(connection, name)


def recovery_codes_left(connection: Connection, account_id: str) -> int:
    """How many of the ten recovery codes were not used yet."""
    rows = connection.execute(
        select(RecoveryCode.fingerprint).where(
            RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
        )
    )
    return len(rows.all())


def mail_reset_link(access: Access, email: str, language: str) -> None:
    """Mail a link to every account of this address; the page says the same when there is none.

    So does the work: for nobody a message to nobody is queued that is over already.
    """
    connection, keys = access.connection, access.platform.keys
    name = keys.find_by("mail-to", email)
    if throttles.standing(connection, name, throttles.MAIL).blocked_seconds:
        return
    throttles.count(connection, name, "mail", throttles.MAIL)
    rows = connection.execute(
        select(Account.id, Account.number, Account.patient_id)
        .where(Account.email_index == keys.find_by("email", email), Account.state == "active")
        .order_by(Account.number)
    ).all()
    for account in rows or (None,):
        token, hashed = tokens.new_reference()
        until = clock.now() + LINK_LIFE if account else clock.now()
        kept = {"fingerprint": hashed, "account_id": account.id if account else "", "expires_at": until}
        if account:
            connection.execute(insert(PasswordReset), kept)
        else:
            nothing = update(PasswordReset).where(PasswordReset.fingerprint == hashed)
            connection.execute(nothing.values(kept))
        outbox.tell(
            connection,
            keys,
            Notice.PASSWORD_LINK,
            address=email if account else "",
            language=language,
            patient_id=account.patient_id if account else None,
            parameters={
                "token": token,
                "account_number": account.number if account else "00000000",
                "minutes": str(int(LINK_LIFE.total_seconds() // 60)),
            },
            expires_at=until,
        )


def link_behind(token: str) -> Look:
    """A look-up for the guard: the account that a mailed link belongs to."""
    hashed = tokens.hash_of(token)

    def look(connection: Connection, _principal: Principal) -> Subject:
        row = connection.execute(
            select(Account.id, Account.patient_id, Account.email_sealed, Account.language)
            .join(PasswordReset, PasswordReset.account_id == Account.id)
            .where(
                PasswordReset.fingerprint == hashed,
                PasswordReset.used_at.is_(None),
                PasswordReset.expires_at > clock.now(),
                Account.state == "active",
            )
        ).first()
        if row is None:
            return Subject(fail=Refused(Reason.LINK_NOT_ACCEPTED))
        return Subject(row.patient_id, "account", row.id, (hashed, row))

    return look


def reset_password(
    access: Access, password: str, hashed: str, totp: str | None, recovery_code: str | None
) -> None:
    """Set a new password after the second factor; every session ends, and the holder is told.

    One that is made of the holder's own words is refused, and spends nothing.
    """
    link, account = access.subject.payload
    check_second_factor(access, account.id, totp, recovery_code)
    connection, keys = access.connection, access.platform.keys
    email = keys.open(account.email_sealed, f"account-email:{account.id}")
    passwords.check_new(password, _personal_words(connection, account.id, email))
    connection.execute(
        update(PasswordReset).where(PasswordReset.fingerprint == link).values(used_at=clock.now())
    )
    connection.execute(update(Account).where(Account.id == account.id).values(password_hash=hashed))
    sessions.end_all(connection, account.id)
    outbox.tell(
        connection,
        keys,
        Notice.PASSWORD_CHANGED,
        address=email,
        language=account.language,
        patient_id=account.patient_id,
    )
    phones.warn(connection, keys, Notice.PASSWORD_CHANGED, account.patient_id)


def _personal_words(connection: Connection, account_id: str, email: str) -> tuple[str, ...]:
    born = connection.execute(
        select(Patient.birth_date)
        .join(Account, Account.patient_id == Patient.id)
        .where(Account.id == account_id)
    ).scalar()
    words = (*accounts.names_of(connection, account_id).split(), *email.split("@"))
    return (*words, born.strftime("%d%m%Y")) if born else words


def _counters(running: Platform, email: str, address: str) -> tuple[tuple[str, str, throttles.Limit], ...]:
    """This e-mail address from here, this e-mail address from anywhere, anything from here."""
    block = throttles.address_name(running.keys, address)
    return (
        (running.keys.find_by("sign-in", f"{email}\0{block}"), "sign-in", throttles.PASSWORD),
        (running.keys.find_by("sign-in", email), "sign-in-anywhere", throttles.ACCOUNT),
        (running.keys.find_by("sign-in-from", block), "sign-in-from", throttles.ADDRESS),
    )


def _spend_totp(access: Access, account_id: str, code: str) -> Refused | None:
    row = access.connection.execute(
        select(Account.totp_sealed, Account.totp_last_step).where(Account.id == account_id).with_for_update()
    ).one()
    secret = access.platform.keys.open(row.totp_sealed, f"account-totp:{account_id}")
    check = factors.check_totp(secret, code)
    if check.step is None:
        return Refused(Reason.TOTP_WRONG, field="totp", keep=True)
    spent = access.connection.execute(
        update(Account)
        .where(Account.id == account_id, Account.totp_last_step < check.step)
        .values(totp_last_step=check.step)
    )
    return None if spent.rowcount == 1 else Refused(Reason.TOTP_REPLAYED, field="totp", keep=True)


def _spend_recovery_code(access: Access, account_id: str, code: str) -> Refused | None:
    fingerprint = access.platform.keys.find_by(f"recovery:{account_id}", factors.normal_recovery_code(code))
    spent = access.connection.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.fingerprint == fingerprint,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
    wrong = Refused(Reason.RECOVERY_CODE_WRONG, field="recovery_code", keep=True)
    return None if spent.rowcount == 1 else wrong

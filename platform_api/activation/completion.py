"""The last step of an activation: the account comes to be, the letter is used, exactly once."""

from datetime import timedelta
from typing import TypedDict

import msgspec
from sqlalchemy import delete, insert, select, update

from platform_api import awaited, clock, factors, outbox, phones, posting, record_states, sessions
from platform_api.accounts import new_account_number
from platform_api.activation.lookup import UNUSED_STATES, VALID_STATES
from platform_api.guard import Access
from platform_api.identifiers import new_id
from platform_api.models import Account, Activation, Dossier, Letter, RecoveryCode
from platform_api.problems import Refused
from platform_api.vocabulary import ActivationStep, DossierState, LetterState, Notice, PostKind, Reason

_REPEAT = timedelta(minutes=2)


class Activated(TypedDict):
    """A person's session, and the ten recovery codes, shown once."""

    session: str
    recovery_codes: list[str]
    account_number: str


def enrol(access: Access, code: str, device: str) -> Activated:
    """Check the app's code, then use the letter: of two phones with one letter, exactly one wins.

    Sent twice by an impatient finger, the second one is answered like the first.
    """
    row, keys = access.subject.payload, access.platform.keys
    if row.step == ActivationStep.RECOVERY_CODES:
        return _repeated(access, code, device)
    if row.step != ActivationStep.TOTP:
        raise Refused(Reason.STEP_OUT_OF_ORDER)
    secret = keys.open(row.totp_sealed, f"activation-totp:{row.id}")
    check = factors.check_totp(secret, code, enrolling=True)
    if check.drift_minutes is not None:
        raise Refused(Reason.TOTP_CLOCK_DRIFT, field="totp", data={"minutes": check.drift_minutes})
    if check.step is None:
        raise Refused(Reason.TOTP_WRONG, field="totp")
    _use_letter(access)
    account_id, number = _keep_account(access, secret, check.step)
    codes = new_recovery_codes(access, account_id)
    access.connection.execute(
        update(Activation)
        .where(Activation.id == row.id)
        .values(
            step=ActivationStep.RECOVERY_CODES,
            done_at=clock.now(),
            password_hash=None,
            totp_sealed=None,
            recovery_sealed=keys.seal(msgspec.json.encode(codes).decode(), f"activation-recovery:{row.id}"),
        )
    )
    _open_record(access)
    awaited.take_up(access.connection, keys, row.patient_id)
    outbox.tell(
        access.connection,
        keys,
        Notice.ACTIVATED,
        address=keys.open(row.email_sealed, f"activation-email:{row.id}"),
        language=row.language,
        patient_id=row.patient_id,
        parameters={"account_number": number},
    )
    posting.queue(access.connection, keys, PostKind.ACTIVATED, row.patient_id)
    reference = sessions.open_person(access.connection, account_id, device, None)
    return {"session": reference, "recovery_codes": codes, "account_number": number}


def codes_kept(access: Access) -> None:
    """The person has their recovery codes: forget them, and end the activation's session."""
    row = access.subject.payload
    access.connection.execute(
        update(Activation)
        .where(
            Activation.patient_id == row.patient_id,
            Activation.step == ActivationStep.RECOVERY_CODES,
        )
        .values(step=ActivationStep.DONE, recovery_sealed=None, email_sealed=None)
    )
    sessions.end_of_activation(access.connection, row.id)


def _repeated(access: Access, code: str, device: str) -> Activated:
    row, keys = access.subject.payload, access.platform.keys
    account = access.connection.execute(
        select(Account.id, Account.number, Account.totp_sealed, Account.totp_last_step).where(
            Account.patient_id == row.patient_id
        )
    ).one()
    secret = keys.open(account.totp_sealed, f"account-totp:{account.id}")
    check = factors.check_totp(secret, code)
    late = clock.now() - row.done_at > _REPEAT
    if late or check.step != account.totp_last_step or row.recovery_sealed is None:
        raise Refused(Reason.STEP_OUT_OF_ORDER)
    sessions.end_all(access.connection, account.id)
    opened = keys.open(row.recovery_sealed, f"activation-recovery:{row.id}")
    return {
        "session": sessions.open_person(access.connection, account.id, device, None),
        "recovery_codes": msgspec.json.decode(opened, type=list[str]),
        "account_number": account.number,
    }


def _use_letter(access: Access) -> None:
    row, moment = access.subject.payload, clock.now()
    used = access.connection.execute(
        update(Letter)
        .where(Letter.id == row.letter_id, Letter.state.in_(VALID_STATES), Letter.valid_until > moment)
        .values(state=LetterState.USED, used_at=moment)
    )
    if used.rowcount != 1:
        raise Refused(Reason.LETTER_NOT_ACCEPTED)
    access.connection.execute(
        update(Letter)
        .where(
            Letter.patient_id == row.patient_id,
            Letter.state.in_(UNUSED_STATES),
        )
        .values(state=LetterState.REVOKED)
    )


def _keep_account(access: Access, secret: str, step: int) -> tuple[str, str]:
    row, keys, connection = access.subject.payload, access.platform.keys, access.connection
    known = connection.execute(
        select(Account.id, Account.number, Account.email_sealed).where(Account.patient_id == row.patient_id)
    ).first()
    account_id = known.id if known else new_id()
    number = known.number if known else new_account_number(connection)
    email = keys.open(row.email_sealed, f"activation-email:{row.id}")
    values = {
        "state": "active",
        "language": row.language,
        "email_index": keys.find_by("email", email),
        "email_sealed": keys.seal(email, f"account-email:{account_id}"),
        "password_hash": row.password_hash,
        "totp_sealed": keys.seal(secret, f"account-totp:{account_id}"),
        "totp_last_step": step,
    }
    if known:
        sessions.end_all(connection, account_id)
        _tell_the_old_address(access, keys.open(known.email_sealed, f"account-email:{account_id}"), email)
        connection.execute(update(Account).where(Account.id == account_id).values(**values))
    else:
        identity = {
            "id": account_id,
            "number": number,
            "patient_id": row.patient_id,
            "created_at": clock.now(),
        }
        connection.execute(insert(Account), identity | values)
    return account_id, number


def _tell_the_old_address(access: Access, old: str, new: str) -> None:
    """A changed way in is told on the old channels too (domain.md, signing in)."""
    keys = access.platform.keys
    phones.warn(access.connection, keys, Notice.SIGN_IN_CHANGED, access.subject.patient_id)
    if old != new:
        outbox.tell(
            access.connection,
            keys,
            Notice.SIGN_IN_CHANGED,
            address=old,
            language=access.subject.payload.language,
            patient_id=access.subject.patient_id,
        )


def new_recovery_codes(access: Access, account_id: str) -> list[str]:
    """Ten codes for this account; any that it had are forgotten."""
    codes, keys = factors.new_recovery_codes(), access.platform.keys
    access.connection.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    access.connection.execute(
        insert(RecoveryCode),
        [
            {
                "account_id": account_id,
                "fingerprint": keys.find_by(f"recovery:{account_id}", factors.normal_recovery_code(code)),
            }
            for code in codes
        ],
    )
    return codes


def _open_record(access: Access) -> None:
    """A record that waited is open from now on; one that was open already stays as it is."""
    moment = clock.now()
    record_states.change(
        access.connection,
        Dossier.patient_id == access.subject.patient_id,
        Dossier.state.in_((DossierState.CREATED, DossierState.OPEN_BY_DEFAULT)),
        state=DossierState.ACTIVATED,
        moment=moment,
        opened_at=moment,
    )

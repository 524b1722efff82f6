"""A person's registered telephone: one number, called back and, where it is a mobile, sent text messages.

Whoever it belongs to enters a mobile themselves: a code that is sent to it proves that they have it.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from platform_api import clock, contacts, letter_codes, outbox, telephone, throttles
from platform_api.guard import Access
from platform_api.keys import Keys
from platform_api.models import Account, Patient, PhoneCode, RegisteredPhone
from platform_api.problems import Refused
from platform_api.shapes import Moment
from platform_api.vocabulary import SMS, Notice, Reason

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
_RESEND_AFTER = timedelta(seconds=10)
_USED = -1
"""In the place of the tries of a code that was right: whoever presses twice is told so, and nothing happens again."""
NEW_FOR = contacts.DELAY
"""So long a new number proves nobody to the helpdesk: time for the owner of the account to stop a stranger."""


@dataclass(frozen=True, slots=True)
class Registered:
    """The number on file."""

    number: str
    since: datetime

    @property
    def is_mobile(self) -> bool:
        """Whether text messages reach it."""
        return telephone.is_mobile(self.number)

    @property
    def proves_from(self) -> datetime:
        """From when on it proves a caller to the helpdesk."""
        return self.since + NEW_FOR


@dataclass(frozen=True, slots=True)
class Phone:
    """The registered number as its owner sees it, and one that still waits for its code."""

    number: str
    mobile: bool
    proves_from: Moment | None
    asked: str
    asked_until: Moment | None


def registered(connection: Connection, keys: Keys, patient_id: str) -> Registered | None:
    """The number of a person, or None."""
    row = connection.execute(
        select(RegisteredPhone.phone_sealed, RegisteredPhone.since).where(
            RegisteredPhone.patient_id == patient_id
        )
    ).first()
    if row is None:
        return None
    number = keys.open(row.phone_sealed, f"phone:{patient_id}")
    return Registered(telephone.check(number).value or number, row.since)


def proving(access: Access, *, field: str) -> Registered:
    """The number that proves a caller; raises Refused where there is none, or only one that was entered just now."""
    found = _of(access, field)
    if clock.now() < found.proves_from:
        raise Refused(Reason.PHONE_TOO_NEW, field=field)
    return found


def mobile(access: Access, *, field: str, proves: bool = False) -> str:
    """The number that text messages reach, where `proves` one that proves a caller; raises Refused for any other."""
    found = proving(access, field=field) if proves else _of(access, field)
    if not found.is_mobile:
        raise Refused(Reason.PHONE_NO_MOBILE, field=field)
    return found.number


def texts_to(access: Access) -> str:
    """The last digits of the mobile that proves the person; empty where there is none."""
    patient_id = access.subject.patient_id or ""
    found = registered(access.connection, access.platform.keys, patient_id)
    fits = found is not None and found.is_mobile and clock.now() >= found.proves_from
    return telephone.ending(found.number) if found is not None and fits else ""


def text(
    access: Access,
    notice: Notice,
    number: str,
    values: dict[str, str],
    *,
    field: str,
    expires_at: datetime | None = None,
) -> None:
    """Queue a text message to somebody's number; one with an older code that still waits is taken back."""
    connection, keys = access.connection, access.platform.keys
    patient_id = access.subject.patient_id or ""
    _count(access, field, ("text-for", patient_id), ("text-to", number))
    outbox.take_back(connection, notice, patient_id, SMS)
    outbox.tell(
        connection,
        keys,
        notice,
        address=number,
        language=_language(connection, patient_id),
        patient_id=patient_id,
        parameters=values,
        expires_at=expires_at,
        channel=SMS,
    )


def text_visit_code(access: Access, number: str, code: str, until: datetime, *, field: str) -> None:
    """Send a presence code to the holder's own mobile: the code, and until when, and nothing else."""
    values = {"code": letter_codes.grouped(code), "moment": until.isoformat()}
    text(access, Notice.VISIT_CODE, number, values, field=field)


def warn(connection: Connection, keys: Keys, notice: Notice, patient_id: str | None) -> None:
    """Tell a changed way of signing in by text message too, where a mobile is registered; it says no code.

    Not counted: whoever floods an account with changes must not silence what tells of them.
    """
    found = registered(connection, keys, patient_id) if patient_id else None
    if patient_id is None or found is None or not found.is_mobile:
        return
    outbox.tell(
        connection,
        keys,
        notice,
        address=found.number,
        language=_language(connection, patient_id),
        patient_id=patient_id,
        channel=SMS,
    )


def shown(access: Access) -> Phone:
    """What its owner sees; `proves_from` only while the number is new."""
    connection, keys = access.connection, access.platform.keys
    patient_id = access.subject.patient_id or ""
    found = registered(connection, keys, patient_id)
    asked = connection.execute(
        select(PhoneCode.phone_sealed, PhoneCode.valid_until).where(
            PhoneCode.patient_id == patient_id,
            PhoneCode.valid_until > clock.now(),
            PhoneCode.tries != _USED,
        )
    ).first()
    waits = telephone.grouped(keys.open(asked.phone_sealed, f"phone-code:{patient_id}")) if asked else ""
    return Phone(
        number=telephone.grouped(found.number) if found else "",
        mobile=found is not None and found.is_mobile,
        proves_from=found.proves_from if found and clock.now() < found.proves_from else None,
        asked=waits,
        asked_until=asked.valid_until if asked else None,
    )


def ask(access: Access, typed: str, notice: Notice = Notice.PHONE_CODE) -> datetime:
    """Send a code to a number, in the words of `notice`; an earlier code is void. Returns until when it counts."""
    checked = telephone.check(typed)
    if checked.value is None:
        raise Refused(checked.problem or Reason.PHONE_MALFORMED, field="phone")
    connection, keys = access.connection, access.platform.keys
    patient_id, moment = access.subject.patient_id or "", clock.now()
    if (just_sent := _just_sent(access, checked.value)) is not None:
        return just_sent
    code, until = f"{secrets.randbelow(10**6):06d}", moment + CODE_LASTS
    values = {"code": code, "minutes": str(int(CODE_LASTS.total_seconds() // 60))}
    # first, as counting lets one at a time through
    text(access, notice, checked.value, values, field="phone", expires_at=until)
    connection.execute(delete(PhoneCode).where(PhoneCode.patient_id == patient_id))
    connection.execute(
        insert(PhoneCode),
        {
            "patient_id": patient_id,
            "phone_sealed": keys.seal(checked.value, f"phone-code:{patient_id}"),
            "fingerprint": _fingerprint(keys, patient_id, code),
            "valid_until": until,
            "tries": 0,
        },
    )
    return until


def confirm(access: Access, code: str) -> bool:
    """The code that was sent: the number counts from now on; e-mail address and earlier number are told.

    False where it counts already, as when the button is pressed a second time.
    """
    connection, keys = access.connection, access.platform.keys
    patient_id = access.subject.patient_id or ""
    row = connection.execute(
        select(PhoneCode.__table__).where(PhoneCode.patient_id == patient_id).with_for_update()
    ).first()
    digits = "".join(sign for sign in code if sign.isdigit())
    fits = row is not None and hmac.compare_digest(_fingerprint(keys, patient_id, digits), row.fingerprint)
    if row is None or clock.now() >= row.valid_until or (row.tries == _USED and not fits):
        raise Refused(Reason.CODE_EXPIRED, field="code")
    if row.tries >= CODE_TRIES:
        raise Refused(Reason.CODE_LOCKED, field="code")
    if row.tries == _USED:
        return False
    mine = PhoneCode.patient_id == patient_id
    if not fits:
        connection.execute(update(PhoneCode).where(mine).values(tries=row.tries + 1))
        left = CODE_TRIES - row.tries - 1
        reason = Reason.TEXT_CODE_WRONG if left else Reason.CODE_LOCKED
        raise Refused(reason, field="code", data={"tries_left": left}, keep=True)
    connection.execute(update(PhoneCode).where(mine).values(tries=_USED))
    return _put(access, keys.open(row.phone_sealed, f"phone-code:{patient_id}"))


def register(access: Access, number: str) -> bool:
    """A number that gets no code, in the place of any other; False where it is registered already."""
    patient_id = access.subject.patient_id or ""
    access.connection.execute(delete(PhoneCode).where(PhoneCode.patient_id == patient_id))
    return _put(access, number)


def _put(access: Access, number: str) -> bool:
    connection, keys = access.connection, access.platform.keys
    patient_id = access.subject.patient_id or ""
    earlier = registered(connection, keys, patient_id)
    if earlier is not None and earlier.number == number:
        return False
    connection.execute(delete(RegisteredPhone).where(RegisteredPhone.patient_id == patient_id))
    sealed = keys.seal(number, f"phone:{patient_id}")
    kept = {"patient_id": patient_id, "phone_sealed": sealed, "since": clock.now()}
    connection.execute(insert(RegisteredPhone), kept)
    _tell(access, Notice.PHONE_CHANGED, earlier, {"ends": telephone.ending(number)})
    return True


def remove(access: Access) -> None:
    """Forget the number; e-mail address and number are told. Removing what is not there is no error."""
    connection, patient_id = access.connection, access.subject.patient_id or ""
    earlier = registered(connection, access.platform.keys, patient_id)
    connection.execute(delete(PhoneCode).where(PhoneCode.patient_id == patient_id))
    if earlier is None:
        return
    connection.execute(delete(RegisteredPhone).where(RegisteredPhone.patient_id == patient_id))
    _tell(access, Notice.PHONE_REMOVED, earlier, {})


def _tell(access: Access, notice: Notice, earlier: Registered | None, values: dict[str, str]) -> None:
    connection, keys = access.connection, access.platform.keys
    patient_id = access.subject.patient_id or ""
    outbox.tell_holder(connection, keys, notice, patient_id, parameters=values)
    if earlier is not None and earlier.is_mobile:
        outbox.tell(
            connection,
            keys,
            Notice.PHONE_OVER,
            address=earlier.number,
            language=_language(connection, patient_id),
            patient_id=patient_id,
            channel=SMS,
        )


def _just_sent(access: Access, number: str) -> datetime | None:
    """Until when the code counts that went to the same number a moment ago: pressed twice, sent once."""
    patient_id = access.subject.patient_id or ""
    row = access.connection.execute(
        select(PhoneCode.phone_sealed, PhoneCode.valid_until).where(
            PhoneCode.patient_id == patient_id,
            PhoneCode.valid_until > clock.now() + CODE_LASTS - _RESEND_AFTER,
            PhoneCode.tries == 0,
        )
    ).first()
    same = (
        row is not None and access.platform.keys.open(row.phone_sealed, f"phone-code:{patient_id}") == number
    )
    return row.valid_until if row is not None and same else None


def _of(access: Access, field: str) -> Registered:
    found = registered(access.connection, access.platform.keys, access.subject.patient_id or "")
    if found is None:
        raise Refused(Reason.NO_REGISTERED_CONTACT, field=field)
    return found


def _count(access: Access, field: str, *counters: tuple[str, str]) -> None:
    """Each text message costs money and may reach a stranger: counted for who asks and for the number."""
    names = [(kind, access.platform.keys.find_by(kind, value)) for kind, value in counters]
    for _kind, name in names:
        blocked = throttles.standing(access.connection, name, throttles.TEXT).blocked_seconds
        if blocked:
            raise Refused(Reason.TOO_MANY_TRIES, field=field, retry_after=blocked)
    for kind, name in names:
        throttles.count(access.connection, name, kind, throttles.TEXT)


def _fingerprint(keys: Keys, patient_id: str, code: str) -> str:
    return keys.find_by(f"phone-code:{patient_id}", code)


def _language(connection: Connection, patient_id: str) -> str:
    """The language of the account; of the directory for somebody who never activated."""
    found = select(func.coalesce(Account.language, Patient.language)).where(Patient.id == patient_id)
    joined = found.join_from(Patient, Account, Account.patient_id == Patient.id, isouter=True)
    return str(connection.execute(joined).scalar() or "fr")

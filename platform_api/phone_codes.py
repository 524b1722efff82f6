"""Registering a telephone number: a code that is sent to a mobile and typed, what its owner sees, who is told."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from platform_api import clock, outbox, phones, telephone
from platform_api.guard import Access
from platform_api.keys import Keys
from platform_api.models import PhoneCode, RegisteredPhone
from platform_api.problems import Refused
from platform_api.shapes import Moment
from platform_api.vocabulary import SMS, Notice, Reason

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
_RESEND_AFTER = timedelta(seconds=10)
_USED = -1
"""In the place of the tries of a code that was right: whoever presses twice is told so, and nothing happens again."""
_UNREACHED = -2
"""In their place, too: the gateway takes nothing for this number, so that no code is on its way."""
_TOLD_AGAIN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Phone:
    """The registered number as its owner sees it, and one that still waits for its code."""

    number: str
    mobile: bool
    proves_from: Moment | None
    asked: str
    asked_until: Moment | None
    unreached: str
    """A number that was typed just now, and that no text message reaches."""


def shown(access: Access) -> Phone:
    """What its owner sees; `proves_from` only while the number is new."""
    connection, keys = access.connection, access.platform.keys
    patient_id = access.subject.patient_id or ""
    found = phones.registered(connection, keys, patient_id)
    number, until, is_unreached = asked(access) or ("", None, True)
    typed = telephone.grouped(number) if number else ""
    return Phone(
        number=telephone.grouped(found.number) if found else "",
        mobile=found is not None and found.is_mobile,
        proves_from=found.proves_from if found and clock.now() < found.proves_from else None,
        asked="" if is_unreached else typed,
        asked_until=None if is_unreached else until,
        unreached=typed if is_unreached else "",
    )


def ask(access: Access, typed: str, notice: Notice = Notice.PHONE_CODE) -> datetime:
    """Send a code to a number, in the words of `notice`; an earlier code is void. Returns until when it counts."""
    checked = telephone.check(typed)
    if checked.value is None:
        raise Refused(checked.problem or Reason.PHONE_MALFORMED, field="phone")
    connection, keys = access.connection, access.platform.keys
    patient_id, moment = access.subject.patient_id or "", clock.now()
    if _is_unreached(access, checked.value):
        raise Refused(Reason.PHONE_REFUSED, field="phone")
    if (just_sent := _just_sent(access, checked.value)) is not None:
        return just_sent
    code, until = f"{secrets.randbelow(10**6):06d}", moment + CODE_LASTS
    values = {"code": code, "minutes": str(int(CODE_LASTS.total_seconds() // 60))}
    # first, as counting lets one at a time through
    phones.text(access, notice, checked.value, values, field="phone", expires_at=until)
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


def asked(access: Access) -> tuple[str, datetime, bool] | None:
    """The number that waits for its code, until when, and whether no text message reaches it; None where none waits."""
    keys, patient_id = access.platform.keys, access.subject.patient_id or ""
    row = access.connection.execute(
        select(PhoneCode.phone_sealed, PhoneCode.valid_until, PhoneCode.tries).where(
            PhoneCode.patient_id == patient_id,
            PhoneCode.valid_until > clock.now(),
            PhoneCode.tries != _USED,
        )
    ).first()
    if row is None:
        return None
    return keys.open(row.phone_sealed, f"phone-code:{patient_id}"), row.valid_until, row.tries == _UNREACHED


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
    if row.tries == _UNREACHED:
        raise Refused(Reason.PHONE_REFUSED, field="code")
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
    earlier = phones.registered(connection, keys, patient_id)
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
    earlier = phones.registered(connection, access.platform.keys, patient_id)
    connection.execute(delete(PhoneCode).where(PhoneCode.patient_id == patient_id))
    if earlier is None:
        return
    connection.execute(delete(RegisteredPhone).where(RegisteredPhone.patient_id == patient_id))
    _tell(access, Notice.PHONE_REMOVED, earlier, {})


def unreached(connection: Connection, keys: Keys, given_up: outbox.GivenUp) -> None:
    """The gateway will never take a message for this number: its code waits no more, and its owner is told by e-mail.

    Nobody is told twice a day, and nobody of a number that is not registered: whoever typed that sees it on the page.
    """
    patient_id, moment = given_up.patient_id, clock.now()
    if given_up.channel != SMS or patient_id is None:
        return
    code = select(PhoneCode.phone_sealed).where(PhoneCode.patient_id == patient_id, PhoneCode.tries >= 0)
    waiting = connection.execute(code).scalar()
    if waiting is not None and keys.open(waiting, f"phone-code:{patient_id}") == given_up.address:
        mine = PhoneCode.patient_id == patient_id
        connection.execute(update(PhoneCode).where(mine).values(tries=_UNREACHED))
    found = phones.registered(connection, keys, patient_id)
    if found is None or found.number != given_up.address:
        return
    connection.execute(
        update(RegisteredPhone).where(RegisteredPhone.patient_id == patient_id).values(refused_at=moment)
    )
    if not outbox.told_since(connection, Notice.PHONE_REFUSED, patient_id, moment - _TOLD_AGAIN_AFTER):
        values = {"ends": telephone.ending(found.number)}
        outbox.tell_holder(connection, keys, Notice.PHONE_REFUSED, patient_id, parameters=values)


def _is_unreached(access: Access, number: str) -> bool:
    """Whether the gateway refused this very number while its code would still count."""
    patient_id = access.subject.patient_id or ""
    sealed = access.connection.execute(
        select(PhoneCode.phone_sealed).where(
            PhoneCode.patient_id == patient_id,
            PhoneCode.valid_until > clock.now(),
            PhoneCode.tries == _UNREACHED,
        )
    ).scalar()
    return sealed is not None and access.platform.keys.open(sealed, f"phone-code:{patient_id}") == number


def _tell(access: Access, notice: Notice, earlier: phones.Registered | None, values: dict[str, str]) -> None:
    connection, keys = access.connection, access.platform.keys
    patient_id = access.subject.patient_id or ""
    outbox.tell_holder(connection, keys, notice, patient_id, parameters=values)
    if earlier is not None and earlier.is_mobile:
        outbox.tell(
            connection,
            keys,
            Notice.PHONE_OVER,
            address=earlier.number,
            language=phones.language(connection, patient_id),
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


def _fingerprint(keys: Keys, patient_id: str, code: str) -> str:
    return keys.find_by(f"phone-code:{patient_id}", code)

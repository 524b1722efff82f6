"""Proving a caller: a code read back, a support PIN, a call back, a document seen; each counts once."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update

from platform_api import clock, helping, outbox, phones, telephone, throttles
from platform_api.guard import Access
from platform_api.identifiers import new_id
from platform_api.models import Account, Assistance, CallerProof, HelpCase
from platform_api.problems import Refused
from platform_api.vocabulary import SMS, CallerKind, Channel, Notice, Proof, Reason, TextCode

CODE_LASTS = timedelta(minutes=10)
LEVELS = {
    Proof.EMAIL_CODE: 2,
    Proof.SMS_CODE: 2,
    Proof.SUPPORT_PIN: 2,
    Proof.CALL_BACK: 2,
    Proof.IDENTITY_DOCUMENT: 3,
}
_IN_PERSON = (Channel.COUNTER, Channel.VIDEO)
_SHOWN_DIGITS = 4
_LATE_AFTER = timedelta(seconds=20)
"""A text message leaves within seconds; one that still waits after so long finds no gateway, or a wrong setting."""


@dataclass(frozen=True, slots=True)
class Proved:
    """Where the proof stands: the level reached, or what was begun (a code sent, a number to call).

    `ends` are the last digits of the number that a code went to.
    """

    level: int
    sent: bool = False
    phone: str = ""
    ends: str = ""


def prove(access: Access, method: Proof, code: str) -> Proved:
    """Begin a proof when there is no code yet, check it when there is one; raises Refused for a wrong one."""
    access.details["proof"] = method.value
    typed = "".join(sign for sign in code if sign.isalnum())
    if method is Proof.EMAIL_CODE and not typed:
        return _mail_code(access)
    if method is Proof.SMS_CODE and not typed:
        return _text_code(access)
    if method is Proof.CALL_BACK and not typed:
        return _number_to_call(access)
    counter = access.platform.keys.find_by("desk-proof", access.subject.patient_id or "")
    if method is Proof.SMS_CODE and text_code(access) is TextCode.REFUSED:
        raise Refused(Reason.PHONE_UNREACHED, field="proof")
    blocked = throttles.standing(access.connection, counter, throttles.SECOND_FACTOR).blocked_seconds
    if blocked:
        raise Refused(Reason.TOO_MANY_TRIES, retry_after=blocked)
    if not _holds(access, method, typed):
        throttles.count(access.connection, counter, "desk-proof", throttles.SECOND_FACTOR)
        raise Refused(Reason.PROOF_WRONG, field="proof_code", keep=True)
    throttles.forgive(access.connection, counter)
    if method is Proof.IDENTITY_DOCUMENT:
        _note_seen(access)
        if _case(access).caller != CallerKind.HOLDER:
            return Proved(_level(access))  # it proves who they are, and nothing that the holder wants
    return Proved(_raise_to(access, LEVELS[method]))


def text_code(access: Access) -> TextCode | None:
    """How far the code has come that was texted in this case; None where none was, or where it is over."""
    known = select(CallerProof.valid_until).where(
        CallerProof.case_id == _case_id(access), CallerProof.method == Proof.SMS_CODE
    )
    until = access.connection.execute(known.order_by(CallerProof.valid_until.desc()).limit(1)).scalar()
    if until is None or clock.now() >= until:
        return None
    patient_id, since = access.subject.patient_id or "", until - CODE_LASTS
    found = outbox.newest(access.connection, Notice.HELP_CODE, patient_id, SMS, since)
    return standing(found) if found else None


def standing(way: outbox.Way) -> TextCode:
    """How far a text message has come."""
    if way.given_up:
        return TextCode.REFUSED
    if way.sent:
        return TextCode.SENT
    return TextCode.LATE if clock.now() - way.queued_at > _LATE_AFTER else TextCode.WAITING


def _holds(access: Access, method: Proof, typed: str) -> bool:
    if method is Proof.IDENTITY_DOCUMENT:
        return _document_seen(access, typed)
    if method is Proof.SUPPORT_PIN:
        account = _account(access)
        return helping.spend_pin(access.connection, access.platform.keys, account, typed)
    spent = access.connection.execute(
        update(CallerProof)
        .where(
            CallerProof.case_id == _case_id(access),
            CallerProof.method == method,
            CallerProof.fingerprint == _fingerprint(access, method, typed),
            CallerProof.used_at.is_(None),
            CallerProof.valid_until > clock.now(),
        )
        .values(used_at=clock.now())
    )
    return spent.rowcount > 0


def _mail_code(access: Access) -> Proved:
    """Mail a code of six digits to the registered address; the agent never sees it."""
    account, parameters = _account(access), _new_code(access, Proof.EMAIL_CODE)
    keys, until = access.platform.keys, clock.now() + CODE_LASTS
    outbox.tell_account(
        access.connection, keys, Notice.HELP_CODE, account, parameters=parameters, expires_at=until
    )
    return Proved(_level(access), sent=True)


def _text_code(access: Access) -> Proved:
    """Text a code to the registered mobile; the agent sees its last digits, never the code."""
    number = phones.mobile(access, field="proof", proves=True)
    parameters = _new_code(access, Proof.SMS_CODE)
    phones.text(
        access, Notice.HELP_CODE, number, parameters, field="proof", expires_at=clock.now() + CODE_LASTS
    )
    return Proved(_level(access), sent=True, ends=telephone.ending(number))


def _new_code(access: Access, method: Proof) -> dict[str, str]:
    """A code to read back, in clear only for its message; one that was sent before in this case is void."""
    access.connection.execute(
        update(CallerProof)
        .where(CallerProof.case_id == _case_id(access), CallerProof.method == method)
        .values(valid_until=clock.now())
    )
    code = f"{secrets.randbelow(10**6):06d}"
    _keep(access, method, code)
    return {"code": code, "minutes": str(int(CODE_LASTS.total_seconds() // 60))}


def _number_to_call(access: Access) -> Proved:
    """The registered number; whoever answers there is proved by its last four digits, typed after the call."""
    phone = telephone.grouped(phones.proving(access, field="proof").number)
    _keep(access, Proof.CALL_BACK, "".join(sign for sign in phone if sign.isdigit())[-_SHOWN_DIGITS:])
    return Proved(_level(access), phone=phone)


def _document_seen(access: Access, typed: str) -> bool:
    """Seen with one's own eyes: at the counter or on video only; the trail keeps the last signs of its number."""
    if _case(access).channel not in _IN_PERSON:
        raise Refused(Reason.PROOF_NEEDS_PRESENCE, field="proof")
    if len(typed) < _SHOWN_DIGITS:
        return False
    access.details["document"] = access.platform.keys.find_by("identity-document", typed.upper())[:16]
    return True


def _note_seen(access: Access) -> None:
    helping_now = access.principal.assistance
    if helping_now is not None:
        access.connection.execute(
            update(Assistance).where(Assistance.id == helping_now.id).values(document_seen=True)
        )


def _case(access: Access) -> Any:
    """How the caller came, and who they are."""
    found = select(HelpCase.channel, HelpCase.caller).where(HelpCase.id == _case_id(access))
    return access.connection.execute(found).one()


def _keep(access: Access, method: Proof, code: str) -> None:
    row = {"id": new_id(), "case_id": _case_id(access), "method": method}
    row |= {"fingerprint": _fingerprint(access, method, code)}
    access.connection.execute(insert(CallerProof), row | {"valid_until": clock.now() + CODE_LASTS})


def _fingerprint(access: Access, method: Proof, code: str) -> str:
    return access.platform.keys.find_by(f"caller-proof:{method}", f"{_case_id(access)}\0{code}")


def _raise_to(access: Access, level: int) -> int:
    helping_now = access.principal.assistance
    level = max(level, _level(access))
    if helping_now is not None:
        access.connection.execute(
            update(Assistance).where(Assistance.id == helping_now.id).values(proof_level=level)
        )
    access.details["level"] = level
    return level


def _account(access: Access) -> str:
    found = access.connection.execute(
        select(Account.id).where(Account.patient_id == access.subject.patient_id)
    ).scalar()
    if found is None:
        raise Refused(Reason.NO_REGISTERED_CONTACT, field="proof")
    return str(found)


def _case_id(access: Access) -> str:
    return access.principal.assistance.case_id if access.principal.assistance else ""


def _level(access: Access) -> int:
    return access.principal.assistance.proof_level if access.principal.assistance else 0

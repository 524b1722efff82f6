"""Entering a person's telephone number at the desk: a document was seen, a mobile reads its code back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from platform_api import helping, outbox, phone_codes, phones, posting, telephone
from platform_api.assistance import proofs
from platform_api.guard import Access
from platform_api.models import Account, Patient, StaffMember
from platform_api.problems import Refused
from platform_api.shapes import Moment
from platform_api.vocabulary import SMS, DeskAct, Notice, PostKind, Reason, TextCode


@dataclass(frozen=True, slots=True)
class Waiting:
    """A new mobile number by its last digits, how far its code has come, and until when that counts."""

    ends: str
    state: TextCode
    until: Moment


def enter(access: Access, typed: str) -> datetime | None:
    """Send a code to a mobile number: returns until when it counts. A landline is registered at once: None.

    Raises Refused for what is no number, and for the number of somebody who works at the desk.
    """
    landline = telephone.landline(typed)
    _is_nobodys_at_the_desk(access, landline or telephone.check(typed).value)
    if landline is None:
        return phone_codes.ask(access, typed, Notice.HELP_CODE)
    if phone_codes.register(access, landline):
        _done(access)
    return None


def confirm(access: Access, code: str) -> None:
    """The code that the caller read out; the same code a second time has no second effect."""
    if phone_codes.confirm(access, code):
        _done(access)


def waiting(access: Access) -> Waiting | None:
    """The number whose code the desk is waiting for, and how far that has come; None where there is none."""
    asked = phone_codes.asked(access)
    if asked is None:
        return None
    number, until, is_unreached = asked
    patient_id, since = access.subject.patient_id or "", until - phone_codes.CODE_LASTS
    found = outbox.newest(access.connection, Notice.HELP_CODE, patient_id, SMS, since)
    if found is None:
        return None
    state = TextCode.REFUSED if is_unreached or found.given_up else proofs.standing(found)
    return Waiting(telephone.ending(number), state, until)


def _done(access: Access) -> None:
    """Note the act; who has no address for e-mail is told by letter."""
    helping.done(access, DeskAct.PHONE)
    connection, patient_id = access.connection, access.subject.patient_id or ""
    known = select(Account.id).where(Account.patient_id == patient_id)
    if connection.execute(known).first() is None:
        posting.queue(connection, access.platform.keys, PostKind.PHONE_REGISTERED, patient_id)


def _is_nobodys_at_the_desk(access: Access, number: str | None) -> None:
    """Whoever works here registers no number of their own, or of a colleague, for a caller."""
    connection, keys = access.connection, access.platform.keys
    staff = (
        select(Patient.id)
        .join(StaffMember, StaffMember.own_index == Patient.matricule_index)
        .order_by(Patient.id)
    )
    for patient_id in connection.execute(staff).scalars().all():
        theirs = phones.registered(connection, keys, patient_id)
        if number is not None and theirs is not None and number == _whole(theirs.number):
            raise Refused(Reason.PHONE_OF_STAFF, field="phone")


def _whole(number: str) -> str:
    return telephone.landline(number) or number

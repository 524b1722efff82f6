"""Entering a person's telephone number at the desk: a document was seen, a mobile reads its code back."""

from datetime import datetime

from sqlalchemy import select

from platform_api import helping, phone_codes, phones, posting, telephone
from platform_api.guard import Access
from platform_api.models import Account, Patient, StaffMember
from platform_api.problems import Refused
from platform_api.vocabulary import DeskAct, Notice, PostKind, Reason


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

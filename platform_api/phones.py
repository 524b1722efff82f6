"""A person's registered telephone: one number, called back and, where it is a mobile, sent text messages.

Whoever it belongs to enters a mobile themselves: a code that is sent to it proves that they have it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from platform_api import clock, contacts, letter_codes, outbox, telephone, throttles
from platform_api.guard import Access
from platform_api.keys import Keys
from platform_api.models import Account, Patient, RegisteredPhone
from platform_api.problems import Refused
from platform_api.vocabulary import SMS, Notice, Reason

NEW_FOR = contacts.DELAY
"""So long a new number proves nobody to the helpdesk: time for the owner of the account to stop a stranger."""
REFUSED_FOR = timedelta(days=1)
"""So long nobody is offered a text message to a number that the gateway refused; then it may be tried again."""


@dataclass(frozen=True, slots=True)
class Registered:
    """The number on file."""

    number: str
    since: datetime
    refused_at: datetime | None = None

    @property
    def is_refused(self) -> bool:
        """Whether the gateway refused it of late: a mobile that no text message reaches."""
        return self.refused_at is not None and clock.now() < self.refused_at + REFUSED_FOR

    @property
    def is_mobile(self) -> bool:
        """Whether text messages reach it."""
        return telephone.is_mobile(self.number)

    @property
    def proves_from(self) -> datetime:
        """From when on it proves a caller to the helpdesk."""
        return self.since + NEW_FOR


def registered(connection: Connection, keys: Keys, patient_id: str) -> Registered | None:
    """The number of a person, or None."""
    row = connection.execute(
        select(RegisteredPhone.phone_sealed, RegisteredPhone.since, RegisteredPhone.refused_at).where(
            RegisteredPhone.patient_id == patient_id
        )
    ).first()
    if row is None:
        return None
    number = keys.open(row.phone_sealed, f"phone:{patient_id}")
    return Registered(telephone.check(number).value or number, row.since, row.refused_at)


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
    if found.is_refused:
        raise Refused(Reason.PHONE_UNREACHED, field=field)
    return found.number


def ends(access: Access) -> str:
    """The last digits of the registered number; empty where there is none."""
    found = registered(access.connection, access.platform.keys, access.subject.patient_id or "")
    return telephone.ending(found.number) if found else ""


def texts_to(access: Access) -> str:
    """The last digits of the mobile that proves the person; empty where there is none."""
    patient_id = access.subject.patient_id or ""
    found = registered(access.connection, access.platform.keys, patient_id)
    fits = found is not None and found.is_mobile and not found.is_refused and clock.now() >= found.proves_from
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
        language=language(connection, patient_id),
        patient_id=patient_id,
        parameters=values,
        expires_at=expires_at,
        channel=SMS,
    )


def text_visit_code(access: Access, number: str, code: str, until: datetime, *, field: str) -> None:
    """Send a presence code to the holder's own mobile: the code, and until when, and nothing else."""
    values = {"code": letter_codes.grouped(code), "moment": until.isoformat()}
    text(access, Notice.VISIT_CODE, number, values, field=field, expires_at=until)


def warn(connection: Connection, keys: Keys, notice: Notice, patient_id: str | None) -> None:
    """Tell what is in `WARNED` by text message too, where a mobile is registered; it says no code.

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
        language=language(connection, patient_id),
        patient_id=patient_id,
        channel=SMS,
    )


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


def language(connection: Connection, patient_id: str) -> str:
    """The language of the account; of the directory for somebody who never activated."""
    found = select(func.coalesce(Account.language, Patient.language)).where(Patient.id == patient_id)
    joined = found.join_from(Patient, Account, Account.patient_id == Patient.id, isouter=True)
    return str(connection.execute(joined).scalar() or "fr")

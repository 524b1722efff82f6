"""The registered address: the directory alone changes it, and for a while after that a letter asks for more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from platform_api import clock, delays
from platform_api.models import Letter, Patient
from platform_api.vocabulary import Delay, LetterState, Role


@dataclass(frozen=True, slots=True)
class Address:
    """Where letters go, as the directory has it."""

    lines: tuple[str, ...]
    postal_code: str
    city: str
    country: str


def keep(connection: Connection, patient_id: str, new: Address) -> bool:
    """Keep what the directory says; True where it is another address than before, which is dated then."""
    row = connection.execute(
        select(Patient.address_lines, Patient.postal_code, Patient.city, Patient.country)
        .where(Patient.id == patient_id)
        .with_for_update()
    ).one()
    if _plain(Address(tuple(row.address_lines), row.postal_code, row.city, row.country)) == _plain(new):
        return False
    values: dict[str, Any] = {
        "address_lines": list(new.lines),
        "postal_code": new.postal_code,
        "city": new.city,
    }
    values |= {"country": new.country, "address_changed_at": clock.now()}
    connection.execute(update(Patient).where(Patient.id == patient_id).values(**values))
    connection.execute(
        update(Letter)
        .where(
            Letter.patient_id == patient_id,
            Letter.state == LetterState.ASKED,
            Letter.asked_by == Role.VISITOR,
        )
        .values(state=LetterState.REVOKED)
    )
    return True


def changed_lately(connection: Connection, patient_id: str | None) -> datetime | None:
    """When the address changed, where that is so short ago that a letter asks for more; else None."""
    changed = connection.execute(select(Patient.address_changed_at).where(Patient.id == patient_id)).scalar()
    if changed is None or clock.now() >= delays.over_at(Delay.ADDRESS_NEW, changed):
        return None
    return changed


def _plain(one: Address) -> tuple[str, ...]:
    """An address without capitals and double spaces: written otherwise, it is the same."""
    parts = (*one.lines, one.postal_code, one.city, one.country)
    return tuple(" ".join(part.casefold().split()) for part in parts if part.strip())

"""A holder's choice whether their record's data, without their name, may serve research and planning (EHDS art. 71)."""

from sqlalchemy import Connection, delete, insert, select

from platform_api import clock
from platform_api.guard import Access
from platform_api.models import SecondaryUse


def allowed(connection: Connection, patient_id: str) -> bool:
    """Whether it may; it may unless the holder objected."""
    chosen = select(SecondaryUse.allowed).where(SecondaryUse.patient_id == patient_id)
    return connection.execute(chosen).scalar() is not False


def choose(access: Access, *, is_allowed: bool) -> None:
    """Object to that, or allow it again; neither needs a reason."""
    who = access.subject.patient_id or ""
    access.connection.execute(delete(SecondaryUse).where(SecondaryUse.patient_id == who))
    row = {"patient_id": who, "allowed": is_allowed, "changed_at": clock.now()}
    access.connection.execute(insert(SecondaryUse), row)
    access.details["allowed"] = is_allowed

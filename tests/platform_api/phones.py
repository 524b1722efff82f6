"""Telephone numbers that people have registered, entered by hand."""

from datetime import timedelta

from sqlalchemy import delete, insert

from platform_api import clock
from platform_api.models import RegisteredPhone
from tests.platform_api.world import Person, World

MOBILE, LANDLINE = "+352621555017", "+352 26 55 50 31"


def register(world: World, one: Person, number: str = MOBILE, *, days: int = 400) -> None:
    """A number that was registered so many days ago, in the place of any other."""
    with world.running.database.write() as connection:
        connection.execute(delete(RegisteredPhone).where(RegisteredPhone.patient_id == one.id))
        row = {"patient_id": one.id, "since": clock.now() - timedelta(days=days)}
        row["phone_sealed"] = world.running.keys.seal(number, f"phone:{one.id}")
        connection.execute(insert(RegisteredPhone), row)

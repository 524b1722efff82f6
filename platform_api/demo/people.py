"""The named people of the demo, of all ages, from data/people.toml; passwords are for development only."""

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from stdnum import luhn, verhoeff

from platform_api import clock
from platform_api.demo.records import DemoAddress, DemoPerson
from platform_api.vocabulary import DossierState, LetterState


def make_matricule(birth_date: date, serial: int) -> str:
    """Return the 13 digits for a birth date and a serial number of three digits.

    Digit 12 is the Luhn digit and digit 13 the Verhoeff digit, both over the first eleven.
    """
    base = f"{birth_date:%Y%m%d}{serial:03d}"
    return base + luhn.calc_check_digit(base) + verhoeff.calc_check_digit(base)


@cache
def demo_people() -> tuple[DemoPerson, ...]:
    """Every person of the demo, in a fixed order."""
    text = files("platform_api.demo").joinpath("data/people.toml").read_text("utf-8")
    rows = [_with_birthday(row) for row in tomllib.loads(text)["people"]]
    return tuple(
        DemoPerson(
            key=row["key"],
            matricule=row["matricule"],
            given_names=row["given_names"],
            family_name=row["family_name"],
            birth_date=row["birth_date"],
            gender=row["gender"],
            language=row["language"],
            address=DemoAddress(*row["address"]),
            phone=row.get("phone"),
            email=row.get("email"),
            reference_doctor_id=row.get("reference_doctor_id"),
            state=DossierState(row["state"]),
            state_since_days=row["state_since_days"],
            letter=LetterState(row["letter"]) if "letter" in row else None,
            story=row["story"],
            password=row.get("password"),
            totp_secret=row.get("totp_secret"),
            representatives=tuple(row.get("representatives", ())),
        )
        for row in rows
    )


def _with_birthday(row: dict[str, Any]) -> dict[str, Any]:
    """Somebody who `turns` an age in so many days, however old the demo is: the date and the matricule follow."""
    if "turns" not in row:
        return row
    day = clock.today() + timedelta(days=row["in_days"])
    if (day.month, day.day) == (2, 29):
        day -= timedelta(days=1)
    born = day.replace(year=day.year - row["turns"])
    return row | {"birth_date": born, "matricule": make_matricule(born, row["serial"])}


@cache
def person(key: str) -> DemoPerson:
    """The person with this key; raises `KeyError` for an unknown one."""
    for candidate in demo_people():
        if candidate.key == key:
            return candidate
    raise KeyError(key)

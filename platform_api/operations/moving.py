"""What the national directory says of addresses: a file with a row for each person who moved."""

import csv
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from platform_api import addresses, matricule
from platform_api.addresses import Address
from platform_api.guard import nothing, permit_as
from platform_api.models import Patient
from platform_api.operations.everyday import OPERATOR
from platform_api.operations.failures import OperationFailed
from platform_api.operations.stores import running
from platform_api.settings import Settings
from platform_api.vocabulary import Action, Role

_COLUMNS = ("matricule", "address", "postal_code", "city", "country")


@dataclass(frozen=True, slots=True)
class Moved:
    """How many addresses are others than before, are the same, and belong to nobody who is known."""

    changed: int
    same: int
    unknown: int


def take_addresses(settings: Settings, file: Path) -> Moved:
    """Take in a CSV file (UTF-8; `address` may hold several lines), all of it or, where a row is wrong, nothing."""
    with file.open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        if missing := [name for name in _COLUMNS if name not in (reader.fieldnames or ())]:
            raise OperationFailed(f"columns are missing: {', '.join(missing)}")
        rows = [_read(row, place) for place, row in enumerate(reader, 2)]
    counted = {True: 0, False: 0, None: 0}
    with (
        running(settings) as opened,
        permit_as(opened, OPERATOR, Action.OPERATE, nothing, role=Role.OPERATOR) as access,
    ):
        for number, address in rows:
            index = opened.keys.find_by("matricule", number)
            who = access.connection.execute(
                select(Patient.id).where(Patient.matricule_index == index)
            ).scalar()
            counted[None if who is None else addresses.keep(access.connection, who, address)] += 1
        access.details.update(act="addresses", changed=counted[True])
    return Moved(counted[True], counted[False], counted[None])


def _read(row: dict[str, str], place: int) -> tuple[str, Address]:
    said = {name: (row[name] or "").strip() for name in _COLUMNS}
    number = matricule.check(said["matricule"]).value
    lines = tuple(line.strip() for line in said["address"].splitlines() if line.strip())
    if number is None or not lines or not all((said["postal_code"], said["city"], said["country"])):
        raise OperationFailed(f"row {place} is not complete, or its matricule is wrong; nothing was changed")
    return number, Address(lines, said["postal_code"], said["city"], said["country"].upper())

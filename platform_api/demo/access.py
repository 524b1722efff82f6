"""Who may open whose record in the demo: reference doctors in the circle, a hospital for a while, one block."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, insert

from platform_api import clock
from platform_api.demo.organisations import demo_professionals
from platform_api.demo.people import demo_people
from platform_api.identifiers import new_id
from platform_api.models import AccessRight
from platform_api.vocabulary import Confidentiality, Right

_DATED = (("nicolas-reuland", 1, 60), ("claire-wagener", 2, 20))
_BLOCKED = (("nicolas-reuland", 3),)


def add_rights(connection: Connection, patient_ids: dict[str, str]) -> None:
    """Give the demo's professionals their access; most have none to most people."""
    rows = [
        _right(patient_ids[one.key], Right.CIRCLE, one.reference_doctor_id, Confidentiality.RESTRICTED, None)
        for one in demo_people()
        if one.reference_doctor_id
    ]
    professionals = [one.id for one in demo_professionals()]
    for key, position, days in _DATED:
        rows.append(
            _right(patient_ids[key], Right.DATED, professionals[position], Confidentiality.NORMAL, days)
        )
    for key, position in _BLOCKED:
        rows.append(
            _right(patient_ids[key], Right.BLOCK, professionals[position], Confidentiality.NORMAL, None)
        )
    connection.execute(insert(AccessRight), rows)


def _right(
    patient_id: str, kind: Right, professional_id: str, level: Confidentiality, days: int | None
) -> dict[str, Any]:
    moment = clock.now()
    return {
        "patient_id": patient_id,
        "id": new_id(),
        "kind": kind,
        "actor_kind": "professional",
        "actor_id": professional_id,
        "level": level,
        "starts_at": moment,
        "ends_at": moment + timedelta(days=days) if days else None,
        "given_by": patient_id,
    }

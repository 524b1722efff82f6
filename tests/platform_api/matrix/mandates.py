"""Who gets in: a holder's mandates, and for whom somebody acts. No caregiver sees or names another."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from platform_api.models import Mandate
from tests.platform_api.matrix.people import (
    AGENT_2,
    AGENT_3,
    CAREGIVERS,
    ELSEWHERE,
    ENDED,
    LOOKING,
    MANAGING,
    OTHER,
    PATIENT,
)
from tests.platform_api.matrix.scene import Scene

_OWN = frozenset({PATIENT, OTHER})
_PEOPLE = _OWN | CAREGIVERS
_ONE = "/dsp/v1/mandates/<mandate_id>"

MAY: dict[str, frozenset[str] | str] = {
    "GET /dsp/v1/mandates": _OWN,
    "POST /dsp/v1/mandates": _OWN,
    "POST /dsp/v1/mandates/accept": frozenset(),  # a code decides, see mandates/test_invitations
    f"POST {_ONE}/confirmation": frozenset({PATIENT}),
    "PUT /dsp/v1/mandates/<id:mandate_id>": frozenset({PATIENT}),
    f"PUT {_ONE}/awake": frozenset({PATIENT}),
    f"POST {_ONE}/end": frozenset(
        {PATIENT, LOOKING, MANAGING, ENDED, ELSEWHERE, AGENT_2, AGENT_3}
    ),  # one person
    "POST /dsp/v1/attestations": frozenset(),  # a doctor with the scope, see mandates/test_attesting_online
    "GET /dsp/v1/acting": _PEOPLE,
    "PUT /dsp/v1/acting": _PEOPLE,
}


def _mandate(scene: Scene) -> str:
    """The first mandate that Anne gave; the same person is all of the scene's caregivers."""
    found = select(Mandate.id).where(Mandate.patient_id == scene.anne.id, Mandate.state == "active")
    with scene.world.running.database.read() as connection:
        return str(connection.execute(found.order_by(Mandate.id)).scalars().first())


NAMES: dict[str, Callable[[Scene], str]] = {"<mandate_id>": _mandate, "<id:mandate_id>": _mandate}
BODIES: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "POST /dsp/v1/mandates": lambda _scene: {"body": {"name": "Sara Reuter", "template": "look"}},
    "POST /dsp/v1/mandates/accept": lambda _scene: {"body": {"code": "AAAAAAAA", "duties": True}},
    "PUT /dsp/v1/mandates/<id:mandate_id>": lambda _scene: {"body": {"template": "look"}},
    f"PUT {_ONE}/awake": lambda _scene: {"body": {"awake": False}},
    f"POST {_ONE}/end": lambda _scene: {"body": {}},
    "POST /dsp/v1/attestations": lambda scene: {
        "body": {"patient": scene.anne.id, "person_of_trust": "Sara Reuter"}
    },
    "PUT /dsp/v1/acting": lambda _scene: {"body": {"mandate": None}},
}

"""Who gets in: requests for a record, the choice about research, the delays."""

from typing import Any

from sqlalchemy import select

from platform_api.models import OpeningRequest
from tests.platform_api.matrix.people import (
    EVERYONE,
    OTHER,
    PATIENT,
    STAFF,
    THROUGH_THE_PORTAL,
)
from tests.platform_api.matrix.scene import Scene

_OWN = frozenset({PATIENT, OTHER})  # everybody about their own


def _form(_scene: Scene) -> dict[str, Any]:
    form = {"last_name": "Klein", "first_name": "Jang", "matricule": "1983081234566", "consent": True}
    return {"body": form | {"address": "1, rue Haute, L-1718 Luxembourg"}}


def _opening(scene: Scene) -> str:
    """The number of a request that waits."""
    scene.world.portal().post("/dsp/v1/openings", _form(scene)["body"])
    with scene.world.running.database.read() as connection:
        return str(connection.execute(select(OpeningRequest.number)).scalars().first())


def _decision(_scene: Scene) -> dict[str, Any]:
    return {"body": {"accepted": True, "identity_seen": True, "card_seen": True}}


MAY: dict[str, frozenset[str] | str] = {
    "GET /dsp/v1/delays": EVERYONE,
    "POST /dsp/v1/openings": THROUGH_THE_PORTAL,
    "GET /dsp/v1/openings": STAFF,
    "GET /dsp/v1/openings/<request_number>": STAFF,
    "POST /dsp/v1/openings/<request_number>/decision": STAFF,
    "PUT /dsp/v1/secondary-use": _OWN,
}
BODIES = {
    "POST /dsp/v1/openings": _form,
    "POST /dsp/v1/openings/<request_number>/decision": _decision,
    "PUT /dsp/v1/secondary-use": lambda _scene: {"body": {"allowed": False}},
}
NAMES = {"<request_number>": _opening}

"""Who gets in: one's own registered telephone, its holder alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert

from platform_api import clock
from platform_api.models import PhoneCode
from tests.platform_api.matrix.people import OTHER, PATIENT
from tests.platform_api.matrix.scene import Scene

_PHONE = "/dsp/v1/phone"
_OWN = frozenset({PATIENT, OTHER})
MAY: dict[str, frozenset[str] | str] = {
    f"GET {_PHONE}": _OWN,
    f"POST {_PHONE}": _OWN,
    f"PUT {_PHONE}": frozenset({PATIENT}),  # the other patient was sent no code
    f"DELETE {_PHONE}": _OWN,
}


def code_on_its_way(scene: Scene) -> dict[str, Any]:
    """A code on its way to Anne."""
    keys, anne = scene.world.running.keys, scene.anne.id
    row = {"patient_id": anne, "tries": 0, "valid_until": clock.now() + timedelta(minutes=10)}
    row["phone_sealed"] = keys.seal("+352621555017", f"phone-code:{anne}")
    row["fingerprint"] = keys.find_by(f"phone-code:{anne}", "481516")
    with scene.world.running.database.write() as connection:
        connection.execute(delete(PhoneCode))
        connection.execute(insert(PhoneCode), row)
    return {"body": {"code": "481516"}}


BODIES: dict[str, Callable[[Scene], dict[str, Any]]] = {
    f"POST {_PHONE}": lambda scene: {"body": {"phone": "621 555 017"}},
    f"PUT {_PHONE}": code_on_its_way,
}

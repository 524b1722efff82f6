"""Who gets in: Consent under `/fhir`, read and written, in a record where the doctor is in the circle."""

from collections.abc import Callable
from typing import Any

from tests.platform_api.callers import LABORATORY
from tests.platform_api.fhir.consenting import Writer, letting_in
from tests.platform_api.matrix.people import AGENT_2, AGENT_3, DOCTOR_IN, MANAGING, PATIENT
from tests.platform_api.matrix.scene import Scene

_NAME = "urn:uuid:8f2c1f5e-5a3c-4c3d-9d55-0c6b1f0e7a11"
_WRITING = frozenset({PATIENT, MANAGING, AGENT_2, AGENT_3})
MAY = {
    "GET /fhir/Consent/<consent_id>": frozenset({PATIENT, MANAGING, DOCTOR_IN}),
    "POST /fhir/Consent": _WRITING,
    "PUT /fhir/Consent": _WRITING,
    "PUT /fhir/Consent/<consent_id>": _WRITING,
    "DELETE /fhir/Consent": frozenset({PATIENT, MANAGING}),
    "DELETE /fhir/Consent/<consent_id>": frozenset({PATIENT, MANAGING}),
}
BODIES: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "GET /fhir/Consent/<consent_id>": lambda scene: {},
    "POST /fhir/Consent": lambda scene: {"body": _laboratory(scene)},
    "PUT /fhir/Consent": lambda scene: {"body": _laboratory(scene), "query_string": {"identifier": _NAME}},
    "PUT /fhir/Consent/<consent_id>": lambda scene: {
        "body": letting_in(scene.anne.id) | {"id": _doctor(scene)}
    },
    "DELETE /fhir/Consent": lambda scene: {"query_string": {"identifier": f"urn:uuid:{_doctor(scene)}"}},
    "DELETE /fhir/Consent/<consent_id>": lambda scene: {},
}
NAMES: dict[str, Callable[[Scene], str]] = {"<consent_id>": lambda scene: _doctor(scene)}


def _laboratory(scene: Scene) -> dict[str, Any]:
    return letting_in(scene.anne.id, who=f"Organization/{LABORATORY}")


def _doctor(scene: Scene) -> str:
    """The Consent by which Anne let the doctor in."""
    found = Writer(scene.callers[PATIENT]()).found("&identifier=301&status=active")
    (one,) = [one for one in found if one["provision"]["actor"][0]["reference"]["display"].endswith("Muller")]
    return str(one["id"])

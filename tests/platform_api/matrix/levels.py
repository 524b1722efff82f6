"""Who gets in: confidentiality, seeing through other eyes, visit passes; the holder, passes also who manages them."""

from collections.abc import Callable
from typing import Any

from platform_api import clock
from tests.platform_api.callers import DOCTOR
from tests.platform_api.matrix.people import (
    ANY_SOFTWARE,
    ELSEWHERE,
    MANAGING,
    OTHER,
    PATIENT,
)
from tests.platform_api.matrix.scene import Scene

_EVERYBODY_S_OWN = frozenset({PATIENT, OTHER})
_ONE = "/dsp/v1/documents/<document_id>/confidentiality"
MAY = {
    "GET /dsp/v1/confidentiality": _EVERYBODY_S_OWN,
    "PUT /dsp/v1/confidentiality": _EVERYBODY_S_OWN,
    f"GET {_ONE}": frozenset({PATIENT}),
    f"PUT {_ONE}": frozenset({PATIENT}),
    "PUT /fhir/DocumentReference/<document_id>": frozenset({PATIENT}),
    "POST /dsp/v1/sight": _EVERYBODY_S_OWN,
    "POST /dsp/v1/sight/effects": _EVERYBODY_S_OWN,
    "GET /dsp/v1/past": _EVERYBODY_S_OWN,
    "GET /dsp/v1/past/onlookers": _EVERYBODY_S_OWN,
    "GET /dsp/v1/professions": ANY_SOFTWARE,
    "GET /dsp/v1/passes": _EVERYBODY_S_OWN | {MANAGING, ELSEWHERE},
    "POST /dsp/v1/passes": _EVERYBODY_S_OWN | {MANAGING, ELSEWHERE},
    "DELETE /dsp/v1/passes/<pass_id>": frozenset({PATIENT, MANAGING}),
}
BODIES: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "PUT /dsp/v1/confidentiality": lambda scene: {"body": {"default": "restricted"}},
    f"PUT {_ONE}": lambda scene: {"body": {"level": "secret"}},
    "PUT /fhir/DocumentReference/<document_id>": lambda scene: {"body": _as_read(scene)},
    "POST /dsp/v1/sight": lambda scene: {"body": {"as": "emergency"}},
    "POST /dsp/v1/sight/effects": lambda scene: {"body": {"types": {"lab": "secret"}}},
    "POST /dsp/v1/passes": lambda scene: {"body": {}},
    "GET /dsp/v1/past": lambda scene: {
        "query_string": {"as": f"practitioner:{DOCTOR}", "on": clock.today().isoformat()}
    },
}
NAMES: dict[str, Callable[[Scene], str]] = {"<pass_id>": lambda scene: _pass(scene)}


def _pass(scene: Scene) -> str:
    made = scene.callers[PATIENT]().post("/dsp/v1/passes", {})
    assert made.status == 201, made
    return str(made.json["id"])


def _as_read(scene: Scene) -> dict[str, Any]:
    return dict(scene.callers[PATIENT]().get(f"/fhir/DocumentReference/{scene.document}").json)

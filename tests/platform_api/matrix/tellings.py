"""Who gets in: how accesses are told, the holder alone."""

from collections.abc import Callable
from typing import Any

from tests.platform_api.matrix.people import OTHER, PATIENT
from tests.platform_api.matrix.scene import Scene

MAY = {
    "GET /dsp/v1/tellings": frozenset({PATIENT, OTHER}),
    "PUT /dsp/v1/tellings": frozenset({PATIENT, OTHER}),
}
BODIES: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "PUT /dsp/v1/tellings": lambda scene: {
        "body": {"accesses": "portal", "refusals": "each", "period": "daily"}
    },
}

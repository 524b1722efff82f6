"""Who gets in: closing, undoing, reopening, erasing, and the freeze. The holder; agents where the caller is proved."""

from typing import Any

from platform_api import letter_codes
from tests.platform_api.matrix.people import AGENT_1, AGENT_2, AGENT_3, OTHER, PATIENT
from tests.platform_api.matrix.scene import Scene

_OWN = frozenset({PATIENT, OTHER})  # everybody about their own


def _open(_scene: Scene) -> dict[str, Any]:
    return {}


def _closed(scene: Scene) -> dict[str, Any]:
    """Both have closed their record, freshly proved; Anne's other states are set by the matrix itself."""
    for who in _OWN:
        scene.callers[who]().post("/dsp/v1/closing")
    return {}


def _erasing(scene: Scene) -> dict[str, Any]:
    _closed(scene)
    for who in _OWN:
        scene.callers[who]().post("/dsp/v1/erasure")
    return {}


def _frozen(scene: Scene) -> dict[str, Any]:
    scene.callers[PATIENT]().post("/dsp/v1/freeze")
    return {}


def _letter(scene: Scene) -> dict[str, Any]:
    """A right matricule with a code that nobody was sent; the right code stands in test_freezing."""
    return {"body": {"matricule": scene.anne.matricule, "code": letter_codes.mint()}}


MAY: dict[str, frozenset[str] | str] = {
    "POST /dsp/v1/closing": _OWN,
    "DELETE /dsp/v1/closing": _OWN,
    "POST /dsp/v1/reopening": _OWN | {AGENT_2, AGENT_3},
    "POST /dsp/v1/erasure": _OWN,
    "DELETE /dsp/v1/erasure": _OWN,
    "POST /dsp/v1/freeze": _OWN | {AGENT_1, AGENT_2, AGENT_3},
    "DELETE /dsp/v1/freeze": frozenset({AGENT_3}),
    "POST /dsp/v1/freezes": frozenset(),  # the letter's code decides, see test_freezing
}
BODIES = {
    "POST /dsp/v1/closing": _open,
    "DELETE /dsp/v1/closing": _closed,
    "POST /dsp/v1/reopening": _closed,
    "POST /dsp/v1/erasure": _closed,
    "DELETE /dsp/v1/erasure": _erasing,
    "DELETE /dsp/v1/freeze": _frozen,
    "POST /dsp/v1/freezes": _letter,
}

"""Every path of the platform × everyone who may come along: only those named in matrix/ get in (ASVS 8.2.1)."""

import importlib
from pathlib import Path

import pytest
from flask import Flask

from tests.platform_api import matrix
from tests.platform_api.matrix.people import CALLERS, EVERYONE, PATIENT
from tests.platform_api.matrix.scene import Scene

_NO_PARTS = {"__init__", "people", "scene"}
PARTS = [
    importlib.import_module(f"tests.platform_api.matrix.{path.stem}")
    for path in sorted(Path(matrix.__file__).parent.glob("*.py"))
    if path.stem not in _NO_PARTS
]
MAY: dict[str, frozenset[str] | str] = {rule: who for part in PARTS for rule, who in part.MAY.items()}
BODIES = {rule: body for part in PARTS for rule, body in getattr(part, "BODIES", {}).items()}
NAMES = {name: value for part in PARTS for name, value in getattr(part, "NAMES", {}).items()}


@pytest.fixture
def scene(platform: Flask) -> Scene:
    """Anne's record and everyone around it."""
    return Scene(platform)


def _sent(scene: Scene, rule: str) -> dict[str, object]:
    return BODIES[rule](scene) if rule in BODIES else scene.request(rule)


def _path(scene: Scene, rule: str) -> str:
    path = scene.path(rule)
    for name, value in NAMES.items():
        if name in path:
            path = path.replace(name, value(scene))
    return path


def test_every_path_is_in_the_matrix(platform: Flask):
    rules = {
        f"{method} {rule.rule}"
        for rule in platform.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert rules == set(MAY), "a new path needs its row here"


@pytest.mark.parametrize("rule", sorted(MAY))
def test_only_those_named_get_in(scene: Scene, rule: str):
    """Refused ones learn nothing of Anne; what is allowed works, so that the matrix is no empty promise."""
    allowed = MAY[rule]
    method, path = rule.split(" ", 1)[0], _path(scene, rule)
    got_in = set()
    for caller in sorted(CALLERS, key=lambda one: one in allowed):  # those who change something come last
        scene.prepare(rule)
        answer = scene.callers[caller]().call(method, path, **_sent(scene, rule))
        assert answer.status < 500, (caller, answer)
        if answer.status < 400:
            got_in.add(caller)
        else:
            text = answer.data.decode()
            assert not any(
                known in text for known in (scene.anne.id, scene.anne.email, scene.document, "Reuter")
            ), caller
    assert got_in == (set(CALLERS) if allowed == EVERYONE else set(allowed))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods_are_not_there(scene: Scene, method: str):
    me = scene.callers[PATIENT]()
    answer = me.call(method, f"/fhir/DocumentReference/{scene.document}")
    assert answer.status == 405
    assert me.get(f"/fhir/DocumentReference/{scene.document}").status == 200


def test_a_method_in_a_header_or_parameter_is_not_taken(scene: Scene):
    me = scene.callers[PATIENT]()
    answer = me.call("POST", "/dsp/v1/session?_method=DELETE", body={"_method": "DELETE"})
    assert answer.status == 405
    assert me.get("/dsp/v1/session").status == 200

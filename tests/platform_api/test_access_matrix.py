"""Every path of the platform × everyone who may come along: only those named in matrix/ get in (ASVS 8.2.1)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.platform_api.matrix.measuring import MAY, Measured, expected, measured, rules_of
from tests.platform_api.matrix.people import PATIENT
from tests.platform_api.matrix.scene import Scene
from tests.support.homes import copy_home, running_platform


@pytest.fixture(scope="module")
def around_anne(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    """Anne's record and everyone around it, made once and brought back before each call."""
    folder = tmp_path_factory.mktemp("matrix")
    with (
        running_platform(copy_home(ready_home, folder / "home")) as app,
        measured(Scene(app), folder / "copies") as scene,
    ):
        yield scene


@pytest.fixture
def scene(platform: Flask) -> Scene:
    """Anne's record and everyone around it, of this test alone."""
    return Scene(platform)


def test_every_path_is_in_the_matrix(platform: Flask):
    assert rules_of(platform) == set(MAY), "a new path needs its row in tests/platform_api/matrix/"


@pytest.mark.parametrize("rule", sorted(MAY))
def test_only_those_named_get_in(around_anne: Measured, rule: str):
    """Refused ones learn nothing of Anne; what is allowed works, so that the matrix is no empty promise.

    And it leaves an entry in the trail: where it tells of Anne's record, one in the log that she reads.
    """
    assert around_anne.who_gets_in(rule) == expected(rule)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods_are_not_there(scene: Scene, method: str):
    me = scene.callers[PATIENT]()
    answer = me.call(method, f"/fhir/Binary/{scene.document}")
    assert answer.status == 405
    assert me.get(f"/fhir/DocumentReference/{scene.document}").status == 200


def test_a_method_in_a_header_or_parameter_is_not_taken(scene: Scene):
    me = scene.callers[PATIENT]()
    answer = me.call("POST", "/dsp/v1/session?_method=DELETE", body={"_method": "DELETE"})
    assert answer.status == 405
    assert me.get("/dsp/v1/session").status == 200

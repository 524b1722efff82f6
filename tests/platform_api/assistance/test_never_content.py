"""Every path of the platform, asked by an agent within an assistance at L3: nothing of the record comes back."""

from pathlib import Path

import pytest
from flask import Flask

from tests.platform_api.matrix import measuring
from tests.platform_api.matrix.people import AGENT_3, ANY_SOFTWARE, EVERYONE
from tests.platform_api.matrix.scene import Scene

TITLE = "Befund der Nervenklinik Ettelbrück"
_OPEN_TO_ALL = {rule for rule, who in measuring.MAY.items() if who in (EVERYONE, ANY_SOFTWARE)}
"""Terminology and directories: the same for everybody, about nobody's record."""


@pytest.fixture
def scene(platform: Flask) -> Scene:
    """Anne's record with a document that nobody of the helpdesk may know of."""
    made = Scene(platform)
    made.document = made.world.deposit(made.anne, title=TITLE, kind="palliative")
    return made


def test_no_path_tells_an_agent_anything_of_the_record(scene: Scene, tmp_path: Path):
    submission = scene.world.documents(scene.anne)[0]["submission_id"]
    told_to_nobody = (TITLE, scene.document, "palliat", submission, "2999000033")
    asked = 0
    for rule in sorted(set(measuring.MAY) - _OPEN_TO_ALL):
        scene.prepare(rule)
        method, path = rule.split(" ", 1)[0], measuring_path(scene, rule)
        answer = scene.callers[AGENT_3]().call(method, path, **measuring_body(scene, rule))
        text = answer.data.decode(errors="replace")
        assert answer.status < 500, rule
        assert not [one for one in told_to_nobody if one and one in text], rule
        asked += 1
    assert asked > 40


def measuring_path(scene: Scene, rule: str) -> str:
    """The path with Anne's own things in it."""
    path = scene.path(rule)
    for name, value in measuring.NAMES.items():
        if name in path:
            path = path.replace(name, value(scene))
    return path


def measuring_body(scene: Scene, rule: str) -> dict[str, object]:
    """What a friendly caller would send there."""
    return measuring._BODIES[rule](scene) if rule in measuring._BODIES else scene.request(rule)

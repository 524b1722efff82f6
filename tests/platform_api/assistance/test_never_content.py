"""Every path of the platform, asked by an agent within an assistance at L3: nothing of the record comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.platform_api.matrix.measuring import MAY, Measured, measured
from tests.platform_api.matrix.people import AGENT_3, ANY_SOFTWARE, EVERYONE
from tests.platform_api.matrix.scene import Scene
from tests.support.homes import copy_home, running_platform

TITLE = "Befund der Nervenklinik Ettelbrück"
_OPEN_TO_ALL = {rule for rule, who in MAY.items() if who in (EVERYONE, ANY_SOFTWARE)}
"""Terminology and directories: the same for everybody, about nobody's record."""


@pytest.fixture(scope="module")
def around_anne(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    """Anne's record with a document that nobody of the helpdesk may know of."""
    folder = tmp_path_factory.mktemp("never")
    with running_platform(copy_home(ready_home, folder / "home")) as app:
        scene = Scene(app)
        scene.document = scene.world.deposit(scene.anne, title=TITLE, kind="palliative")
        with measured(scene, folder / "copies") as made:
            yield made


@pytest.mark.parametrize("rule", sorted(set(MAY) - _OPEN_TO_ALL))
def test_no_path_tells_an_agent_anything_of_the_record(around_anne: Measured, rule: str):
    answer = around_anne.answer(rule, AGENT_3)
    text = answer.data.decode(errors="replace")
    assert answer.status < 500
    assert not [told for told in _told_to_nobody(around_anne.scene) if told in text]


def _told_to_nobody(scene: Scene) -> list[str]:
    known = next(row for row in scene.world.documents(scene.anne) if row["id"] == scene.document)
    return [TITLE, scene.document, "palliat", known["submission_id"], "2999000033"]

"""Every path of the platform, asked by an agent within an assistance at L3: nothing of the record comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from platform_api.vocabulary import PaperKind
from tests.platform_api.matrix.measuring import MAY, NAMES, Measured, measured
from tests.platform_api.matrix.papers import paper
from tests.platform_api.matrix.people import AGENT_3, ANY_SOFTWARE, EVERYONE, IDLE_AGENT, SUPERVISOR
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


@pytest.mark.parametrize("rule", sorted(rule for rule in MAY if "<paper_number>" in rule))
@pytest.mark.parametrize("caller", [IDLE_AGENT, AGENT_3, SUPERVISOR])
def test_no_path_shows_a_statement_on_paper_to_anybody_at_the_desk(
    around_anne: Measured, rule: str, caller: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(NAMES, "<paper_number>", paper(PaperKind.STATEMENT))
    answer = around_anne.answer(rule, caller)
    assert answer.status < 500
    assert b"%PDF" not in answer.data


def _told_to_nobody(scene: Scene) -> list[str]:
    known = next(row for row in scene.world.documents(scene.anne) if row["id"] == scene.document)
    return [TITLE, scene.document, "palliat", known["submission_id"], "2999000033"]

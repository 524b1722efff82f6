"""Asks every path of the platform as everyone, in every state of the record, and notes who got in."""

import importlib
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from platform_api.models import AuditEntry
from platform_api.vocabulary import DossierState
from tests.platform_api import matrix
from tests.platform_api.calls import Answer
from tests.platform_api.matrix.people import ACTIVATING, CALLERS, EVERYONE, PATIENT
from tests.platform_api.matrix.scene import Scene

_NO_PARTS = {"__init__", "measuring", "people", "scene"}
PARTS: list[ModuleType] = [
    importlib.import_module(f"tests.platform_api.matrix.{path.stem}")
    for path in sorted(Path(matrix.__file__).parent.glob("*.py"))
    if path.stem not in _NO_PARTS
]
MAY: dict[str, frozenset[str] | str] = {rule: who for part in PARTS for rule, who in part.MAY.items()}
_BODIES = {rule: body for part in PARTS for rule, body in getattr(part, "BODIES", {}).items()}
NAMES = {name: value for part in PARTS for name, value in getattr(part, "NAMES", {}).items()}
UNTRACED = {"GET /dsp/v1/session", "GET /dsp/v1/activation", "GET /dsp/v1/figures", "GET /dsp/v1/seal"}
"""What tells nothing of a record: who is signed in, how far one's own form is, figures of the whole country."""
ONLY_NAMED = {"GET /dsp/v1/acting", "POST /dsp/v1/exports/lease"}
"""A caregiver's own mandates, the worker's next task: the record is named there and nothing is told of it."""
_ABOUT_LETTERS = ("/activation", "/objections", "/letters")
OPEN = DossierState.ACTIVATED
STATES = (OPEN, *(state for state in DossierState if state is not OPEN))
"""The open record first: what the parts name is about that one."""


class Snapshot:
    """The stores of a home as they were, to be brought back under a running platform."""

    def __init__(self, home: Path, copies: Path) -> None:
        self._files = [path for path in home.glob("*.sqlite3") if path.is_file()]
        self._copies = copies
        copies.mkdir(parents=True, exist_ok=True)
        for path in self._files:
            self._copy(path, copies / path.name)

    def bring_back(self) -> None:
        """Every row as it was; files of blobs may stay, nothing names them."""
        for path in self._files:
            self._copy(self._copies / path.name, path)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
            other.execute("PRAGMA synchronous = OFF")  # no current fails here
            one.backup(other)


class Measured:
    """A scene that forgets what one caller did before the next one comes along."""

    def __init__(self, scene: Scene, copies: Path) -> None:
        self.scene = scene
        home = self.scene.world.settings.home
        self._snapshot = Snapshot(home, copies)
        self._people = self.scene.world.people_made
        self._entries = (0, 0)

    def who_gets_in(self, rule: str, state: DossierState = OPEN) -> set[str]:
        """Everyone who is answered with less than 400 while Anne's record is in this state.

        Raises AssertionError for an answer of 500 and more, for a refusal that names anything of Anne, and for
        anything that is given without an entry in the trail.
        """
        got_in = set()
        for caller in CALLERS:
            if self._asks(rule, caller, state) < 400:
                got_in.add(caller)
        return got_in

    def answer(self, rule: str, caller: str, state: DossierState = OPEN) -> Answer:
        """What the path answers to this caller, after everything was brought back to how it began."""
        scene = self.scene
        self._snapshot.bring_back()
        scene.world.forget_people_after(self._people)
        if caller == ACTIVATING or any(word in rule for word in _ABOUT_LETTERS):
            scene.prepare(rule)
        call: dict[str, Any] = _BODIES[rule](scene) if rule in _BODIES else scene.request(rule)
        path = self._path(rule)
        api = scene.callers[caller]()
        if state is not OPEN:
            scene.world.set_state(scene.anne, state)
        self._entries = self._trail()
        return api.call(rule.split(" ", 1)[0], path, **call)

    def friendly(self, rule: str) -> tuple[Any, str]:
        """What a friendly caller would send there as JSON, and the path, after everything was brought back."""
        self._snapshot.bring_back()
        self.scene.world.forget_people_after(self._people)
        if any(word in rule for word in _ABOUT_LETTERS):
            self.scene.prepare(rule)
        call: dict[str, Any] = _BODIES[rule](self.scene) if rule in _BODIES else self.scene.request(rule)
        return call.get("body"), self._path(rule)

    def _asks(self, rule: str, caller: str, state: DossierState) -> int:
        scene, answer = self.scene, self.answer(rule, caller, state)
        assert answer.status < 500, (rule, caller, state, answer)
        if answer.status >= 400:
            text = answer.data.decode()
            told = (scene.anne.id, scene.anne.email, scene.document, "Reuter")
            assert not any(known in text for known in told), (rule, caller, state, text)
        elif MAY[rule] != EVERYONE and rule not in UNTRACED:
            self._left_its_trace(answer, (rule, caller, state))
        return answer.status

    def _left_its_trace(self, answer: Answer, where: tuple[str, ...]) -> None:
        """Whatever was given has an entry; where it names Anne's record or her document, one that she sees."""
        (hers, all_), anne = self._trail(), self.scene.anne
        assert all_ > self._entries[1], (*where, "no entry")
        if where[0] in ONLY_NAMED:
            return
        if any(known.encode() in answer.data for known in (anne.id, anne.matricule, self.scene.document)):
            assert hers > self._entries[0], (*where, "no entry that she sees")

    def _trail(self) -> tuple[int, int]:
        """How many entries the chain of Anne's record has, and how many there are altogether."""
        count = select(func.count()).select_from(AuditEntry)
        with self.scene.world.running.database.read() as connection:
            hers = connection.execute(count.where(AuditEntry.chain == self.scene.anne.id)).scalar_one()
            return hers, connection.execute(count).scalar_one()

    def _path(self, rule: str) -> str:
        path = self.scene.path(rule)
        for name, value in NAMES.items():
            if name in path:
                path = path.replace(name, value(self.scene))
        return path


def expected(rule: str) -> set[str]:
    """Who gets in at an open record, as the parts say."""
    who = MAY[rule]
    return set(CALLERS) if who == EVERYONE else set(who)


def rules_of(app: Flask) -> set[str]:
    """Every method and path that the platform serves."""
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def about_the_record(rule: str) -> bool:
    """Whether the state of Anne's record can matter: somebody but everyone gets in, Anne or who acts for her."""
    return MAY[rule] != EVERYONE and PATIENT in MAY[rule]


@contextmanager
def measured(scene: Scene, copies: Path) -> Iterator[Measured]:
    """This scene as it is now, again and again; the copies are removed afterwards."""
    try:
        yield Measured(scene, copies)
    finally:
        shutil.rmtree(copies, ignore_errors=True)


def in_each_state(scene: Measured, rule: str, states: Iterable[DossierState]) -> dict[DossierState, set[str]]:
    """Who gets in at this path in each of these states."""
    return {state: scene.who_gets_in(rule, state) for state in states}

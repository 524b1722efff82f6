"""kill -9 while a copy of a record is made: the parts that were made stay, the next worker goes on with the others."""

import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.platform_api.world import World
from tests.support.homes import copy_home, running_platform
from tests.support.served import DSP, environment_of

PARTS = 24  # enough that a busy machine still kills in between


@pytest.fixture
def asked(ready_home: Path, home: Path) -> Path:
    """A home in which Anne has asked for a copy of as many parts as she has documents."""
    copy_home(ready_home, home)
    with running_platform(home) as app:
        world = World(app)
        anne = world.patient("Anne", "Reuter")
        for number in range(PARTS):
            world.deposit(anne, title=f"Befund {number}")
        object.__setattr__(world.running.settings, "export_part", 1)
        assert world.signed_in(anne).post("/dsp/v1/exports", {"language": "fr"}).status == 202
    return home


def _worker(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [DSP, "worker"], env=environment_of(home, {}), stdin=subprocess.DEVNULL, start_new_session=True
    )


def _made(home: Path) -> dict[int, Any]:
    with sqlite3.connect(home / "platform.sqlite3", timeout=20) as plain:
        rows = plain.execute("SELECT number, sha256, made_at FROM export_parts").fetchall()
    plain.close()
    return {number: (sha256, made_at) for number, sha256, made_at in rows}


def _let_ten_minutes_pass(home: Path) -> None:
    with sqlite3.connect(home / "platform.sqlite3", timeout=20) as plain:
        plain.execute("UPDATE exports SET leased_until = NULL")
    plain.close()


def _wait(home: Path, count: int) -> None:
    deadline = time.monotonic() + 60
    while len(_made(home)) < count:
        assert time.monotonic() < deadline, "the worker makes no parts"
        time.sleep(0.02)


def _kill(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(60)


def test_the_next_worker_goes_on_where_the_killed_one_was(asked: Path):
    first = _worker(asked)
    try:
        _wait(asked, 2)
    finally:
        _kill(first)
    before = _made(asked)
    assert 2 <= len(before) < PARTS, "it was killed too late to prove anything"
    _let_ten_minutes_pass(asked)
    two = [_worker(asked) for _ in range(2)]
    try:
        _wait(asked, PARTS)
    finally:
        for process in two:
            _kill(process)
    after = _made(asked)
    assert set(after) == set(range(1, PARTS + 1))
    assert {number: after[number] for number in before} == before, "a part was made twice"

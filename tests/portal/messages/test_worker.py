"""The job worker beside the web server: it ends with it, comes back when it dies, and waits out an outage."""

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.homes import copy_home
from tests.support.served import DSP, Served, free_port, served
from tests.support.tree import ROOT

PATIENCE = 60.0  # a busy machine takes its time to start Python


@pytest.fixture
def server(ready_home: Path, home: Path) -> Iterator[Served]:
    """The real server with nobody in it."""
    with served(copy_home(ready_home, home)) as running:
        yield running


def _children(parent: int) -> dict[int, str]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state = (folder / "stat").read_text().rpartition(") ")[2].split()
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if int(state[1]) == parent and state[0] != "Z":
                found[int(folder.name)] = command
    return found


def _worker(server: Served) -> int | None:
    return next((pid for pid, command in _children(server.process.pid).items() if " worker" in command), None)


def _wait_for(what: Callable[[], bool], server: Served | None = None) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        told = f"{_children(server.process.pid)}\n{server.written()}" if server is not None else ""
        assert time.monotonic() < deadline, f"it did not happen in time {told}"
        time.sleep(0.1)


def _is_alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def test_a_worker_that_dies_is_started_again(server: Served):
    _wait_for(lambda: _worker(server) is not None)
    first = _worker(server)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    _wait_for(lambda: _worker(server) not in (None, first), server)
    assert "starting it again" in server.written()


def test_term_ends_the_web_server_and_the_worker(server: Served):
    _wait_for(lambda: _worker(server) is not None)
    family = [server.process.pid, *_children(server.process.pid)]
    assert len(family) >= 3
    os.kill(server.process.pid, signal.SIGTERM)
    server.process.wait(PATIENCE)
    _wait_for(lambda: not any(_is_alive(pid) for pid in family))
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(server.url + "/health/live", timeout=2)


def test_a_server_that_is_killed_leaves_no_worker_behind(server: Served):
    _wait_for(lambda: _worker(server) is not None)
    worker = _worker(server)
    assert worker is not None
    family = [server.process.pid, *_children(server.process.pid)]
    server.process.kill()
    server.process.wait(PATIENCE)
    _wait_for(lambda: not _is_alive(worker))
    for pid in family:  # web processes of a killed parent are the operating system's to end
        if _is_alive(pid):
            os.kill(pid, signal.SIGKILL)


def test_a_worker_waits_while_the_platform_is_away_and_ends_when_told(home: Path, ready_home: Path):
    copy_home(ready_home, home)
    environment = {**os.environ, "DSP_HOME": str(home), "DSP_PLATFORM_URL": f"http://127.0.0.1:{free_port()}"}
    with (home / "worker.log").open("wb") as log:
        worker = subprocess.Popen([DSP, "worker"], env=environment, cwd=ROOT, stdout=log, stderr=log)
    try:
        _wait_for(lambda: "the worker waits" in (home / "worker.log").read_text())
        assert worker.poll() is None
        worker.terminate()
        assert worker.wait(PATIENCE) == 0
    finally:
        if worker.poll() is None:
            worker.kill()
            worker.wait(PATIENCE)

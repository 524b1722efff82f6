"""kill -9 in the middle of deposits and activations: what was acknowledged is there, nothing is half done."""

import os
import signal
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from joserfc.jwk import ECKey
from sqlalchemy import select

from platform_api import operations
from platform_api.models import Document, Session
from platform_api.tokens import hash_of
from tests.faults import over_http
from tests.platform_api.world import WRITE, Person, World
from tests.support.homes import copy_home, running_platform, settings_for
from tests.support.served import Served, served

BUSY = 1.2  # seconds of work before each kill, once the server is under way


@pytest.fixture
def prepared(ready_home: Path, home: Path) -> tuple[Path, Person, Person, str, ECKey, World]:
    """A home with a record, a letter, and software that may deposit."""
    copy_home(ready_home, home)
    with running_platform(home) as app:
        world = World(app)
        key = world.register("hospital")
        anne, rui = world.patient(), world.person("Rui", "Antunes")
        code = world.letter(rui).code
        return home, anne, rui, code, key, world


def _kill(server: Served) -> None:
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait(60)


def _work(server: Served, prepared, deposited: list[str], begun: list[str]) -> None:
    _home, anne, rui, code, key, world = prepared
    hospital = over_http.token(server, "hospital", key, WRITE)
    portal_key = ECKey.import_key((server.home / "keys" / "portal.key").read_text())
    portal = over_http.token(server, "dsp-portal", portal_key, "portal")

    def deposit() -> None:
        number = 0
        while True:
            number += 1
            document = world.document(
                anne, title=f"Document {number}", content=b"%PDF-1.7\n" + os.urandom(20_000)
            )
            try:
                status, answer = over_http.post(server, "/fhir/DocumentReference", document, hospital)
            except over_http.Gone:
                return
            assert status == 201, status
            deposited.append(answer["id"])

    def activate() -> None:
        while True:
            body = {"matricule": rui.matricule, "code": code}
            try:
                status, answer = over_http.post(server, "/dsp/v1/activations", body, portal)
            except over_http.Gone:
                return
            assert status == 201, status
            begun.append(answer["session"])

    threads = [
        threading.Thread(target=deposit),
        threading.Thread(target=deposit),
        threading.Thread(target=activate),
    ]
    before, deadline = (len(deposited), len(begun)), time.monotonic() + 60
    for thread in threads:
        thread.start()
    while min(len(deposited) - before[0], len(begun) - before[1]) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(BUSY)
    _kill(server)
    for thread in threads:
        thread.join(90)


def _check(home: Path, deposited: list[str], begun: list[str]) -> None:
    with sqlite3.connect(home / "platform.sqlite3") as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()
    with running_platform(home) as app:
        running = app.extensions["dsp-platform"]
        with running.database.read() as connection:
            rows = connection.execute(select(Document.__table__)).mappings().all()
            kept = {row["id"] for row in rows}
            sessions = set(connection.execute(select(Session.reference)).scalars())
        assert set(deposited) <= kept, "an acknowledged document is gone"
        assert {hash_of(reference) for reference in begun} <= sessions, "an acknowledged activation is gone"
        for row in rows:
            key = running.record_key(row["patient_id"])
            data = b"".join(running.blobs.get(row["blob_id"], key))
            assert len(data) == row["size"], "a row without its whole document"
    assert operations.verify_trail(settings_for(home)) == []


def _rounds(prepared, count: int) -> None:
    home = prepared[0]
    deposited: list[str] = []
    begun: list[str] = []
    for _ in range(count):
        with served(home) as server:  # each start is clean, or this fails
            _work(server, prepared, deposited, begun)
        _check(home, deposited, begun)
    assert len(deposited) > count, "the server was hardly asked anything"
    assert len(begun) > count


def test_nothing_acknowledged_is_lost(prepared):
    _rounds(prepared, 2)


@pytest.mark.soak
def test_nothing_acknowledged_is_lost_in_forty_kills(prepared):
    _rounds(prepared, 40)


def _group(leader: int) -> set[int]:
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == leader and fields[0] != "Z":
                found.add(int(entry.name))
    return found


def test_a_polite_stop_ends_every_process_of_the_group(prepared):
    with served(prepared[0]) as server:
        deadline = time.monotonic() + 60
        while len(_group(server.process.pid)) < 3 and time.monotonic() < deadline:
            time.sleep(0.1)  # the server, a web worker, the job worker
        assert len(_group(server.process.pid)) >= 3
        os.kill(server.process.pid, signal.SIGTERM)
        server.process.wait(60)
        deadline = time.monotonic() + 30
        while _group(server.process.pid) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert _group(server.process.pid) == set()


def test_a_stop_ends_a_web_worker_that_hangs(prepared):
    """Two servers would then share one port, the old one with the old code."""
    with served(prepared[0]) as server:
        leader = server.process.pid
        stuck = _group(leader) - _job_workers(leader) - {leader}
        assert stuck, "there is no web worker"
        for pid in stuck:
            os.kill(pid, signal.SIGSTOP)
        os.kill(leader, signal.SIGTERM)
        assert server.process.wait(60) is not None
        assert not _group(leader) & stuck


def _job_workers(leader: int) -> set[int]:
    found = set()
    for pid in _group(leader):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"worker" in command:
            found.add(pid)
    return found


def test_the_job_worker_does_not_outlive_a_killed_server(prepared):
    """Two of them would send every message twice as fast, and nobody would know of the other."""
    with served(prepared[0]) as server:
        deadline = time.monotonic() + 60
        while not _job_workers(server.process.pid) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert len(_job_workers(server.process.pid)) == 1
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait(60)
        deadline = time.monotonic() + 60
        while _job_workers(server.process.pid) and time.monotonic() < deadline:
            time.sleep(0.2)
        left = _job_workers(server.process.pid)
        for pid in _group(server.process.pid):
            os.kill(pid, signal.SIGKILL)
        assert left == set()

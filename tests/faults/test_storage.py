"""A full disk, a database that cannot be written, files gone: a clear refusal, nothing lost, then it goes on."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from platform_api import operations
from platform_api.models import AuditEntry
from tests.platform_api.world import PDF, World
from tests.support.homes import copy_home, running_platform, settings_for


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB of one's own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("mounting a small disk takes rights that this machine does not give")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def _fill(folder: Path) -> Path:
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass
    return filler


def test_a_full_disk_is_told_and_once_there_is_room_it_goes_on(ready_home: Path, small_disk: Path):
    home = copy_home(ready_home, small_disk / "home")
    with running_platform(home) as app:
        world = World(app)
        anne = world.patient()
        document, me = world.deposit(anne), world.signed_in(anne)
        hospital = world.software("another")
        filler, blobs, before = _fill(small_disk), world.blobs(), world.documents(anne)
        big = world.document(anne, content=PDF + os.urandom(300_000))
        refused = hospital.post("/fhir/DocumentReference", big)
        assert (refused.status, refused.reason) == (503, "overloaded")
        assert int(refused.headers["retry-after"]) > 0
        for _ in range(40):  # what little room the log of the database still has is soon used up
            answer = me.search(patient="self")
        assert (answer.status, answer.reason) == (503, "overloaded"), "no trace, no data"
        assert b"DocumentReference" not in answer.data.replace(b"OperationOutcome", b"")
        assert world.documents(anne) == before
        assert world.blobs() == blobs, "nothing half written stays behind"
        assert world.anyone().get("/health/live").status == 200
        filler.unlink()
        assert hospital.post("/fhir/DocumentReference", big).status == 201
        assert me.get(f"/fhir/Binary/{document}").data == PDF
    assert operations.verify_trail(settings_for(home)) == []


def test_a_database_that_cannot_be_written_gives_out_nothing_and_recovers(world: World):
    anne = world.patient()
    document, me = world.deposit(anne), world.signed_in(anne)
    entries = world.count(AuditEntry)
    engine = world.running.database.engine

    def read_only(connection, _record):
        connection.execute("PRAGMA query_only=ON")

    event.listen(engine, "connect", read_only)
    engine.dispose()
    for answer in (
        me.search(patient="self"),
        me.get(f"/fhir/Binary/{document}"),
        world.redeem(anne, "0000-0000-0000"),
    ):
        assert (answer.status, answer.reason) == (503, "overloaded")
        assert PDF not in answer.data
    event.remove(engine, "connect", read_only)
    engine.dispose()
    assert world.count(AuditEntry) == entries
    assert me.get(f"/fhir/Binary/{document}").data == PDF


def test_a_writer_that_holds_the_database_makes_others_wait_not_fail(world: World):
    import threading
    import time

    anne = world.patient()
    me = world.signed_in(anne)
    holding, told = threading.Event(), []

    def hold() -> None:
        with world.running.database.write():
            holding.set()
            time.sleep(1.5)

    holder = threading.Thread(target=hold)
    holder.start()
    holding.wait(60)
    readers = [
        threading.Thread(target=lambda: told.append(me.search(patient="self").status)) for _ in range(6)
    ]
    for reader in readers:
        reader.start()
    for reader in [holder, *readers]:
        reader.join(60)
    assert told == [200] * 6


def test_the_store_of_keys_gone_says_which_store(world: World):
    anne = world.patient()
    document, me = world.deposit(anne), world.signed_in(anne)
    path = Path(str(world.running.key_store.url.database))
    world.running.key_store.dispose()
    away = path.rename(path.with_suffix(".away"))
    for rest in path.parent.glob("records.sqlite3-*"):
        rest.unlink()
    try:
        answer = me.get(f"/fhir/Binary/{document}")
        assert answer.status >= 400
        assert PDF not in answer.data
    finally:
        world.running.key_store.dispose()
        for made in path.parent.glob("records.sqlite3*"):
            made.unlink()
        away.rename(path)
    assert me.get(f"/fhir/Binary/{document}").data == PDF

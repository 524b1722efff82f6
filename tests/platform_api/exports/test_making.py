"""Copies in the making: one worker at a time, taken up after a kill, given up in the end, gone with the record."""

import io
import json
import os
import zipfile
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from platform_api.blobs import CHUNK
from platform_api.clock import now as clock_now
from platform_api.exports import making
from platform_api.models import Document, Dossier
from platform_api.operations import everyday, leftovers
from tests.platform_api.uploads.files import added
from tests.platform_api.world import Api, Person, World
from tests.support.clock import Clock

BASE = "/dsp/v1/exports"


@pytest.fixture
def world(platform: Flask) -> World:
    """The platform, and people of this test alone."""
    return World(platform)


@pytest.fixture
def anne(world: World) -> Person:
    """Somebody with documents."""
    anne = world.patient("Anne", "Reuter")
    for number in range(3):
        world.deposit(anne, title=f"Befund {number}")
    return anne


@pytest.fixture
def small_parts(world: World) -> None:
    """Each document has a part to itself."""
    object.__setattr__(world.running.settings, "export_part", 1)


def asked(world: World, anne: Person) -> tuple[Api, str]:
    """She asks for a copy."""
    me = world.signed_in(anne)
    return me, str(me.post(BASE, {"language": "fr"}).json["id"])


def leased(worker: Api) -> dict[str, Any] | None:
    """What the worker gets to make."""
    found: dict[str, Any] | None = worker.post(f"{BASE}/lease", {}).json["export"]
    return found


def a_zip(words: str = "x") -> bytes:
    """Something like a part; the same bytes whenever it is made (a name alone would carry the time of day)."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr(zipfile.ZipInfo("a.txt"), words)
    return file.getvalue()


def test_parts_are_made_one_by_one_the_first_one_last(world: World, anne: Person, small_parts: None):
    me, copy = asked(world, anne)
    worker, order = world.worker(), []
    while (job := leased(worker)) is not None:
        order.append(job["part"])
        worker.call("POST", f"{BASE}/{copy}/parts/{job['part']}", data=a_zip())
    assert order == [3, 2, 1]
    (shown,) = me.get(BASE).json["exports"]
    assert (shown["state"], [part["number"] for part in shown["parts"]]) == ("ready", [1, 2, 3])
    part = me.get(f"{BASE}/{copy}/parts/2")
    assert (part.data, part.headers["content-type"]) == (a_zip(), "application/zip")


def test_a_worker_that_died_gives_its_part_back(world: World, anne: Person, clock: Clock):
    asked(world, anne)
    worker = world.worker()
    first = leased(worker)
    assert leased(worker) is None, "somebody has it"
    clock.forward(minutes=10, seconds=1)
    again = leased(worker)
    assert first
    assert again
    assert (first["id"], first["part"]) == (again["id"], again["part"])


def test_the_same_part_twice_has_one_effect_and_leaves_no_file(world: World, anne: Person, small_parts: None):
    _me, copy = asked(world, anne)
    worker = world.worker()
    before = len(world.blobs())
    answers = [
        worker.call("POST", f"{BASE}/{copy}/parts/3", data=a_zip(words)).json["kept"] for words in ("a", "b")
    ]
    assert answers == [True, False]
    assert len(world.blobs()) == before + 1


def test_after_too_many_tries_it_is_given_up(world: World, anne: Person, clock: Clock):
    me, _copy = asked(world, anne)
    worker = world.worker()
    for _ in range(making.MOST_TRIES):
        assert leased(worker)
        clock.forward(minutes=10, seconds=1)
    assert leased(worker) is None
    me = world.signed_in(anne)
    assert [one["state"] for one in me.get(BASE).json["exports"]] == ["failed"]
    assert me.post(BASE, {"language": "de"}).status == 202


def test_a_document_of_somebody_else_is_never_in_it(world: World, anne: Person):
    _me, copy = asked(world, anne)
    theirs = world.deposit(world.patient("Berta", "Klein"))
    assert world.worker().get(f"{BASE}/{copy}/documents/{theirs}").status == 404


def test_what_was_withdrawn_meanwhile_is_left_out(world: World, anne: Person):
    _me, copy = asked(world, anne)
    worker, gone = world.worker(), world.documents(anne)[0]["id"]
    with world.running.database.write() as connection:
        connection.execute(update(Document).where(Document.id == gone).values(status="withdrawn"))
    assert worker.get(f"{BASE}/{copy}/documents/{gone}").status == 404
    listed = worker.get(f"{BASE}/{copy}/documents").json
    assert len(listed["entry"]) == 2


def test_the_sweep_deletes_what_is_too_old(world: World, anne: Person, clock: Clock):
    _me, copy = asked(world, anne)
    before = len(world.blobs())
    world.worker().call("POST", f"{BASE}/{copy}/parts/1", data=a_zip())
    assert len(world.blobs()) == before + 1
    clock.forward(days=7, minutes=1)
    leftovers.clear(world.running)
    assert len(world.blobs()) == before


def test_a_part_that_lies_about_its_number_is_refused(world: World, anne: Person):
    _me, copy = asked(world, anne)
    assert world.worker().call("POST", f"{BASE}/{copy}/parts/2", data=a_zip()).status == 400


def test_every_step_stands_in_the_trail(world: World, anne: Person):
    me, copy = asked(world, anne)
    world.worker().call("POST", f"{BASE}/{copy}/parts/1", data=a_zip())
    me.get(f"{BASE}/{copy}/parts/1")
    me.call("DELETE", f"{BASE}/{copy}")
    actions = [entry["action"] for entry in world.entries(anne.id)]
    for action in ("export.ask", "export.fill", "export.fetch", "export.forget"):
        assert action in actions


def test_the_copy_goes_with_the_record(world: World, anne: Person, clock: Clock):
    me, copy = asked(world, anne)
    world.worker().call("POST", f"{BASE}/{copy}/parts/1", data=a_zip())
    me.post("/dsp/v1/closing")
    me.post("/dsp/v1/erasure")
    clock.forward(days=60)
    everyday.sweep(world.settings)
    assert world.blobs() == []


def test_a_copy_of_five_hundred_documents_is_planned_in_full(world: World):
    claire = world.patient("Claire", "Muller")
    for number in range(500):
        world.deposit(claire, title=f"Befund {number}")
    object.__setattr__(world.running.settings, "export_part", 20_000)
    _me, copy = asked(world, claire)
    job = leased(world.worker())
    assert job
    assert job["id"] == copy
    plan = [one for part in job["plan"] for one in part]
    assert len(job["plan"]) > 1
    assert len(plan) == len(set(plan)) == 500


def test_a_record_closed_for_good_is_not_copied_any_more(world: World, anne: Person, clock: Clock):
    me, copy = asked(world, anne)
    me.post("/dsp/v1/closing")
    worker = world.worker()
    assert leased(worker), "its closing can still be undone"
    assert worker.get(f"{BASE}/{copy}/documents").status == 200
    clock.forward(days=1)
    with world.running.database.write() as connection:
        connection.execute(
            update(Dossier).where(Dossier.patient_id == anne.id).values(undo_until=clock_now())
        )
    assert leased(worker) is None
    assert worker.get(f"{BASE}/{copy}/documents").status == 404


def test_a_record_erased_while_its_copy_is_made_takes_no_part_and_keeps_no_file(world: World, anne: Person):
    _me, copy = asked(world, anne)
    worker = world.worker()
    assert leased(worker)
    before = len(world.blobs())
    world.running.destroy_record_key(anne.id)
    assert worker.call("POST", f"{BASE}/{copy}/parts/1", data=a_zip()).status == 404
    assert len(world.blobs()) == before


def test_the_worker_learns_whose_it_is_without_the_matricule(world: World, anne: Person):
    me = world.signed_in(anne)
    own = added(me, ("own.txt", b"Own"))
    me.call("DELETE", f"/dsp/v1/documents/{own}")
    copy = me.post(BASE, {"language": "fr"}).json["id"]
    told = world.worker().get(f"{BASE}/{copy}/person")
    assert [one["id"] for one in told.json["withdrawn"]] == [own]
    assert told.json["patient"]["name"][0]["family"] == anne.family
    assert anne.matricule not in told.data.decode()
    job = leased(world.worker())
    assert job
    assert own not in [one for part in job["plan"] for one in part]


def test_bytes_are_read_from_where_somebody_stopped(world: World, anne: Person):
    me, copy = asked(world, anne)
    data = os.urandom(3 * CHUNK + 17)
    world.worker().call("POST", f"{BASE}/{copy}/parts/1", data=data)
    for start in (0, 1, CHUNK - 1, CHUNK, 2 * CHUNK + 5, len(data) - 1):
        found = me.get(f"{BASE}/{copy}/parts/1", headers={"Range": f"bytes={start}-"})
        assert found.data == data[start:], start
    assert me.get(f"{BASE}/{copy}/parts/1", headers={"Range": f"bytes={len(data)}-"}).status == 400


def test_a_log_longer_than_one_answer_is_whole_and_in_order(
    world: World, anne: Person, monkeypatch: pytest.MonkeyPatch
):
    _me, copy = asked(world, anne)
    worker, path, whole = world.worker(), f"{BASE}/{copy}/journal", []
    assert leased(worker)
    written = [entry["id"] for entry in world.entries(anne.id)]
    monkeypatch.setattr("platform_api.exports.routes._ENTRIES_AT_ONCE", 2)
    query = ""
    while True:
        found = worker.get(f"{path}{query}")
        whole += [json.loads(line)["id"] for line in found.data.splitlines()]
        if (before := found.headers.get("dsp-before")) is None:
            break
        query = f"?before={before}"
    assert len(whole) == len(set(whole))
    assert set(whole) >= set(written[-3:])
    assert worker.get(f"{path}?before=never").status == 400

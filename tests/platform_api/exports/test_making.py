"""Copies in the making: one worker at a time, taken up after a kill, given up in the end, gone with the record."""

import io
import zipfile
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from platform_api.exports import making, service
from platform_api.models import Document
from platform_api.operations import everyday, leftovers
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
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each document has a part to itself."""
    monkeypatch.setattr(service, "PART_BYTES", 1)


def asked(world: World, anne: Person) -> tuple[Api, str]:
    """She asks for a copy."""
    me = world.signed_in(anne)
    return me, str(me.post(BASE, {"language": "fr"}).json["id"])


def leased(worker: Api) -> dict[str, Any] | None:
    """What the worker gets to make."""
    found: dict[str, Any] | None = worker.post(f"{BASE}/lease", {}).json["export"]
    return found


def a_zip(words: str = "x") -> bytes:
    """Something like a part."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("a.txt", words)
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

"""Taken back, brought back, erased; and what the sweep finds that nobody wants any more."""

import os
import time
import uuid
from datetime import timedelta

import pytest

from platform_api import operations
from platform_api.models import Document, Upload, UploadFile
from platform_api.vocabulary import Right
from tests.platform_api.papers.desk import came_in
from tests.platform_api.uploads.files import added, begin, give, show
from tests.platform_api.world import DOCTOR, Api, Person, World
from tests.support.clock import Clock


@pytest.fixture
def anne(world: World) -> Person:
    return world.patient()


@pytest.fixture
def me(world: World, anne: Person) -> Api:
    return world.signed_in(anne)


def _listed(api: Api, anne: Person) -> list[str]:
    found = api.search(patient=f"Patient/{anne.id}", status="current").json
    return [entry["resource"]["id"] for entry in found.get("entry", ())]


def test_withdrawn_it_is_gone_for_everybody_and_can_come_back(world: World, anne: Person, me: Api):
    world.doctor()
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    document = added(me, ("a.txt", b"Bilan"))
    assert me.delete(f"/dsp/v1/documents/{document}").status == 200
    assert me.delete(f"/dsp/v1/documents/{document}").status == 200, "twice has one effect"
    assert _listed(me, anne) == _listed(world.doctor(), anne) == []
    assert world.doctor().get(f"/fhir/Binary/{document}").status == 410
    assert [one["id"] for one in me.get("/dsp/v1/uploads").json["withdrawn"]] == [document]
    assert me.post(f"/dsp/v1/documents/{document}/restore").status == 204
    assert _listed(me, anne) == _listed(world.doctor(), anne) == [document]
    assert len(me.get(f"/dsp/v1/documents/{document}/files").json["files"]) == 1
    acts = [one["action"] for one in world.entries(anne.id)]
    assert (acts.count("document.withdraw"), acts.count("document.restore")) == (2, 1)


def test_what_a_hospital_added_is_not_the_patients_to_withdraw(world: World, anne: Person, me: Api):
    document = world.deposit(anne)
    assert me.delete(f"/dsp/v1/documents/{document}").status == 403
    assert me.get(f"/dsp/v1/documents/{document}/files").status == 404
    assert me.get(f"/fhir/DocumentReference/{document}").status == 200


def test_after_thirty_days_it_is_erased_with_its_files(world: World, anne: Person, me: Api, clock: Clock):
    document = added(me, ("a.txt", b"Bilan"))
    me.delete(f"/dsp/v1/documents/{document}")
    clock.forward(days=29)
    operations.sweep(world.settings)
    assert world.count(Document) == 2
    clock.forward(days=2)
    me = world.signed_in(anne)
    assert me.post(f"/dsp/v1/documents/{document}/restore").reason == "document_undo_over"
    assert operations.sweep(world.settings).documents_erased == 2
    assert (world.count(Document), world.blobs()) == (0, [])
    assert me.get(f"/fhir/DocumentReference/{document}").status == 404
    assert any(one["object_id"] == document for one in world.entries(anne.id)), "the trail stays"


def test_what_nobody_confirmed_is_forgotten_after_a_day(world: World, me: Api, clock: Clock):
    upload = begin(me)
    give(me, upload, "a.txt", b"Bilan")
    show(me, upload)
    clock.forward(hours=23)
    operations.sweep(world.settings)
    assert len(world.blobs()) == 3
    clock.forward(hours=2)
    operations.sweep(world.settings)
    assert (world.count(Upload), world.count(UploadFile), world.blobs()) == (0, 0, [])


def test_a_file_that_no_row_names_goes_after_a_day_and_never_before(world: World, anne: Person, me: Api):
    """What kill -9 leaves between the bytes and their row; files that wait or are kept stay however old."""
    added(me, ("a.txt", b"Bilan"))
    upload = begin(me)
    give(me, upload, "b.txt", b"Bilan 2")
    show(me, upload)
    came_in(world.idle(world.staff()), "closing")
    wanted = world.blobs()
    key = world.running.record_key(anne.id)
    assert key is not None
    lost, young = str(uuid.uuid4()), str(uuid.uuid4())
    for name in (lost, young):
        world.running.blobs.put(name, key, [b"bytes"])
    draft = world.running.blobs.path(lost).with_suffix(".part")
    draft.write_bytes(b"half")
    two_days_ago = time.time() - timedelta(days=2).total_seconds()
    for name in (*wanted, lost):
        os.utime(world.running.blobs.path(name), (two_days_ago, two_days_ago))
    os.utime(draft, (two_days_ago, two_days_ago))
    operations.sweep(world.settings)
    assert world.blobs() == sorted([*wanted, young])

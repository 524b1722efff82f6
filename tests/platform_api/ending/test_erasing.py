"""Erasing: asked, stopped, done; afterwards nothing can be read, and the trail still holds."""

from pathlib import Path

import pytest
from sqlalchemy import select

from platform_api import erasing, operations
from platform_api.models import Base
from platform_api.vocabulary import DossierState, Notice, Right
from tests.platform_api.statement.writing import publication, typed
from tests.platform_api.world import DOCTOR, Person, World
from tests.support.clock import Clock

CLOSING, ERASURE = "/dsp/v1/closing", "/dsp/v1/erasure"


def _closed(world: World, one: Person) -> None:
    assert world.signed_in(one).post(CLOSING).status == 201


def _full(world: World, one: Person) -> None:
    """A record with documents, a statement, a draft, decisions: everything that is sealed."""
    world.deposit(one, title="Anamnèse confidentielle")
    world.doctor()
    world.decide(one.id, Right.CIRCLE, DOCTOR)
    me = world.signed_in(one)
    draft = me.call("PUT", "/dsp/v1/statement/draft", typed("Ruhig bleiben")).json
    assert me.call("PUT", "/dsp/v1/statement/publication", publication(draft)).status < 300
    me.call("PUT", "/dsp/v1/statement/draft", typed("Noch ein Entwurf"))


def test_after_the_time_to_think_nothing_is_left_but_the_trail(world: World, anne: Person, clock: Clock):
    _full(world, anne)
    other = world.patient("Paul", "Wagner")
    kept = world.deposit(other)
    _closed(world, anne)
    asked = world.signed_in(anne).post(ERASURE)
    assert (asked.status, asked.json["state"]) == (201, "closed")
    clock.forward(days=13)
    assert operations.sweep(world.settings).erased == 0
    assert world.blobs() != []
    clock.forward(days=3)
    assert operations.sweep(world.settings).erased == 1
    assert world.state(anne) == DossierState.ERASED
    assert world.running.record_key(anne.id) is None
    assert world.documents(anne) == []
    assert len(world.blobs()) == 1, "another person's document is untouched"
    assert world.signed_in(other).get(f"/fhir/Binary/{kept}").status == 200
    with world.running.database.read() as connection:
        for table in Base.metadata.sorted_tables:
            if "patient_id" in table.c and any(
                key.column.table.name == "dossiers" for key in table.c.patient_id.foreign_keys
            ):
                left = connection.execute(select(table).where(table.c.patient_id == anne.id)).all()
                assert left == [] or table.name in erasing.KEPT, table.name
    assert operations.verify_trail(world.settings) == []
    assert operations.sweep(world.settings).erased == 0
    assert [entry["action"] for entry in world.entries(anne.id)].count("record.erase") == 1


def test_the_holder_still_signs_in_and_reads_the_trail_without_titles(
    world: World, anne: Person, clock: Clock
):
    _full(world, anne)
    _closed(world, anne)
    world.signed_in(anne).post(ERASURE)
    clock.forward(days=16)
    operations.sweep(world.settings)
    me = world.signed_in(anne)
    assert me.get("/dsp/v1/dossier").json["state"] == "erased"
    trail = me.get(f"/fhir/AuditEvent?patient=Patient/{anne.id}")
    assert trail.status == 200
    assert "Anamn" not in trail.data.decode()
    for path in (CLOSING, "/dsp/v1/reopening", ERASURE):
        assert me.post(path).status in (403, 409)
    late = world.software().post("/fhir/DocumentReference", world.document(anne))
    assert (late.status, late.reason) == (403, "record_takes_nothing")


def test_stopped_it_stays_closed_and_kept(world: World, anne: Person, clock: Clock):
    world.deposit(anne)
    _closed(world, anne)
    me = world.signed_in(anne)
    me.post(ERASURE)
    clock.forward(minutes=10)
    assert me.delete(ERASURE).status == 204, "protecting asks for no second factor"
    clock.forward(days=20)
    assert operations.sweep(world.settings).erased == 0
    assert world.state(anne) == DossierState.CLOSED
    assert len(world.documents(anne)) == 1


@pytest.mark.parametrize("back", ["undo", "reopen"])
def test_opening_again_voids_the_wish(world: World, anne: Person, clock: Clock, back: str):
    world.deposit(anne)
    _closed(world, anne)
    me = world.signed_in(anne)
    me.post(ERASURE)
    answer = me.delete(CLOSING) if back == "undo" else me.post("/dsp/v1/reopening")
    assert answer.status == 200
    clock.forward(days=40)
    assert operations.sweep(world.settings).erased == 0
    assert len(world.documents(anne)) == 1


def test_asked_twice_counts_once(world: World, anne: Person, clock: Clock):
    _closed(world, anne)
    me = world.signed_in(anne)
    first = me.post(ERASURE).json["erase_at"]
    clock.forward(minutes=2)
    assert me.post(ERASURE).json["erase_at"] == first
    assert [notice.code for notice in world.mail()].count(Notice.ERASURE_ASKED) == 1


def test_kept_ten_years_then_erased_without_anybody_asking(world: World, anne: Person, clock: Clock):
    world.deposit(anne)
    _closed(world, anne)
    clock.forward(days=3640)
    assert operations.sweep(world.settings).erased == 0
    clock.forward(days=20)
    assert operations.sweep(world.settings).erased == 1
    assert world.blobs() == []


def test_a_sweep_that_died_after_the_key_was_destroyed_is_finished_by_the_next(
    world: World, anne: Person, clock: Clock
):
    document = world.deposit(anne)
    _closed(world, anne)
    world.signed_in(anne).post(ERASURE)
    clock.forward(days=16)
    world.running.destroy_record_key(anne.id)
    assert world.signed_in(anne).get(f"/fhir/Binary/{document}").status in (403, 404)
    assert operations.sweep(world.settings).erased == 1
    assert world.blobs() == []


def test_nothing_readable_is_left_in_the_files(world: World, anne: Person, clock: Clock):
    _full(world, anne)
    _closed(world, anne)
    world.signed_in(anne).post(ERASURE)
    clock.forward(days=16)
    operations.sweep(world.settings)
    left = b"".join(path.read_bytes() for path in Path(world.settings.home).rglob("*") if path.is_file())
    for words in ("Anamnèse", "Ruhig bleiben", "Noch ein Entwurf"):
        assert words.encode() not in left


def test_every_table_of_a_record_is_erased_or_named_as_kept():
    known = {table.name for table in Base.metadata.sorted_tables}
    assert known >= erasing.KEPT, "a table that is no more"
    hanging = {
        table.name
        for table in Base.metadata.sorted_tables
        for column in table.c
        for key in column.foreign_keys
        if key.column.table.name == "dossiers" and column.name != "patient_id"
    }
    assert hanging == set(), "what hangs on a record does so by patient_id, so that erasing finds it"

"""The trail: in the act's own transaction or not at all, append-only in the database, every change by hand named."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from platform_api import audit_trail, operations
from platform_api.audit_trail import Entry
from platform_api.models import AuditEntry, DocumentView
from platform_api.vocabulary import Action, Outcome, Role
from tests.platform_api.untraced import without_trail
from tests.platform_api.world import PDF, Person, World


@pytest.fixture
def anne(world: World) -> Person:
    """Someone whose chain has eight entries."""
    one = world.patient("Anne", "Reuter")
    document, me = world.deposit(one), world.signed_in(one)
    for _ in range(3):
        me.search(patient="self")
        me.get(f"/fhir/Binary/{document}")
    world.portal().get(f"/fhir/Binary/{document}")
    assert len(world.entries(one.id)) == 8
    operations.sweep(world.settings)  # signs a checkpoint
    return one


@contextmanager
def _by_hand(world: World) -> Iterator[Connection]:
    """The database as somebody with all rights changes it: triggers gone, no code of ours asked."""
    with world.running.database.write() as connection:
        for table in ("audit_entries", "audit_checkpoints"):
            for change in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER {table}_no_{change}"))
        yield connection


def _first_break(world: World) -> audit_trail.Break | None:
    found = operations.verify_trail(world.settings)
    return found[0] if found else None


def test_an_untouched_trail_is_whole(world: World, anne: Person):
    assert operations.verify_trail(world.settings) == []


@pytest.mark.parametrize(
    "change",
    [
        "outcome = 'allowed', reason = NULL",
        "person_id = 'somebody-else'",
        "recorded_at = datetime(recorded_at, '+1 hour')",
        "action = 'session.read'",
        "object_id = 'another'",
        "details = '{}'",
        "id = 'x'",
        "role = 'operator'",
    ],
)
def test_a_changed_entry_is_named(world: World, anne: Person, change: str):
    with _by_hand(world) as connection:
        changed = connection.execute(
            text(f"UPDATE audit_entries SET {change} WHERE chain = :chain AND number = 8"), {"chain": anne.id}
        )
        assert changed.rowcount == 1
    found = _first_break(world)
    assert found is not None
    assert (found.chain, found.number) == (anne.id, 8)


def test_a_removed_entry_is_named(world: World, anne: Person):
    with _by_hand(world) as connection:
        connection.execute(text("DELETE FROM audit_entries WHERE chain = :c AND number = 4"), {"c": anne.id})
    found = _first_break(world)
    assert found is not None
    assert (found.chain, found.number) == (anne.id, 5)
    assert "missing" in found.what


def test_swapped_entries_are_named(world: World, anne: Person):
    with _by_hand(world) as connection:
        for old, new in ((3, 100), (4, 3), (100, 4)):
            connection.execute(
                text("UPDATE audit_entries SET number = :new WHERE chain = :c AND number = :old"),
                {"c": anne.id, "old": old, "new": new},
            )
    found = _first_break(world)
    assert found is not None
    assert (found.chain, found.number) == (anne.id, 3)


def test_an_entry_put_in_is_named(world: World, anne: Person):
    with _by_hand(world) as connection:
        connection.execute(
            text(
                "INSERT INTO audit_entries SELECT chain, 9, 'new', recorded_at, action, outcome, reason, role,"
                " person_id, on_behalf_of, software_id, purpose, object_kind, object_id, request_id, details,"
                " hash, hash"
                " FROM audit_entries WHERE chain = :c AND number = 8"
            ),
            {"c": anne.id},
        )
    found = _first_break(world)
    assert found is not None
    assert (found.chain, found.number) == (anne.id, 9)


def test_a_cut_end_is_named(world: World, anne: Person):
    with _by_hand(world) as connection:
        connection.execute(text("DELETE FROM audit_entries WHERE chain = :c AND number > 6"), {"c": anne.id})
    found = _first_break(world)
    assert found is not None
    assert (found.chain, found.number) == (anne.id, 7)


def test_an_end_cut_with_its_head_differs_from_the_signed_checkpoint(world: World, anne: Person):
    with _by_hand(world) as connection:
        connection.execute(text("DELETE FROM audit_entries WHERE chain = :c AND number > 6"), {"c": anne.id})
        connection.execute(
            text(
                "UPDATE audit_heads SET number = 6, hash = (SELECT hash FROM audit_entries WHERE chain = :c"
                " AND number = 6) WHERE chain = :c"
            ),
            {"c": anne.id},
        )
    found = _first_break(world)
    assert found is not None
    assert (found.chain, found.number) == (anne.id, 8)


def test_a_whole_chain_gone_differs_from_the_signed_checkpoint(world: World, anne: Person):
    with _by_hand(world) as connection:
        for table in ("audit_entries", "audit_heads"):
            connection.execute(text(f"DELETE FROM {table} WHERE chain = :c"), {"c": anne.id})
    found = _first_break(world)
    assert found is not None
    assert found.chain == anne.id


def test_a_history_written_anew_with_right_hashes_differs_from_the_signed_checkpoint(
    world: World, anne: Person
):
    with _by_hand(world) as connection:
        for table in ("audit_entries", "audit_heads"):
            connection.execute(text(f"DELETE FROM {table} WHERE chain = :c"), {"c": anne.id})
        for _ in range(8):
            entry = Entry(anne.id, Action.READ_DOSSIER, Outcome.ALLOWED, Role.PATIENT)
            audit_trail.append(connection, entry)
    found = _first_break(world)
    assert found is not None
    assert (found.chain, found.number, found.what) == (anne.id, 8, "it differs from a signed checkpoint")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("heads", "x'5b5d'"),
        ("heads", "x'00ff'"),
        ("signature", "'0'"),
        ("recorded_at", "datetime(recorded_at, '+1 hour') || '.000000'"),
    ],
)
def test_a_changed_checkpoint_is_named(world: World, anne: Person, column: str, value: str):
    with _by_hand(world) as connection:
        connection.execute(text(f"UPDATE audit_checkpoints SET {column} = {value}"))
    found = _first_break(world)
    assert found is not None
    assert "checkpoint" in found.what


@pytest.mark.parametrize("table", ["audit_entries", "audit_checkpoints"])
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET recorded_at = recorded_at", "DELETE FROM {}", "UPDATE {} SET id = 'x'"]
)
def test_the_database_itself_refuses_changes(world_on_each: World, table: str, change: str):
    world = world_on_each
    world.signed_in(world.patient()).search(patient="self")
    operations.sweep(world.settings)
    with pytest.raises(DBAPIError, match="append-only"), world.running.database.write() as connection:
        connection.execute(text(change.format(table)))
    assert operations.verify_trail(world.settings) == []


def test_no_entry_no_data(world: World):
    anne = world.patient()
    document, me = world.deposit(anne), world.signed_in(anne)
    new, hospital = world.document(anne), world.software("another")
    rui = world.person("Rui")
    code = world.letter(rui).code
    before = world.count(AuditEntry), world.documents(anne), world.blobs()
    with without_trail(world):
        answers = {
            "list": me.search(patient="self"),
            "metadata": me.get(f"/fhir/DocumentReference/{document}"),
            "bytes": me.get(f"/fhir/Binary/{document}"),
            "journal": me.get("/fhir/AuditEvent", query_string={"patient": "self"}),
            "record": me.get("/dsp/v1/dossier"),
            "deposit": hospital.post("/fhir/DocumentReference", new),
            "letter": world.redeem(rui, code),
        }
    for name, answer in answers.items():
        assert answer.status == 503, name
        assert PDF not in answer.data
        assert b"Compte rendu" not in answer.data
    assert (world.count(AuditEntry), world.documents(anne), world.blobs()) == before
    assert world.count(DocumentView) == 0
    assert me.search(patient="self").status == 200


def test_many_writers_of_one_record_leave_one_whole_chain(world_on_each: World):
    world = world_on_each
    anne = world.patient()
    me, ready = world.signed_in(anne), threading.Barrier(6)
    told: list[int] = []

    def read() -> None:
        ready.wait()
        told.extend(me.search(patient="self").status for _ in range(5))

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [200] * 30
    assert [entry["number"] for entry in world.entries(anne.id)] == list(range(1, 31))
    assert operations.verify_trail(world.settings) == []


def test_the_journal_shows_the_holder_every_attempt_and_nobody_else(world: World, anne: Person):
    me, berta = world.signed_in(anne), world.signed_in(world.patient("Berta", "Klein"))
    bundle = me.get("/fhir/AuditEvent", query_string={"patient": "self", "_count": "100"}).json
    shown = [(e["resource"]["subtype"][0]["code"], e["resource"]["outcome"]) for e in bundle["entry"]]
    assert ("document.read", "4") in shown
    assert ("document.deposit", "0") in shown
    assert bundle["total"] == len(shown)
    titles = [entity.get("name") for e in bundle["entry"] for entity in e["resource"]["entity"]]
    assert "Compte rendu" in titles
    for api in (berta, world.portal(), world.halfway_in(anne), world.software("lab")):
        refused = api.get("/fhir/AuditEvent", query_string={"patient": f"Patient/{anne.id}"})
        assert refused.status >= 400


def test_the_trail_is_taken_out_as_fhir_line_by_line(world: World, anne: Person):
    import json

    lines = [json.loads(line) for line in operations.export_trail(world.settings)]
    assert {line["resourceType"] for line in lines} == {"AuditEvent"}
    assert len(lines) == world.count(AuditEntry)


def test_that_the_trail_was_taken_out_stands_in_it_before_the_first_line_leaves(world: World, anne: Person):
    world.deposit(anne)
    next(operations.export_trail(world.settings))  # whoever stops here has taken out one line
    entry = world.entries(audit_trail.SYSTEM)[-1]
    assert (entry["action"], entry["role"], entry["details"]) == (
        "platform.operate",
        "operator",
        {"exported": "trail"},
    )


def test_a_checkpoint_holds_only_what_moved_since_the_last_one(world: World, anne: Person):
    berta = world.patient("Berta")
    world.deposit(berta)
    operations.sweep(world.settings)
    world.deposit(berta)
    operations.sweep(world.settings)
    with world.running.database.read() as connection:
        newest = connection.execute(
            text("SELECT heads FROM audit_checkpoints ORDER BY recorded_at DESC, id DESC LIMIT 1")
        ).scalar_one()
    assert berta.id.encode() in newest
    assert anne.id.encode() not in newest
    assert operations.verify_trail(world.settings) == []


def test_a_checkpoint_that_was_taken_out_is_missed_by_the_next_one(world: World, anne: Person):
    for _one in range(3):
        world.deposit(anne)
        operations.sweep(world.settings)
    with _by_hand(world) as connection:
        connection.execute(
            text(
                "DELETE FROM audit_checkpoints WHERE id = "
                "(SELECT id FROM audit_checkpoints ORDER BY recorded_at LIMIT 1 OFFSET 1)"
            )
        )
    found = operations.verify_trail(world.settings)
    assert any("was taken out" in one.what for one in found)

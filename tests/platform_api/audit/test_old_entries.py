"""Entries whose ten years are over give way to a signed summary, on SQLite and on PostgreSQL; no other entry can go."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from platform_api import audit_spans, audit_trail, operations
from platform_api.models import AuditEntry, AuditSpan
from tests.platform_api.world import Person, World
from tests.support.clock import Clock

THEN = datetime(2031, 5, 4, 10, tzinfo=UTC)
LATER = datetime(2042, 1, 2, 10, tzinfo=UTC)
"""In the year after the year in which ten years are over."""


@pytest.fixture
def world(platform_on_each: Flask) -> World:
    """The platform on each engine in turn."""
    return World(platform_on_each)


@pytest.fixture
def anne(world: World, clock: Clock) -> Person:
    """Four entries of 2031 and one of 2035."""
    clock.set(THEN)
    one = world.patient()
    for _ in range(2):
        world.deposit(one)
    world.signed_in(one).search(patient="self")
    world.portal().search(patient=one.id)
    operations.sweep(world.settings)  # signs a checkpoint
    clock.set(datetime(2035, 3, 3, 10, tzinfo=UTC))
    world.deposit(one)
    operations.sweep(world.settings)
    return one


def _rows(world: World, table: Any, chain: str) -> list[Any]:
    with world.running.database.read() as connection:
        return list(connection.execute(select(table.__table__).where(table.chain == chain)))


def test_before_the_year_is_over_everything_stays(world: World, anne: Person, clock: Clock):
    before = len(_rows(world, AuditEntry, anne.id))
    clock.set(datetime(2041, 12, 31, 20, tzinfo=UTC))
    operations.sweep(world.settings)
    assert len(_rows(world, AuditEntry, anne.id)) == before
    assert _rows(world, AuditSpan, anne.id) == []


def test_then_a_summary_stands_for_them_and_the_chain_holds(world: World, anne: Person, clock: Clock):
    old = [row for row in _rows(world, AuditEntry, anne.id) if row.recorded_at.year == THEN.year]
    assert len(old) >= 4
    clock.set(LATER)
    operations.sweep(world.settings)
    left = _rows(world, AuditEntry, anne.id)
    assert {row.recorded_at.year for row in left} == {2035, 2042}
    (span,) = _rows(world, AuditSpan, anne.id)
    assert (span.first_number, span.last_number) == (1, len(old))
    assert sum(span.counts.values()) == len(old)
    assert span.counts["document.deposit allowed"] == 2
    assert operations.verify_trail(world.settings) == []
    assert [row.action for row in left][-1] == "trail.expire", "the person's own log says that it happened"
    assert left[-1].details["entries"] == len(old)


def test_once_a_year_and_no_more(world: World, anne: Person, clock: Clock):
    clock.set(LATER)
    for _ in range(3):
        operations.sweep(world.settings)
    assert len(_rows(world, AuditSpan, anne.id)) == 1
    clock.set(datetime(2046, 6, 1, 10, tzinfo=UTC))
    operations.sweep(world.settings)
    first, second = _rows(world, AuditSpan, anne.id)
    assert (second.first_number, second.previous_hash) == (first.last_number + 1, first.last_hash)
    assert operations.verify_trail(world.settings) == []


def test_it_is_exported_in_the_place_of_the_entries(world: World, anne: Person, clock: Clock):
    clock.set(LATER)
    operations.sweep(world.settings)
    lines = [msgspec.json.decode(line) for line in operations.export_trail(world.settings)]
    mine = [one for one in lines if one["entity"][0]["what"]["reference"] == f"Patient/{anne.id}"]
    assert mine[0]["type"]["code"] == "destroy"
    assert {"type": "count document.deposit allowed", "valueString": "2"} in mine[0]["entity"][0]["detail"]
    assert mine[0]["period"]["start"].startswith("2031-05-04")


def test_no_entry_goes_without_a_summary(world: World, anne: Person):
    with pytest.raises(DBAPIError, match="append-only"), world.running.database.write() as connection:
        connection.execute(delete(AuditEntry).where(AuditEntry.chain == anne.id, AuditEntry.number == 1))


def test_a_summary_is_neither_changed_nor_removed(world: World, anne: Person, clock: Clock):
    clock.set(LATER)
    operations.sweep(world.settings)
    for change in (update(AuditSpan).values(last_number=3), delete(AuditSpan)):
        with pytest.raises(DBAPIError, match="append-only"), world.running.database.write() as connection:
            connection.execute(change)


def test_a_summary_that_somebody_made_up_is_named(world: World, anne: Person):
    """With the database in their hands they can take entries out, but not sign for it."""
    with world.running.database.write() as connection:
        made_up = audit_spans.replace_oldest  # the same code, with a key that is not ours
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(audit_spans, "ends_before", lambda: datetime(2034, 1, 1, tzinfo=UTC))
            assert made_up(connection, b"another key", anne.id)
    found = operations.verify_trail(world.settings)
    assert [(one.chain, one.what) for one in found][:1] == [
        (anne.id, "the summary of its oldest entries was changed")
    ]


def test_a_lost_summary_is_named(world: World, anne: Person, clock: Clock):
    clock.set(LATER)
    operations.sweep(world.settings)
    with world.running.database.write() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_spans_no_delete"))
        else:
            connection.execute(text("DROP TRIGGER audit_spans_append_only ON audit_spans"))
        connection.execute(delete(AuditSpan).where(AuditSpan.chain == anne.id))
    (found,) = operations.verify_trail(world.settings)
    assert (found.chain, found.what) == (anne.id, "an entry is missing before it")


def test_what_no_checkpoint_has_signed_stays(world: World, clock: Clock):
    clock.set(THEN)
    one = world.patient()
    world.deposit(one)
    clock.set(LATER)
    with world.running.database.write() as connection:
        assert audit_spans.replace_oldest(connection, world.running.keys.checkpoint.current, one.id) == 0
        audit_trail.checkpoint(connection, world.running.keys.checkpoint.current)
        assert audit_spans.replace_oldest(connection, world.running.keys.checkpoint.current, one.id) >= 1


def test_a_receipt_says_that_its_entry_is_no_longer_kept(world: World, anne: Person, clock: Clock):
    entry = world.entries(anne.id)[0]["id"]
    receipt = world.signed_in(anne).get(f"/dsp/v1/journal/{entry}/receipt").json["receipt"]
    check = {"receipt": receipt}
    assert world.portal().post("/dsp/v1/receipts/check", check).json["verdict"] == "stands"
    clock.set(LATER)
    operations.sweep(world.settings)
    assert world.portal().post("/dsp/v1/receipts/check", check).json["verdict"] == "gone"

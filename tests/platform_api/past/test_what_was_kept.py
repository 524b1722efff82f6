"""Where the past comes from: what was kept when it ended, else the trail; and what nobody knows is said so."""

import ast
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

import platform_api
from platform_api import audit_trail
from platform_api import clock as platform_clock
from platform_api.audit_trail import Entry
from platform_api.models import Document, DocumentAbsence, Dossier, EmergencyChoice, RecordState
from platform_api.vocabulary import Action, Outcome, Right, Role
from tests.platform_api.world import DOCTOR, HOSPITAL, Person, World
from tests.support.clock import Clock


@pytest.fixture
def anne(world: World) -> Person:
    one = world.patient()
    world.doctor()
    world.decide(one.id, Right.CIRCLE, DOCTOR)
    world.deposit(one)
    return one


def _told(world: World, one: Person, on: date, onlooker: str = f"practitioner:{DOCTOR}") -> dict[str, Any]:
    answer = world.signed_in(one).get("/dsp/v1/past", query_string={"as": onlooker, "on": on.isoformat()})
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.json
    return found


def _can_open(told: dict[str, Any]) -> list[bool | None]:
    return [one["can_open"] for one in told["stretches"]]


def _close_for_a_day(world: World, anne: Person, clock: Clock) -> date:
    clock.forward(days=2)
    closed_on = platform_clock.today()
    assert world.signed_in(anne).post("/dsp/v1/closing", {}).status == 201
    clock.forward(days=2)
    assert world.signed_in(anne).delete("/dsp/v1/closing").status == 200
    clock.forward(days=1)
    return closed_on


def _forget_what_was_kept(world: World, model: Any) -> None:
    with world.running.database.write() as connection:
        connection.execute(delete(model))


def test_a_closing_that_was_undone_is_remembered(world: World, anne: Person, clock: Clock):
    closed_on = _close_for_a_day(world, anne, clock)
    assert _can_open(_told(world, anne, closed_on - timedelta(days=1))) == [True]
    assert _can_open(_told(world, anne, closed_on)) == [True, False]
    between = _told(world, anne, closed_on + timedelta(days=1))
    assert [one["standing"] for one in between["stretches"]] == ["record_not_open"]
    assert between["documents"] == []
    assert _can_open(_told(world, anne, closed_on + timedelta(days=3))) == [True]


def test_before_it_was_kept_the_trail_knows_the_states(world: World, anne: Person, clock: Clock):
    closed_on = _close_for_a_day(world, anne, clock)
    _forget_what_was_kept(world, RecordState)
    assert _can_open(_told(world, anne, closed_on + timedelta(days=1))) == [False]
    assert _can_open(_told(world, anne, closed_on + timedelta(days=3))) == [True]


def test_what_the_trail_does_not_tell_is_not_known(world: World, anne: Person, clock: Clock):
    clock.forward(days=1)
    decided_on = platform_clock.today()
    with world.running.database.write() as connection:
        entry = Entry(anne.id, Action.DECIDE_OPENING, Outcome.ALLOWED, Role.AGENT)
        audit_trail.append(connection, entry)
    clock.forward(days=3)
    with world.running.database.write() as connection:
        mine = update(Dossier).where(Dossier.patient_id == anne.id)
        connection.execute(mine.values(state_since=platform_clock.now()))
    clock.forward(days=1)
    told = _told(world, anne, decided_on + timedelta(days=1))
    assert _can_open(told) == [None]
    assert told["stretches"][0]["standing"] is None
    assert told["documents"] == []


@pytest.mark.parametrize("kept", [True, False])
def test_the_choice_about_emergencies_is_remembered(world: World, anne: Person, clock: Clock, kept: bool):
    stranger = f"organisation:{HOSPITAL}"
    began = platform_clock.today()
    clock.forward(days=2)
    assert world.signed_in(anne).call("PUT", "/dsp/v1/emergency", {"allowed": False}).status == 204
    clock.forward(days=2)
    assert world.signed_in(anne).call("PUT", "/dsp/v1/emergency", {"allowed": True}).status == 204
    clock.forward(days=1)
    if not kept:
        _forget_what_was_kept(world, EmergencyChoice)
    told = [_told(world, anne, began + timedelta(days=days), stranger) for days in (1, 3, 5)]
    assert [one["stretches"][0]["in_emergency"] for one in told] == [True, False, True]
    assert [one["emergency"] for one in told] == [1, 0, 1]


def test_a_document_that_was_away_is_missing_on_those_days(world: World, anne: Person, clock: Clock):
    began = platform_clock.today()
    [row] = world.documents(anne)
    clock.forward(days=2)
    gone_at = platform_clock.now()
    clock.forward(days=2)
    absence = {"patient_id": anne.id, "document_id": row["id"], "starts_at": gone_at}
    with world.running.database.write() as connection:
        connection.execute(insert(DocumentAbsence), absence | {"ended_at": platform_clock.now()})
    clock.forward(days=1)
    seen = [_told(world, anne, began + timedelta(days=days))["documents"] for days in (1, 3, 5)]
    assert seen == [[row["id"]], [], [row["id"]]]


def test_a_document_taken_back_since_is_counted_and_not_listed(world: World, anne: Person, clock: Clock):
    began = platform_clock.today()
    clock.forward(days=2)
    with world.running.database.write() as connection:
        away = {"status": "withdrawn", "withdrawn_at": platform_clock.now()}
        connection.execute(update(Document).where(Document.patient_id == anne.id).values(**away))
    told = _told(world, anne, began + timedelta(days=1))
    assert (told["documents"], told["gone"], told["all"]) == ([], 1, 1)


def test_before_there_was_a_record_nobody_could_open_it(world: World, anne: Person):
    told = _told(world, anne, platform_clock.today() - timedelta(days=1))
    assert (told["stretches"], told["documents"]) == ([], [])


def test_a_day_to_come_and_an_unknown_person_are_refused(world: World, anne: Person):
    me, today = world.signed_in(anne), platform_clock.today()
    for asked, status in (
        ({"as": f"practitioner:{DOCTOR}", "on": (today + timedelta(days=1)).isoformat()}, 400),
        ({"as": "practitioner:0000000000", "on": today.isoformat()}, 404),
        ({"as": "emergency", "on": today.isoformat()}, 404),
        ({"as": f"practitioner:{DOCTOR}", "on": "yesterday"}, 400),
        ({"as": f"practitioner:{DOCTOR}"}, 400),
    ):
        assert me.get("/dsp/v1/past", query_string=asked).status == status


def test_whoever_had_to_do_with_the_record_can_be_asked_about(world: World, anne: Person):
    known = world.signed_in(anne).get("/dsp/v1/past/onlookers").json["known"]
    assert [(one["kind"], one["id"]) for one in known] == [("professional", DOCTOR)]


def test_nothing_else_puts_a_record_into_another_state():
    for path in Path(platform_api.__file__).parent.rglob("*.py"):
        if path.name == "record_states.py" or "migrations" in path.parts:
            continue
        for call in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            if call.func.attr == "values" and "update(Dossier)" in ast.unparse(call.func):
                assert not {key.arg for key in call.keywords} & {"state", "state_since"}, path

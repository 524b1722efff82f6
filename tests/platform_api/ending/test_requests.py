"""Requests about one's rights: sealed, with a deadline, answered once by a supervisor; the choice about research."""

import pytest

from tests.platform_api.calls import utc
from tests.platform_api.world import Person, World
from tests.support.clock import Clock

PATH = "/dsp/v1/requests"


def test_asked_tracked_and_answered(world: World, anne: Person, clock: Clock):
    clock.set(utc(2026, 1, 31, 10, 0))
    me, chief = world.signed_in(anne), world.idle(world.staff("supervisor"))
    made = me.post(PATH, {"kind": "rectification", "text": "Ich bin nicht allergisch."})
    assert (made.status, made.json["state"]) == (201, "waiting")
    assert made.json["due_at"].startswith("2026-02-28T23")
    number = made.json["number"]
    assert [one["text"] for one in chief.get("/dsp/v1/rights-requests").json["waiting"]] == [
        "Ich bin nicht allergisch."
    ]
    answer = f"/dsp/v1/rights-requests/{number}/answer"
    assert chief.post(answer, {"text": "Berichtigt."}).status == 204
    assert chief.post(answer, {"text": "Noch einmal."}).reason == "decided_already"
    shown = me.get(PATH).json["requests"][0]
    assert (shown["state"], shown["answer"]) == ("answered", "Berichtigt.")
    assert [notice.code for notice in world.mail()] == ["request_received", "request_answered"]
    stored = b"".join(path.read_bytes() for path in world.settings.home.glob("platform.sqlite3*"))
    assert b"allergisch" not in stored
    assert b"Berichtigt" not in stored


def test_withdrawn_by_its_holder_alone(world: World, anne: Person):
    other = world.patient("Paul", "Wagner")
    me = world.signed_in(anne)
    number = me.post(PATH, {"kind": "complaint", "text": "Zu langsam."}).json["number"]
    assert world.signed_in(other).delete(f"{PATH}/{number}").status == 404
    assert world.signed_in(other).get(PATH).json["requests"] == []
    assert me.delete(f"{PATH}/{number}").status == 204
    assert me.delete(f"{PATH}/{number}").status == 404
    assert me.get(PATH).json["requests"][0]["state"] == "withdrawn"


@pytest.mark.parametrize(("text", "reason"), [("  ", "request_empty"), ("x" * 4001, "request_too_long")])
def test_empty_and_endless_texts_are_refused(world: World, anne: Person, text: str, reason: str):
    assert world.signed_in(anne).post(PATH, {"kind": "complaint", "text": text}).reason == reason


def test_a_document_of_somebody_else_is_not_found(world: World, anne: Person):
    other = world.patient("Paul", "Wagner")
    document = world.deposit(other)
    body = {"kind": "rectification", "text": "Falsch.", "document": document}
    assert world.signed_in(anne).post(PATH, body).status == 404
    assert world.signed_in(other).post(PATH, body).status == 201


def test_the_choice_about_research_is_kept_and_taken_back(world: World, anne: Person):
    me = world.signed_in(anne)
    assert me.get(PATH).json["secondary_use"] is True
    for allowed in (False, False, True):
        assert me.call("PUT", "/dsp/v1/secondary-use", {"allowed": allowed}).status == 204
        assert me.get(PATH).json["secondary_use"] is allowed
    kept = [entry["details"] for entry in world.entries(anne.id) if entry["action"] == "secondary_use.set"]
    assert [one["allowed"] for one in kept] == [False, False, True]

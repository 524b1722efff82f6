"""A mandate on paper: L3, signed by both, four eyes, letters to both; nothing counts before, or stays after a no."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from platform_api import clock as time
from platform_api.models import Account, Assistance, Mandate, PostalLetter, StaffMember
from platform_api.operations import everyday
from platform_api.vocabulary import DossierState
from tests.platform_api.calls import Api
from tests.platform_api.papers.desk import DESK, PAPERS, laid
from tests.platform_api.world import Person, World
from tests.support.clock import Clock

MANDATES = f"{DESK}/mandates"
SEEN = {"both_signed": True, "both_seen": True}


@pytest.fixture
def world(platform_on_each: Flask) -> World:
    """The platform on each engine in turn."""
    return World(platform_on_each)


def at_l3(world: World, agent: str, one: Person) -> tuple[Api, str]:
    """The agent's case about this person with the mandate beside it, an identity document seen."""
    desk, number = laid(world, world.idle(agent), one, "mandate")
    with world.running.database.write() as connection:
        connection.execute(update(Assistance).where(Assistance.patient_id == one.id).values(proof_level=3))
    return desk, number


def wanted(one: Person, **changes: Any) -> dict[str, Any]:
    return (
        {"template": "daily", "name": f"{one.given} {one.family}", "matricule": one.matricule}
        | SEEN
        | changes
    )


def approval(world: World, agent_id: str) -> dict[str, Any]:
    found = world.idle(agent_id).get(f"{DESK}/approvals").json["waiting"]
    return dict(next((one for one in found if one["state"] == "waiting"), found[0]))


def decide(world: World, agent_id: str, *, agreed: bool = True) -> Any:
    path = f"{DESK}/approvals/{approval(world, agent_id)['id']}"
    return world.idle(agent_id).post(path, {"agreed": agreed})


def letters(world: World, one: Person) -> list[str]:
    with world.running.database.read() as connection:
        found = select(PostalLetter.kind).where(PostalLetter.patient_id == one.id)
        return list(connection.execute(found).scalars())


def mandates(world: World, one: Person) -> list[Any]:
    return list(world.signed_in(one).get("/dsp/v1/mandates").json["mandates"])


def test_a_mandate_signed_by_both_counts_after_four_eyes_and_both_get_a_letter(world: World):
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, number = at_l3(world, tom, anne)
    made = desk.post(MANDATES, wanted(berta))
    assert made.status == 201, made
    act = {"mandate": made.json["id"]}
    assert world.signed_in(berta).call("PUT", "/dsp/v1/acting", act).status in (403, 404)
    seen = approval(world, ida)["evidence"]
    assert seen == {
        "level": 3, "channel": "post", "paper": number, "caregiver": "Berta Klein", "template": "daily",
    }  # fmt: skip
    assert decide(world, tom).reason == "own_approval"
    assert decide(world, ida).status == 204
    (given,) = mandates(world, anne)
    assert (given["state"], given["reason"], given["delegate"]) == ("active", "paper", "Berta Klein")
    assert world.signed_in(berta).call("PUT", "/dsp/v1/acting", act).status == 200
    assert (letters(world, anne), letters(world, berta)) == (["mandate_given"], ["mandate_taken"])
    assert world.idle(tom).get(f"{PAPERS}/{number}").json["state"] == "entered"
    assert {"mandate.add", "approval.decide"} <= {entry["action"] for entry in world.entries(anne.id)}


def test_a_foreign_daughter_without_a_record_is_found_by_her_address(world: World):
    anne, tom, ida = world.patient(), world.staff(), world.staff(given="Ida")
    sara = world.delegate()
    with world.running.database.write() as connection:
        index = world.running.keys.find_by("email", "sara@example.fr")
        connection.execute(update(Account).where(Account.id == sara).values(email_index=index))
    desk, _number = at_l3(world, tom, anne)
    asked = {"template": "look", "name": "Sara Reuter", "email": "Sara@example.fr"} | SEEN
    assert desk.post(MANDATES, asked).status == 201
    assert decide(world, ida).status == 204
    assert [one["state"] for one in mandates(world, anne)] == ["active"]


def test_what_is_missing_refuses(world: World):
    anne, berta, tom = world.patient(), world.patient("Berta", "Klein"), world.staff()
    desk, _number = laid(world, world.idle(tom), anne, "mandate")
    assert desk.post(MANDATES, wanted(berta)).reason == "proof_too_low"
    desk, _number = at_l3(world, tom, anne)
    refused = {
        "paper_not_checked": wanted(berta, both_seen=False),
        "value_not_allowed": wanted(berta, template="emergency"),
        "delegate_unknown": wanted(berta, name="Berta Gross"),
        "invitation_own": wanted(anne),
    }
    for reason, body in refused.items():
        assert desk.post(MANDATES, body).reason == reason
    assert world.count(Mandate) == 0


def test_no_agent_enters_or_agrees_to_a_mandate_for_their_own_family(world: World):
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    tom, ida = world.staff(), world.staff(given="Ida")
    index = world.running.keys.find_by("matricule", berta.matricule)
    with world.running.database.write() as connection:
        row = {"added_at": time.now(), "own_index": None, "relatives": [index]}
        connection.execute(insert(StaffMember), {"account_id": ida} | row)
    desk, _number = at_l3(world, ida, anne)
    assert desk.post(MANDATES, wanted(berta)).reason == "own_approval"
    desk.delete(f"{DESK}/case")
    desk, _number = at_l3(world, tom, anne)
    assert desk.post(MANDATES, wanted(berta)).status == 201
    assert decide(world, ida).reason == "own_approval"
    assert [one["state"] for one in mandates(world, anne)] == ["proposed"]


def test_a_mandate_that_a_colleague_refused_never_counted_and_the_form_waits_again(world: World):
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, number = at_l3(world, tom, anne)
    assert desk.post(MANDATES, wanted(berta)).status == 201
    assert decide(world, ida, agreed=False).status == 204
    assert [one["state"] for one in mandates(world, anne)] == ["entered_in_error"]
    assert world.idle(tom).get(f"{PAPERS}/{number}").json["state"] == "waiting"
    assert letters(world, anne) == []


def test_the_holder_can_stop_it_before_and_time_does_after_a_day(world: World, clock: Clock):
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, _number = at_l3(world, tom, anne)
    made = desk.post(MANDATES, wanted(berta)).json["id"]
    assert world.signed_in(anne).post(f"/dsp/v1/mandates/{made}/end", {}).status == 204
    assert decide(world, ida).reason == "decided_already"
    desk, _number = at_l3(world, tom, anne)
    assert desk.post(MANDATES, wanted(berta)).status == 201
    clock.forward(hours=25)
    everyday.sweep(world.settings)
    assert {one["state"] for one in mandates(world, anne)} == {"rejected"}


def test_a_record_that_closed_meanwhile_takes_no_mandate(world: World):
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, _number = at_l3(world, tom, anne)
    assert desk.post(MANDATES, wanted(berta)).status == 201
    world.set_state(anne, DossierState.CLOSED)
    assert decide(world, ida).reason == "record_not_open"

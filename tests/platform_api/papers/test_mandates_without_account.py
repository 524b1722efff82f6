"""A mandate on paper for somebody without an account: both get a letter, and it counts from their activation on."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from platform_api import awaited
from platform_api import clock as time
from platform_api.models import Letter, Mandate, Patient, StaffMember
from platform_api.operations import everyday
from platform_api.vocabulary import SMS, DossierState
from tests.platform_api.papers.desk import DESK
from tests.platform_api.papers.test_mandates import (
    MANDATES,
    SEEN,
    approval,
    at_l3,
    decide,
    letters,
    mandates,
    wanted,
)
from tests.platform_api.phone import Phone
from tests.platform_api.phones import MOBILE, register
from tests.platform_api.world import Person, World
from tests.support.clock import Clock


@pytest.fixture
def world(platform_on_each: Flask) -> World:
    """The platform on each engine in turn."""
    return World(platform_on_each)


def without_account(world: World, given: str = "Berta", state: DossierState = DossierState.CREATED) -> Person:
    """Somebody in the directory who never activated."""
    return world.person(given, "Klein", state=state)


def gets_an_account(world: World, one: Person) -> None:
    """What the end of an activation does."""
    world._add_account(one)
    with world.running.database.write() as connection:
        awaited.take_up(connection, world.running.keys, one.id)


def activation_letters(world: World, one: Person) -> int:
    with world.running.database.read() as connection:
        return len(connection.execute(select(Letter.id).where(Letter.patient_id == one.id)).all())


def acts(world: World, one: Person, mandate: str) -> Any:
    return world.signed_in(one).call("PUT", "/dsp/v1/acting", {"mandate": mandate})


def test_it_waits_for_the_account_and_counts_from_that_moment_on(world: World):
    anne, berta = world.patient(), without_account(world)
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, _number = at_l3(world, tom, anne)
    made = desk.post(MANDATES, wanted(berta)).json
    assert made["waits_for_account"] is True
    assert (letters(world, anne), activation_letters(world, berta)) == ([], 0), (
        "nothing before a colleague agreed"
    )
    assert approval(world, ida)["evidence"]["account"] == "awaited"
    assert decide(world, ida).status == 204
    (given,) = mandates(world, anne)
    assert (given["state"], given["reason"]) == ("proposed", "account_awaited")
    assert (given["name"], given["delegate"]) == ("Berta Klein", "")
    assert (letters(world, anne), letters(world, berta)) == (["mandate_waits"], ["mandate_invited"])
    assert activation_letters(world, berta) == 1
    gets_an_account(world, berta)
    (given,) = mandates(world, anne)
    assert (given["state"], given["reason"], given["delegate"]) == ("active", "paper", "Berta Klein")
    assert acts(world, berta, made["id"]).status == 200
    assert "mandate_given" in letters(world, anne)
    assert "mandate_taken" in letters(world, berta)
    assert "mandate.confirm" in {entry["action"] for entry in world.entries(anne.id)}


def test_no_code_goes_to_an_address_of_the_caregiver_that_changed_lately(world: World, clock: Clock):
    anne, berta = world.patient(), without_account(world)
    register(world, berta)
    with world.running.database.write() as connection:
        connection.execute(
            update(Patient).where(Patient.id == berta.id).values(address_changed_at=time.now())
        )
    clock.forward(days=29)
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, _number = at_l3(world, tom, anne)
    desk.post(MANDATES, wanted(berta))
    world.mail()
    assert decide(world, ida).status == 204
    assert activation_letters(world, berta) == 0, "nobody saw a document of hers"
    texts = [(one.code, one.address) for one in world.mail() if one.channel == SMS]
    assert texts == [("letter_not_sent", MOBILE)]
    assert letters(world, berta) == ["mandate_invited"]
    (given,) = mandates(world, anne)
    assert (given["state"], given["reason"]) == ("proposed", "account_awaited")
    assert world.helping(tom, berta.id, 2).post(f"{DESK}/letters", {}).reason == "address_is_new"
    assert world.helping(tom, berta.id, 3).post(f"{DESK}/letters", {}).status == 201
    assert activation_letters(world, berta) == 1


def test_the_activation_itself_is_all_that_the_caregiver_does(world: World):
    anne, berta = world.patient(), without_account(world)
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, _number = at_l3(world, tom, anne)
    made = desk.post(MANDATES, wanted(berta)).json["id"]
    assert decide(world, ida).status == 204
    session = Phone(world, berta, world.letter(berta).code).activate()["session"]
    assert world.portal(session).call("PUT", "/dsp/v1/acting", {"mandate": made}).status == 200
    assert [one["delegate"] for one in mandates(world, anne)] == ["Berta Klein"]


def test_whoever_has_an_account_before_the_colleague_agrees_acts_at_once(world: World):
    anne, berta = world.patient(), without_account(world)
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, _number = at_l3(world, tom, anne)
    made = desk.post(MANDATES, wanted(berta)).json["id"]
    gets_an_account(world, berta)
    assert [one["state"] for one in mandates(world, anne)] == ["proposed"], "nobody has looked at it"
    assert decide(world, ida).status == 204
    assert acts(world, berta, made).status == 200
    assert activation_letters(world, berta) == 0


def test_the_holder_stops_it_before_and_an_account_made_later_opens_nothing(world: World):
    anne, berta = world.patient(), without_account(world)
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, _number = at_l3(world, tom, anne)
    made = desk.post(MANDATES, wanted(berta)).json["id"]
    assert decide(world, ida).status == 204
    assert world.signed_in(anne).post(f"/dsp/v1/mandates/{made}/end", {}).status == 204
    gets_an_account(world, berta)
    assert [one["state"] for one in mandates(world, anne)] == ["rejected"]
    assert acts(world, berta, made).status in (403, 404)


def test_time_ends_the_waiting_and_the_holder_gets_a_letter(world: World, clock: Clock):
    anne, berta = world.patient(), without_account(world)
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, _number = at_l3(world, tom, anne)
    assert desk.post(MANDATES, wanted(berta)).status == 201
    assert decide(world, ida).status == 204
    clock.forward(days=64)
    everyday.sweep(world.settings)
    assert [one["reason"] for one in mandates(world, anne)] == ["not_in_time"]
    assert "mandate_lapsed" in letters(world, anne)
    gets_an_account(world, berta)
    assert [one["state"] for one in mandates(world, anne)] == ["rejected"]


def test_a_record_that_closed_meanwhile_lets_nobody_in(world: World):
    anne, berta = world.patient(), without_account(world)
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, _number = at_l3(world, tom, anne)
    made = desk.post(MANDATES, wanted(berta)).json["id"]
    assert decide(world, ida).status == 204
    world.set_state(anne, DossierState.CLOSED)
    gets_an_account(world, berta)
    assert acts(world, berta, made).status in (403, 404)
    world.set_state(anne, DossierState.ACTIVATED)
    everyday.sweep(world.settings)
    assert acts(world, berta, made).status == 200, "the next sweep lets it begin"


def test_who_cannot_set_up_an_account_is_not_entered(world: World):
    anne, tom = world.patient(), world.staff()
    berta, closed = without_account(world), without_account(world, "Carla", DossierState.CLOSED)
    child = without_account(world, "Dora")
    with world.running.database.write() as connection:
        young = date(time.today().year - 17, 1, 1)
        connection.execute(update(Patient).where(Patient.id == child.id).values(birth_date=young))
    desk, _number = at_l3(world, tom, anne)
    unknown = {"template": "look", "name": "Sara Reuter", "email": "sara@example.fr"} | SEEN
    refused = [
        ("delegate_no_way_in", wanted(closed)),
        ("delegate_no_way_in", wanted(child)),
        ("delegate_unknown", wanted(berta, name="Berta Gross")),
        ("delegate_needs_number", unknown),
    ]
    for reason, body in refused:
        assert desk.post(MANDATES, body).reason == reason
    assert world.count(Mandate) == 0


def test_it_is_entered_once_and_never_for_an_agents_own_family(world: World):
    anne, berta = world.patient(), without_account(world)
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
    desk, _number = at_l3(world, tom, anne)
    assert desk.post(MANDATES, wanted(berta)).reason == "mandate_elsewhere"
    assert world.count(Mandate) == 1

"""A day at the desk by the API, on SQLite and on PostgreSQL: proofs, limits, delays, four eyes."""

import pytest
from flask import Flask
from sqlalchemy import select

from platform_api import helping, operations
from platform_api.models import Account
from platform_api.vocabulary import DossierState, Purpose
from tests.platform_api.calls import Api
from tests.platform_api.phones import register
from tests.platform_api.world import Person, World
from tests.support.clock import Clock

DESK = "/dsp/v1/helpdesk"


@pytest.fixture
def world(platform_on_each: Flask) -> World:
    """The platform on each engine in turn."""
    return World(platform_on_each)


def opened(world: World, agent_id: str, one: Person, channel: str = "telephone") -> Api:
    """The agent's browser within a case for this person."""
    body = {"matricule": one.matricule, "name": one.family, "channel": channel, "caller": "holder"}
    answer = world.idle(agent_id).post(f"{DESK}/cases", body | {"purpose": "activation"})
    assert answer.status == 201, answer
    return world.portal(answer.json["session"])


def test_from_the_call_to_the_end(world: World):
    anne, agent = world.patient(), world.staff()
    desk = opened(world, agent, anne)
    case = desk.get(f"{DESK}/case").json
    assert (case["proof_level"], case["name"], case["done"]) == (1, "Anne Reuter", [])
    assert desk.post(f"{DESK}/letters", {}).status == 201
    assert desk.post(f"{DESK}/letters", {}).json == {"queued": False}
    assert desk.call("PUT", f"{DESK}/contact", {"email": "new@example.lu"}).reason == "proof_too_low"
    pin = world.signed_in(anne).get("/dsp/v1/support-pin").json["pin"]
    assert desk.post(f"{DESK}/case/proof", {"method": "support_pin", "code": pin}).json["level"] == 2
    assert desk.post(f"{DESK}/case/proof", {"method": "support_pin", "code": pin}).reason == "proof_wrong"
    assert desk.get(f"{DESK}/case/journal").json["lines"]
    home = world.signed_in(anne)
    assert home.get("/dsp/v1/assistance").json["help"][0]["acts"] == ["letter"]
    assert home.delete("/dsp/v1/assistance").status == 204
    assert desk.get(f"{DESK}/case").reason == "assistance_over"
    assert desk.delete(f"{DESK}/case").status == 200
    assert desk.get(f"{DESK}").status == 401, "the reference before the turn is dead"
    entries = [entry for entry in world.entries(anne.id) if entry["role"] == "agent"]
    assert all(entry["details"]["case"] for entry in entries if entry["details"])


def test_a_new_address_counts_after_three_days_unless_its_owner_stops_it(world: World, clock: Clock):
    anne, berta, agent = world.patient(), world.patient("Berta", "Klein"), world.staff()
    for one in (anne, berta):
        desk = opened(world, agent, one)
        pin = world.signed_in(one).get("/dsp/v1/support-pin").json["pin"]
        desk.post(f"{DESK}/case/proof", {"method": "support_pin", "code": pin})
        assert desk.call("PUT", f"{DESK}/contact", {"email": f"new-{one.given}@example.lu"}).status == 200
        told = {mail.address for mail in world.mail() if mail.code == "contact_changes_later"}
        assert told == {one.email, f"new-{one.given}@example.lu".lower()}
    world.signed_in(berta).delete("/dsp/v1/contact-change")
    clock.forward(hours=71)
    operations.sweep(world.settings)
    assert address_of(world, anne) == anne.email
    clock.forward(hours=2)
    operations.sweep(world.settings)
    operations.sweep(world.settings)
    assert address_of(world, anne) == "new-anne@example.lu"
    assert address_of(world, berta) == berta.email


def test_a_call_back_goes_to_the_registered_number_only(world: World):
    anne, berta, agent = world.patient(), world.patient("Berta", "Klein"), world.staff()
    register(world, anne)
    desk = opened(world, agent, anne)
    assert desk.post(f"{DESK}/case/proof", {"method": "call_back"}).json["phone"] == "+352 621 555 017"
    assert desk.post(f"{DESK}/case/proof", {"method": "call_back", "code": "0000"}).reason == "proof_wrong"
    assert desk.post(f"{DESK}/case/proof", {"method": "call_back", "code": "5017"}).json["level"] == 2
    other = opened(world, agent, berta)
    assert other.post(f"{DESK}/case/proof", {"method": "call_back"}).reason == "no_registered_contact"


def test_guessing_proofs_and_people_is_stopped(world: World):
    anne, agent = world.patient(), world.staff()
    desk = opened(world, agent, anne)
    tries = [
        desk.post(f"{DESK}/case/proof", {"method": "support_pin", "code": f"{number:06d}"}).reason
        for number in range(7)
    ]
    assert tries[-1] == "too_many_tries"
    pin, _until = helping.pin(world.running.keys, anne.account_id)
    assert desk.post(f"{DESK}/case/proof", {"method": "support_pin", "code": pin}).reason == "too_many_tries"
    curious = world.idle(world.staff(given="Eva"))
    body = {"matricule": anne.matricule, "channel": "telephone", "caller": "holder", "purpose": "other"}
    refused = [curious.post(f"{DESK}/cases", body | {"name": f"Guess{n}"}).reason for n in range(12)]
    assert refused[0] == "caller_not_found"
    assert refused[-1] == "too_many_tries"
    assert sum(entry["reason"] == "caller_not_found" for entry in world.entries(anne.id)) == 10


def test_an_unknown_number_and_a_wrong_name_are_answered_alike(world: World):
    anne, stranger, agent = world.patient(), world.person("Nobody", "Else"), world.staff()
    del stranger
    body = {"channel": "telephone", "caller": "holder", "purpose": "other"}
    wrong = world.idle(agent).post(f"{DESK}/cases", body | {"matricule": anne.matricule, "name": "Klein"})
    unknown = world.idle(agent).post(f"{DESK}/cases", body | {"matricule": "1893120105732", "name": "Klein"})
    assert wrong.told == unknown.told


def test_an_objection_with_four_eyes_and_an_emergency_that_is_looked_at(world: World):
    rui, tom, eva = world.person("Rui", "Antunes"), world.staff(), world.staff(given="Eva")
    chief = world.staff("supervisor", "Ida", "Kohn")
    desk = opened(world, tom, rui, "counter")
    desk.post(f"{DESK}/case/proof", {"method": "identity_document", "code": "AB12"})
    assert desk.post(f"{DESK}/objections", {}).status == 204
    waits = world.idle(eva).get(f"{DESK}/approvals").json["waiting"]
    assert [(one["act"], one["about"], one["mine"]) for one in waits] == [("objection", "Rui Antunes", False)]
    path = f"{DESK}/approvals/{waits[0]['id']}"
    assert world.idle(tom).post(path, {"agreed": True}).reason == "own_approval"
    assert world.state(rui) == DossierState.CREATED
    assert world.idle(eva).post(path, {"agreed": True}).status == 204
    assert world.idle(eva).post(path, {"agreed": True}).reason == "decided_already"
    assert world.state(rui) == DossierState.OBJECTED
    anne = world.patient()
    doctor = world.doctor(purpose=Purpose.EMERGENCY)
    for _time in range(2):
        answer = doctor.get("/fhir/DocumentReference", query_string={"patient": f"Patient/{anne.id}"})
        assert answer.status == 200
    found = world.idle(chief).get(f"{DESK}/emergencies").json["emergencies"]
    assert [(one["times"], one["verdict"]) for one in found] == [(2, None)]
    world.idle(chief).post(f"{DESK}/emergencies/{found[0]['id']}", {"verdict": "fine"})
    assert world.idle(chief).get(f"{DESK}/emergencies").json["emergencies"][0]["verdict"] == "fine"
    assert world.idle(chief).get(f"{DESK}/supervision").json["figures"]["cases"] == 1


def address_of(world: World, one: Person) -> str:
    """The address that counts now."""
    with world.running.database.read() as connection:
        sealed = connection.execute(
            select(Account.email_sealed).where(Account.id == one.account_id)
        ).scalar_one()
    return world.running.keys.open(sealed, f"account-email:{one.account_id}")

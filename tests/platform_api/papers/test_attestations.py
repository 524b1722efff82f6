"""A person of trust sees nothing until a doctor attests, entered at L3 with four eyes; the holder has the last word."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from platform_api import clock as time
from platform_api.identifiers import new_id
from platform_api.models import Attestation, Organisation, Professional
from platform_api.operations import everyday
from platform_api.vocabulary import DossierState, Notice
from tests.platform_api.papers.desk import DESK, PAPERS
from tests.platform_api.papers.test_guardianships import case_at_l3
from tests.platform_api.papers.test_mandates import approval, decide, letters, mandates
from tests.platform_api.world import Person, World
from tests.support.clock import Clock

ATTESTATIONS = f"{DESK}/attestations"


@pytest.fixture
def world(platform_on_each: Flask) -> World:
    """The platform on each engine in turn."""
    return World(platform_on_each)


@pytest.fixture
def doctor(world: World) -> str:
    """Dr Marie Weber, a physician of the directory."""
    return physician(world)


NUMBER = "2999100017"


def physician(world: World, number: str = NUMBER) -> str:
    """The same, for a test without fixtures; returns her number."""
    house = {"id": new_id(), "name": "Cabinet Weber", "kind": "practice", "address_lines": []}
    house |= {"postal_code": "L-1718", "city": "Luxembourg"}
    who = {"id": number, "family": "Weber", "given": "Marie", "prefix": "Dr", "category": "physician"}
    with world.running.database.write() as connection:
        connection.execute(insert(Organisation), house)
        connection.execute(insert(Professional), who | {"organisation_id": house["id"]})
    return str(who["id"])


def named(world: World, anne: Person, berta: Person) -> str:
    """Anne named Berta as her person of trust, who took it on; returns the mandate's id."""
    me, trusted = world.signed_in(anne), world.signed_in(berta)
    made = me.post("/dsp/v1/mandates", {"name": f"{berta.given} {berta.family}", "template": "trusted"})
    assert made.status == 201, made
    code = {"code": made.json["code"], "duties": True}
    assert trusted.post("/dsp/v1/mandates/accept", code).status == 200
    assert me.post(f"/dsp/v1/mandates/{made.json['id']}/confirmation", {}).status == 204
    return str(made.json["id"])


def attested(one: Person, **changes: Any) -> dict[str, Any]:
    """What the form says, about this person of trust."""
    said: dict[str, Any] = {
        "name": f"{one.given} {one.family}",
        "doctor": NUMBER,
        "doctor_name": "Dr M. Weber",
    }
    said |= {"attested_on": time.today().isoformat(), "doctor_signed": True, "identity_seen": True}
    return said | changes


def sees(world: World, berta: Person, mandate: str) -> bool:
    """Whether she can turn to the record."""
    turned = world.signed_in(berta).call("PUT", "/dsp/v1/acting", {"mandate": mandate})
    if turned.status != 200:
        return False
    return world.portal(turned.json["session"]).get("/dsp/v1/dossier").status == 200


@pytest.fixture
def anne(world: World) -> Person:
    return world.patient()


@pytest.fixture
def berta(world: World) -> Person:
    return world.patient("Berta", "Klein")


def test_a_person_of_trust_sees_nothing_until_a_doctor_attests_and_four_eyes_agree(
    world: World, anne: Person, berta: Person, doctor: str
):
    tom, ida = world.staff(), world.staff(given="Ida")
    mandate = named(world, anne, berta)
    assert not sees(world, berta, mandate)
    desk, number = case_at_l3(world, tom, anne, "attestation")
    until = time.today() + timedelta(days=20)
    assert desk.post(ATTESTATIONS, attested(berta, until=until.isoformat())).status == 201
    assert not sees(world, berta, mandate)
    seen = approval(world, ida)
    assert seen["evidence"] == {
        "level": 1, "channel": "post", "paper": number, "caregiver": "Berta Klein", "doctor": "Dr Marie Weber",
        "doctor_number": doctor, "attested_on": time.today().isoformat(), "until": until.isoformat(),
    }  # fmt: skip
    assert decide(world, tom).reason == "own_approval"
    world.mail()
    assert decide(world, ida).status == 204
    assert sees(world, berta, mandate)
    (given,) = mandates(world, anne)
    assert (given["awake"], given["reason"]) == (True, "attested")
    assert {mail.code for mail in world.mail()} >= {Notice.TRUSTED_WOKEN, Notice.TRUSTED_MAY_LOOK}
    assert letters(world, anne) == ["trusted_woken"]
    assert world.idle(tom).get(f"{PAPERS}/{number}").json["state"] == "entered"
    assert {"attestation.enter", "approval.decide"} <= {entry["action"] for entry in world.entries(anne.id)}


def test_the_holder_ends_it_with_one_press_and_a_waiting_attestation_with_it(
    world: World, anne: Person, berta: Person, doctor: str
):
    tom, ida = world.staff(), world.staff(given="Ida")
    mandate = named(world, anne, berta)
    desk, _number = case_at_l3(world, tom, anne, "attestation")
    assert desk.post(ATTESTATIONS, attested(berta)).status == 201
    me, path = world.signed_in(anne), f"/dsp/v1/mandates/{mandate}/awake"
    assert me.call("PUT", path, {"awake": False}).status == 204
    assert decide(world, ida).reason == "decided_already"
    assert not sees(world, berta, mandate)
    desk.delete(f"{DESK}/case")
    desk, _number = case_at_l3(world, tom, anne, "attestation")
    assert desk.post(ATTESTATIONS, attested(berta)).status == 201
    assert approval(world, ida)["state"] == "waiting"


def test_it_goes_back_to_sleep_after_its_last_day_and_the_holder_is_told(
    world: World, anne: Person, berta: Person, doctor: str, clock: Clock
):
    tom, ida = world.staff(), world.staff(given="Ida")
    mandate = named(world, anne, berta)
    desk, _number = case_at_l3(world, tom, anne, "attestation")
    until = (time.today() + timedelta(days=5)).isoformat()
    assert desk.post(ATTESTATIONS, attested(berta, until=until)).status == 201
    assert decide(world, ida).status == 204
    clock.forward(days=5)
    everyday.sweep(world.settings)
    assert sees(world, berta, mandate)
    world.mail()
    clock.forward(days=1)
    everyday.sweep(world.settings)
    assert not sees(world, berta, mandate)
    assert Notice.TRUSTED_ASLEEP in {mail.code for mail in world.mail()}
    (given,) = mandates(world, anne)
    assert (given["state"], given["awake"], given["reason"]) == ("active", False, "attestation_over")
    everyday.sweep(world.settings)
    assert not world.mail()


def test_what_does_not_fit_refuses(world: World, anne: Person, berta: Person, doctor: str):
    tom = world.staff()
    desk, _number = case_at_l3(world, tom, anne, "attestation")
    assert desk.post(ATTESTATIONS, attested(berta)).reason == "no_person_of_trust"
    named(world, anne, berta)
    far, long_ago = (time.today() + timedelta(days=200)).isoformat(), "2020-01-01"
    tomorrow = (time.today() + timedelta(days=1)).isoformat()
    refused = (
        ("paper_not_checked", "doctor_signed", {"doctor_signed": False}),
        ("paper_not_checked", "doctor_signed", {"identity_seen": False}),
        ("attestation_dates", "attested_on", {"attested_on": tomorrow}),
        ("attestation_dates", "until", {"until": far}),
        ("attestation_dates", "until", {"attested_on": long_ago}),
        ("doctor_unknown", "doctor", {"doctor": "2999100099"}),
        ("doctor_unknown", "doctor", {"doctor": "Marie Weber"}),
        ("doctor_other_name", "doctor_name", {"doctor_name": "Dr Marie Weberlin"}),
        ("doctor_other_name", "doctor_name", {"doctor_name": "  "}),
    )
    for reason, field, changes in refused:
        answer = desk.post(ATTESTATIONS, attested(berta, **changes))
        assert (answer.reason, answer.json["field"]) == (reason, field), changes
    assert world.count(Attestation) == 0


def test_a_doctor_does_not_attest_for_themself(world: World, anne: Person, doctor: str):
    tom, marie = world.staff(), world.patient("Marie", "Weber")
    named(world, anne, marie)
    desk, _number = case_at_l3(world, tom, anne, "attestation")
    refused = desk.post(ATTESTATIONS, attested(marie))
    assert (refused.reason, refused.json["field"]) == ("doctor_namesake", "two_people")
    assert world.count(Attestation) == 0


def test_a_namesake_of_the_doctor_is_woken_once_the_agent_made_sure_and_a_colleague_reads_it(
    world: World, anne: Person, doctor: str
):
    tom, ida, marie = world.staff(), world.staff(given="Ida"), world.patient("Marie", "Weber")
    mandate = named(world, anne, marie)
    desk, _number = case_at_l3(world, tom, anne, "attestation")
    assert desk.post(ATTESTATIONS, attested(marie, two_people=True)).status == 201
    seen = approval(world, ida)["evidence"]
    assert (seen["namesake"], seen["doctor_number"]) == ("yes", doctor)
    assert decide(world, ida).status == 204
    assert sees(world, marie, mandate)


def test_only_a_physician_attests(world: World, anne: Person, berta: Person, doctor: str):
    named(world, anne, berta)
    with world.running.database.write() as connection:
        connection.execute(update(Professional).where(Professional.id == doctor).values(category="nurse"))
    desk, _number = case_at_l3(world, world.staff(), anne, "attestation")
    assert desk.post(ATTESTATIONS, attested(berta)).reason == "doctor_unknown"


def test_of_two_doctors_with_one_name_the_number_tells_which(world: World, anne: Person, berta: Person):
    named(world, anne, berta)
    physician(world)
    second = physician(world, "2999100025")
    desk, _number = case_at_l3(world, world.staff(), anne, "attestation")
    assert desk.post(ATTESTATIONS, attested(berta, doctor="2999 100 025")).status == 201
    with world.running.database.read() as connection:
        assert connection.execute(select(Attestation.professional_id)).scalar_one() == second


def woken(world: World, anne: Person, berta: Person, days: int) -> str:
    """Her person of trust may look for so many days; returns the mandate's id."""
    tom, ida = world.staff(), world.staff(given="Ida")
    mandate = named(world, anne, berta)
    desk, _number = case_at_l3(world, tom, anne, "attestation")
    until = (time.today() + timedelta(days=days)).isoformat()
    assert desk.post(ATTESTATIONS, attested(berta, until=until)).status == 201
    assert decide(world, ida).status == 204
    return mandate


def test_its_last_day_counts_whether_or_not_anybody_sweeps(
    world: World, anne: Person, berta: Person, doctor: str, clock: Clock
):
    mandate = woken(world, anne, berta, 2)
    last = (time.today() + timedelta(days=2)).isoformat()
    assert mandates(world, anne)[0]["until"] == last, "both sides read the day that counts"
    assert world.signed_in(berta).get("/dsp/v1/acting").json["mandates"][0]["until"] == last
    clock.forward(days=3)
    assert not sees(world, berta, mandate)


def test_nobody_agrees_to_what_is_over_or_to_a_closed_record(
    world: World, anne: Person, berta: Person, doctor: str, clock: Clock
):
    tom, ida = world.staff(), world.staff(given="Ida")
    named(world, anne, berta)
    desk, _number = case_at_l3(world, tom, anne, "attestation")
    assert desk.post(ATTESTATIONS, attested(berta)).status == 201
    world.set_state(anne, DossierState.CLOSED)
    assert decide(world, ida).reason == "record_not_open"
    assert letters(world, anne) == []


def test_of_two_namesakes_only_the_one_whose_address_was_given_is_woken(
    world: World, anne: Person, berta: Person, doctor: str
):
    other = world.patient("Berta", "Klein", email="other@example.lu")
    first, second = named(world, anne, berta), named(world, anne, other)
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, _number = case_at_l3(world, tom, anne, "attestation")
    assert desk.post(ATTESTATIONS, attested(berta)).reason == "no_person_of_trust"
    assert desk.post(ATTESTATIONS, attested(other, email="other@example.lu")).status == 201
    assert decide(world, ida).status == 204
    assert (sees(world, berta, first), sees(world, other, second)) == (False, True)


def test_the_doctor_is_found_as_the_stamp_says_it(world: World, anne: Person, berta: Person, doctor: str):
    named(world, anne, berta)
    desk, _number = case_at_l3(world, world.staff(), anne, "attestation")
    assert desk.post(ATTESTATIONS, attested(berta, doctor_name="WEBER Marie, Dr méd.")).status == 201


def test_whoever_is_named_and_sleeps_is_not_told_that_they_may_look(
    world: World, anne: Person, berta: Person
):
    named(world, anne, berta)
    codes = {mail.code for mail in world.mail()}
    assert Notice.NAMED_ASLEEP in codes
    assert Notice.MANDATE_CONFIRMED not in codes

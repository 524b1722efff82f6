"""A doctor's own software says that the holder cannot decide: the person of trust wakes, everybody is told."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from platform_api import clock as time
from platform_api.models import Attestation, PostalLetter, Professional
from platform_api.operations import everyday
from platform_api.scopes import USUAL
from platform_api.tokens import Behalf
from platform_api.vocabulary import DossierState, Notice, Purpose, Right
from tests.platform_api.papers.test_attestations import named, sees
from tests.platform_api.papers.test_mandates import mandates
from tests.platform_api.world import DOCTOR, Api, Person, World
from tests.support.clock import Clock

ATTEST = "/dsp/v1/attestations"
SCOPES = (*USUAL, "system/Consent.c")


@pytest.fixture
def world(platform_on_each: Flask) -> World:
    """The platform on each engine in turn."""
    return World(platform_on_each)


@pytest.fixture
def anne(world: World) -> Person:
    return world.patient()


@pytest.fixture
def berta(world: World) -> Person:
    return world.patient("Berta", "Klein")


@pytest.fixture
def surgery(world: World) -> Api:
    """The doctor's own software, approved for this."""
    world.register("surgery", scopes=SCOPES)
    return speaks_for(world, SCOPES)


def speaks_for(world: World, scopes: tuple[str, ...]) -> Api:
    behalf = Behalf(DOCTOR, Purpose.TREATMENT, None, False)
    return Api(world.app, lambda: world.running.tokens.issue("surgery", frozenset(scopes), behalf)[0])


def word(anne: Person, **changes: Any) -> dict[str, Any]:
    return {"patient": anne.id, "person_of_trust": "Berta Klein"} | changes


def test_the_person_of_trust_wakes_at_once_and_everybody_is_told(
    world: World, anne: Person, berta: Person, surgery: Api
):
    mandate = named(world, anne, berta)
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    world.mail()
    until = time.today() + timedelta(days=10)
    answer = surgery.post(ATTEST, word(anne, until=until.isoformat()))
    assert (answer.status, answer.json) == (201, {"mandate": mandate, "until": until.isoformat()})
    assert sees(world, berta, mandate)
    (given,) = mandates(world, anne)
    assert (given["awake"], given["reason"], given["until"]) == (True, "attested", until.isoformat())
    assert {mail.code for mail in world.mail()} >= {Notice.TRUSTED_WOKEN, Notice.TRUSTED_MAY_LOOK}
    with world.running.database.read() as connection:
        posted = select(PostalLetter.kind).where(PostalLetter.patient_id == anne.id)
        assert list(connection.execute(posted).scalars()) == ["trusted_woken"]
    (entry,) = [one for one in world.entries(anne.id) if one["action"] == "attestation.attest"]
    assert (entry["person_id"], entry["software_id"], entry["object_id"]) == (DOCTOR, "surgery", mandate)
    assert entry["details"]["until"] == until.isoformat()


def test_the_supervisor_looks_at_it_afterwards(world: World, anne: Person, berta: Person, surgery: Api):
    named(world, anne, berta)
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    assert surgery.post(ATTEST, word(anne)).status == 201
    chief = world.idle(world.staff("supervisor"))
    (flagged,) = chief.get("/dsp/v1/helpdesk/emergencies").json["emergencies"]
    assert (flagged["attested"], flagged["times"], flagged["verdict"]) == (True, 1, None)
    path = f"/dsp/v1/helpdesk/emergencies/{flagged['id']}"
    assert chief.post(path, {"verdict": "fine"}).status == 204
    assert chief.get("/dsp/v1/helpdesk/emergencies").json["emergencies"][0]["verdict"] == "fine"


def test_the_holder_ends_it_with_one_press_and_time_ends_it_too(
    world: World, anne: Person, berta: Person, surgery: Api, clock: Clock
):
    mandate = named(world, anne, berta)
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    assert surgery.post(ATTEST, word(anne)).status == 201
    assert surgery.post(ATTEST, word(anne)).reason == "no_person_of_trust", "awake already"
    me = world.signed_in(anne)
    assert me.call("PUT", f"/dsp/v1/mandates/{mandate}/awake", {"awake": False}).status == 204
    assert not sees(world, berta, mandate)
    assert surgery.post(ATTEST, word(anne)).status == 201
    clock.forward(days=95)
    everyday.sweep(world.settings)
    assert not sees(world, berta, mandate)
    (given,) = mandates(world, anne)
    assert (given["awake"], given["reason"]) == (False, "attestation_over")


def test_it_counts_for_three_months_at_most(world: World, anne: Person, berta: Person, surgery: Api):
    named(world, anne, berta)
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    for day in (time.today() + timedelta(days=120), time.today() - timedelta(days=1)):
        refused = surgery.post(ATTEST, word(anne, until=day.isoformat()))
        assert (refused.reason, refused.json["field"]) == ("attestation_dates", "until")
    until = surgery.post(ATTEST, word(anne)).json["until"]
    assert until <= (time.today() + timedelta(days=93)).isoformat()


def refusal_of(world: World, anne: Person, berta: Person, why: str) -> dict[str, Any]:
    named(world, anne, berta)
    patient = anne.id
    if why == "dated access":
        world.decide(anne.id, Right.DATED, DOCTOR, level="normal")
    elif why != "stranger":
        world.decide(anne.id, Right.CIRCLE, DOCTOR)
    if why == "blocked":
        world.decide(anne.id, Right.BLOCK, DOCTOR)
    if why == "closed":
        world.set_state(anne, DossierState.CLOSED)
    if why == "no record":
        patient = "01890000-0000-7000-8000-000000000000"
    if why == "nurse":
        with world.running.database.write() as connection:
            nurse = update(Professional).where(Professional.id == DOCTOR).values(category="nurse")
            connection.execute(nurse)
    answer = speaks_for(world, SCOPES).post(ATTEST, word(anne, patient=patient))
    said: dict[str, Any] = {"status": answer.status} | answer.json
    return said


@pytest.mark.parametrize("why", ["stranger", "dated access", "blocked", "closed", "no record", "nurse"])
def test_whoever_may_not_learns_nothing_of_the_record(
    world: World, anne: Person, berta: Person, surgery: Api, why: str
):
    assert refusal_of(world, anne, berta, why) == {
        "type": "about:blank", "status": 404, "code": "not_found",
    }  # fmt: skip
    assert world.count(Attestation) == 0
    if why == "blocked":
        assert world.entries(anne.id)[-1]["outcome"] == "refused", "the holder reads of the attempt"


def test_software_needs_the_scope_and_a_doctor_behind_it(
    world: World, anne: Person, berta: Person, surgery: Api
):
    named(world, anne, berta)
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    assert speaks_for(world, USUAL).post(ATTEST, word(anne)).reason == "scope_not_granted"
    alone = Api(world.app, lambda: world.running.tokens.issue("surgery", frozenset(SCOPES))[0])
    assert alone.post(ATTEST, word(anne)).status in (403, 404)
    assert world.signed_in(anne).post(ATTEST, word(anne)).status in (403, 404)
    assert world.count(Attestation) == 0


def test_names_are_not_guessed_and_nobody_attests_for_themself(
    world: World, anne: Person, berta: Person, surgery: Api
):
    with world.running.database.read() as connection:
        row = connection.execute(select(Professional.given, Professional.family)).first()
    assert row is not None
    own = world.patient(row.given, row.family)
    named(world, anne, own)
    named(world, anne, berta)
    world.decide(anne.id, Right.CIRCLE, DOCTOR)
    themself = surgery.post(ATTEST, word(anne, person_of_trust=f"{row.given} {row.family}"))
    assert (themself.reason, themself.json["field"]) == ("doctor_namesake", "person_of_trust")
    tried = [surgery.post(ATTEST, word(anne, person_of_trust=f"Paul {n}")).reason for n in "abcdef"]
    assert tried == ["no_person_of_trust"] * 5 + ["too_many_tries"]
    assert surgery.post(ATTEST, word(anne)).reason == "too_many_tries", "the right name too, for a while"

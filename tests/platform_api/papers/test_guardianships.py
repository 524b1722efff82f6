"""A guardianship: what a court decided, entered at L3, in force after four eyes; only the court's word ends it."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from platform_api import clock as time
from platform_api.ages import birthday
from platform_api.models import Assistance, Guardianship, Mandate, Patient
from platform_api.operations import everyday
from platform_api.vocabulary import DossierState, Notice
from tests.platform_api.calls import Api
from tests.platform_api.papers.desk import DESK, PAPERS, laid
from tests.platform_api.papers.test_mandates import approval, decide, letters, mandates
from tests.platform_api.world import Person, World
from tests.support.clock import Clock

GUARDIANSHIPS = f"{DESK}/guardianships"
SEEN = {"judgment_seen": True, "identity_seen": True}


@pytest.fixture
def world(platform_on_each: Flask) -> World:
    """The platform on each engine in turn."""
    return World(platform_on_each)


def case_at_l3(world: World, agent: str, one: Person, kind: str) -> tuple[Api, str]:
    """The agent's case about this person with such a form beside it, the document of who came seen."""
    desk, number = laid(world, world.idle(agent), one, kind)
    with world.running.database.write() as connection:
        seen = update(Assistance).where(Assistance.patient_id == one.id).values(document_seen=True)
        connection.execute(seen)
    return desk, number


def judgment(one: Person, **changes: Any) -> dict[str, Any]:
    """What the form says, with this person as the guardian."""
    said = {"name": f"{one.given} {one.family}", "matricule": one.matricule, "court": "Tribunal, Diekirch"}
    said |= {"document": "Jugement 114/26", "decided_on": (time.today() - timedelta(days=9)).isoformat()}
    return said | SEEN | changes


def in_force(world: World, anne: Person, guardian: Person, tom: str, ida: str, **changes: Any) -> str:
    """A guardianship that a colleague agreed to; returns the mandate's id."""
    desk, _number = case_at_l3(world, tom, anne, "guardianship")
    made = desk.post(GUARDIANSHIPS, judgment(guardian, **changes))
    assert made.status == 201, made
    assert decide(world, ida).status == 204
    desk.delete(f"{DESK}/case")
    return str(made.json["id"])


def test_what_a_court_decided_counts_after_four_eyes_and_both_get_a_letter(world: World):
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, number = case_at_l3(world, tom, anne, "guardianship")
    last = time.today() + timedelta(days=700)
    made = desk.post(GUARDIANSHIPS, judgment(berta, ends_on=last.isoformat()))
    assert made.status == 201, made
    act = {"mandate": made.json["id"]}
    assert world.signed_in(berta).call("PUT", "/dsp/v1/acting", act).status in (403, 404)
    seen = approval(world, ida)
    assert seen["act"] == "guardianship"
    assert seen["evidence"] == {
        "level": 1, "channel": "post", "paper": number, "caregiver": "Berta Klein", "template": "guardian",
        "court": "Tribunal, Diekirch", "document": "Jugement 114/26",
        "decided_on": (time.today() - timedelta(days=9)).isoformat(), "ends_on": last.isoformat(),
    }  # fmt: skip
    assert decide(world, tom).reason == "own_approval"
    assert decide(world, ida).status == 204
    (given,) = mandates(world, anne)
    assert (given["basis"], given["state"], given["reason"]) == ("guardianship", "active", "court_decision")
    assert given["until"] == last.isoformat()
    assert world.signed_in(berta).call("PUT", "/dsp/v1/acting", act).status == 200
    assert (letters(world, anne), letters(world, berta)) == (["guardian_named"], ["guardian_of"])
    assert {mail.code for mail in world.mail()} >= {Notice.GUARDIAN_NAMED, Notice.GUARDIAN_MAY_ACT}
    assert world.idle(tom).get(f"{PAPERS}/{number}").json["state"] == "entered"
    with world.running.database.read() as connection:
        row = connection.execute(select(Guardianship.__table__)).one()
    assert (row.entered_by, row.checked_by, row.ends_on) == (tom, ida, last)
    assert {"guardianship.enter", "approval.decide"} <= {entry["action"] for entry in world.entries(anne.id)}


def test_what_is_missing_refuses_and_nothing_waits(world: World):
    anne, berta, tom = world.patient(), world.patient("Berta", "Klein"), world.staff()
    desk, _number = laid(world, world.idle(tom), anne, "guardianship")
    assert desk.post(GUARDIANSHIPS, judgment(berta)).reason == "proof_too_low"
    desk, _number = case_at_l3(world, tom, anne, "guardianship")
    tomorrow, yesterday = (
        (time.today() + timedelta(days=1)).isoformat(), (time.today() - timedelta(days=1)).isoformat()
    )  # fmt: skip
    refused: dict[str, tuple[str, dict[str, Any]]] = {
        "judgment_seen": ("paper_not_checked", {"judgment_seen": False}),
        "court": ("judgment_incomplete", {"court": "  "}),
        "document": ("judgment_incomplete", {"document": ""}),
        "decided_on": ("judgment_dates", {"decided_on": tomorrow}),
        "ends_on": ("judgment_dates", {"ends_on": yesterday}),
        "name": ("delegate_unknown", {"name": "Berta Gross"}),
    }
    for field, (reason, changes) in refused.items():
        answer = desk.post(GUARDIANSHIPS, judgment(berta, **changes))
        assert (answer.reason, answer.json["field"]) == (reason, field)
    assert desk.post(GUARDIANSHIPS, judgment(anne)).reason == "invitation_own"
    assert (world.count(Mandate), world.count(Guardianship)) == (0, 0)


def test_the_ward_can_neither_end_nor_pause_nor_change_it_and_the_desk_ends_it_with_the_courts_word(
    world: World,
):
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    tom, ida = world.staff(), world.staff(given="Ida")
    mandate = in_force(world, anne, berta, tom, ida)
    me, path = world.signed_in(anne), f"/dsp/v1/mandates/{mandate}"
    assert me.post(f"{path}/end", {}).reason == "mandate_of_court"
    assert me.call("PUT", f"{path}/awake", {"awake": False}).reason == "mandate_of_court"
    assert me.call("PUT", path, {"template": "guardian", "verbs": []}).reason == "mandate_of_court"
    assert [one["state"] for one in mandates(world, anne)] == ["active"]
    assert world.helping(tom, anne.id, 3).post(f"{path}/end", {}).status == 403
    desk, number = case_at_l3(world, tom, anne, "guardianship")
    world.mail()
    assert desk.post(f"{path}/end", {"quiet": True}).status == 204
    assert [one["state"] for one in mandates(world, anne)] == ["ended"]
    assert world.idle(tom).get(f"{PAPERS}/{number}").json["state"] == "entered"
    assert Notice.MANDATE_ENDED in {mail.code for mail in world.mail()}, "an agent ends nothing silently"
    assert letters(world, anne) == ["guardian_named", "guardian_ended"]
    assert letters(world, berta) == ["guardian_of", "guardian_no_more"]
    assert desk.post(f"{path}/end", {}).reason == "paper_not_in_hand"
    assert letters(world, anne) == ["guardian_named", "guardian_ended"], "once"


def test_a_proposal_that_the_desk_stops_is_no_end_of_a_guardianship(world: World):
    anne, berta, tom = world.patient(), world.patient("Berta", "Klein"), world.staff()
    desk, _number = case_at_l3(world, tom, anne, "guardianship")
    made = desk.post(GUARDIANSHIPS, judgment(berta)).json["id"]
    desk.delete(f"{DESK}/case")
    desk, _number = case_at_l3(world, tom, anne, "guardianship")
    assert desk.post(f"/dsp/v1/mandates/{made}/end", {}).status == 204
    assert (letters(world, anne), letters(world, berta)) == ([], [])


def test_a_guardian_gives_it_back_and_never_closes_the_record(world: World):
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    tom, ida = world.staff(), world.staff(given="Ida")
    mandate = in_force(world, anne, berta, tom, ida)
    guardian = world.signed_in(berta)
    acting = world.portal(guardian.call("PUT", "/dsp/v1/acting", {"mandate": mandate}).json["session"])
    assert acting.get("/dsp/v1/dossier").status == 200
    assert acting.post("/dsp/v1/closing", {}).status in (403, 404)
    assert acting.post("/dsp/v1/mandates", {"name": "Eve Adam", "template": "look"}).status in (403, 404)
    assert acting.post(f"/dsp/v1/mandates/{mandate}/end", {}).status == 204
    assert [one["reason"] for one in mandates(world, anne)] == ["resigned"]
    assert letters(world, anne) == ["guardian_named", "guardian_ended"]
    assert letters(world, berta) == ["guardian_of"], "nobody is told of their own act"
    assert acting.get("/dsp/v1/dossier").status in (403, 404)


def test_a_later_decision_takes_the_place_of_the_earlier_one(world: World):
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    tom, ida = world.staff(), world.staff(given="Ida")
    first = in_force(world, anne, berta, tom, ida)
    last = (time.today() + timedelta(days=900)).isoformat()
    second = in_force(world, anne, berta, tom, ida, ends_on=last, document="Jugement 7/27")
    states = {one["id"]: (one["state"], one["until"]) for one in mandates(world, anne)}
    assert states[first][0] == "ended"
    assert states[second] == ("active", last)
    (ended,) = [
        entry
        for entry in world.entries(anne.id)
        if entry["action"] == "mandate.end" and entry["object_id"] == first
    ]
    assert (ended["role"], ended["person_id"], ended["outcome"]) == ("agent", ida, "allowed")
    assert ended["details"]["asked_by"] == tom
    agreed = [entry for entry in world.entries(anne.id) if entry["action"] == "approval.decide"]
    assert {entry["details"]["asked_by"] for entry in agreed} == {tom}
    shown = world.signed_in(anne).get("/fhir/AuditEvent?patient=self&_count=50").json["entry"]
    (event,) = [one["resource"] for one in shown if one["resource"]["id"] == ended["id"]]
    who = {agent["who"].get("display") for agent in event["agent"]}
    assert {"Ida", "Tom"} <= who, "the holder reads who asked and who agreed, by first name"


def test_what_cannot_be_agreed_to_ends_no_earlier_decision(world: World):
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    tom, ida = world.staff(), world.staff(given="Ida")
    first = in_force(world, anne, berta, tom, ida)
    desk, _number = case_at_l3(world, tom, anne, "guardianship")
    assert desk.post(GUARDIANSHIPS, judgment(berta, document="Jugement 7/27")).status == 201
    world.set_state(anne, DossierState.CLOSED)
    assert decide(world, ida).reason == "record_not_open"
    ended = [entry for entry in world.entries(anne.id) if entry["action"] == "mandate.end"]
    assert ended == []
    world.set_state(anne, DossierState.ACTIVATED)
    assert {one["id"]: one["state"] for one in mandates(world, anne)}[first] == "active"


def test_it_ends_with_the_decision_and_the_guardian_is_told_a_month_before(world: World, clock: Clock):
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    tom, ida = world.staff(), world.staff(given="Ida")
    last: date = time.today() + timedelta(days=60)
    in_force(world, anne, berta, tom, ida, ends_on=last.isoformat())
    world.mail()
    clock.forward(days=31)
    everyday.sweep(world.settings)
    assert Notice.GUARDIANSHIP_ENDS_SOON in {mail.code for mail in world.mail()}
    clock.forward(days=30)
    everyday.sweep(world.settings)
    assert [(one["state"], one["reason"]) for one in mandates(world, anne)] == [("ended", "ran_out")]


def test_one_that_a_colleague_refused_never_counted(world: World):
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, number = case_at_l3(world, tom, anne, "guardianship")
    assert desk.post(GUARDIANSHIPS, judgment(berta)).status == 201
    assert decide(world, ida, agreed=False).status == 204
    assert [one["state"] for one in mandates(world, anne)] == ["entered_in_error"]
    assert world.idle(tom).get(f"{PAPERS}/{number}").json["state"] == "waiting"
    assert letters(world, anne) == []


def test_the_document_of_a_guardian_proves_nothing_of_the_holder(world: World):
    """Somebody with genuine papers of their own changes no address, no factor, and lets nobody in."""
    anne, tom = world.patient(), world.staff()
    body = {"matricule": anne.matricule, "name": anne.family, "channel": "counter", "caller": "guardian"}
    opened = world.idle(tom).post(f"{DESK}/cases", body | {"purpose": "mandate"})
    desk = world.portal(opened.json["session"])
    proof = {"method": "identity_document", "code": "AB12"}
    assert desk.post(f"{DESK}/case/proof", proof).json["level"] == 1
    assert desk.get(f"{DESK}/case").json["document_seen"] is True
    assert desk.call("PUT", f"{DESK}/contact", {"email": "thief@example.com", "at_once": True}).status == 403
    assert desk.post(f"{DESK}/factor-resets", {}).status == 403
    assert desk.post(f"{DESK}/presence-codes", {}).status == 403
    assert {act["act"] for act in desk.get(f"{DESK}/case").json["acts"] if act["ready"]} <= {
        "letter",
        "freeze",
    }


def test_a_minors_guardian_acts_until_the_18th_birthday_at_most(world: World):
    today = time.today()
    born = birthday(today, -17)
    lena, berta = world.patient("Lena", "Faber"), world.patient("Berta", "Klein")
    with world.running.database.write() as connection:
        connection.execute(update(Patient).where(Patient.id == lena.id).values(birth_date=born))
    in_force(world, lena, berta, world.staff(), world.staff(given="Ida"))
    (given,) = mandates(world, lena)
    assert date.fromisoformat(given["until"]) < birthday(born, 18)


def test_an_older_decision_does_not_take_the_place_of_a_newer_one(world: World):
    anne, berta, tom, ida = (
        world.patient(),
        world.patient("Berta", "Klein"),
        world.staff(),
        world.staff(given="Ida"),
    )
    mandate = in_force(world, anne, berta, tom, ida)
    desk, _number = case_at_l3(world, tom, anne, "guardianship")
    refused = desk.post(GUARDIANSHIPS, judgment(berta, decided_on="1999-01-01"))
    assert (refused.reason, refused.json["field"]) == ("judgment_dates", "decided_on")
    assert {one["id"]: one["state"] for one in mandates(world, anne)} == {mandate: "active"}


def test_a_proposal_that_the_guardian_gave_back_can_still_be_refused(world: World):
    anne, berta, tom, ida = (
        world.patient(),
        world.patient("Berta", "Klein"),
        world.staff(),
        world.staff(given="Ida"),
    )
    desk, number = case_at_l3(world, tom, anne, "guardianship")
    made = desk.post(GUARDIANSHIPS, judgment(berta)).json["id"]
    assert world.signed_in(berta).post(f"/dsp/v1/mandates/{made}/end", {}).status == 204
    assert decide(world, ida).reason == "decided_already"
    assert decide(world, ida, agreed=False).status == 204
    assert world.idle(tom).get(f"{PAPERS}/{number}").json["state"] == "waiting"


def test_what_a_mandate_is_for_is_not_changed_by_who_writes_another_word(world: World):
    anne = world.patient()
    me = world.signed_in(anne)
    made = me.post("/dsp/v1/mandates", {"name": "Berta Klein", "template": "look"}).json["id"]
    assert me.call("PUT", f"/dsp/v1/mandates/{made}", {"template": "parent"}).status == 204
    (given,) = mandates(world, anne)
    assert (given["template"], sorted(given["verbs"])) == ("look", ["list", "read"])
    assert date.fromisoformat(given["until"]) < time.today() + timedelta(days=100)

"""From the form to the act: each is entered by what it asks for, once, with the person told and four eyes kept."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from platform_api import clock as time
from platform_api.models import Account, Dossier, GuardedRecord, PaperForm, PostalLetter, StaffMember
from platform_api.operations import everyday
from platform_api.vocabulary import DossierState
from tests.platform_api.papers.desk import CHECKED, DESK, PAPERS, came_in, case_about, laid, taken
from tests.platform_api.world import Person, World
from tests.support.clock import Clock

JANG: dict[str, Any] = {
    "last_name": "Klein",
    "first_name": "Jang",
    "matricule": "1988122400102",
    "consent": True,
}
JANG |= {"address": "1, rue Haute, 1718 Luxembourg", "identity_seen": True, "card_seen": True}


@pytest.fixture
def world(platform_on_each: Flask) -> World:
    """The platform on each engine in turn."""
    return World(platform_on_each)


def row_of(world: World, number: str) -> Any:
    with world.running.database.read() as connection:
        return connection.execute(select(PaperForm.__table__).where(PaperForm.number == number)).one()


def approval(world: World, agent_id: str) -> dict[str, Any]:
    (found,) = world.idle(agent_id).get(f"{DESK}/approvals").json["waiting"]
    return dict(found)


def relate(world: World, agent_id: str, **values: Any) -> None:
    """What is known of a member of staff."""
    with world.running.database.write() as connection:
        connection.execute(
            insert(StaffMember).values(
                account_id=agent_id,
                added_at=time.now(),
                **({"own_index": None, "relatives": []} | values),
            )
        )


def index_of(world: World, number: str) -> str:
    return world.running.keys.find_by("matricule", number)


def test_an_objection_on_paper_is_entered_looked_at_and_told(world: World):
    rui, tom, ida = world.person("Rui", "Antunes"), world.staff(), world.staff(given="Ida")
    desk, number = laid(world, world.idle(tom), rui, "objection")
    assert desk.get(f"{DESK}/case").json["paper"] == {"number": number, "kind": "objection"}
    assert desk.post(f"{DESK}/objections", {}).status == 204
    assert world.idle(tom).get(PAPERS).json["count"] == 0
    waiting = approval(world, ida)
    assert waiting["evidence"] == {"level": 1, "channel": "post", "paper": number}
    assert world.idle(ida).get(f"{PAPERS}/{number}/scan").status == 200, "the evidence is in view"
    own = world.idle(tom).post(f"{DESK}/approvals/{waiting['id']}", {"agreed": True})
    assert own.reason == "own_approval"
    assert world.idle(ida).post(f"{DESK}/approvals/{waiting['id']}", {"agreed": True}).status == 204
    assert world.state(rui) == DossierState.OBJECTED
    assert world.idle(ida).get(f"{PAPERS}/{number}").json["state"] == "entered"
    assert world.idle(ida).get(f"{PAPERS}/{number}/scan").status == 404
    acts = {entry["action"] for entry in world.entries(rui.id)}
    assert {"paper.lay", "record.ask_objection", "paper.look", "approval.decide"} <= acts


def test_a_closing_that_nobody_agreed_to_waits_again(world: World, clock: Clock):
    anne, tom, ida = world.patient(), world.staff(), world.staff(given="Ida")
    desk, number = laid(world, world.idle(tom), anne, "closing")
    assert desk.post(f"{DESK}/closings", {}).status == 204
    assert (
        world.idle(ida).post(f"{DESK}/approvals/{approval(world, ida)['id']}", {"agreed": False}).status
        == 204
    )
    assert world.idle(tom).get(f"{PAPERS}/{number}").json["state"] == "waiting"
    assert taken(world.idle(tom), number).status == 204
    again = case_about(world, world.idle(tom), anne)
    assert again.call("PUT", f"{PAPERS}/{number}/case", CHECKED).status == 204
    assert again.post(f"{DESK}/closings", {}).status == 204
    clock.forward(hours=25)
    found = world.idle(tom).get(PAPERS).json
    assert [one["state"] for one in found["papers"]] == ["waiting"]
    assert world.state(anne) == DossierState.ACTIVATED


def test_a_form_opens_only_the_act_that_it_asks_for(world: World):
    anne, tom = world.patient(), world.staff()
    desk, _number = laid(world, world.idle(tom), anne, "complaint")
    assert desk.post(f"{DESK}/closings", {}).reason == "proof_too_low"
    assert desk.post(f"{DESK}/presence-codes", {}).reason == "proof_too_low"
    assert desk.call("PUT", f"{DESK}/contact", {"email": "x@example.lu"}).reason == "proof_too_low"
    assert case_about(world, world.idle(tom), anne).post(f"{DESK}/closings", {}).reason == "proof_too_low"


def test_a_complaint_is_typed_from_paper_and_read_by_its_author(world: World):
    anne, tom = world.patient(), world.staff()
    desk, number = laid(world, world.idle(tom), anne, "complaint")
    typed = desk.post(f"{DESK}/petitions", {"kind": "complaint", "text": "Nobody answers."})
    assert typed.status == 201, typed
    (mine,) = world.signed_in(anne).get("/dsp/v1/petitions").json["petitions"]
    assert (mine["text"], mine["number"]) == ("Nobody answers.", typed.json["number"])
    assert row_of(world, number).became == typed.json["number"]
    assert desk.get(f"{DESK}/case").json["done"] == ["petition"]
    chief = world.idle(world.staff("supervisor", "Ilse", "Kohn"))
    path = f"{DESK}/petitions/{mine['id']}/answer"
    assert chief.call("PUT", path, {"text": "We are sorry."}).status == 204
    assert letters(world, anne) == ["petition_answered"], "who wrote on paper is answered on paper"
    about = {"kind": "access_question", "text": "Who?", "entry": "x"}
    assert desk.post(f"{DESK}/petitions", about).reason == "value_not_allowed"


def test_a_form_is_laid_signed_with_a_copy_by_who_has_it_in_hand(world: World):
    anne, tom, ida = world.patient(), world.staff(), world.staff(given="Ida")
    number = came_in(world.idle(tom), "closing")
    desk = case_about(world, world.idle(tom), anne)
    path = f"{PAPERS}/{number}/case"
    assert desk.call("PUT", path, CHECKED).reason == "paper_not_in_hand"
    assert taken(world.idle(ida), number).status == 204
    assert desk.call("PUT", path, CHECKED).reason == "paper_not_in_hand"
    world.idle(ida).delete(f"{PAPERS}/{number}/lease")
    assert taken(desk, number).status == 204
    assert desk.call("PUT", path, {"signed": True, "identity_seen": False}).reason == "paper_not_checked"
    assert world.idle(tom).call("PUT", path, CHECKED).reason == "assistance_over"
    assert desk.call("PUT", path, CHECKED).status == 204
    request = came_in(desk, "opening")
    assert taken(desk, request).status == 204
    assert desk.call("PUT", f"{PAPERS}/{request}/case", CHECKED).status == 404


def test_a_form_that_a_colleague_took_over_opens_no_act_any_more(world: World):
    anne, tom, ida = world.patient(), world.staff(), world.staff(given="Ida")
    desk, number = laid(world, world.idle(tom), anne, "closing")
    assert desk.delete(f"{PAPERS}/{number}/lease").status == 204
    assert taken(world.idle(ida), number).status == 204
    assert desk.post(f"{DESK}/closings", {}).reason == "proof_too_low"
    assert desk.get(f"{DESK}/case").json["paper"] is None


def test_a_request_on_paper_prepares_the_record_with_both_documents_seen(world: World):
    tom = world.staff()
    number = came_in(world.idle(tom), "opening")
    path = f"{PAPERS}/{number}/opening"
    assert world.idle(tom).post(path, JANG).reason == "paper_not_in_hand"
    assert taken(world.idle(tom), number).status == 204
    assert world.idle(tom).post(path, JANG | {"card_seen": False}).reason == "identity_not_seen"
    assert world.idle(tom).post(path, JANG | {"matricule": "1988122400103"}).reason == "matricule_typo"
    made = world.idle(tom).post(path, JANG)
    assert made.status == 201, made
    row = row_of(world, number)
    assert (row.state, row.became, row.done_by) == ("entered", made.json["number"], tom)
    assert row.patient_id is not None
    assert [entry["action"] for entry in world.entries(row.patient_id)] == ["paper.enter_opening"]
    assert world.idle(tom).post(path, JANG).status == 404


def test_nobody_enters_their_own_or_their_familys_request_and_a_colleagues_is_a_supervisors(world: World):
    tom, ida = world.staff(), world.staff(given="Ida")
    chief = world.staff("supervisor", "Ilse", "Kohn")
    relate(world, tom, relatives=[index_of(world, JANG["matricule"])])
    number = came_in(world.idle(tom), "opening")
    path = f"{PAPERS}/{number}/opening"
    assert taken(world.idle(tom), number).status == 204
    assert world.idle(tom).post(path, JANG).reason == "own_approval"
    world.idle(tom).delete(f"{PAPERS}/{number}/lease")
    relate(world, world.staff(given="Jang"), own_index=index_of(world, JANG["matricule"]))
    assert taken(world.idle(ida), number).status == 204
    assert world.idle(ida).post(path, JANG).reason == "supervisor_needed"
    world.idle(ida).delete(f"{PAPERS}/{number}/lease")
    assert taken(world.idle(chief), number).status == 204
    assert world.idle(chief).post(path, JANG).status == 201


def test_a_specially_protected_persons_form_opens_no_case(world: World):
    anne, tom = world.patient(), world.staff()
    with world.running.database.write() as connection:
        values = {"patient_id": anne.id, "added_by": tom, "added_at": time.now()}
        connection.execute(insert(GuardedRecord).values(**values))
    number = came_in(world.idle(tom), "closing")
    assert taken(world.idle(tom), number).status == 204
    body = {"matricule": anne.matricule, "name": anne.family, "channel": "post", "caller": "holder"}
    answer = world.idle(tom).post(f"{DESK}/cases", body | {"purpose": "closing"})
    assert answer.reason == "record_guarded"


def refused(world: World, agent: str, number: str, one: Person | None, why: str = "unsigned") -> Any:
    whose = {"matricule": one.matricule, "name": one.family} if one else {}
    return world.idle(agent).post(f"{PAPERS}/{number}/refusal", {"why": why} | whose)


def letters(world: World, one: Person) -> list[str]:
    with world.running.database.read() as connection:
        found = select(PostalLetter.kind).where(PostalLetter.patient_id == one.id)
        return list(connection.execute(found).scalars())


def test_a_form_is_sent_back_with_a_letter_and_its_scan_forgotten(world: World):
    anne, tom = world.patient(), world.staff()
    number = came_in(world.idle(tom), "closing")
    assert refused(world, tom, number, anne).reason == "paper_not_in_hand"
    taken(world.idle(tom), number)
    wrong = {"why": "unsigned", "matricule": anne.matricule, "name": "Klein"}
    assert world.idle(tom).post(f"{PAPERS}/{number}/refusal", wrong).reason == "caller_not_found"
    assert refused(world, tom, number, anne).json == {"letter": True}
    assert letters(world, anne) == ["paper_refused"]
    assert world.blobs() == []
    assert world.idle(tom).get(f"{PAPERS}/{number}/scan").status == 404
    assert world.idle(tom).get(f"{PAPERS}/{number}").json["refusal"] == "unsigned"
    assert "paper.refuse" in {entry["action"] for entry in world.entries(anne.id)}
    assert came_in(world.idle(tom), "closing", number) == number, "it may come again, signed"


def test_a_form_of_nobody_known_is_refused_without_a_letter(world: World):
    tom = world.staff()
    number = came_in(world.idle(tom), "opening")
    taken(world.idle(tom), number)
    assert refused(world, tom, number, None, "unreadable").json == {"letter": False}
    assert world.count(PostalLetter) == 0


def test_erasing_a_record_takes_its_forms_along(world: World, clock: Clock):
    anne, tom = world.patient(), world.staff()
    desk, _number = laid(world, world.idle(tom), anne, "complaint")
    desk.post(f"{DESK}/petitions", {"kind": "complaint", "text": "Nobody answers."})
    assert len(world.blobs()) == 1
    with world.running.database.write() as connection:
        ended = {"state": DossierState.CLOSED, "kept_until": time.now()}
        connection.execute(update(Dossier).where(Dossier.patient_id == anne.id).values(**ended))
    clock.forward(days=1)
    everyday.sweep(world.settings)
    assert world.state(anne) == DossierState.ERASED
    assert world.count(PaperForm) == 0
    assert world.blobs() == []


def test_a_suspended_colleague_loses_the_form(world: World):
    tom = world.staff()
    number = came_in(world.idle(tom), "closing")
    taken(world.idle(tom), number)
    with world.running.database.write() as connection:
        connection.execute(update(Account).where(Account.id == tom).values(state="suspended"))
    assert taken(world.portal("x" * 43), number).status == 401


def test_an_objection_that_came_in_time_counts_however_late_it_is_entered(world: World, clock: Clock):
    rui, tom, ida = world.person("Rui", "Antunes"), world.staff(), world.staff(given="Ida")
    world.letter(rui)
    clock.forward(days=29)
    number = came_in(world.idle(tom), "objection")
    clock.forward(days=4)
    everyday.sweep(world.settings)
    assert world.state(rui) == DossierState.OPEN_BY_DEFAULT
    assert taken(world.idle(tom), number).status == 204
    desk = case_about(world, world.idle(tom), rui)
    assert desk.call("PUT", f"{PAPERS}/{number}/case", CHECKED).status == 204
    assert desk.post(f"{DESK}/objections", {}).status == 204
    waits = approval(world, ida)
    assert world.idle(ida).post(f"{DESK}/approvals/{waits['id']}", {"agreed": True}).status == 204
    assert world.state(rui) == DossierState.OBJECTED


def test_an_objection_that_came_too_late_is_told_apart(world: World, clock: Clock):
    rui, tom = world.person("Rui", "Antunes"), world.staff()
    world.letter(rui)
    clock.forward(days=33)
    everyday.sweep(world.settings)
    desk, _number = laid(world, world.idle(tom), rui, "objection")
    assert desk.post(f"{DESK}/objections", {}).reason == "letter_not_accepted"


def test_an_objection_said_on_the_last_day_counts_though_the_second_person_looks_on_the_next(
    world: World, clock: Clock
):
    rui, tom, ida = world.person("Rui", "Antunes"), world.staff(), world.staff(given="Ida")
    world.letter(rui)
    clock.forward(days=29, hours=23)
    assert world.helping(tom, rui.id, 2).post(f"{DESK}/objections", {}).status == 204
    clock.forward(hours=4)
    everyday.sweep(world.settings)
    assert world.state(rui) == DossierState.OPEN_BY_DEFAULT
    waits = approval(world, ida)
    assert world.idle(ida).post(f"{DESK}/approvals/{waits['id']}", {"agreed": True}).status == 204
    assert world.state(rui) == DossierState.OBJECTED


def test_the_scan_of_a_form_that_was_entered_goes_with_the_trace_of_its_act(world: World, clock: Clock):
    anne, tom, ida = world.patient(), world.staff(), world.staff(given="Ida")
    desk, number = laid(world, world.idle(tom), anne, "complaint")
    assert desk.post(f"{DESK}/petitions", {"kind": "complaint", "text": "Nobody answers."}).status == 201
    waiting_one = came_in(world.idle(ida), "closing")
    clock.forward(days=365 * 9)
    everyday.sweep(world.settings)
    assert row_of(world, number).scan_blob_id is not None
    clock.forward(days=370)
    everyday.sweep(world.settings)
    assert row_of(world, number).scan_blob_id is None
    assert row_of(world, waiting_one).scan_blob_id is not None, "what waits is never let go"


def test_an_objection_that_came_twice_is_agreed_to_once(world: World):
    rui, tom, ida, eve = (
        world.person("Rui", "Antunes"),
        world.staff(),
        world.staff(given="Ida"),
        world.staff(given="Eve"),
    )
    for agent in (tom, ida):
        desk, _number = laid(world, world.idle(agent), rui, "objection")
        assert desk.post(f"{DESK}/objections", {}).status == 204
    waits = approval(world, eve)
    assert world.idle(eve).post(f"{DESK}/approvals/{waits['id']}", {"agreed": True}).status == 204
    assert world.state(rui) == DossierState.OBJECTED

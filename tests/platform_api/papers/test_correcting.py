"""A form that was entered as another kind, or by mistake: put right with one press, and its person is told."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from platform_api import clock as time
from platform_api.models import Document
from platform_api.vocabulary import Notice
from tests.platform_api.calls import Api
from tests.platform_api.papers.desk import DESK, PAPERS, came_in, laid, taken
from tests.platform_api.papers.test_guardianships import GUARDIANSHIPS, case_at_l3, judgment
from tests.platform_api.papers.test_mandates import decide, letters, mandates
from tests.platform_api.world import World

WORDS = {"title": "Mots", "description": "Sur papier", "language": "fr"}


@pytest.fixture
def world(platform_on_each: Flask) -> World:
    """The platform on each engine in turn."""
    return World(platform_on_each)


def correct(agent: Api, number: str, kind: str) -> Any:
    return agent.post(f"{PAPERS}/{number}/correction", {"kind": kind})


def test_a_statement_that_came_in_as_another_form_is_hidden_from_the_desk_with_one_press(world: World):
    tom, ida = world.idle(world.staff()), world.idle(world.staff(given="Ida"))
    number = came_in(tom, "closing")
    assert ida.get(f"{PAPERS}/{number}/scan").status == 200
    assert correct(ida, number, "statement").reason == "paper_not_own_work"
    assert correct(tom, number, "closing").reason == "value_not_allowed"
    assert correct(tom, number, "statement").status == 204
    for agent in (tom, ida):
        assert agent.get(f"{PAPERS}/{number}/scan").status == 404
    shown = tom.get(f"{PAPERS}/{number}").json
    assert (shown["kind"], shown["state"], shown["can_be_seen"]) == ("statement", "waiting", False)


def test_a_supervisor_puts_it_right_too_and_a_stranger_learns_nothing(world: World):
    tom, anne = world.idle(world.staff()), world.patient()
    number = came_in(tom, "closing")
    assert correct(world.signed_in(anne), number, "statement").status in (403, 404)
    assert correct(world.idle(world.staff("supervisor")), number, "statement").status == 204


def test_who_takes_it_in_hand_puts_it_right(world: World):
    tom, ida = world.idle(world.staff()), world.idle(world.staff(given="Ida"))
    number = came_in(tom, "closing")
    assert taken(ida, number).status == 204
    assert correct(ida, number, "opening").status == 204
    shown = ida.get(f"{PAPERS}/{number}").json
    assert shown["due_on"] < (time.today() + timedelta(days=20)).isoformat(), "it is due as what it is"


def test_the_person_is_told_as_soon_as_it_is_known_whose_form_it_is(world: World):
    anne, tom = world.patient(), world.idle(world.staff())
    number = came_in(tom, "closing")
    assert correct(tom, number, "complaint").status == 204
    assert world.mail() == []
    assert taken(tom, number).status == 204
    body = {"matricule": anne.matricule, "name": anne.family, "channel": "post", "caller": "holder"}
    desk = world.portal(tom.post(f"{DESK}/cases", body | {"purpose": "complaint"}).json["session"])
    lay = {"signed": True, "identity_seen": True}
    assert desk.call("PUT", f"{PAPERS}/{number}/case", lay).status == 204
    assert [mail.code for mail in world.mail()].count(Notice.PAPER_CORRECTED) == 1
    assert desk.call("PUT", f"{PAPERS}/{number}/case", lay).status == 204
    assert Notice.PAPER_CORRECTED not in {mail.code for mail in world.mail()}, "once"


def test_one_that_lies_with_a_case_is_put_right_and_stands_in_the_access_log(world: World):
    anne, tom = world.patient(), world.staff()
    desk, number = laid(world, world.idle(tom), anne, "closing")
    world.mail()
    assert correct(desk, number, "objection").status == 204
    assert Notice.PAPER_CORRECTED in {mail.code for mail in world.mail()}
    (entry,) = [one for one in world.entries(anne.id) if one["action"] == "paper.correct"]
    assert (entry["person_id"], entry["details"]["was"], entry["details"]["kind"]) == (
        tom,
        "closing",
        "objection",
    )
    assert desk.post(f"{DESK}/closings", {}).status == 403, "it asks for nothing any more"


def test_somebody_without_an_account_gets_a_letter(world: World):
    paul = world.person("Paul", "Wagner")
    desk, number = laid(world, world.idle(world.staff()), paul, "closing")
    assert correct(desk, number, "complaint").status == 204
    assert letters(world, paul) == ["paper_corrected"]


def test_what_waits_for_a_colleague_is_taken_back_and_nobody_agrees_to_it(world: World):
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, number = case_at_l3(world, tom, anne, "guardianship")
    assert desk.post(GUARDIANSHIPS, judgment(berta)).status == 201
    assert correct(world.idle(ida), number, "guardianship").reason == "paper_not_own_work"
    assert correct(desk, number, "guardianship").status == 204
    assert [one["state"] for one in mandates(world, anne)] == ["entered_in_error"]
    assert world.idle(tom).get(f"{PAPERS}/{number}").json["state"] == "waiting"
    assert decide(world, ida).status in (404, 409)
    assert letters(world, berta) == []


def test_what_a_colleague_agreed_to_is_not_taken_back_by_this(world: World):
    anne, berta = world.patient(), world.patient("Berta", "Klein")
    tom, ida = world.staff(), world.staff(given="Ida")
    desk, number = case_at_l3(world, tom, anne, "guardianship")
    assert desk.post(GUARDIANSHIPS, judgment(berta)).status == 201
    assert decide(world, ida).status == 204
    assert correct(desk, number, "mandate").status == 404
    assert [one["state"] for one in mandates(world, anne)] == ["active"]


def test_a_statement_that_was_put_in_by_mistake_leaves_the_record_and_its_sheet_comes_again(world: World):
    anne, tom, ida = world.patient(), world.staff(), world.staff(given="Ida")
    desk, number = laid(world, world.idle(tom), anne, "statement")
    assert desk.post(f"{PAPERS}/statement", WORDS).status == 204
    assert desk.get(f"{PAPERS}/{number}").json["became"] is None, "the desk learns no document's name"
    assert correct(world.idle(ida), number, "statement").reason == "paper_not_own_work"
    world.mail()
    assert correct(world.idle(tom), number, "statement").status == 204
    assert Notice.PAPER_CORRECTED in {mail.code for mail in world.mail()}
    with world.running.database.read() as connection:
        assert connection.execute(select(Document.status)).scalars().all() == ["withdrawn"]
    assert world.idle(tom).get(f"{PAPERS}/{number}").json["state"] == "withdrawn"
    assert correct(world.idle(tom), number, "statement").status == 404
    assert came_in(world.idle(tom), "complaint", number) == number

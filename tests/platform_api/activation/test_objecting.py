"""Objecting straight from the letter, without an account, within the delay; the record then takes in nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from platform_api import clock as platform_clock
from platform_api import operations
from platform_api.models import Account, Letter
from platform_api.vocabulary import DossierState, LetterState
from tests.platform_api.phone import Phone
from tests.platform_api.world import Answer, Person, World
from tests.support.clock import Clock


def _object(world: World, one: Person, code: str) -> Answer:
    return world.portal().post("/dsp/v1/objections", {"matricule": one.matricule, "code": code})


def test_within_the_delay_the_record_is_objected_to(world: World):
    one = world.person()
    letter = world.letter(one)
    answer = _object(world, one, letter.code)
    assert (answer.status, answer.json) == (200, {"state": "objected"})
    assert world.state(one) == DossierState.OBJECTED
    assert world.letter_state(letter.letter_id) == LetterState.REVOKED
    entry = world.entries(one.id)[-1]
    assert (entry["action"], entry["outcome"]) == ("record.object", "allowed")


def test_afterwards_nothing_comes_in_and_no_code_opens(world: World, clock: Clock):
    one = world.person()
    first = world.letter(one)
    clock.forward(days=1)
    second = world.letter(one)
    _object(world, one, first.code)
    deposit = world.software().post("/fhir/DocumentReference", world.document(one))
    assert (deposit.status, deposit.reason) == (403, "record_takes_nothing")
    assert world.documents(one) == []
    for letter in (first, second):
        assert world.redeem(one, letter.code).reason == "letter_not_accepted"
        assert _object(world, one, letter.code).reason == "letter_not_accepted"


def test_an_activation_under_way_elsewhere_cannot_finish(world: World):
    one = world.person()
    code = world.letter(one).code
    phone = Phone(world, one, code).up_to_the_app()
    _object(world, one, code)
    assert phone.enrol().reason == "letter_not_accepted"
    assert world.count(Account) == 0
    assert world.state(one) == DossierState.OBJECTED


def test_no_letter_goes_to_someone_who_objected(world: World, clock: Clock):
    one = world.person()
    _object(world, one, world.letter(one).code)
    clock.forward(days=2)
    body = {"matricule": one.matricule, "last_name": one.family}
    assert world.portal().post("/dsp/v1/letters", body).status == 202
    assert operations.mint_letters(world.settings) == []


def test_too_late_is_told_to_whoever_holds_the_letter_and_to_nobody_else(world: World, clock: Clock):
    """With letters that count longer than the delay (three months were practised)."""
    one = world.person()
    letter = world.letter(one)
    with world.running.database.write() as connection:
        longer = platform_clock.now() + timedelta(days=90)
        connection.execute(update(Letter).where(Letter.id == letter.letter_id).values(valid_until=longer))
    clock.forward(days=31)
    answer = _object(world, one, letter.code)
    assert (answer.status, answer.reason) == (422, "objection_too_late")
    assert _object(world, one, "0000-0000-0000").reason == "letter_not_accepted"
    assert world.state(one) == DossierState.CREATED
    assert world.redeem(one, letter.code).status == 201


def test_the_delay_runs_from_the_posting(world: World, clock: Clock):
    one = world.person()
    letter = world.letter(one, until="printed")
    clock.forward(days=10)
    operations.letters_posted(world.settings, [letter.letter_id])
    clock.forward(days=29, hours=23)
    assert _object(world, one, letter.code).status == 200


def test_an_objection_sent_twice_changes_nothing_more(world: World):
    one = world.person()
    code = world.letter(one).code
    _object(world, one, code)
    assert _object(world, one, code).reason == "letter_not_accepted"
    assert world.state(one) == DossierState.OBJECTED


@pytest.mark.parametrize("state", sorted(set(DossierState) - {DossierState.CREATED}))
def test_a_record_that_does_not_wait_cannot_be_objected_to_by_letter(world: World, state: DossierState):
    one = world.person()
    code = world.letter(one).code
    world.set_state(one, state)
    assert _object(world, one, code).reason == "letter_not_accepted"
    assert world.state(one) == state

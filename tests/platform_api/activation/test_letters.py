"""A letter's life: asked, printed, posted, returned; its code exists in clear only in print (domain.md)."""

import pytest
from sqlalchemy import func, select

from platform_api import letter_codes, operations
from platform_api.models import Letter
from platform_api.vocabulary import LetterState
from tests.platform_api.world import Person, World
from tests.support.clock import Clock


def _ask(world: World, one: Person, last_name: str = "", **options):
    body = {"matricule": one.matricule, "last_name": last_name or one.family}
    return world.portal(**options).post("/dsp/v1/letters", body)


def _letters(world: World, one: Person) -> int:
    with world.running.database.read() as connection:
        return int(connection.execute(select(func.count()).where(Letter.patient_id == one.id)).scalar_one())


def test_asked_printed_posted_used(world: World):
    one = world.person()
    letter_id = operations.issue_letter(world.settings, one.id, "de", large_print=True)
    assert world.letter_state(letter_id) == LetterState.ASKED
    minted = operations.mint_letters(world.settings)[0]
    assert (minted.letter_id, minted.language, minted.large_print) == (letter_id, "de", True)
    assert minted.name == "Anne Reuter"
    assert minted.address_lines == ("3, rue de l'Église", "9090 Warken")
    assert minted.masked_matricule == f"{one.matricule[:4]} •••• ••• {one.matricule[-2:]}"
    assert world.letter_state(letter_id) == LetterState.PRINTING
    assert operations.acknowledge_letters(world.settings, [letter_id]) == 1
    assert world.letter_state(letter_id) == LetterState.PRINTED
    assert operations.letters_posted(world.settings, [letter_id]) == 1
    assert world.letter_state(letter_id) == LetterState.POSTED
    assert operations.mint_letters(world.settings) == []


def test_a_print_that_was_not_acknowledged_is_minted_anew(world: World, clock: Clock):
    one = world.person()
    lost = world.letter(one, until="minted")
    assert operations.mint_letters(world.settings) == [], "another run has it in hand"
    clock.forward(minutes=16)
    again = operations.mint_letters(world.settings)[0]
    assert again.letter_id == lost.letter_id
    assert again.code != lost.code
    operations.acknowledge_letters(world.settings, [again.letter_id])
    assert world.redeem(one, lost.code).reason == "letter_not_accepted"
    assert world.redeem(one, again.code).status == 201


def test_what_is_not_printed_is_not_posted_and_what_is_not_out_does_not_come_back(world: World):
    one = world.person()
    letter = world.letter(one, until="minted")
    assert operations.letters_posted(world.settings, [letter.letter_id]) == 0
    assert operations.letters_returned(world.settings, [letter.letter_id]) == 0
    assert world.letter_state(letter.letter_id) == LetterState.PRINTING


@pytest.mark.parametrize("became", [operations.letters_posted, operations.letters_returned])
def test_an_unknown_letter_keeps_the_known_ones_as_they_are(world: World, became):
    letter = world.letter(world.person(), until="printed")
    before = world.letter_state(letter.letter_id)
    with pytest.raises(operations.OperationFailed, match="'nosuch'"):
        became(world.settings, [letter.letter_id, "nosuch"])
    assert world.letter_state(letter.letter_id) == before


def test_a_code_is_kept_only_as_a_keyed_fingerprint(world: World):
    letter = world.letter(world.person())
    code = letter_codes.check(letter.code).value or ""
    with world.running.database.read() as connection:
        row = connection.execute(select(Letter.__table__)).mappings().one()
    assert code not in str(dict(row))
    assert letter.code not in str(dict(row))
    assert row["fingerprint"] == world.running.keys.letter_fingerprint(code)


@pytest.mark.parametrize("typed", ["Reuter", "REUTER", " reuter ", "Réuter"])
def test_a_letter_is_asked_for_with_matricule_and_name(world: World, typed: str):
    one = world.person()
    assert _ask(world, one, typed).status == 202
    assert [letter.patient_id for letter in operations.mint_letters(world.settings)] == [one.id]


def test_the_answer_never_tells_whether_a_letter_comes(world: World):
    one, stranger = world.person(), world.person()
    told = {
        _ask(world, one).told,
        _ask(world, one).told,
        _ask(world, stranger, "Somebody").told,
        world.portal().post("/dsp/v1/letters", {"matricule": "1983081234566", "last_name": "X"}).told,
    }
    assert told == {(202, b"{}")}
    assert _letters(world, stranger) == 0


def test_a_day_apart_and_three_in_thirty_days(world: World, clock: Clock):
    one = world.person()
    _ask(world, one)
    clock.forward(hours=23)
    _ask(world, one)
    assert _letters(world, one) == 1
    clock.forward(hours=2)
    _ask(world, one)
    clock.forward(hours=25)
    _ask(world, one)
    assert _letters(world, one) == 3
    clock.forward(hours=25)
    _ask(world, one)
    assert _letters(world, one) == 3
    clock.forward(days=30)
    _ask(world, one)
    assert _letters(world, one) == 4


def test_one_address_cannot_ask_for_the_whole_country(world: World):
    answers = [_ask(world, world.person(), address="203.0.113.5").status for _ in range(62)]
    assert answers[:60] == [202] * 60
    assert answers[60:] == [429, 429]


def test_a_typing_error_in_the_matricule_is_told(world: World):
    answer = world.portal().post("/dsp/v1/letters", {"matricule": "1983081234567", "last_name": "X"})
    assert (answer.status, answer.reason) == (422, "matricule_typo")


def test_every_step_of_a_letter_is_in_the_trail_without_its_code(world: World):
    one = world.person()
    letter = world.letter(one, until="returned")
    done = [(entry["action"], entry["role"]) for entry in (*world.entries(one.id), *world.entries("system"))]
    assert ("letter.issue", "operator") in done
    assert ("letter.mint", "operator") in done
    assert done.count(("letter.acknowledge", "operator")) == 3
    everything = str([world.entries(one.id), world.entries("system")])
    assert letter.code not in everything
    assert letter.code.replace("-", "") not in everything

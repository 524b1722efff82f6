"""Two runs of the printer at once share the work: no letter is minted twice, none is lost."""

from datetime import timedelta

from platform_api import operations, posting
from platform_api.vocabulary import PostKind
from tests.platform_api.world import World
from tests.support.clock import Clock


def _queued(world: World, count: int) -> None:
    for _ in range(count):
        one = world.person()
        operations.issue_letter(world.settings, one.id, "fr")
        with world.running.database.write() as connection:
            posting.queue(connection, world.running.keys, PostKind.CLOSED, one.id)


def test_each_letter_and_confirmation_goes_to_one_run(world: World):
    _queued(world, 3)
    first = operations.mint_letters(world.settings, "run-1", most=2)
    second = operations.mint_letters(world.settings, "run-2", most=2)
    assert len({letter.letter_id for letter in (*first, *second)}) == 3
    assert (len(first), len(second)) == (2, 1)
    assert len(operations.mint_post(world.settings, "run-1", most=2)) == 2
    assert len(operations.mint_post(world.settings, "run-2", most=2)) == 1
    assert operations.mint_post(world.settings, "run-3") == []


def test_what_a_run_gives_back_is_there_at_once_and_a_dead_runs_letters_come_back(world: World, clock: Clock):
    _queued(world, 1)
    letter = operations.mint_letters(world.settings, "run-1")[0]
    operations.give_letters_back(world.settings, "run-1")
    again = operations.mint_letters(world.settings, "run-2")[0]
    assert (again.letter_id, again.code == letter.code) == (letter.letter_id, False)
    clock.forward(seconds=(posting.LEASE + timedelta(seconds=5)).total_seconds())
    assert [one.letter_id for one in operations.mint_letters(world.settings, "run-3")] == [letter.letter_id]
    assert operations.acknowledge_print(world.settings, [letter.letter_id], "run-2") == [], "overtaken"
    assert operations.acknowledge_print(world.settings, [letter.letter_id], "run-3") == [letter.letter_id]


def test_what_a_confirmation_said_is_forgotten_once_it_is_printed(world: World):
    _queued(world, 1)
    minted = operations.mint_post(world.settings, "run-1")
    assert operations.acknowledge_print(world.settings, [minted[0].letter_id], "run-1")
    assert operations.letters_posted(world.settings, [minted[0].letter_id]) == 1
    assert operations.letters_returned(world.settings, [minted[0].letter_id]) == 1
    assert operations.mint_post(world.settings, "run-1") == []

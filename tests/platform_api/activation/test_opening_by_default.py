"""The sweep opens a record by default only if its letter was posted, did not come back, and the delay is over."""

import threading

import pytest

from platform_api import operations
from platform_api.vocabulary import DossierState
from tests.platform_api.world import World
from tests.support.clock import Clock


@pytest.mark.parametrize("until", ["minted", "printed", "returned"])
def test_without_a_posted_letter_nothing_opens(world: World, clock: Clock, until: str):
    one = world.person()
    world.letter(one, until=until)
    clock.forward(days=400)
    assert operations.sweep(world.settings).opened_by_default == 0
    assert world.state(one) == DossierState.CREATED


def test_posted_and_the_delay_over(world: World, clock: Clock):
    one = world.person()
    world.letter(one)
    clock.forward(days=29, hours=23)
    assert operations.sweep(world.settings).opened_by_default == 0
    clock.forward(hours=2)
    assert operations.sweep(world.settings).opened_by_default == 1
    assert world.state(one) == DossierState.OPEN_BY_DEFAULT
    entry = world.entries(one.id)[-1]
    assert (entry["action"], entry["role"], entry["outcome"]) == (
        "record.open_by_default",
        "operator",
        "allowed",
    )


def test_a_letter_that_comes_back_stops_the_delay(world: World, clock: Clock):
    one = world.person()
    letter = world.letter(one)
    clock.forward(days=20)
    operations.letters_returned(world.settings, [letter.letter_id])
    clock.forward(days=20)
    assert operations.sweep(world.settings).opened_by_default == 0


def test_whoever_objected_stays_out(world: World, clock: Clock):
    one = world.person()
    code = world.letter(one).code
    world.portal().post("/dsp/v1/objections", {"matricule": one.matricule, "code": code})
    clock.forward(days=60)
    operations.sweep(world.settings)
    assert world.state(one) == DossierState.OBJECTED


@pytest.mark.parametrize("state", sorted(set(DossierState) - {DossierState.CREATED}))
def test_the_sweep_touches_no_other_state(world: World, clock: Clock, state: DossierState):
    one = world.person()
    world.letter(one)
    world.set_state(one, state)
    clock.forward(days=60)
    operations.sweep(world.settings)
    assert world.state(one) == state


def test_sweeping_again_changes_nothing_more(world: World, clock: Clock):
    one = world.person()
    world.letter(one)
    clock.forward(days=31)
    assert operations.sweep(world.settings).opened_by_default == 1
    before = world.entries(one.id)
    assert operations.sweep(world.settings).opened_by_default == 0
    assert world.entries(one.id) == before


def test_two_sweeps_at_once_open_each_record_once(world_on_each: World, clock: Clock):
    world = world_on_each
    people = [world.person() for _ in range(5)]
    for one in people:
        world.letter(one)
    clock.forward(days=31)
    ready, opened = threading.Barrier(3), []

    def sweep() -> None:
        ready.wait()
        opened.append(operations.sweep(world.settings).opened_by_default)

    threads = [threading.Thread(target=sweep) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(opened) == 5
    for one in people:
        assert [entry["action"] for entry in world.entries(one.id)].count("record.open_by_default") == 1


def test_a_record_opened_by_default_is_activated_by_a_letter(world: World, clock: Clock):
    one = world.person()
    world.letter(one)
    clock.forward(days=31)
    operations.sweep(world.settings)
    from tests.platform_api.phone import Phone

    Phone(world, one, world.letter(one).code).activate()
    assert world.state(one) == DossierState.ACTIVATED

"""Counters against guessing: five tries in a quarter of an hour, ever longer waits, dead at twenty (domain.md)."""

from datetime import timedelta

import pytest
from flask import Flask

from platform_api import throttles
from platform_api.db import Database
from platform_api.throttles import LETTER
from tests.support.clock import Clock


@pytest.fixture
def counter(platform: Flask, clock: Clock) -> Database:
    """The platform's database, and a clock to move."""
    database: Database = platform.extensions["dsp-platform"].database
    return database


def _try(database: Database, times: int = 1, name: str = "x") -> throttles.Standing:
    with database.write() as connection:
        for _ in range(times):
            found = throttles.count(connection, name, "letter", LETTER)
    return found


def _standing(database: Database, name: str = "x") -> throttles.Standing:
    with database.read() as connection:
        return throttles.standing(connection, name, LETTER)


def test_four_wrong_tries_block_nobody(counter: Database):
    _try(counter, 4)
    assert _standing(counter) == throttles.Standing(0, 4, False)


def test_the_waits_grow_and_the_twentieth_try_is_the_last(counter: Database, clock: Clock):
    for tries, wait in ((5, 15 * 60), (10, 3600), (15, 24 * 3600)):
        _try(counter, 4)
        assert _standing(counter).blocked_seconds == 0
        _try(counter)
        standing = _standing(counter)
        assert wait - 2 <= standing.blocked_seconds <= wait
        assert (standing.total, standing.dead) == (tries, False)
        clock.forward(seconds=wait + 1)
        assert _standing(counter).blocked_seconds == 0
    assert not _try(counter, 4).dead
    assert _try(counter).dead
    clock.forward(days=2)
    assert _standing(counter).dead


def test_trying_on_while_blocked_neither_shortens_nor_lifts_the_block(counter: Database, clock: Clock):
    _try(counter, 5)
    clock.forward(minutes=5)
    before = _standing(counter)
    _try(counter, 30)
    after = _standing(counter)
    assert after.blocked_seconds == pytest.approx(before.blocked_seconds, abs=2)
    assert (after.total, after.dead) == (5, False)


def test_slow_tries_are_not_blocked_but_still_end_at_twenty(counter: Database, clock: Clock):
    for _ in range(19):
        assert not _try(counter).blocked_seconds
        clock.forward(minutes=16)
    assert not _standing(counter).dead
    assert _try(counter).dead


@pytest.mark.parametrize("every", [timedelta(minutes=1), timedelta(minutes=4), timedelta(hours=1)], ids=str)
def test_guessing_the_second_factor_all_day_long_is_hopeless(
    counter: Database, clock: Clock, every: timedelta
):
    """Three codes of six digits fit at any moment; the odds of a day stay below 1 in 10,000 (ASVS 6.6.3)."""
    guesses = 0
    for _ in range(timedelta(hours=24) // every):
        with counter.write() as connection:
            if not throttles.standing(connection, "code", throttles.SECOND_FACTOR).blocked_seconds:
                guesses += 1
                throttles.count(connection, "code", "factor", throttles.SECOND_FACTOR)
        clock.forward(seconds=every.total_seconds())
    assert guesses * 3 / 1_000_000 <= 1 / 10_000


def test_each_name_counts_for_itself(counter: Database):
    _try(counter, 5, "one")
    assert _standing(counter, "one").blocked_seconds > 0
    assert _standing(counter, "other") == throttles.Standing(0, 0, False)


def test_forgiven_is_forgotten(counter: Database):
    _try(counter, 5)
    with counter.write() as connection:
        throttles.forgive(connection, "x")
    assert _standing(counter) == throttles.Standing(0, 0, False)


def test_a_limit_of_one_blocks_at_once(counter: Database):
    """Once a day means that the second message of the day is not sent."""
    once_a_day = throttles.Limit(1, timedelta(hours=24), (timedelta(hours=24),))
    with counter.write() as connection:
        assert throttles.count(connection, "told", "told", once_a_day).blocked_seconds > 0


def test_old_counters_are_deleted_and_new_ones_stay(counter: Database, clock: Clock):
    _try(counter, 1, "old")
    clock.forward(days=31)
    _try(counter, 1, "new")
    from platform_api import clock as platform_clock

    with counter.write() as connection:
        assert throttles.forget_old(connection, platform_clock.now() - timedelta(days=30)) == 1
    assert _standing(counter, "old").total == 0
    assert _standing(counter, "new").total == 1

"""Guesses from several processes at the same moment: counted together, and judged one after the other."""

import json
import subprocess
import sys
import threading
from datetime import timedelta

from sqlalchemy import insert, select

from platform_api import clock, throttles
from platform_api.models import Throttle
from platform_api.vocabulary import LetterState
from tests.platform_api.world import World
from tests.support.tree import ROOT

PROCESSES, THREADS, GUESSES = 2, 3, 4
_GUESSING = """
import json, sys, threading
from pathlib import Path
from platform_api import letter_codes
from tests.platform_api.world import World
from tests.support.homes import running_platform

home, url, matricule, place, threads, guesses = sys.argv[1:]
with running_platform(Path(home), url) as app:
    world, answers = World(app), []

    def guess(thread):
        api = world.portal(address=f"198.51.{10 * int(place) + thread}.7")
        for _ in range(int(guesses)):
            body = {"matricule": matricule, "code": letter_codes.grouped(letter_codes.mint())}
            answer = api.post("/dsp/v1/activations", body)
            answers.append((answer.status, answer.data.decode()))

    working = [threading.Thread(target=guess, args=(number,)) for number in range(int(threads))]
    print("ready", flush=True)
    sys.stdin.readline()
    for thread in working:
        thread.start()
    for thread in working:
        thread.join()
print(json.dumps(answers))
"""
"""What one process does: so many wrong codes as fast as it can, each thread from an address block of its own."""


def _guess_at_once(world: World, matricule: str) -> list[tuple[int, bytes]]:
    """All processes are ready before the first of them begins."""
    settings = world.running.settings
    given = (str(settings.home), settings.database_url or "", matricule)
    guessing = [
        subprocess.Popen(
            [sys.executable, "-c", _GUESSING, *given, str(place), str(THREADS), str(GUESSES)],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for place in range(PROCESSES)
    ]
    for process in guessing:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in guessing:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [json.loads(process.communicate(timeout=120)[0]) for process in guessing]
    return [(status, body.encode()) for answers in told for status, body in answers]


def test_guesses_from_several_processes_count_together_and_kill_the_letter_at_twenty(world_on_each: World):
    world = world_on_each
    one = world.person()
    letter = world.letter(one)
    name = world.running.keys.find_by("letter-tries", one.matricule)
    before = {"name": name, "kind": "letter", "tries": 0, "total": 15}  # three blocks that are over
    with world.running.database.write() as connection:
        connection.execute(insert(Throttle), before | {"window_until": clock.now() + timedelta(minutes=10)})

    answers = _guess_at_once(world, one.matricule)
    assert len(answers) == PROCESSES * THREADS * GUESSES
    assert {status for status, _body in answers} == {422}
    assert len(set(answers)) == 1, "none tells whether it was judged, counted or neither"
    with world.running.database.read() as connection:
        row = connection.execute(select(Throttle).where(Throttle.name == name)).one()
    assert (row.total, row.tries) == (20, 0), "five were judged, the others met a closed door"
    assert row.blocked_until > clock.now() + timedelta(hours=23)
    assert world.letter_state(letter.letter_id) == LetterState.REVOKED
    assert world.redeem(one, letter.code).told == answers[0]


def test_no_try_is_judged_before_the_one_before_it_is_counted(world_on_each: World):
    """The fifth wrong one is being counted in one transaction; whoever comes meanwhile learns of the block."""
    database, found, asked = world_on_each.running.database, [], threading.Event()
    name = world_on_each.running.keys.find_by("second-factor", "somebody")

    def come_meanwhile() -> None:
        asked.set()
        with database.write() as connection:
            found.append(throttles.standing(connection, name, throttles.SECOND_FACTOR).blocked_seconds)

    with database.write() as connection:
        for _ in range(5):
            assert throttles.standing(connection, name, throttles.SECOND_FACTOR).blocked_seconds == 0
            throttles.count(connection, name, "second-factor", throttles.SECOND_FACTOR)
        other = threading.Thread(target=come_meanwhile)
        other.start()
        asked.wait(10)
        other.join(0.3)  # had it not to wait, it would be there by now, with nothing to tell
    other.join(30)
    assert len(found) == 1
    assert found[0] > 0

"""Messages: queued in the act's transaction, leased once, come again after a crash, purged once sent."""

import threading
from itertools import pairwise

import pytest
from sqlalchemy import select

from platform_api import operations
from platform_api.models import Notice
from tests.platform_api.world import World
from tests.support.clock import Clock


def _queue(world: World, count: int = 1) -> None:
    for _ in range(count):
        world.portal().post("/dsp/v1/password-resets", {"email": world.patient().email})


def _lease(world: World) -> list[dict]:
    answer = world.worker().post("/dsp/v1/notices/lease")
    assert answer.status == 200, answer
    return list(answer.json["notices"])


def test_a_message_is_leased_once(world: World):
    _queue(world, 3)
    assert len(_lease(world)) == 3
    assert _lease(world) == []


def test_two_workers_never_take_the_same_message(world_on_each: World):
    world = world_on_each
    _queue(world, 12)
    taken: list[str] = []
    ready = threading.Barrier(3)

    def work() -> None:
        ready.wait()
        taken.extend(notice["id"] for notice in _lease(world))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken += [notice["id"] for notice in _lease(world)]
    assert len(taken) == len(set(taken)) == 12


def test_a_worker_that_dies_gives_its_messages_back(world: World, clock: Clock):
    _queue(world)
    first = _lease(world)
    clock.forward(seconds=110)
    assert _lease(world) == []
    clock.forward(seconds=15)
    assert [notice["id"] for notice in _lease(world)] == [first[0]["id"]]


def test_what_was_sent_never_comes_again_and_says_nothing_any_more(world: World, clock: Clock):
    _queue(world)
    notice = _lease(world)[0]
    for _ in range(2):
        assert world.worker().post(f"/dsp/v1/notices/{notice['id']}/sent").status == 204
    clock.forward(minutes=10)
    assert _lease(world) == []
    with world.running.database.read() as connection:
        row = connection.execute(select(Notice.__table__)).mappings().one()
    assert (row["address_sealed"], row["parameters_sealed"]) == (None, None)
    assert row["sent_at"] is not None


def test_a_message_whose_code_is_over_is_not_sent(world: World, clock: Clock):
    _queue(world)
    clock.forward(minutes=31)
    assert _lease(world) == []


def test_what_cannot_be_sent_is_tried_ever_more_rarely(world: World, clock: Clock):
    from platform_api import outbox
    from platform_api.vocabulary import Notice as Code

    with world.running.database.write() as connection:
        outbox.tell(connection, world.running.keys, Code.ACTIVATED, address="a@b.lu", language="fr")
    tried = []
    for minute in range(90):
        if _lease(world):
            tried.append(minute)
        clock.forward(minutes=1)
    waits = [after - before for before, after in pairwise(tried)]
    assert waits == sorted(waits)
    assert waits[-1] >= 30


def test_old_messages_are_forgotten_by_the_sweep(world: World, clock: Clock):
    _queue(world)
    world.mail()
    clock.forward(days=31)
    operations.sweep(world.settings)
    assert world.count(Notice) == 0


@pytest.mark.parametrize("path", ["/dsp/v1/notices/lease", "/dsp/v1/notices/x/sent"])
def test_only_the_worker_reads_messages(world: World, path: str):
    """They carry addresses and one-time codes in clear."""
    anne = world.patient()
    _queue(world)
    for api in (
        world.portal(),
        world.signed_in(anne),
        world.software("lab", scopes=("worker",)),
        world.anyone(),
    ):
        answer = api.post(path)
        assert answer.status >= 400
        assert b"@" not in answer.data
    assert len(_lease(world)) == 1


def test_nothing_is_told_when_the_act_fails(world: World):
    """A message belongs to its act: no act, no message."""
    from platform_api.models import Account
    from tests.platform_api.phone import Phone

    one = world.person()
    code = world.letter(one).code
    winner, loser = Phone(world, one, code), Phone(world, one, code)
    winner.up_to_the_app("winner@example.lu")
    loser.up_to_the_app("loser@example.lu")
    winner.enrol()
    loser.enrol()
    assert [mail.address for mail in world.mail()] == ["winner@example.lu"]
    assert world.count(Account) == 1


def test_a_text_message_waits_three_days_at_most_and_can_be_taken_back(world: World, clock: Clock):
    from platform_api import outbox
    from platform_api.vocabulary import SMS
    from platform_api.vocabulary import Notice as Code

    def queue(who: str) -> None:
        values = {"code": "481516", "minutes": "10"}
        with world.running.database.write() as connection:
            keys, number = world.running.keys, "+352621555017"
            outbox.tell(
                connection,
                keys,
                Code.HELP_CODE,
                address=number,
                language="fr",
                patient_id=who,
                parameters=values,
                channel=SMS,
            )

    queue("one")
    queue("two")
    with world.running.database.write() as connection:
        outbox.take_back(connection, Code.HELP_CODE, "one", SMS)
        outbox.take_back(connection, Code.HELP_CODE, "two", "email")
    assert [(one["channel"], one["address"]) for one in _lease(world)] == [("sms", "+352621555017")]
    clock.forward(days=3)
    assert _lease(world) == []

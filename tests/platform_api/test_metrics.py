"""What operators see at `/metrics`: counts and times, what waits and for how long, and nothing about anybody."""

import pytest
from flask import Flask

from tests.platform_api.world import World
from tests.support.clock import Clock


@pytest.fixture
def world(platform_on_each: Flask) -> World:
    """The platform on each engine in turn."""
    return World(platform_on_each)


def lines(world: World) -> dict[str, float]:
    """Every figure by its name and labels."""
    text = world.app.test_client().get("/metrics").get_data(as_text=True)
    return {
        name: float(value)
        for name, _space, value in (one.rpartition(" ") for one in text.splitlines() if one[:1] != "#")
    }


def waiting(world: World, queue: str) -> tuple[float, float]:
    figures = lines(world)
    return (
        figures[f'dsp_platform_waiting{{queue="{queue}"}}'],
        figures[f'dsp_platform_waiting_oldest_seconds{{queue="{queue}"}}'],
    )


def test_a_message_that_is_not_sent_grows_old_in_sight(world: World, clock: Clock):
    anne = world.patient()
    assert waiting(world, "messages") == (0, 0)
    world.signed_in(anne).post("/dsp/v1/closing", {})
    clock.forward(hours=3)
    count, age = waiting(world, "messages")
    assert count >= 1
    assert age >= 3 * 3600
    assert waiting(world, "confirmation_letters")[0] >= 1
    world.mail()
    assert waiting(world, "messages") == (0, 0)


def test_what_the_desk_has_to_do_is_counted(world: World):
    asked = {"last_name": "Klein", "first_name": "Jang", "matricule": "1983081234566", "phone": "621 123 456"}
    assert world.portal().post("/dsp/v1/openings", asked | {"consent": True}).status == 202
    assert waiting(world, "openings")[0] == 1
    assert waiting(world, "papers") == (0, 0)


def test_guessing_that_is_stopped_rings_the_bell(world: World, clock: Clock):
    def stopped(kind: str) -> float | None:
        return lines(world).get(f'dsp_platform_tries_stopped{{kind="{kind}"}}')

    emails = [world.patient().email, world.patient("Berta").email]
    for email in emails:
        assert stopped("sign-in") == (None if email == emails[0] else 1)
        for _ in range(10):
            world.portal().post("/dsp/v1/sessions", {"email": email, "password": "wrong-canari-word"})
    assert stopped("sign-in") == 2
    clock.forward(minutes=5, seconds=5)
    assert stopped("sign-in") is None


def test_the_figures_name_nobody(world: World):
    anne = world.patient("Anne", "Vasconcelos")
    me = world.signed_in(anne)
    world.deposit(anne, title="Ordonnance secrète")
    me.get(f"/dsp/v1/mandates/{anne.id}")
    me.get(f"/dsp/v1/nowhere/{anne.matricule}")
    text = world.app.test_client().get("/metrics").get_data(as_text=True)
    for word in (anne.id, anne.matricule, "Vasconcelos", "Ordonnance", anne.email):
        assert word not in text


def test_only_this_machine_or_a_token_reads_them(world: World):
    client = world.app.test_client()
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    object.__setattr__(world.running.settings, "metrics_token", "t0ken")
    far = {"REMOTE_ADDR": "192.0.2.7"}
    asked = {"Authorization": "Bearer t0ken"}
    assert client.get("/metrics", environ_base=far, headers=asked).status_code == 200
    wrong = {"Authorization": "Bearer other"}
    assert client.get("/metrics", environ_base=far, headers=wrong).status_code == 404

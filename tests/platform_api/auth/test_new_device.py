"""Signing in on a device that an account does not know is told to its owner by e-mail (ASVS 6.3.5)."""

from datetime import datetime

import pytest

from platform_api import operations
from platform_api.vocabulary import Notice
from tests.platform_api.world import PASSWORD, Person, World
from tests.support.clock import Clock


@pytest.fixture
def anne(world: World) -> Person:
    """Someone with an account."""
    return world.patient("Anne", "Reuter")


def _sign_in(world: World, one: Person, device: str, totp: str | None = None) -> int:
    body = {"email": one.email, "password": PASSWORD}
    half = world.portal().call("POST", "/dsp/v1/sessions", body=body, headers={"DSP-Device": device})
    answer = world.portal(half.json["session"]).call(
        "POST",
        "/dsp/v1/session/second-factor",
        body={"totp": one.totp() if totp is None else totp},
        headers={"DSP-Device": device},
    )
    return answer.status


def _told(world: World, one: Person) -> list[dict[str, str]]:
    return [
        mail.parameters
        for mail in world.mail()
        if (mail.code, mail.address) == (Notice.NEW_DEVICE, one.email)
    ]


def test_another_device_is_told_once_and_the_known_one_never(world: World, anne: Person, clock: Clock):
    assert _sign_in(world, anne, "Firefox, Windows") == 200
    assert _told(world, anne) == []  # the account was made just now
    clock.forward(minutes=2)
    assert _sign_in(world, anne, "Chrome, Android") == 200
    (told,) = _told(world, anne)
    assert told["device"] == "Chrome, Android"
    assert datetime.fromisoformat(told["moment"]).tzinfo is not None
    for device in ("Firefox, Windows", "Chrome, Android"):
        clock.forward(minutes=2)
        assert _sign_in(world, anne, device) == 200
    assert _told(world, anne) == []


def test_after_long_silence_every_device_is_new(world: World, anne: Person, clock: Clock):
    """Nobody watches an account that nobody uses."""
    assert _sign_in(world, anne, "Firefox, Windows") == 200
    clock.forward(days=32)
    operations.sweep(world.settings)
    assert _sign_in(world, anne, "Firefox, Windows") == 200
    assert len(_told(world, anne)) == 1


def test_a_password_alone_tells_nobody(world: World, anne: Person, clock: Clock):
    """Whoever has only the password is not in: the owner's mailbox is not filled by strangers."""
    assert _sign_in(world, anne, "Firefox, Windows") == 200
    clock.forward(minutes=2)
    assert _sign_in(world, anne, "Safari, iOS", totp="000000") == 422
    assert _told(world, anne) == []


def test_it_is_one_accounts_own_matter(world: World, anne: Person, clock: Clock):
    berta = world.patient("Berta")
    assert _sign_in(world, berta, "Chrome, Android") == 200
    assert _sign_in(world, anne, "Firefox, Windows") == 200
    clock.forward(minutes=2)
    assert _sign_in(world, anne, "Chrome, Android") == 200
    assert len(_told(world, anne)) == 1

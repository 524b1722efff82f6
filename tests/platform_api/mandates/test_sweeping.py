"""What time does to mandates: told 30 and 7 days before, ended on the day, codes forgotten; twice has one effect."""

import pytest
from flask import Flask
from sqlalchemy import select

from platform_api import operations
from platform_api.models import Mandate
from platform_api.vocabulary import MandateVerb, Notice
from tests.platform_api.world import Person, World


@pytest.fixture
def world(platform: Flask) -> World:
    return World(platform)


@pytest.fixture
def anne(world: World) -> Person:
    return world.patient("Anne")


def _states(world: World) -> list[tuple[str, str | None]]:
    with world.running.database.read() as connection:
        rows = connection.execute(select(Mandate.state, Mandate.reason))
        return [(row.state, row.reason) for row in rows]


def test_a_mandate_runs_out_after_two_reminders(world: World, anne: Person, clock):
    sara = world.delegate()
    world.mandate(anne.id, sara, MandateVerb.LIST, days=40)
    operations.sweep(world.settings)
    assert not world.mail()
    for days in (11, 23):
        clock.forward(days=days)
        operations.sweep(world.settings)
        operations.sweep(world.settings)
        assert [mail.code for mail in world.mail()] == [Notice.MANDATE_ENDS_SOON]
    clock.forward(days=8)
    operations.sweep(world.settings)
    assert _states(world) == [("ended", "ran_out")]
    assert [mail.code for mail in world.mail()] == [Notice.MANDATE_ENDED]
    assert world.entries(anne.id)[-1]["action"] == "mandate.end"
    operations.sweep(world.settings)
    assert not world.mail()


def test_a_code_that_nobody_entered_is_forgotten(world: World, anne: Person, clock):
    me = world.signed_in(anne)
    assert me.post("/dsp/v1/mandates", {"name": "Sara Reuter", "template": "look"}).status == 201
    clock.forward(days=8)
    operations.sweep(world.settings)
    assert _states(world) == [("rejected", "not_in_time")]

"""Somebody with a letter, and their phone on its way."""

import pytest

from tests.platform_api.phone import Phone
from tests.platform_api.world import Person, World


@pytest.fixture
def one(world: World) -> Person:
    """Somebody with a letter in their hands."""
    return world.person("Anne", "Reuter")


@pytest.fixture
def phone(world: World, one: Person) -> Phone:
    """Their phone, the letter just accepted."""
    return Phone(world, one, world.letter(one).code)

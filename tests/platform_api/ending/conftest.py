"""Anne, whose record is open, and what she may do about the whole of it."""

import pytest

from tests.platform_api.world import Person, World


@pytest.fixture
def anne(world: World) -> Person:
    """A patient whose record is open."""
    return world.patient()

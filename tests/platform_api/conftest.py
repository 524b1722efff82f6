"""An empty platform to fill with people, on SQLite and on both engines in turn."""

import pytest
from flask import Flask

from tests.platform_api.world import World


@pytest.fixture
def world(platform: Flask) -> World:
    """An otherwise empty platform on SQLite."""
    return World(platform)


@pytest.fixture
def world_on_each(platform_on_each: Flask) -> World:
    """An otherwise empty platform on SQLite and on PostgreSQL in turn."""
    return World(platform_on_each)

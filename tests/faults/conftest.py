"""The same worlds as the platform's own tests."""

from tests.platform_api.conftest import world, world_on_each

__all__ = ["world", "world_on_each"]

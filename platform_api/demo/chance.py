"""Chance for the demo: seeded, so that the same day gives the same population; never for a secret."""

from random import Random  # noqa: TID251 -- a seeded demo, reproducible on purpose

__all__ = ["Random", "seeded"]


def seeded(*names: object) -> Random:
    """A generator that depends on these names alone."""
    return Random("/".join(map(str, names)))  # noqa: S311 -- nothing here is secret

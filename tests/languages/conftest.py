"""The four languages as parameters of a test."""

import pytest

from tests.support.tree import LANGUAGES


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Each of the four languages in turn."""
    return str(request.param)


@pytest.fixture(params=[language for language in LANGUAGES if language != "en"])
def translation(request: pytest.FixtureRequest) -> str:
    """Each language into which the English source texts are translated."""
    return str(request.param)

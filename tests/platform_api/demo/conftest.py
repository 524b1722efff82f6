"""The demo's documents, made once for all the tests here."""

import pytest

from platform_api.demo.documents import demo_documents
from platform_api.demo.records import DemoDocument
from tests.platform_api.demo.known import TODAY


@pytest.fixture(scope="session")
def documents() -> tuple[DemoDocument, ...]:
    """Every demo document of one fixed day."""
    return tuple(demo_documents(TODAY))

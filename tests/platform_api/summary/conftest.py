"""Anne with a patient summary, the doctor whom she let in, and herself."""

import pytest

from platform_api.vocabulary import Right
from tests.platform_api.fhir.doctor import Fhir, decide, doctor
from tests.platform_api.summary.writing import put, usual
from tests.platform_api.world import Person, World


@pytest.fixture
def anne(world: World) -> Person:
    """Somebody without any document."""
    return world.patient("Anne", "Reuter")


@pytest.fixture
def document(world: World, anne: Person) -> str:
    """Her patient summary."""
    return put(world, anne, usual())


@pytest.fixture
def treating(world: World, anne: Person) -> Fhir:
    """The doctor in Anne's care circle."""
    decide(world, anne, Right.CIRCLE)
    return doctor(world)


@pytest.fixture
def holder(world: World, anne: Person) -> Fhir:
    """Anne herself, through the portal."""
    return Fhir(world.signed_in(anne))

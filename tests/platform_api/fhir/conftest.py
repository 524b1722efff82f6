"""A patient with documents, and a doctor whom they let in."""

from typing import Any

import pytest

from platform_api.vocabulary import Right
from tests.platform_api.fhir.doctor import Fhir, decide, doctor
from tests.platform_api.world import DOCTOR, LABORATORY, Person, World

BY_DOCTOR: dict[str, Any] = {"author": [{"reference": f"Practitioner/{DOCTOR}"}]}


@pytest.fixture
def anne(world: World) -> Person:
    """Someone with three documents."""
    one = world.patient("Anne", "Reuter")
    world.deposit(
        one,
        title="Glycémie",
        kind="lab",
        creation="2026-02-10T08:00:00+01:00",
        custodian={"reference": f"Organization/{LABORATORY}"},
        masterIdentifier={"system": "urn:ietf:rfc:3986", "value": "urn:oid:1.2.3"},
        context={"period": {"start": "2026-02-01", "end": "2026-02-03"}},
    )
    world.deposit(one, title="Consultation", creation="2026-03-10T08:00:00+01:00", **BY_DOCTOR)
    world.deposit(
        one,
        title="Psychiatrie",
        creation="2026-04-10T08:00:00+01:00",
        securityLabel=[
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "V"}]}
        ],
    )
    return one


@pytest.fixture
def treating(world: World, anne: Person) -> Fhir:
    """The doctor in Anne's care circle."""
    decide(world, anne, Right.CIRCLE)
    return doctor(world)


@pytest.fixture
def holder(world: World, anne: Person) -> Fhir:
    """Anne herself, through the portal."""
    return Fhir(world.signed_in(anne))

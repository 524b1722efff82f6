"""mCSD: professionals, roles, organisations and places, for any conformant software and for nobody else."""

import pytest

from platform_api.vocabulary import (
    ORGANISATION_KIND_SYSTEM,
    PROFESSIONAL_CATEGORY_SYSTEM,
    PROFESSIONAL_ID_SYSTEM,
)
from tests.platform_api.fhir.doctor import Fhir
from tests.platform_api.world import DOCTOR, HOSPITAL, LABORATORY, World


@pytest.fixture
def lab(world: World) -> Fhir:
    """A laboratory's software, acting as itself."""
    return Fhir(world.software("lab-1"))


def _ids(api: Fhir, path: str) -> list[str]:
    answer = api.get(path)
    assert answer.status == 200, answer
    assert answer.json["type"] == "searchset"
    return [entry["resource"]["id"] for entry in answer.json.get("entry", [])]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("Practitioner", [DOCTOR]),
        ("Practitioner?family=mul", [DOCTOR]),
        ("Practitioner?family:contains=LL", [DOCTOR]),
        ("Practitioner?family:exact=muller", []),
        ("Practitioner?name=helene&active=true", [DOCTOR]),
        ("Practitioner?active=false", []),
        (f"Practitioner?identifier={PROFESSIONAL_ID_SYSTEM}|{DOCTOR}", [DOCTOR]),
        (f"Practitioner?identifier=x|{DOCTOR}", []),
        (f"Practitioner?_id={DOCTOR}", [DOCTOR]),
        (f"PractitionerRole?organization=Organization/{HOSPITAL}", [DOCTOR]),
        (f"PractitionerRole?organization={LABORATORY}", []),
        (f"PractitionerRole?role={PROFESSIONAL_CATEGORY_SYSTEM}|physician", [DOCTOR]),
        ("PractitionerRole?role=nurse", []),
        ("PractitionerRole?specialty=x", []),
        ("PractitionerRole?service=x", []),
        (f"PractitionerRole?practitioner=Practitioner/{DOCTOR}&location=Location/{HOSPITAL}", [DOCTOR]),
        ("Organization?name=labo", [LABORATORY]),
        ("Organization?name:contains=TRUSSE", [HOSPITAL]),
        (f"Organization?type={ORGANISATION_KIND_SYSTEM}|hospital&name=centre", [HOSPITAL]),
        ("Organization?type=x", []),
        ("Location?name=labo&status=active", [LABORATORY]),
        ("Location?status=suspended", []),
        (f"Location?organization=Organization/{HOSPITAL}", [HOSPITAL]),
        ("HealthcareService?name=a", []),
        ("Endpoint?organization=Organization/x", []),
    ],
)
def test_each_search(lab: Fhir, path: str, found: list[str]):
    assert _ids(lab, path) == found


def test_includes(lab: Fhir):
    answer = lab.get("PractitionerRole?_include=PractitionerRole:practitioner").json
    modes = [(entry["resource"]["resourceType"], entry["search"]["mode"]) for entry in answer["entry"]]
    assert modes == [("PractitionerRole", "match"), ("Practitioner", "include")]
    assert answer["total"] == 1


def test_the_places_of_an_organisation_come_along(lab: Fhir):
    asked = "Organization?_revinclude=Location:organization"
    answer = lab.get(f"{asked}&_count=1").json
    kinds = [(entry["resource"]["resourceType"], entry["search"]["mode"]) for entry in answer["entry"]]
    assert kinds == [("Organization", "match"), ("Location", "include")]
    house, place = (entry["resource"] for entry in answer["entry"])
    assert place["managingOrganization"]["reference"] == f"Organization/{house['id']}"
    assert all("_revinclude" in link["url"] for link in answer["link"])


def test_each_read(lab: Fhir):
    for path in (f"Practitioner/{DOCTOR}", f"PractitionerRole/{DOCTOR}", f"Organization/{HOSPITAL}"):
        assert lab.get(path).json["id"] == path.rpartition("/")[2]
    assert (
        lab.get(f"Location/{HOSPITAL}").json["managingOrganization"]["reference"]
        == f"Organization/{HOSPITAL}"
    )
    assert lab.get("Practitioner/nobody").status == 404


def test_only_conformant_software_reads_the_directories(world: World, lab: Fhir):
    withdrawn = Fhir(world.software("old-1", state="withdrawn"))
    assert withdrawn.get("Practitioner").reason == "software_not_conformant"
    assert Fhir(world.anyone()).get("Practitioner").status == 401


def test_names_of_kinds_come_in_the_language_of_the_reader(world: World):
    german = Fhir(world.software("lab-2"))
    german.api.language = "de"
    assert german.get(f"Organization/{HOSPITAL}").json["type"][0]["coding"][0]["display"] == "Krankenhaus"

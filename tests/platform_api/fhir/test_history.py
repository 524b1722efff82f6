"""mCSD ITI-91: what changed since a moment; and which versions of software are registered."""

from datetime import timedelta

import pytest

from platform_api import clock
from platform_api.vocabulary import CONFORMITY_EXTENSION, SOFTWARE_ID_SYSTEM
from tests.platform_api.fhir.doctor import Fhir
from tests.platform_api.world import DOCTOR, HOSPITAL, World

KINDS = {"Practitioner": DOCTOR, "PractitionerRole": DOCTOR, "Organization": HOSPITAL, "Location": HOSPITAL}


@pytest.fixture
def lab(world: World) -> Fhir:
    """A laboratory's software, acting as itself."""
    return Fhir(world.software("lab-1"))


def _since(minutes: int) -> str:
    return (clock.now() + timedelta(minutes=minutes)).isoformat(timespec="seconds").replace("+", "%2B")


@pytest.mark.parametrize(("kind", "one_id"), KINDS.items())
def test_what_changed_since_a_moment(lab: Fhir, kind: str, one_id: str):
    bundle = lab.get(f"{kind}/_history?_since={_since(-5)}").json
    assert bundle["type"] == "history"
    entry = next(entry for entry in bundle["entry"] if entry["resource"]["id"] == one_id)
    assert entry["request"] == {"method": "PUT", "url": f"{kind}/{one_id}"}
    assert entry["response"]["lastModified"] == entry["resource"]["meta"]["lastUpdated"]
    assert lab.get(f"{kind}/_history?_since={_since(5)}").json["total"] == 0
    assert lab.get(f"{kind}?_id={one_id}&_lastUpdated=ge{_since(-5)}").json["total"] == 1
    assert lab.get(f"{kind}?_id={one_id}&_lastUpdated=ge{_since(5)}").json["total"] == 0


def test_it_comes_in_pages(lab: Fhir):
    first = lab.get("Organization/_history?_count=1").json
    assert len(first["entry"]) == 1
    following = next(link["url"] for link in first["link"] if link["relation"] == "next")
    second = lab.get(following.partition("/fhir/")[2]).json
    assert second["entry"][0]["fullUrl"] != first["entry"][0]["fullUrl"]


@pytest.mark.parametrize("kind", ["HealthcareService", "Endpoint"])
def test_what_the_directory_does_not_name_has_no_history(lab: Fhir, kind: str):
    assert lab.get(f"{kind}/_history").json["total"] == 0


@pytest.mark.parametrize("since", ["yesterday", "ge2026-01-01", "2026-13-01", "99999-01-01"])
def test_a_moment_that_is_none_is_refused(lab: Fhir, since: str):
    refused = lab.get(f"Practitioner/_history?_since={since}")
    assert (refused.status, refused.reason) == (400, "malformed_request")


def test_versions_of_software_with_their_conformity(world: World, lab: Fhir):
    world.register("old-1", state="withdrawn")
    found = {
        entry["resource"]["id"]: entry["resource"] for entry in lab.get("Device?_count=50").json["entry"]
    }
    assert (found["lab-1"]["status"], found["old-1"]["status"]) == ("active", "inactive")
    (conformity,) = [
        one["extension"] for one in found["lab-1"]["extension"] if one["url"] == CONFORMITY_EXTENSION
    ]
    assert {"url": "state", "valueCode": "conformant"} in conformity
    assert {"url": "given", "valueDate": "2024-01-01"} in conformity
    assert lab.get("Device/old-1").json == found["old-1"]
    assert lab.get("Device/none").status == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (f"identifier={SOFTWARE_ID_SYSTEM}|lab-1", 1),
        ("identifier=x|lab-1", 0),
        ("device-name=spido&_id=lab-1", 1),
        ("manufacturer:exact=ostara&_id=lab-1", 0),
        (f"organization=Organization/{HOSPITAL}&_id=lab-1", 1),
        ("status=inactive&_id=lab-1", 0),
    ],
)
def test_versions_are_searched(lab: Fhir, asked: str, found: int):
    assert lab.get(f"Device?{asked}").json["total"] == found


def test_no_scope_and_no_key_of_a_software_leaves(lab: Fhir):
    data = lab.get("Device/lab-1").data
    assert b"system/" not in data
    assert b"kty" not in data

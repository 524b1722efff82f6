"""`If-None-Exist` of a Consent: decided once under one name, and every other condition refused, never ignored."""

import pytest

from platform_api.models import AccessRight
from tests.platform_api.fhir.consenting import Writer, faults, in_days, letting_in, new_name
from tests.platform_api.fhir.doctor import doctor
from tests.platform_api.world import Person, World


@pytest.fixture
def mine(world: World, anne: Person) -> Writer:
    """Anne's own browser, signed in just now; the doctor is in the directory."""
    doctor(world)
    return Writer(world.signed_in(anne))


def test_if_none_exist_decides_once(world: World, anne: Person, mine: Writer):
    name = new_name()
    for condition in (f"identifier={name}", f"identifier=urn%3Aietf%3Arfc%3A3986%7C{name}"):
        answer = mine.post(letting_in(anne.id, name), If_None_Exist=condition)
        assert answer.status == (201 if condition.endswith(f"={name}") else 200)
    changed = mine.post(letting_in(anne.id, name, until=in_days(3)), If_None_Exist=f"identifier={name}")
    assert (changed.status, changed.headers["location"]) == (200, answer.headers["location"])
    assert changed.json == mine.send("GET", f"/{answer.json['id']}").json
    assert "end" not in changed.json["provision"].get("period", {})
    mine.send("DELETE", f"/{answer.json['id']}")
    again = mine.post(letting_in(anne.id, name), If_None_Exist=f"identifier={name}")
    assert (again.status, again.json["status"]) == (200, "inactive"), "what ended bears its name still"
    assert world.count(AccessRight) == 1


@pytest.mark.parametrize(
    ("condition", "reason", "place"),
    [
        ("", "malformed_request", "If-None-Exist"),
        ("identifier=7", "malformed_request", "If-None-Exist"),
        ("actor=Practitioner/7", "malformed_request", "If-None-Exist"),
        ("identifier={name}&status=active", "malformed_request", "If-None-Exist"),
        ("identifier=urn:oid:1.2|{name}", "malformed_request", "If-None-Exist"),
        (
            "identifier=urn:uuid:8f2c1f5e-5a3c-4c3d-9d55-0c6b1f0e7a11",
            "value_not_allowed",
            "Consent.identifier",
        ),
    ],
)
def test_another_condition_is_refused_and_decides_nothing(
    world: World, anne: Person, mine: Writer, condition: str, reason: str, place: str
):
    name = new_name()
    answer = mine.post(letting_in(anne.id, name), If_None_Exist=condition.format(name=name))
    assert (answer.status, faults(answer)) == (400, [(reason, place)])
    assert world.count(AccessRight) == 0


def test_if_none_exist_asks_one_record_only(world: World, anne: Person, mine: Writer):
    name = new_name()
    mine.post(letting_in(anne.id, name))
    paul = world.patient("Paul", "Wagner")
    theirs = Writer(world.signed_in(paul))
    answer = theirs.post(letting_in(paul.id, name), If_None_Exist=f"identifier={name}")
    assert answer.status == 201
    assert answer.json["patient"]["reference"] == f"Patient/{paul.id}"

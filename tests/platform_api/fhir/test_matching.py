"""PDQm ITI-119: exact traits alone, graded; nobody and too little are one answer; the trail keeps no trait."""

from typing import Any

import pytest

from platform_api.fhir.bundle import MATCH_GRADE
from platform_api.vocabulary import MATRICULE_SYSTEM, Right
from tests.platform_api.fhir.doctor import Fhir, decide, doctor
from tests.platform_api.fhir.matching import match_of
from tests.platform_api.world import Answer, Api, Person, World

PATH = "/fhir/Patient/$match"


@pytest.fixture
def api(world: World) -> Api:
    """The doctor's software."""
    return doctor(world).api


def _born(one: Person) -> str:
    return f"{one.matricule[:4]}-{one.matricule[4:6]}-{one.matricule[6:8]}"


def _graded(answer: Answer) -> list[tuple[str, str, float]]:
    assert answer.status == 200, answer
    found = []
    for entry in answer.json.get("entry", []):
        (grade,) = [one["valueCode"] for one in entry["search"]["extension"] if one["url"] == MATCH_GRADE]
        found.append((entry["resource"]["id"], grade, entry["search"]["score"]))
    assert answer.json["total"] == len(found)
    return found


def _named(one: Person, **more: Any) -> dict[str, Any]:
    return {"name": [{"family": "REUTER", **more.pop("name", {})}], "birthDate": _born(one), **more}


def test_the_matricule_is_certain(api: Api, anne: Person):
    answer = api.post(PATH, match_of(anne))
    assert _graded(answer) == [(anne.id, "certain", 1.0)]
    (one,) = [entry["resource"] for entry in answer.json["entry"]]
    assert "address" not in one
    assert "telecom" not in one


def test_a_hospitals_own_number_beside_it_changes_nothing(api: Api, anne: Person):
    numbers = [
        {"system": "urn:oid:9.9", "value": "4711"},
        {"system": MATRICULE_SYSTEM, "value": anne.matricule},
    ]
    assert _graded(api.post(PATH, match_of(anne, traits={"identifier": numbers})))


def test_names_and_birth_date_are_less_than_certain_and_tell_no_matricule(api: Api, anne: Person):
    whole = api.post(PATH, match_of(anne, traits=_named(anne, name={"given": ["Anne"]}, gender="female")))
    assert _graded(whole) == [(anne.id, "probable", 0.9)]
    assert anne.matricule.encode() not in whole.data
    assert _graded(api.post(PATH, match_of(anne, traits=_named(anne)))) == [(anne.id, "possible", 0.6)]


def test_only_certain_matches(api: Api, anne: Person):
    assert _graded(api.post(PATH, match_of(anne, onlyCertainMatches=True)))
    certain = match_of(anne, traits=_named(anne, name={"given": ["Anne"]}), onlyCertainMatches=True)
    assert _graded(api.post(PATH, certain)) == []


@pytest.mark.parametrize(
    "traits",
    [
        {"identifier": [{"system": MATRICULE_SYSTEM, "value": "1983081234566"}]},
        {"identifier": [{"system": MATRICULE_SYSTEM, "value": "no number"}]},
        {"name": [{"family": "Reuter"}]},
        {"birthDate": "1980-01-01"},
        {"name": [{"family": "Reuter"}], "birthDate": "1980-01-01"},
        {},
    ],
)
def test_nobody_and_too_little_are_one_answer(api: Api, anne: Person, traits: dict[str, Any]):
    nobody = api.post(PATH, match_of(anne, traits={"identifier": [{"value": "0000000000"}]}))
    assert _graded(nobody) == []
    assert api.post(PATH, match_of(anne, traits=traits)).told == nobody.told


@pytest.mark.parametrize("more", [{"gender": "male"}, {"name": {"given": ["Zoe"]}}])
def test_every_trait_must_hold(api: Api, anne: Person, more: dict[str, Any]):
    assert _graded(api.post(PATH, match_of(anne, traits=_named(anne, **more)))) == []


def test_what_the_patient_decided_does_not_show(world: World, api: Api, anne: Person):
    before = api.post(PATH, match_of(anne)).told
    decide(world, anne, Right.BLOCK)
    assert api.post(PATH, match_of(anne)).told == before


def test_not_more_than_was_asked_for(api: Api, anne: Person, world: World):
    answer = api.post(PATH, match_of(anne, count=1))
    assert len(_graded(answer)) == 1
    refused = api.post(PATH, match_of(anne, count=0))
    assert (refused.status, refused.reason) == (400, "value_not_allowed")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"resourceType": "Parameters", "parameter": []}, 400),
        ({"resourceType": "Patient"}, 400),
        (
            {
                "resourceType": "Parameters",
                "parameter": [{"name": "resource", "resource": {"resourceType": "Basic"}}],
            },
            400,
        ),
        ({"resourceType": "Parameters", "parameter": {}}, 400),
    ],
)
def test_what_is_no_question_is_refused(api: Api, body: dict[str, Any], status: int):
    assert api.post(PATH, body).status == status


def test_it_may_be_asked_in_xml(world: World, api: Api, anne: Person):
    xml = (
        '<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="resource"/><resource><Patient><identifier>'
        f'<system value="{MATRICULE_SYSTEM}"/><value value="{anne.matricule}"/></identifier></Patient></resource>'
        '</parameter><parameter><name value="onlyCertainMatches"/><valueBoolean value="true"/></parameter></Parameters>'
    )
    answer = api.call("POST", PATH, data=xml, content_type="application/fhir+xml")
    assert _graded(answer) == [(anne.id, "certain", 1.0)]


def test_who_was_found_sees_it_and_no_trait_is_kept(api: Api, anne: Person, holder: Fhir):
    api.post(PATH, match_of(anne))
    journal = holder.get("AuditEvent?patient=self&subtype=patient.find")
    assert journal.json["total"] == 1
    assert anne.matricule.encode() not in journal.data

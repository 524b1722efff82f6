"""Simplified Publish (ITI-105): what is sent twice is one document; what the answer says of it."""

import json
from typing import Any

import pytest
from sqlalchemy import update

from platform_api.models import Document, Professional, Submission
from platform_api.scopes import USUAL
from platform_api.vocabulary import Confidentiality, Right
from tests.platform_api.fhir.doctor import decide, doctor
from tests.platform_api.provide.bundles import depositing, oid, stored
from tests.platform_api.world import PDF, Api, Person, World

PATH = "/fhir/DocumentReference"
URI = "urn:ietf:rfc:3986"


def _master() -> dict[str, Any]:
    return {"masterIdentifier": {"system": URI, "value": oid()}}


def _official() -> dict[str, Any]:
    return {"identifier": [{"use": "official", "system": URI, "value": oid()}]}


def _one(world: World) -> tuple[Person, Api]:
    return world.patient(), depositing(world)


@pytest.mark.parametrize("named", [_master, _official])
def test_a_retry_is_answered_as_before_and_keeps_nothing_more(world: World, named: Any):
    anne, hospital = _one(world)
    given = world.document(anne, kind="lab", **named())
    first = hospital.post(PATH, given)
    before = (stored(world, anne), world.count(Submission))
    again = hospital.post(PATH, given)
    assert first.told == again.told
    assert again.status == 201
    assert [again.headers[one] for one in ("location", "etag")] == [
        first.headers[one] for one in ("location", "etag")
    ]
    assert (stored(world, anne), world.count(Submission)) == before
    last = world.entries(anne.id)[-1]
    assert (last["action"], last["outcome"], last["object_id"]) == (
        "document.deposit",
        "allowed",
        first.json["id"],
    )
    assert last["details"]["again"] is True


@pytest.mark.parametrize(
    "change",
    [
        {"content": PDF + b"other"},
        {"title": "Another title"},
        {"kind": "imaging"},
        {"description": "Another description"},
    ],
    ids=str,
)
def test_the_same_identifier_with_anything_else_is_a_duplicate(world: World, change: dict[str, Any]):
    anne, hospital = _one(world)
    named = _master()
    hospital.post(PATH, world.document(anne, **({"kind": "lab"} | named)))
    before = stored(world, anne)
    answer = hospital.post(PATH, world.document(anne, **({"kind": "lab"} | named | change)))
    assert (answer.status, answer.reason) == (409, "duplicate_identifier")
    assert stored(world, anne) == before


def test_another_record_or_another_software_is_no_retry(world: World):
    anne, hospital = _one(world)
    named = _master()
    hospital.post(PATH, world.document(anne, **named))
    other = depositing(world, "laboratory-2").post(PATH, world.document(anne, **named))
    elsewhere = hospital.post(PATH, world.document(world.patient("Carlo"), **named))
    assert [(one.status, one.reason) for one in (other, elsewhere)] == [(409, "duplicate_identifier")] * 2


def test_what_has_no_identifier_may_come_twice(world: World):
    anne, hospital = _one(world)
    ids = {hospital.post(PATH, world.document(anne)).json["id"] for _ in range(2)}
    assert len(ids) == 2


def test_a_retry_in_xml_white_space_and_another_order_is_the_same_request(world: World):
    anne, hospital = _one(world)
    given = world.document(anne, **_master())
    first = hospital.post(PATH, given)
    data = given["content"][0]["attachment"]["data"]
    given["content"][0]["attachment"]["data"] = data[:4] + "\n" + data[4:]
    turned = json.dumps(dict(reversed(given.items())))
    again = hospital.call("POST", PATH, data=turned, content_type="application/fhir+json")
    assert (again.status, again.json["id"]) == (201, first.json["id"])


@pytest.mark.parametrize("level", [Confidentiality.RESTRICTED, Confidentiality.SECRET])
def test_a_retry_tells_nothing_of_what_the_holder_decided_since(world: World, level: Confidentiality):
    anne, hospital = _one(world)
    given = world.document(anne, **_master())
    first = hospital.post(PATH, given)
    with world.running.database.write() as connection:
        connection.execute(update(Document).values(confidentiality=level, level_source="holder"))
    assert hospital.post(PATH, given).told == first.told


def test_the_retry_of_what_was_replaced_is_answered_as_before(world: World):
    anne, hospital = _one(world)
    given = world.document(anne, **_master())
    first = hospital.post(PATH, given)
    relation = {"code": "replaces", "target": {"reference": f"DocumentReference/{first.json['id']}"}}
    newer = world.document(anne, relatesTo=[relation], **_master())
    second = hospital.post(PATH, newer)
    assert hospital.post(PATH, given).told == first.told
    assert hospital.post(PATH, newer).told == second.told


def test_the_retry_of_what_was_taken_back_brings_nothing_back(world: World):
    anne, hospital = world.patient(), world.software(scopes=USUAL)
    given = world.document(anne, **_master())
    document = hospital.post(PATH, given).json["id"]
    assert hospital.delete(f"{PATH}/{document}").status == 204
    again = hospital.post(PATH, given)
    assert (again.status, again.reason) == (410, "document_withdrawn")
    assert len(world.documents(anne)) == 1


@pytest.mark.parametrize(
    "preferred", ["", "return=representation", "return=minimal", "return=OperationOutcome"]
)
def test_the_answer_carries_the_version_that_a_read_has(world: World, preferred: str):
    anne, hospital = world.patient(), world.software(scopes=USUAL)
    answer = hospital.call("POST", PATH, world.document(anne), headers={"Prefer": preferred})
    assert answer.status == 201
    read = hospital.get(f"{PATH}/{answer.headers['location'].rpartition('/')[2]}")
    assert read.status == 200
    assert answer.headers["etag"] == read.headers["etag"]


def test_who_prefers_an_outcome_hears_that_it_is_done(world: World):
    anne, hospital = _one(world)
    headers = {"Prefer": "return=OperationOutcome"}
    answer = hospital.call("POST", PATH, world.document(anne), headers=headers)
    assert (answer.status, answer.json["resourceType"]) == (201, "OperationOutcome")
    assert answer.json["issue"][0]["severity"] == "information"
    assert answer.headers["location"].rpartition("/")[2] in {row["id"] for row in world.documents(anne)}


def test_a_type_that_is_not_the_authors_is_named_whatever_the_holder_decided(world: World):
    anne, pharmacist = world.patient(), doctor(world).api
    with world.running.database.write() as connection:
        connection.execute(update(Professional).values(category="pharmacist"))
    others, theirs = (world.document(anne, kind=kind) for kind in ("allergies", "medication"))
    before = pharmacist.post(PATH, others)
    assert (before.status, before.reason) == (422, "document_type_not_allowed")
    decide(world, anne, Right.BLOCK)
    assert pharmacist.post(PATH, others).told == before.told
    assert pharmacist.post(PATH, theirs).reason == "record_takes_nothing"
    assert stored(world, anne) == (0, 0)

"""A FHIR document comes back as the Bundle that was deposited, where its attachment says (ITI-68)."""

import base64
import json
from typing import Any

import pytest

from platform_api.scopes import USUAL
from platform_api.vocabulary import Right
from tests.platform_api.fhir.doctor import Fhir, decide, doctor
from tests.platform_api.provide.bundles import attachment, bundle
from tests.platform_api.world import Person, World

COMPOSITION = {"resourceType": "Composition", "status": "final", "section": [{"title": "Été"}]}
DOCUMENT = {"resourceType": "Bundle", "type": "document", "entry": [{"resource": COMPOSITION}]}
XML = '<Bundle xmlns="http://hl7.org/fhir"><type value="document"/></Bundle>'


@pytest.fixture
def summary(world: World, anne: Person) -> str:
    """A FHIR document in Anne's record."""
    given = bundle(anne)
    given["entry"][2]["resource"] = DOCUMENT
    attachment(given)["contentType"] = "application/fhir+json"
    answer = world.software("hospital-2", scopes=USUAL).post("/fhir", given)
    assert answer.status == 200, answer
    place = next(entry for entry in answer.json["entry"] if "/Bundle/" in entry["response"]["location"])
    return str(place["response"]["location"].rpartition("/")[2])


def _attachment(api: Fhir, document: str) -> dict[str, Any]:
    found: dict[str, Any] = api.get(f"DocumentReference/{document}").json["content"][0]["attachment"]
    return found


@pytest.mark.parametrize(
    "accept", ["", "*/*", "application/fhir+json", "application/fhir+json;fhirVersion=4.0"]
)
def test_it_comes_back_byte_for_byte(treating: Fhir, summary: str, accept: str):
    said = _attachment(treating, summary)
    assert said["url"].endswith(f"/fhir/Bundle/{summary}")
    answer = treating.get(said["url"].partition("/fhir/")[2], Accept=accept)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/fhir+json")
    assert answer.json == DOCUMENT
    assert (len(answer.data), said["contentType"]) == (said["size"], "application/fhir+json")


def test_packed_or_pretty_it_stays_itself(treating: Fhir, summary: str):
    plain = treating.get(f"Bundle/{summary}").data
    assert treating.get(f"Bundle/{summary}?_pretty=true&_format=json").data == plain


def test_it_is_still_wrapped_for_who_asks_for_a_binary(treating: Fhir, summary: str):
    assert treating.get(f"Binary/{summary}", Accept="application/fhir+json").json == DOCUMENT


@pytest.mark.parametrize(
    ("path", "accept"),
    [("", "application/pdf"), ("", "application/fhir+xml"), ("?_format=xml", ""), ("?_format=xml", "*/*")],
)
def test_in_another_form_it_is_not_there(treating: Fhir, summary: str, path: str, accept: str):
    refused = treating.get(f"Bundle/{summary}{path}", Accept=accept)
    assert refused.status == 406
    assert b"not_acceptable" in refused.data


def test_it_is_not_sent_twice(treating: Fhir, summary: str):
    etag = treating.get(f"Bundle/{summary}").headers["etag"]
    assert treating.get(f"Bundle/{summary}", If_None_Match=etag).status == 304


def test_what_is_no_fhir_document_is_no_bundle(treating: Fhir, anne: Person, world: World):
    pdf = next(row["id"] for row in world.documents(anne) if row["type_code"] == "lab")
    told = {treating.get(f"Bundle/{one}").told for one in (pdf, "no-such-thing")}
    assert len(told) == 1
    assert next(iter(told))[0] == 404


def test_a_blocked_doctor_and_a_stranger_get_one_answer(world: World, anne: Person, summary: str):
    stranger = doctor(world).get(f"Bundle/{summary}").told
    decide(world, anne, Right.CIRCLE)
    decide(world, anne, Right.BLOCK)
    assert doctor(world).get(f"Bundle/{summary}").told == stranger
    assert stranger[0] == 404


def test_taken_back_it_is_gone(world: World, treating: Fhir, summary: str):
    owner = Fhir(world.software("hospital-3", scopes=USUAL))
    assert owner.call("DELETE", f"DocumentReference/{summary}", None).status == 404
    owner.api.token = lambda: world.token("hospital-2", *USUAL)
    assert owner.call("DELETE", f"DocumentReference/{summary}", None).status == 204
    assert treating.get(f"Bundle/{summary}").status == 410


@pytest.mark.parametrize(
    ("media_type", "content", "status"),
    [
        ("application/fhir+json", json.dumps(DOCUMENT), 201),
        ("application/fhir+xml", XML, 201),
        ("application/fhir+json", json.dumps({**DOCUMENT, "type": "collection"}), 422),
        ("application/fhir+json", json.dumps(COMPOSITION), 422),
        ("application/fhir+json", "{", 422),
        ("application/fhir+xml", XML.replace("document", "batch"), 422),
        ("application/fhir+xml", '<?xml version="1.0"?><!DOCTYPE x><Bundle/>', 422),
    ],
)
def test_only_a_document_is_taken_for_one(
    world: World, anne: Person, media_type: str, content: str, status: int
):
    sent = world.document(anne, media_type=media_type, content=content.encode())
    assert base64.b64decode(sent["content"][0]["attachment"]["data"]) == content.encode()
    answer = world.software("hospital-4", scopes=USUAL).post("/fhir/DocumentReference", sent)
    assert answer.status == status, answer

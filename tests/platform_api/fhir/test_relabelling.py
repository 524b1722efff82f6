"""PUT of a DocumentReference: the holder changes who sees one document by the standard, and nothing else of it."""

import json
from typing import Any

import pytest

from platform_api.fhir.xml_out import to_xml
from platform_api.scopes import USUAL
from platform_api.vocabulary import CONFIDENTIALITY_SYSTEM, Action, Right
from tests.platform_api.fhir.doctor import Fhir, decide, doctor
from tests.platform_api.world import Answer, Person, World
from tests.support.clock import Clock

JSON = "application/fhir+json"


def _read(api: Fhir, document: str, **headers: str) -> dict[str, Any]:
    return dict(api.get(f"DocumentReference/{document}", **headers).json)


def _labelled(resource: dict[str, Any], *codes: str) -> dict[str, Any]:
    coding = [{"system": CONFIDENTIALITY_SYSTEM, "code": code} for code in codes]
    return {**resource, "securityLabel": [{"coding": coding}]}


def _put(api: Fhir, document: str, resource: Any, form: str = JSON, **headers: str) -> Answer:
    sent: Any = resource if isinstance(resource, (str, bytes)) else json.dumps(resource)
    return api.call("PUT", f"DocumentReference/{document}", sent, Content_Type=form, **headers)


def _level(world: World, one: Person, document: str) -> str:
    return str(next(row["confidentiality"] for row in world.documents(one) if row["id"] == document))


@pytest.fixture
def document(world: World, anne: Person) -> str:
    return world.deposit(anne, title="Radio du genou")


def test_a_holder_hides_a_document_and_their_doctor_is_refused_at_once(
    world: World, anne: Person, holder: Fhir, treating: Fhir, document: str
):
    assert treating.get(f"DocumentReference/{document}").status == 200
    answer = _put(holder, document, _labelled(_read(holder, document), "V"))
    assert answer.status == 200
    assert answer.json["securityLabel"][0]["coding"][0]["code"] == "V"
    assert answer.json == _read(holder, document)
    assert treating.get(f"DocumentReference/{document}").status == 404
    entry = next(one for one in world.entries(anne.id) if one["action"] == Action.SET_CONFIDENTIALITY)
    assert (entry["object_id"], entry["details"]["before"], entry["details"]["level"]) == (
        document,
        "normal",
        "secret",
    )


@pytest.mark.parametrize("language", ["fr", "de", "lb", "en"])
def test_what_was_read_in_any_language_and_form_can_be_sent_back(
    world: World, anne: Person, holder: Fhir, document: str, language: str
):
    read = _labelled(_read(holder, document, Accept_Language=language), "R")
    assert _put(holder, document, read).status == 200
    assert _put(holder, document, to_xml(_labelled(read, "V")), "application/fhir+xml").status == 200
    assert _level(world, anne, document) == "secret"


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("type", {"type": {"coding": [{"system": "http://loinc.org", "code": "11502-2"}]}}),
        ("subject", {"subject": {"reference": "Patient/another"}}),
        ("status", {"status": "superseded"}),
        ("date", {"date": "2020-01-01T00:00:00Z"}),
        ("description", {"description": "Something new"}),
        ("masterIdentifier", {"masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": "urn:oid:9"}}),
        ("author", {"author": []}),
        ("content", {"content": []}),
        ("relatesTo", {"relatesTo": [{"code": "replaces", "target": {"reference": "DocumentReference/1"}}]}),
        ("docStatus", {"docStatus": "amended"}),
        ("id", {"id": "another"}),
    ],
)
def test_nothing_else_of_it_can_be_changed(
    world: World, anne: Person, holder: Fhir, document: str, place: str, changes: dict[str, Any]
):
    sent = {**_labelled(_read(holder, document), "V"), **changes}
    answer = _put(holder, document, sent)
    assert (answer.status, answer.reason) == (400, "value_not_allowed")
    assert answer.json["issue"][0]["expression"] == [f"DocumentReference.{place}"]
    assert _level(world, anne, document) == "normal"


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        (None, "element_missing"),
        ([], "element_missing"),
        ([{"text": "secret"}], "element_missing"),
        ([{"coding": [{"system": CONFIDENTIALITY_SYSTEM, "code": "X"}]}], "value_not_allowed"),
        ("V", "malformed_request"),
    ],
)
def test_a_label_that_says_nothing_opens_nothing(
    world: World, anne: Person, holder: Fhir, document: str, label: Any, reason: str
):
    assert _put(holder, document, _labelled(_read(holder, document), "R")).status == 200
    sent = {**_read(holder, document), "securityLabel": label}
    if label is None:
        sent.pop("securityLabel")
    answer = _put(holder, document, sent)
    assert (answer.status, answer.reason) == (400, reason)
    assert _level(world, anne, document) == "restricted"


def test_of_two_levels_the_stricter_counts(world: World, anne: Person, holder: Fhir, document: str):
    assert _put(holder, document, _labelled(_read(holder, document), "N", "V")).status == 200
    assert _level(world, anne, document) == "secret"


def test_opening_asks_for_a_fresh_second_factor_and_closing_does_not(
    world: World, anne: Person, holder: Fhir, document: str, clock: Clock
):
    clock.forward(minutes=6)
    assert _put(holder, document, _labelled(_read(holder, document), "V")).status == 200
    answer = _put(holder, document, _labelled(_read(holder, document), "N"))
    assert (answer.status, answer.reason) == (403, "second_factor_needed")
    assert _level(world, anne, document) == "secret"


def test_a_version_that_was_changed_meanwhile_stays(world: World, anne: Person, holder: Fhir, document: str):
    first = holder.get(f"DocumentReference/{document}")
    tag = first.headers["etag"]
    changed = _put(holder, document, _labelled(first.json, "R"), If_Match=tag)
    assert (changed.status, changed.headers["etag"]) == (
        200,
        holder.get(f"DocumentReference/{document}").headers["etag"],
    )
    late = _put(holder, document, _labelled(first.json, "N"), If_Match=tag)
    assert (late.status, late.reason) == (412, "resource_changed")
    assert _level(world, anne, document) == "restricted"


def test_only_the_new_etag_comes_back_when_no_more_is_wanted(holder: Fhir, document: str):
    answer = _put(holder, document, _labelled(_read(holder, document), "R"), Prefer="return=minimal")
    assert (answer.status, answer.data) == (200, b"")
    assert answer.headers["etag"] == holder.get(f"DocumentReference/{document}").headers["etag"]


def test_whoever_else_asks_changes_nothing_and_learns_nothing(
    world: World, anne: Person, holder: Fhir, treating: Fhir, document: str
):
    read = _labelled(_read(holder, document), "V")
    other = Fhir(world.signed_in(world.patient("Paul", "Kremer")))
    unknown = _put(other, "no-such-thing", {**read, "id": "no-such-thing"})
    assert _put(other, document, read).told == unknown.told
    assert unknown.status == 404
    decide(world, anne, Right.BLOCK)
    for who in (Fhir(world._hospital), doctor(world), Fhir(world.software("lab-1", scopes=USUAL))):
        assert _put(who, document, read).status in (403, 404)
    assert _put(Fhir(world.anyone()), document, read).status == 401
    assert _level(world, anne, document) == "normal"


@pytest.mark.parametrize("body", ["", "{", "[]", '{"resourceType":"Patient"}', "<DocumentReference/>"])
def test_what_is_no_document_reference_is_refused(holder: Fhir, document: str, body: str):
    assert _put(holder, document, body).status == 400


def test_other_kinds_and_sizes_of_content_are_refused(holder: Fhir, document: str):
    assert _put(holder, document, "{}", "text/plain").status == 415
    assert _put(holder, document, " " * 70_000).status == 413

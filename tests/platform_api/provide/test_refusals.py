"""What a recipient must refuse: every missing or wrong element by its place, and nothing of it stays behind."""

import base64
import time
from typing import Any

import pytest
from sqlalchemy import insert, update

from platform_api import clock
from platform_api.identifiers import new_id
from platform_api.models import AccessRight, Software
from platform_api.vocabulary import DossierState
from tests.platform_api.provide.bundles import (
    WRITE,
    Change,
    attachment,
    bundle,
    depositing,
    expressions,
    places,
    relate,
    stored,
    the_binary,
    the_document,
    the_set,
    urn,
)
from tests.platform_api.provide.faults import COMPREHENSIVE, DOCUMENT, MINIMAL, SET
from tests.platform_api.world import DOCTOR, HOSPITAL, LABORATORY, Person, World

_CASES = [("Minimal", *case) for case in MINIMAL] + [("Comprehensive", *case) for case in COMPREHENSIVE]


@pytest.mark.parametrize(
    ("level", "change", "reason", "where"),
    [(level, *rest) for level, _name, *rest in _CASES],
    ids=[f"{level}: {name}" for level, name, *_rest in _CASES],
)
def test_a_fault_is_named_with_its_place(world: World, level: str, change: Change, reason: str, where: str):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne, level)
    change(given)
    answer = hospital.post("/fhir", given)
    assert 400 <= answer.status < 500, answer
    assert (reason, where) in expressions(answer), answer
    assert stored(world, anne) == (0, 0)


def test_all_faults_are_told_at_once(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne, "Comprehensive")
    del the_set(given)["date"], the_document(given)["type"], attachment(given)["language"]
    assert len(expressions(hospital.post("/fhir", given))) == 3


@pytest.mark.parametrize("position", [0, 1, 2])
def test_every_entry_is_needed(world: World, position: int):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne)
    del given["entry"][position]
    assert hospital.post("/fhir", given).status == 400
    assert stored(world, anne) == (0, 0)


def test_two_submission_sets_a_folder_and_a_stranger_are_refused(world: World):
    anne, hospital = world.patient(), depositing(world)
    two = bundle(anne)
    two["entry"].append(bundle(anne)["entry"][0])
    assert hospital.post("/fhir", two).reason == "value_not_allowed"
    folder = bundle(anne)
    extra = bundle(anne)["entry"][0]
    extra["resource"]["code"]["coding"][0]["code"] = "folder"
    folder["entry"].append(extra)
    assert expressions(hospital.post("/fhir", folder)) == [
        ("entry_not_supported", "Bundle.entry[3].resource")
    ]
    stranger = bundle(anne)
    stranger["entry"].append({"fullUrl": urn(), "resource": {"resourceType": "Observation"}})
    assert expressions(hospital.post("/fhir", stranger)) == [
        ("entry_not_supported", "Bundle.entry[3].resource")
    ]
    assert stored(world, anne) == (0, 0)


def test_bytes_without_a_document_are_refused(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne)
    given["entry"].append(bundle(anne)["entry"][2])
    assert expressions(hospital.post("/fhir", given)) == [("reference_unknown", "Bundle.entry[3].fullUrl")]


def test_one_bad_document_among_good_ones_keeps_all_out(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne, documents=3)
    the_binary(given, 2)["data"] = base64.b64encode(b"\0\0").decode()
    assert hospital.post("/fhir", given).status == 422
    assert stored(world, anne) == (0, 0)


def test_documents_of_two_people_do_not_go_together(world: World):
    anne, carlo, hospital = world.patient(), world.patient("Carlo"), depositing(world)
    given = bundle(anne, documents=2)
    the_document(given, 1)["subject"] = {"reference": f"Patient/{carlo.id}"}
    assert expressions(hospital.post("/fhir", given)) == [
        ("value_not_allowed", "Bundle.entry[3].resource.subject")
    ]


def test_an_identifier_is_used_once(world: World):
    anne, hospital = world.patient(), depositing(world)
    first, second = bundle(anne), bundle(anne, documents=2)
    assert hospital.post("/fhir", first).status == 200
    the_document(second)["masterIdentifier"] = the_document(first)["masterIdentifier"]
    answer = hospital.post("/fhir", second)
    assert (answer.status, expressions(answer)) == (
        409,
        [("duplicate_identifier", f"{DOCUMENT}.masterIdentifier")],
    )
    twins = bundle(anne, documents=2)
    the_document(twins)["masterIdentifier"] = the_document(twins, 1)["masterIdentifier"]
    assert hospital.post("/fhir", twins).reason == "duplicate_identifier"
    assert stored(world, anne) == (1, 1)


def _nobody(one: Person) -> Person:
    return Person(new_id(), "", "", "", "")


def test_an_unknown_patient_is_told_to_who_may_deposit_and_to_nobody_else(world: World):
    anne = world.patient()
    answer = depositing(world).post("/fhir", bundle(_nobody(anne)))
    assert (answer.status, expressions(answer)) == (422, [("patient_unknown", f"{SET}.subject")])
    reader = world.software("reader-1", scopes=("system/DocumentReference.read",))
    known, unknown = (reader.post("/fhir", bundle(one)) for one in (anne, _nobody(anne)))
    assert known.told == unknown.told
    assert known.status == 403


@pytest.mark.parametrize(
    "state", [DossierState.CLOSED, DossierState.OBJECTED, DossierState.SUSPENDED, DossierState.DECEASED]
)
def test_a_record_that_takes_nothing_says_so(world: World, state: DossierState):
    anne, hospital = world.person(state=state), depositing(world)
    answer = hospital.post("/fhir", bundle(anne))
    assert (answer.status, answer.reason) == (403, "record_takes_nothing")
    assert stored(world, anne) == (0, 0)
    assert world.entries(anne.id)[-1]["outcome"] == "refused"


@pytest.mark.parametrize("kind", ["author", "organisation of the author", "custodian", "the software's own"])
def test_a_block_holds_also_through_another_system_and_looks_like_a_closed_record(world: World, kind: str):
    anne, carlo = world.patient(), world.person(state=DossierState.CLOSED)
    hospital = depositing(world)
    given, closed = bundle(anne), bundle(carlo)
    if "author" in kind:
        the_document(given)["author"] = [{"reference": f"Practitioner/{DOCTOR}"}]
    if kind == "custodian":
        the_document(given)["custodian"] = {"reference": f"Organization/{LABORATORY}"}
    actor = {"author": DOCTOR, "custodian": LABORATORY}.get(kind, HOSPITAL)
    with world.running.database.write() as connection:
        right = {
            "patient_id": anne.id,
            "id": new_id(),
            "kind": "block",
            "actor_kind": "professional" if actor == DOCTOR else "organisation",
            "actor_id": actor,
            "level": "normal",
            "starts_at": clock.now(),
            "given_by": anne.id,
        }
        connection.execute(insert(AccessRight), right)
    assert hospital.post("/fhir", given).told == hospital.post("/fhir", closed).told
    assert stored(world, anne) == (0, 0)
    assert world.entries(anne.id)[-1]["reason"] == "not_allowed"


def test_nobody_replaces_what_others_brought_in(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne)
    the_document(given)["custodian"] = {"reference": f"Organization/{LABORATORY}"}
    theirs = places(depositing(world, "laboratory-2").post("/fhir", given))[0]
    for target in (theirs, "0193f2a7-0000-7d20-9b1c-000000000001"):
        answer = hospital.post("/fhir", relate(bundle(anne), "replaces", f"DocumentReference/{target}"))
        assert expressions(answer) == [("reference_unknown", f"{DOCUMENT}.relatesTo")]
    assert [row["status"] for row in world.documents(anne)] == ["current"]


def test_claiming_their_house_or_their_author_replaces_nothing_of_theirs(world: World):
    anne, hospital = world.patient(), depositing(world)
    theirs = bundle(anne)
    claims = {
        "custodian": {"reference": f"Organization/{LABORATORY}"},
        "author": [{"reference": f"Practitioner/{DOCTOR}"}],
    }
    the_document(theirs).update(claims)
    old = places(depositing(world, "laboratory-2").post("/fhir", theirs))[0]
    given = relate(bundle(anne), "replaces", f"DocumentReference/{old}")
    the_document(given).update(claims)
    assert expressions(hospital.post("/fhir", given)) == [("reference_unknown", f"{DOCUMENT}.relatesTo")]
    assert [row["status"] for row in world.documents(anne)] == ["current"]


def test_the_next_version_of_a_software_still_corrects(world: World):
    anne = world.patient()
    given = bundle(anne)
    the_document(given)["custodian"] = {"reference": f"Organization/{LABORATORY}"}
    old = places(depositing(world).post("/fhir", given))[0]
    newer = depositing(world, "hospital-2")
    with world.running.database.write() as connection:
        connection.execute(update(Software).where(Software.client_id == "hospital-2").values(version="2"))
    answer = newer.post("/fhir", relate(bundle(anne), "replaces", f"DocumentReference/{old}"))
    assert answer.status == 200
    assert sorted(row["status"] for row in world.documents(anne)) == ["current", "superseded"]


@pytest.mark.parametrize("code", ["replaces", "appends"])
def test_a_name_of_a_document_elsewhere_is_as_good_as_none(world: World, code: str):
    anne, carlo, hospital = world.patient(), world.patient("Carlo"), depositing(world)
    elsewhere = bundle(carlo)
    hospital.post("/fhir", elsewhere)
    told = []
    for name in (the_document(elsewhere)["masterIdentifier"]["value"], "urn:oid:2.25.1"):
        given = bundle(anne)
        target = {"identifier": {"system": "urn:ietf:rfc:3986", "value": name}}
        the_document(given)["relatesTo"] = [{"code": code, "target": target}]
        told.append((expressions(hospital.post("/fhir", given)), world.entries(anne.id)[-1]["reason"]))
    assert told[0] == told[1] == ([("reference_unknown", f"{DOCUMENT}.relatesTo")], "reference_unknown")


def _roles(count: int, last: dict[str, Any]) -> list[dict[str, Any]]:
    """Roles inside, each of which names the next one twice."""
    one_after = [{"reference": f"#{n + 1}"} for n in range(count)]
    inside = [
        {"resourceType": "PractitionerRole", "id": str(n), "practitioner": other, "organization": other}
        for n, other in enumerate(one_after)
    ]
    return [*inside, last]


@pytest.mark.parametrize("count", [2, 60])
@pytest.mark.parametrize("last", [{"resourceType": "Practitioner"}, {"resourceType": "PractitionerRole"}])
def test_roles_that_name_roles_end_at_once(world: World, count: int, last: dict[str, Any]):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne)
    the_document(given)["contained"] = _roles(count, {**last, "id": str(count)})
    the_document(given)["author"] = [{"reference": "#0"}]
    begun = time.process_time()
    assert expressions(hospital.post("/fhir", given)) == [("reference_unknown", f"{DOCUMENT}.author[0]")]
    assert time.process_time() - begun < 3


def test_a_role_that_names_itself_is_no_author(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne)
    itself = {"resourceType": "PractitionerRole", "id": "a", "practitioner": {"reference": "#a"}}
    the_document(given).update(contained=[itself], author=[{"reference": "#a"}])
    assert expressions(hospital.post("/fhir", given)) == [("reference_unknown", f"{DOCUMENT}.author[0]")]


def test_what_is_superseded_or_another_persons_is_not_replaced(world: World):
    anne, carlo, hospital = world.patient(), world.patient("Carlo"), depositing(world)
    old = places(hospital.post("/fhir", bundle(anne)))[0]
    reasons = [
        hospital.post("/fhir", relate(bundle(one), "replaces", f"DocumentReference/{old}")).reason
        for one in (carlo, anne, anne)
    ]
    assert reasons == ["reference_unknown", "", "reference_unknown"]


def test_a_patch_does_nothing_but_what_a_replacement_needs(world: World):
    anne, hospital = world.patient(), depositing(world)
    old = places(hospital.post("/fhir", bundle(anne)))[0]
    given = bundle(anne)
    parts = [
        {"name": "path", "valueString": "DocumentReference.status"},
        {"name": "type", "valueCode": "replace"},
        {"name": "value", "valueCode": "superseded"},
    ]
    patch = {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": parts}]}
    request = {"method": "PATCH", "url": f"DocumentReference/{old}"}
    given["entry"].append({"fullUrl": urn(), "resource": patch, "request": request})
    assert expressions(hospital.post("/fhir", given)) == [
        ("entry_not_supported", "Bundle.entry[3].request.url")
    ]
    parts[2]["valueCode"] = "current"
    assert hospital.post("/fhir", given).reason == "entry_not_supported"
    assert world.documents(anne)[0]["status"] == "current"


def test_without_a_token_or_the_right_to_deposit_nothing_is_read(world: World):
    anne = world.patient()
    assert world.anyone().post("/fhir", bundle(anne)).status == 401
    reader = world.software("reader-1", scopes=("system/DocumentReference.read",))
    assert reader.post("/fhir", bundle(anne)).status == 403
    withdrawn = world.software("old-1", state="withdrawn", scopes=(WRITE,))
    assert withdrawn.post("/fhir", bundle(anne)).status == 401
    assert stored(world, anne) == (0, 0)

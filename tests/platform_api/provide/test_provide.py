"""Providing documents (ITI-65): every profile, every relation, every way to name the patient, and the answer."""

import base64
from typing import Any

import pytest
from sqlalchemy import select

from platform_api.models import Submission
from platform_api.vocabulary import DOCUMENT_GROUP_SYSTEM, MATRICULE_SYSTEM, PATIENT_ID_SYSTEM, DossierState
from tests.platform_api.provide.bundles import (
    LEVELS,
    TEXT,
    attachment,
    bundle,
    depositing,
    expressions,
    oid,
    places,
    relate,
    stored,
    the_document,
    the_set,
    urn,
)
from tests.platform_api.world import DOCTOR, HOSPITAL, PDF, World, sha1

LOINC = "http://loinc.org"


@pytest.mark.parametrize("level", LEVELS)
def test_a_right_bundle_of_every_profile_is_taken(world: World, level: str):
    anne, hospital = world.patient(), depositing(world)
    answer = hospital.post("/fhir", bundle(anne, level))
    assert answer.status == 200, answer
    assert answer.json["type"] == "transaction-response"
    row = world.documents(anne)[0]
    assert (row["id"], row["sha1"]) == (places(answer)[0], base64.b64decode(sha1(TEXT)).hex())
    assert row["type_code"] == ("medical-report" if level == "Minimal" else "lab")


def test_the_answer_gives_every_entry_its_place_in_order(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne, documents=3)
    answer = hospital.post("/fhir", given)
    kinds = [entry["response"]["location"].split("/")[-2] for entry in answer.json["entry"]]
    assert kinds == [entry["resource"]["resourceType"] for entry in given["entry"]]
    assert {entry["response"]["status"] for entry in answer.json["entry"]} == {"201 Created"}
    assert places(answer, "Binary") == places(answer)
    assert len({row["submission_id"] for row in world.documents(anne)}) == 1


def test_a_type_that_nobody_stated_is_told_as_a_warning(world: World):
    anne, hospital = world.patient(), depositing(world)
    answer = hospital.post("/fhir", bundle(anne))
    issue = answer.json["entry"][1]["response"]["outcome"]["issue"][0]
    assert (issue["severity"], issue["expression"]) == ("warning", ["Bundle.entry[1].resource.type"])


@pytest.mark.parametrize("with_patch", [False, True])
def test_a_replacement_supersedes_with_a_patch_entry_and_without(world: World, with_patch: bool):
    anne, hospital = world.patient(), depositing(world)
    old = places(hospital.post("/fhir", bundle(anne)))[0]
    given = relate(bundle(anne), "replaces", f"DocumentReference/{old}")
    if with_patch:
        parts = [
            {"name": "path", "valueString": "DocumentReference.status"},
            {"name": "type", "valueCode": "replace"},
            {"name": "value", "valueCode": "superseded"},
        ]
        patch = {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": parts}]}
        request = {"method": "PATCH", "url": f"DocumentReference/{old}"}
        given["entry"].insert(1, {"fullUrl": urn(), "resource": patch, "request": request})
    answer = hospital.post("/fhir", given)
    assert answer.status == 200, answer
    statuses = {row["id"]: row["status"] for row in world.documents(anne)}
    assert statuses == {old: "superseded", places(answer)[-1]: "current"}
    if with_patch:
        assert answer.json["entry"][1]["response"]["status"] == "200 OK"


@pytest.mark.parametrize("code", ["appends", "transforms", "signs"])
def test_a_related_document_leaves_the_first_as_it_is(world: World, code: str):
    anne, hospital = world.patient(), depositing(world)
    old = places(hospital.post("/fhir", bundle(anne)))[0]
    new = places(hospital.post("/fhir", relate(bundle(anne), code, f"DocumentReference/{old}")))[0]
    rows = {row["id"]: row for row in world.documents(anne)}
    assert rows[new][f"{code}_id"] == old
    assert rows[old]["status"] == "current"


def test_a_relation_may_lead_to_a_document_of_the_same_bundle_in_any_order(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne, documents=2)
    relate(given, "transforms", given["entry"][3]["fullUrl"])
    answer = hospital.post("/fhir", given)
    assert answer.status == 200, answer
    first, second = places(answer)
    assert {row["id"]: row["transforms_id"] for row in world.documents(anne)} == {first: second, second: None}


def test_a_retry_is_answered_as_before_and_keeps_nothing_more(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne, documents=2)
    first = hospital.post("/fhir", given)
    before = stored(world, anne)
    again = hospital.post("/fhir", given)
    assert (again.status, again.json["entry"]) == (200, first.json["entry"])
    assert stored(world, anne) == before
    assert world.entries(anne.id)[-1]["details"]["again"] is True


def test_the_retry_of_a_replacement_is_recognised_although_the_old_one_is_superseded(world: World):
    anne, hospital = world.patient(), depositing(world)
    old = places(hospital.post("/fhir", bundle(anne)))[0]
    given = relate(bundle(anne), "replaces", f"DocumentReference/{old}")
    assert hospital.post("/fhir", given).json == hospital.post("/fhir", given).json


def test_the_same_submission_with_other_documents_is_a_duplicate(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne)
    hospital.post("/fhir", given)
    other = bundle(anne)
    the_set(other)["identifier"] = the_set(given)["identifier"]
    before = stored(world, anne)
    answer = hospital.post("/fhir", other)
    assert answer.status == 409
    assert expressions(answer) == [("duplicate_identifier", "Bundle.entry[0].resource.identifier")]
    assert stored(world, anne) == before


def test_the_same_identifier_from_another_software_is_no_retry(world: World):
    anne = world.patient()
    given = bundle(anne)
    assert depositing(world).post("/fhir", given).status == 200
    answer = depositing(world, "laboratory-2").post("/fhir", given)
    assert expressions(answer) == [("duplicate_identifier", "Bundle.entry[1].resource.masterIdentifier")]


def test_each_document_has_its_entry_in_the_trail(world: World):
    anne, hospital = world.patient(), depositing(world)
    answer = hospital.post("/fhir", bundle(anne, documents=3))
    entries = world.entries(anne.id)
    assert [entry["object_id"] for entry in entries] == places(answer)
    assert {entry["action"] for entry in entries} == {"document.deposit"}


@pytest.mark.parametrize("form", ["absolute", "matricule", "number", "conditional", "entry"])
def test_the_patient_may_be_named_in_every_usual_way(world: World, form: str):
    anne, hospital = world.patient(), depositing(world)
    matricule = {"system": MATRICULE_SYSTEM, "value": anne.matricule}
    given = bundle(anne)
    forms: dict[str, dict[str, Any]] = {
        "absolute": {"reference": f"{world.settings.base_url}/fhir/Patient/{anne.id}"},
        "matricule": {"identifier": matricule},
        "number": {"identifier": {"system": PATIENT_ID_SYSTEM, "value": "0000000001"}},
        "conditional": {"reference": f"Patient?identifier={MATRICULE_SYSTEM}|{anne.matricule}"},
        "entry": {"reference": "urn:uuid:0193f2a7-0000-7d20-9b1c-000000000001"},
    }
    subject = forms[form]
    the_set(given)["subject"] = the_document(given)["subject"] = subject
    if form == "entry":
        patient = {"resourceType": "Patient", "identifier": [matricule]}
        request = {"method": "POST", "url": "Patient"}
        given["entry"].append({"fullUrl": subject["reference"], "resource": patient, "request": request})
    answer = hospital.post("/fhir", given)
    assert answer.status == 200, answer
    assert world.documents(anne)[0]["patient_id"] == anne.id
    if form == "entry":
        assert places(answer, "Patient") == [anne.id]


def test_a_subject_stated_once_is_enough_in_the_minimal_profile(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne)
    del the_set(given)["subject"]
    assert hospital.post("/fhir", given).status == 200
    given = bundle(anne)
    del the_document(given)["subject"]
    assert hospital.post("/fhir", given).status == 200


@pytest.mark.parametrize(
    ("type_", "category", "expected"),
    [
        ([(LOINC, "11502-2")], None, "lab"),
        ([(LOINC, "18776-5")], (DOCUMENT_GROUP_SYSTEM, "treatments"), "treatment-plan"),
        ([(LOINC, "18776-5")], (DOCUMENT_GROUP_SYSTEM, "care"), "palliative"),
        ([(LOINC, "99999-9")], (DOCUMENT_GROUP_SYSTEM, "laboratory"), "lab"),
        ([("urn:other", "x"), (LOINC, "34105-7")], None, "hospital-discharge"),
        ([("urn:other", "x")], ("urn:oid:1.3.6.1.4.1.19376.1.2.6.1", "REPORTS"), "medical-report"),
        ([], (DOCUMENT_GROUP_SYSTEM, "imaging"), "imaging"),
    ],
)
def test_a_type_is_found_by_code_by_loinc_or_by_category(world: World, type_, category, expected: str):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne)
    if type_:
        codings = [{"system": system, "code": code} for system, code in type_]
        the_document(given)["type"] = {"coding": codings}
    if category:
        system, code = category
        the_document(given)["category"] = [{"coding": [{"system": system, "code": code}]}]
    assert hospital.post("/fhir", given).status == 200
    assert world.documents(anne)[0]["type_code"] == expected


def test_the_author_is_known_by_identifier_or_kept_as_stated(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne, "Comprehensive", documents=2)
    known = {
        "resourceType": "Practitioner",
        "id": "who",
        "identifier": [{"system": "urn:oid:1.3.182.4.1", "value": DOCTOR}],
    }
    role = [
        {"resourceType": "PractitionerRole", "id": "who", "practitioner": {"reference": "#p"}},
        {"resourceType": "Practitioner", "id": "p", "name": [{"family": "Thill", "given": ["Marc"]}]},
    ]
    for position, inside in enumerate(([known], role)):
        the_document(given, position)["contained"] += inside
        the_document(given, position)["author"] = [{"reference": "#who"}]
    answer = hospital.post("/fhir", given)
    assert answer.status == 200, answer
    rows = {row["id"]: row for row in world.documents(anne)}
    first, second = (rows[one] for one in places(answer))
    assert (first["author_id"], second["author_id"]) == (DOCTOR, None)
    assert second["author_sealed"]
    assert {first["organisation_id"], second["organisation_id"]} == {HOSPITAL}


def test_a_fhir_document_is_kept_as_it_was_sent(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne)
    composition = {"resourceType": "Composition", "status": "final", "section": [{"title": "Été"}]}
    document = {"resourceType": "Bundle", "type": "document", "entry": [{"resource": composition}]}
    given["entry"][2]["resource"] = document
    attachment(given)["contentType"] = "application/fhir+json"
    answer = hospital.post("/fhir", given)
    assert answer.status == 200, answer
    row = world.documents(anne)[0]
    key = world.running.record_key(anne.id)
    assert key
    kept = b"".join(world.running.blobs.get(row["blob_id"], key))
    assert b'"Composition"' in kept
    assert row["size"] == len(kept)


def test_results_that_arrive_before_the_activation_are_kept(world: World):
    anne, hospital = world.person(state=DossierState.CREATED), depositing(world)
    assert hospital.post("/fhir", bundle(anne)).status == 200


def test_a_submission_is_remembered_with_who_sent_it(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne, "Comprehensive")
    the_set(given)["identifier"].append({"use": "official", "value": urn()})
    assert hospital.post("/fhir", given).status == 200
    with world.running.database.read() as connection:
        row = connection.execute(select(Submission.__table__)).mappings().one()
    assert row["software_id"] == "hospital-1"
    assert row["unique_id"] == the_set(given)["identifier"][0]["value"]
    assert row["entry_uuid"] == the_set(given)["identifier"][1]["value"]
    assert row["designation_code"] == "http://snomed.info/sct|225728007"


def test_white_space_in_base64_is_forgiven(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne, content=PDF)
    data = given["entry"][2]["resource"]["data"]
    given["entry"][2]["resource"] |= {"data": f"{data[:20]}\n {data[20:]}", "contentType": "application/pdf"}
    attachment(given)["contentType"] = "application/pdf"
    assert hospital.post("/fhir", given).status == 200


def test_a_replacement_is_never_more_open_than_what_it_replaces(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne, "Comprehensive")
    the_document(given)["securityLabel"][0]["coding"][0]["code"] = "R"
    old = places(hospital.post("/fhir", given))[0]
    new = relate(bundle(anne, "Comprehensive"), "replaces", f"DocumentReference/{old}")
    identifier = places(hospital.post("/fhir", new))[0]
    levels = {row["id"]: row["confidentiality"] for row in world.documents(anne)}
    assert levels[identifier] == "restricted"


def test_on_both_databases_a_bundle_is_taken_and_retried(world_on_each: World):
    anne, hospital = world_on_each.patient(), depositing(world_on_each)
    given = bundle(anne, "Comprehensive", documents=2)
    first, again = hospital.post("/fhir", given), hospital.post("/fhir", given)
    assert (first.status, again.status) == (200, 200)
    assert places(first) == places(again)


def test_an_identifier_of_a_document_may_be_a_target(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne)
    value = oid()
    the_document(given)["masterIdentifier"]["value"] = value
    hospital.post("/fhir", given)
    other = bundle(anne)
    the_document(other)["relatesTo"] = [{"code": "appends", "target": {"identifier": {"value": value}}}]
    assert hospital.post("/fhir", other).status == 200

"""The answer is a document Bundle of the IPS: what it must hold, its forms and languages, how it is asked for."""

import json
from typing import Any

import pytest
from lxml import etree

from platform_api.fhir.elements import elements_of
from platform_api.vocabulary import LANGUAGES, MATRICULE_SYSTEM, PATIENT_ID_SYSTEM
from tests.platform_api.fhir.doctor import Fhir
from tests.platform_api.summary.writing import (
    MEDICINES,
    REQUIRED,
    names,
    of_type,
    summary,
    told,
    words,
)
from tests.platform_api.world import Person, World

_FHIR = "{http://hl7.org/fhir}"


def _references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["reference"]} if isinstance(part.get("reference"), str) else set()
        return own.union(*map(_references, part.values()))
    return set().union(*map(_references, part)) if isinstance(part, list) else set()


def _whole(reference: str, full_url: str) -> str:
    """The reference as a reader of the Bundle resolves it (R4 2.36.4.1)."""
    if "://" in reference or reference.startswith("urn:"):
        return reference
    return f"{full_url.rsplit('/', 2)[0]}/{reference}"


@pytest.mark.usefixtures("document")
def test_it_has_what_a_document_of_the_ips_must_have(treating: Fhir, anne: Person):
    bundle = summary(treating, anne)
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "document")
    assert bundle["identifier"]["value"].startswith("urn:uuid:")
    assert bundle["timestamp"]
    assert [one["resource"]["resourceType"] for one in bundle["entry"][:2]] == ["Composition", "Patient"]
    composition = bundle["entry"][0]["resource"]
    assert composition["type"]["coding"][0]["code"] == "60591-5"
    assert composition["author"]
    assert composition["custodian"]
    for code in REQUIRED:
        section = told(bundle, code)
        assert section["title"]
        assert section["text"]["div"].startswith("<div")
        assert ("entry" in section) != ("emptyReason" in section)
    assert names(bundle, "Condition") == ["Hypertension"]
    assert names(bundle, "AllergyIntolerance") == ["Arachide"]
    assert names(bundle, "MedicationStatement") == ["Ramipril 5 mg"]


@pytest.mark.usefixtures("document")
def test_every_reference_leads_to_an_entry_and_every_entry_has_its_own_address(treating: Fhir, anne: Person):
    bundle = summary(treating, anne)
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(addresses)) == len(addresses)
    for entry in bundle["entry"]:
        found = {_whole(one, entry["fullUrl"]) for one in _references(entry["resource"])}
        assert found <= set(addresses), entry["resource"]["resourceType"]


@pytest.mark.usefixtures("document")
def test_each_section_names_its_document_its_day_and_its_author(treating: Fhir, anne: Person, document: str):
    bundle = summary(treating, anne)
    for code in REQUIRED:
        section = told(bundle, code)
        assert "Résumé" in words(bundle, code)
        assert "2026-03-01" in words(bundle, code)
        assert "Dr Hélène Muller" in words(bundle, code)
        assert section["author"][0]["reference"].endswith("/Practitioner/2999000017")
        assert section["entry"][-1]["reference"].endswith(f"/DocumentReference/{document}")
    (provenance,) = of_type(bundle, "Provenance")
    assert provenance["entity"][0]["what"]["reference"].endswith(f"/DocumentReference/{document}")
    assert len(provenance["target"]) == 3


def test_without_any_document_nothing_is_claimed(treating: Fhir, anne: Person):
    bundle = summary(treating, anne, Accept_Language="en")
    for code in REQUIRED:
        section = told(bundle, code)
        assert section["emptyReason"]["coding"][0]["code"] == "unavailable"
        assert "does not mean that there is nothing" in words(bundle, code)
    assert "no-known" not in json.dumps(bundle)
    assert "no-allergy-info" not in json.dumps(bundle)
    assert len(bundle["entry"][0]["resource"]["section"]) == 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("document")
def test_titles_and_sentences_come_in_the_language_asked_for(treating: Fhir, anne: Person, language: str):
    titles = {"fr": "Médicaments", "de": "Medikamente", "lb": "Medikamenter", "en": "Medicines"}
    by_header = summary(treating, anne, Accept_Language=f"{language}-LU,en;q=0.5")
    by_parameter = treating.get(f"Patient/{anne.id}/$summary?_language={language}", Accept_Language="pt").json
    for bundle in (by_header, by_parameter):
        assert told(bundle, MEDICINES)["title"] == titles[language]
        assert bundle["language"] == language
        assert f'lang="{language}"' in told(bundle, MEDICINES)["text"]["div"]
    assert 'lang="fr"' in told(by_header, MEDICINES)["text"]["div"]  # what the document says stays in its own


@pytest.mark.usefixtures("document")
def test_xml_says_the_same_with_the_narrative_in_it(treating: Fhir, anne: Person):
    answer = treating.get(f"Patient/{anne.id}/$summary", Accept="application/fhir+xml")
    assert answer.headers["content-type"].startswith("application/fhir+xml")
    root = etree.fromstring(answer.data)
    kinds = [str(one[0].tag).removeprefix(_FHIR) for one in root.iterfind(f"{_FHIR}entry/{_FHIR}resource")]
    bundle = summary(treating, anne)
    assert kinds == [one["resource"]["resourceType"] for one in bundle["entry"]]
    assert all(kind in elements_of() for kind in kinds)
    divs = list(root.iter("{http://www.w3.org/1999/xhtml}div"))
    assert "Ramipril" in "".join(str(text) for div in divs for text in div.itertext())
    absent = root.find(f".//{_FHIR}MedicationStatement/{_FHIR}effectiveDateTime/{_FHIR}extension")
    assert absent is not None


@pytest.mark.usefixtures("document")
def test_it_is_not_sent_again_as_long_as_nothing_changed(world: World, treating: Fhir, anne: Person):
    first = treating.get(f"Patient/{anne.id}/$summary")
    again = treating.get(f"Patient/{anne.id}/$summary", If_None_Match=first.headers["etag"])
    assert again.status == 304
    other = treating.get(
        f"Patient/{anne.id}/$summary", If_None_Match=first.headers["etag"], Accept_Language="de"
    )
    assert other.status == 200
    reads = [one for one in world.entries(anne.id) if one["action"] == "summary.read"]
    assert len(reads) == 3


@pytest.mark.usefixtures("document")
def test_it_is_asked_for_by_a_number_too_and_by_post(treating: Fhir, anne: Person):
    by_id = names(summary(treating, anne), "MedicationStatement")
    number = summary(treating, anne)["entry"][1]["resource"]["identifier"][0]["value"]
    asked = (f"{MATRICULE_SYSTEM}|{anne.matricule}", f"{PATIENT_ID_SYSTEM}|{number}", anne.matricule)
    for token in asked:
        found = treating.get(f"Patient/$summary?identifier={token}")
        assert (found.status, names(found.json, "MedicationStatement")) == (200, by_id)
    assert names(treating.post(f"Patient/{anne.id}/$summary", None).json, "MedicationStatement") == by_id
    profile = "http://hl7.org/fhir/uv/ips/StructureDefinition/Bundle-uv-ips"
    body = {
        "resourceType": "Parameters",
        "parameter": [
            {
                "name": "identifier",
                "valueIdentifier": {"system": MATRICULE_SYSTEM, "value": anne.matricule},
            },
            {"name": "profile", "valueCanonical": profile},
        ],
    }
    posted = treating.api.post("/fhir/Patient/$summary", body)
    assert names(posted.json, "MedicationStatement") == by_id


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("Patient/$summary", "element_missing"),
        ("Patient/{id}/$summary?profile=http://example.org/else", "profile_unknown"),
        ("Patient/nobody/$summary", "not_found"),
        ("Patient/$summary?identifier=urn:oid:1.2.3|77", "not_found"),
    ],
)
def test_a_refusal_is_an_operation_outcome(treating: Fhir, anne: Person, path: str, reason: str):
    refused = treating.get(path.format(id=anne.id))
    assert refused.json["resourceType"] == "OperationOutcome"
    assert refused.status in (400, 404, 422)
    assert refused.reason in (reason, "record_not_open", "not_allowed")


def test_the_capability_statement_names_the_operation(world: World):
    statement = Fhir(world.anyone()).get("metadata").json
    patient = next(one for one in statement["rest"][0]["resource"] if one["type"] == "Patient")
    assert {
        "name": "summary",
        "definition": "http://hl7.org/fhir/uv/ips/OperationDefinition/summary",
    } in patient["operation"]


@pytest.mark.usefixtures("document")
def test_the_access_log_says_in_fhir_what_was_read(treating: Fhir, holder: Fhir, anne: Person):
    """The summary itself is no resource that was read: only the reading of each document claims that profile."""
    summary(treating, anne)
    log = holder.get(f"AuditEvent?patient={anne.id}&date=ge2020-01-01&date=le2099-01-01").json
    events = {one["resource"]["subtype"][0]["code"]: one["resource"] for one in log["entry"]}
    assert "profile" in events["document.read"]["meta"]
    assert "meta" not in events["summary.read"]
    assert events["summary.read"]["purposeOfEvent"]


@pytest.mark.usefixtures("document")
def test_who_the_person_is_comes_with_it(treating: Fhir, anne: Person):
    patient = summary(treating, anne)["entry"][1]["resource"]
    assert patient["name"][0]["family"] == "Reuter"
    assert patient["birthDate"]
    assert anne.matricule in {one["value"] for one in patient["identifier"]}

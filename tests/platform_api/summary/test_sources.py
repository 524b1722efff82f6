"""What a summary says comes from the documents, with their codes and words; it says nothing else."""

import json

import pytest
from sqlalchemy import update

from platform_api.models import Document
from platform_api.vocabulary import OWN_FILE_FORMAT
from tests.platform_api.fhir.doctor import Fhir
from tests.platform_api.statement.writing import WHOLE, publish, save
from tests.platform_api.summary.writing import (
    ABSENT_OID,
    ALLERGIES,
    MEDICINES,
    OIDS,
    PROBLEMS,
    REQUIRED,
    VACCINES,
    allergy,
    cda,
    medicine,
    names,
    of_type,
    problem,
    put,
    section,
    summary,
    told,
    usual,
    words,
)
from tests.platform_api.world import PDF, Person, World

ABSENT_SYSTEM = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"


def test_two_sources_that_disagree_are_both_shown_with_their_source(
    world: World, treating: Fhir, anne: Person
):
    put(world, anne, usual(peanut="Arachide"))
    ruled_out = cda(
        section(ALLERGIES, "Noisette", allergy("Noisette", "1")),
        section("", "Arachide : test négatif, allergie écartée", title="Allergie écartée"),
    )
    put(world, anne, ruled_out, kind="allergies", title="Bilan", creation="2026-05-01T10:00:00+02:00")
    bundle = summary(treating, anne)
    assert names(bundle, "AllergyIntolerance") == ["Noisette", "Arachide"]
    said = words(bundle, ALLERGIES)
    assert said.index("Bilan") < said.index("allergie écartée") < said.index("Résumé")  # the newest first
    assert "2026-05-01" in said
    assert "2026-03-01" in said


def test_of_one_author_the_newest_summary_counts_and_of_two_authors_both(
    world: World, treating: Fhir, anne: Person
):
    put(world, anne, usual(peanut="Ancien"), creation="2025-01-01T10:00:00+01:00")
    put(world, anne, usual(peanut="Nouveau"))
    put(world, anne, usual(peanut="Autre"), author=[{"display": "Dr Weber"}], title="D'ailleurs")
    bundle = summary(treating, anne, Accept_Language="en")
    assert set(names(bundle, "AllergyIntolerance")) == {"Nouveau", "Autre"}
    sources = bundle["entry"][0]["resource"]["section"][-1]["text"]["div"]
    assert "More documents of this kind that you can open: 1." in sources


@pytest.mark.usefixtures("document")
def test_what_was_replaced_or_taken_back_is_not_in_it(
    world: World, treating: Fhir, anne: Person, document: str
):
    related = [{"code": "replaces", "target": {"reference": f"DocumentReference/{document}"}}]
    new = put(world, anne, usual(peanut="Noix"), relatesTo=related)
    assert names(summary(treating, anne), "AllergyIntolerance") == ["Noix"]
    assert document not in json.dumps(summary(treating, anne))
    assert treating.call("DELETE", f"DocumentReference/{new}", None).status == 204
    assert names(summary(treating, anne), "AllergyIntolerance") == []


def test_a_summary_that_is_a_pdf_is_named_and_nothing_is_claimed(world: World, treating: Fhir, anne: Person):
    document = world.deposit(anne, kind="patient-summary", title="Résumé scanné", content=PDF)
    bundle = summary(treating, anne, Accept_Language="en")
    for code in REQUIRED:
        part = told(bundle, code)
        assert part["emptyReason"]["coding"][0]["code"] == "unavailable"
        assert f"/fhir/DocumentReference/{document}" in part["text"]["div"]
        assert "Open the document" in words(bundle, code)
    assert [one["id"] for one in of_type(bundle, "DocumentReference")] == [document]


def test_a_pdf_that_is_newer_than_the_coded_one_is_named_beside_it(
    world: World, treating: Fhir, anne: Person
):
    put(world, anne, usual())
    newer = put(
        world,
        anne,
        PDF,
        media_type="application/pdf",
        title="Plus récent",
        creation="2026-06-01T10:00:00+02:00",
    )
    bundle = summary(treating, anne)
    assert names(bundle, "AllergyIntolerance") == ["Arachide"]
    assert "Plus récent" in words(bundle, ALLERGIES)
    assert {one["id"] for one in of_type(bundle, "DocumentReference")} > {newer}


def test_words_without_codes_are_shown_and_the_document_stands_for_the_entries(
    world: World, treating: Fhir, anne: Person
):
    document = put(world, anne, cda(section(MEDICINES, "<list><item>Aspirine le matin</item></list>")))
    bundle = summary(treating, anne)
    assert "Aspirine le matin" in words(bundle, MEDICINES)
    assert names(bundle, "MedicationStatement") == []
    (entry,) = told(bundle, MEDICINES)["entry"]
    assert entry["reference"].endswith(f"/DocumentReference/{document}")
    assert "emptyReason" in told(bundle, ALLERGIES)


def test_that_there_is_no_allergy_is_said_only_when_the_document_says_it(
    world: World, treating: Fhir, anne: Person
):
    none = allergy("No known allergies", "no-known-allergies", system=ABSENT_OID)
    put(world, anne, cda(section(ALLERGIES, "Aucune allergie connue", none)))
    (found,) = of_type(summary(treating, anne), "AllergyIntolerance")
    assert found["code"]["coding"][0] == {
        "system": ABSENT_SYSTEM,
        "code": "no-known-allergies",
        "display": "No known allergies",
    }


def test_a_section_without_information_is_empty_in_its_own_words(world: World, treating: Fhir, anne: Person):
    put(world, anne, cda(section(ALLERGIES, "Pas d'information", more=' nullFlavor="NI"')))
    bundle = summary(treating, anne)
    assert told(bundle, ALLERGIES)["emptyReason"]["coding"][0]["code"] == "unavailable"
    assert "Pas d'information" in words(bundle, ALLERGIES)
    assert "absent-unknown" not in json.dumps(bundle)


def test_what_is_denied_or_was_cancelled_becomes_no_entry(world: World, treating: Fhir, anne: Person):
    denied = allergy("Pénicilline", "91936005", more=' negationInd="true"')
    cancelled = medicine("Warfarine", "B01AA03", status="cancelled")
    no_problem = problem("Diabète", "73211009", more=' negationInd="true"')
    put(
        world,
        anne,
        cda(
            section(ALLERGIES, "Pas d'allergie à la pénicilline", denied),
            section(MEDICINES, "Warfarine annulée", cancelled),
            section(PROBLEMS, "Pas de diabète", no_problem),
        ),
    )
    bundle = summary(treating, anne, Accept_Language="en")
    for kind in ("AllergyIntolerance", "MedicationStatement", "Condition"):
        assert of_type(bundle, kind) == []
    assert "Pas d'allergie à la pénicilline" in words(bundle, ALLERGIES)
    assert "only in the text above, without a code" in words(bundle, ALLERGIES)


def test_completed_does_not_mean_that_a_medicine_is_taken_no_more(world: World, treating: Fhir, anne: Person):
    entries = [
        medicine(name, "C09AA05", status=name)
        for name in ("active", "completed", "aborted", "suspended", "else")
    ]
    put(world, anne, cda(section(MEDICINES, "Traitement", *entries)))
    found = of_type(summary(treating, anne), "MedicationStatement")
    assert [one["status"] for one in found] == ["active", "unknown", "stopped", "on-hold", "unknown"]


def test_codes_are_kept_with_their_translations_and_an_unknown_system_keeps_its_number(
    world: World, treating: Fhir, anne: Person
):
    coded = (
        f'<observation classCode="OBS" moodCode="EVN"><value xsi:type="CD" code="I10" '
        'codeSystem="1.3.6.1.4.1.12559.11.10.1.3.1.44.2" displayName="Hypertension essentielle">'
        f'<originalText><reference value="#p1"/></originalText><translation code="38341003" '
        f'codeSystem="{OIDS["sct"]}" displayName="Hypertensive disorder"/>'
        '<translation code="x" codeSystem="none of these"/></value>'
        '<effectiveTime><low value="2019"/><high nullFlavor="UNK"/></effectiveTime></observation>'
    )
    put(
        world,
        anne,
        cda(section(PROBLEMS, '<content ID="p1">Tension trop haute</content> depuis 2019', coded)),
    )
    (found,) = of_type(summary(treating, anne), "Condition")
    assert found["code"]["text"] == "Tension trop haute"
    assert [(one["system"], one["code"]) for one in found["code"]["coding"]] == [
        ("urn:oid:1.3.6.1.4.1.12559.11.10.1.3.1.44.2", "I10"),
        ("http://snomed.info/sct", "38341003"),
    ]
    assert found["onsetDateTime"] == "2019"
    assert "clinicalStatus" not in found


def test_a_vaccination_record_fills_its_section_and_a_planned_vaccine_does_not(
    world: World, treating: Fhir, anne: Person
):
    given = medicine(
        "Grippe", "J07BB02", status="completed", mood="EVN", inside='<effectiveTime value="20261005"/>'
    )
    planned = medicine("Tétanos", "J07AM01", status="active")
    put(world, anne, cda(section(VACCINES, "Grippe, tétanos prévu", given, planned)), kind="prevention")
    (found,) = of_type(summary(treating, anne), "Immunization")
    assert (found["vaccineCode"]["text"], found["occurrenceDateTime"]) == ("Grippe", "2026-10-05")


def test_results_keep_their_numbers_as_they_were_written(world: World, treating: Fhir, anne: Person):
    measured = (
        f'<observation classCode="OBS" moodCode="EVN"><code code="2823-3" codeSystem="{OIDS["loinc"]}" '
        'displayName="Potassium"/><statusCode code="completed"/><effectiveTime value="202606220815+0200"/>'
        '<value xsi:type="PQ" value="4.50" unit="mmol/L"/></observation>'
    )
    put(world, anne, cda(section("18719-5", "Potassium 4.50", measured)), kind="lab", title="Labo")
    answer = treating.get(f"Patient/{anne.id}/$summary")
    assert b'"value":4.50' in answer.data
    (found,) = of_type(answer.json, "Observation")
    assert found["effectiveDateTime"] == "2026-06-22T08:15:00+02:00"
    assert found["category"][0]["coding"][0]["code"] == "laboratory"


def test_the_holders_own_statement_is_in_it_as_their_word(
    world: World, treating: Fhir, holder: Fhir, anne: Person
):
    done = publish(holder.api, save(holder.api, content=WHOLE)).json
    bundle = summary(treating, anne, Accept_Language="en")
    stated = [one for one in of_type(bundle, "AllergyIntolerance") if "asserter" in one]
    assert [one["code"]["text"] for one in stated] == list(WHOLE["allergies"])
    assert all("coding" not in one["code"] for one in stated)
    assert all(one["asserter"]["reference"].endswith(f"/Patient/{anne.id}") for one in stated)
    assert "From the person themself" in words(bundle, "81338-6")
    assert told(bundle, "42348-3")["entry"]
    assert [one["id"] for one in of_type(bundle, "DocumentReference")] == [done["document_id"]]


def test_what_is_called_by_its_code_is_not_called_by_a_whole_line_of_the_table(
    world: World, treating: Fhir, anne: Person
):
    table = (
        '<table><tbody><tr ID="r1"><td>Asthme</td><td>2012</td><td>actif</td></tr>'
        '<tr ID="r2"><td>Goutte</td><td>2015</td></tr></tbody></table>'
    )
    coded = problem("Asthme", inside='<text><reference value="#r1"/></text>')
    uncoded = (
        '<observation classCode="OBS" moodCode="EVN"><text><reference value="#r2"/></text>'
        '<value xsi:type="CD" nullFlavor="UNK"/></observation>'
    )
    put(world, anne, cda(section(PROBLEMS, table, coded, uncoded)))
    bundle = summary(treating, anne)
    assert names(bundle, "Condition") == ["Asthme", "Goutte 2015"]
    assert [one["code"].get("coding") is None for one in of_type(bundle, "Condition")] == [False, True]


def test_the_file_behind_the_pages_of_an_own_document_is_not_named_beside_them(
    world: World, holder: Fhir, anne: Person
):
    pages = world.deposit(anne, kind="prevention", title="Carte", content=PDF)
    original = world.deposit(anne, kind="prevention", title="IMG_1", content=PDF)
    with world.running.database.write() as connection:
        connection.execute(
            update(Document).where(Document.id == original).values(format_code=OWN_FILE_FORMAT)
        )
    assert [one["id"] for one in of_type(summary(holder, anne), "DocumentReference")] == [pages]

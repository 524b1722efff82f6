"""ITI-67 by every parameter, for the holder and for a doctor, and what a stranger learns: nothing."""

from urllib.parse import quote

import pytest

from platform_api.vocabulary import (
    DOCUMENT_TYPE_SYSTEM,
    MATRICULE_SYSTEM,
    ORGANISATION_KIND_SYSTEM,
    PATIENT_ID_SYSTEM,
    PROFESSIONAL_CATEGORY_SYSTEM,
    DossierState,
    Purpose,
    Right,
)
from tests.platform_api.fhir.doctor import Fhir, decide, doctor, self_link, titles
from tests.platform_api.world import DOCTOR, HOSPITAL, LABORATORY, Person, World

ALL = ["Psychiatrie", "Consultation", "Glycémie"]
LAB, BOTH = ["Glycémie"], ["Consultation", "Glycémie"]
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
MIME = "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode|urn:ihe:iti:xds:2017:mimeTypeSufficient"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("status=current", ALL),
        ("status=superseded", []),
        ("status=entered-in-error", []),
        ("status=x|current", []),
        ("status=http://hl7.org/fhir/document-reference-status|current", ALL),
        ("status=current,superseded", ALL),
        (f"type={DOCUMENT_TYPE_SYSTEM}|lab", LAB),
        ("type=http://loinc.org|11502-2", LAB),
        ("type=lab", LAB),
        ("type=11502-2", LAB),
        ("type=http://other.example|lab", []),
        (f"type={DOCUMENT_TYPE_SYSTEM}|", ALL),
        ("type=lab&type=medical-report", []),
        ("category=laboratory", LAB),
        ("category=x|laboratory", []),
        ("creation=2026-02", LAB),
        ("creation=2026-02,2026-03", BOTH),
        ("creation=ne2026-02", ["Psychiatrie", "Consultation"]),
        ("creation=ne2026-02&creation=ne2026-03-10", ["Psychiatrie"]),
        ("creation=2026-03-10T08:00+01:00", ["Consultation"]),
        ("creation=ge2026-03-10", ["Psychiatrie", "Consultation"]),
        ("creation=gt2026-03-10", ["Psychiatrie"]),
        ("creation=lt2026-03-10T07:00:00Z", LAB),
        ("creation=le2026-03-10T07:00:00Z", BOTH),
        ("creation=ge2026-02-01&creation=lt2026-03", LAB),
        ("date=ge2026-01-01", ALL),
        ("date=lt2026-01-01", []),
        ("_lastUpdated=ge2026-01-01", ALL),
        ("period=2026-02-02", LAB),
        ("period=ge2026-02-04", []),
        ("period=le2026-02-01", LAB),
        ("period=sa2026-01-31", LAB),
        ("period=sa2026-02-01", []),
        ("period=eb2026-02-04", LAB),
        ("period=eb2026-02-03", []),
        ("period=ne2026-02", []),
        ("period=ne2026-02-02", LAB),
        ("period=2025,2026-02-03", LAB),
        ("identifier=urn:ietf:rfc:3986|urn:oid:1.2.3", LAB),
        ("identifier=urn:oid:1.2.3", LAB),
        ("identifier=x|urn:oid:1.2.3", []),
        ("identifier=urn:oid:1.2.3&identifier=urn:oid:1.2.3", LAB),
        ("identifier=urn:oid:1.2.3&identifier=urn:oid:1.2.4", []),
        (f"security-label={CONFIDENTIALITY}|V", ["Psychiatrie"]),
        ("security-label=N,R", BOTH),
        ("author.family=mull", ["Consultation"]),
        ("author.family:exact=Muller", ["Consultation"]),
        ("author.family:exact=muller", []),
        ("author.family:contains=ULL", ["Consultation"]),
        ("author.given=helene", ["Consultation"]),
        ("author.given=helene&author.family=thill", []),
        (f"custodian=Organization/{LABORATORY}", LAB),
        (f"custodian=Organization/{LABORATORY}&custodian=Organization/{HOSPITAL}", []),
        (f"custodian=Organization/{LABORATORY},Organization/{HOSPITAL}", ALL),
        (f"custodian:Practitioner={LABORATORY}", []),
        (f"facility={ORGANISATION_KIND_SYSTEM}|hospital", ALL),
        ("facility=x|hospital", []),
        (f"setting={PROFESSIONAL_CATEGORY_SYSTEM}|physician", ["Consultation"]),
        (f"format={MIME}", ALL),
        ("format=x|y", []),
        ("event=x|y", []),
        ("related=DocumentReference/1", []),
        ("_content=glycemie", LAB),
        ("_sort=creation", ALL[::-1]),
        ("_sort=-creation,type", ALL),
        ("_count=1&_offset=1", ["Consultation"]),
    ],
)
def test_each_parameter_finds_what_it_should(holder: Fhir, anne: Person, asked: str, found: list[str]):
    answer = holder.get(f"DocumentReference?patient=Patient/{anne.id}&{quote(asked, safe='=&:/')}")
    assert sorted(titles(answer)) == sorted(found)
    if "_sort" in asked:
        assert titles(answer) == found
    by_form = dict(pair.split("=", 1) for pair in asked.split("&"))
    if len(by_form) == asked.count("&") + 1:
        posted = holder.post("DocumentReference/_search", {"patient": f"Patient/{anne.id}", **by_form})
        assert titles(posted) == titles(answer)


@pytest.mark.parametrize("asked", ["_summary=count", "_count=0"])
def test_only_the_number_of_documents(holder: Fhir, asked: str):
    bundle = holder.get(f"DocumentReference?patient=self&{asked}").json
    assert (bundle["total"], "entry" in bundle, len(bundle["link"])) == (3, False, 1)


def test_a_document_by_its_id_and_by_its_entry_uuid(holder: Fhir, anne: Person, world: World):
    one = world.documents(anne)[0]["id"]
    for asked in (f"_id={one}", f"identifier=urn:uuid:{one}"):
        found = holder.get(f"DocumentReference?patient=self&{asked}").json["entry"]
        assert [entry["resource"]["id"] for entry in found] == [one]


def test_pages_lead_to_each_other_and_end(holder: Fhir):
    seen, path = [], "DocumentReference?patient=self&status=current&_count=2"
    while path:
        answer = holder.get(path)
        seen += titles(answer)
        following = [one["url"] for one in answer.json["link"] if one["relation"] == "next"]
        path = following[0].rpartition("/fhir/")[2] if following else ""
    assert seen == ALL


@pytest.mark.parametrize("asked", ["", "status=current", "patient=", "patient=a&patient=b", "_count=x"])
def test_without_exactly_one_patient_or_with_nonsense_nothing_is_looked_for(treating: Fhir, asked: str):
    path = f"DocumentReference?{asked}" + ("&patient=a" if asked == "_count=x" else "")
    assert treating.get(path).status == 400


@pytest.mark.parametrize(
    "date",
    [
        "soon",
        "xx2026-01-01",
        ",",
        "2026,soon",
        "2026-13",
        "2026-02-30",
        "0001-01-01",
        "9999",
        "ge99999-01-01",
    ],
)
def test_a_date_that_is_none_is_refused(holder: Fhir, date: str):
    refused = holder.get(f"DocumentReference?patient=self&date={date}")
    assert (refused.status, refused.reason) == (400, "malformed_request")


def test_a_doctor_sees_what_the_level_opens(treating: Fhir, anne: Person):
    assert titles(treating.get(f"DocumentReference?patient={anne.id}&status=current")) == BOTH


def test_a_doctor_finds_by_the_matricule_and_it_comes_back_nowhere(treating: Fhir, anne: Person):
    token = f"{MATRICULE_SYSTEM}|{anne.matricule}"
    answer = treating.post("DocumentReference/_search", {"patient.identifier": token, "status": "current"})
    assert titles(answer) == BOTH
    assert anne.matricule.encode() not in answer.data
    assert f"Patient%2F{anne.id}" in self_link(answer)


def test_a_stranger_learns_the_same_of_everyone(world: World):
    unlinked = world.patient("Emma", "Thill")
    blocked = world.patient("Berta", "Klein")
    decide(world, blocked, Right.CIRCLE)
    decide(world, blocked, Right.BLOCK)
    closed = world.person("Carlo", "Weber", state=DossierState.CLOSED)
    decide(world, closed, Right.CIRCLE)
    objected = world.person("Dora", "Wolff", state=DossierState.OBJECTED)
    for purpose in (Purpose.TREATMENT, Purpose.EMERGENCY):
        people = [blocked, closed, objected] + ([unlinked] if purpose is Purpose.TREATMENT else [])
        for path in ("DocumentReference?status=current&", "List?", "Consent?", "AuditEvent?date=ge2020&"):
            if purpose is Purpose.EMERGENCY and path.startswith(("Consent", "AuditEvent")):
                continue
            api = doctor(world, purpose)
            told = {api.get(f"{path}patient={who}").told for who in [*(one.id for one in people), "nobody"]}
            assert len(told) == 1
            assert next(iter(told))[0] == 404
        numbers = [f"{MATRICULE_SYSTEM}|{one.matricule}" for one in people]
        numbers += [f"{MATRICULE_SYSTEM}|1893120105732", f"{PATIENT_ID_SYSTEM}|9999999999", "x|y", "nonsense"]
        told = {
            api.post("DocumentReference/_search", {"patient.identifier": number}).told for number in numbers
        }
        assert len(told) == 1


def test_an_emergency_opens_the_list_and_says_so_in_the_journal(world: World, anne: Person, holder: Fhir):
    found = titles(doctor(world, Purpose.EMERGENCY).get(f"DocumentReference?patient={anne.id}"))
    assert found == BOTH
    last = holder.get("AuditEvent?patient=self&subtype=document.list").json["entry"][0]["resource"]
    assert last["purposeOfEvent"][0]["coding"][0]["code"] == "ETREAT"
    assert last["agent"][0]["who"]["reference"] == f"Practitioner/{DOCTOR}"

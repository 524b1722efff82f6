"""A summary is made for one caller: what they may not open is not in it, neither its content nor its existence."""

import json
from typing import Any

import pytest
from sqlalchemy import update

from platform_api.models import Document
from platform_api.vocabulary import (
    Action,
    Confidentiality,
    DossierState,
    MandateVerb,
    Purpose,
    Right,
)
from tests.platform_api.fhir.doctor import Fhir, decide, doctor
from tests.platform_api.summary.writing import (
    ALLERGIES,
    MEDICINES,
    VACCINES,
    allergy,
    cda,
    medicine,
    names,
    put,
    section,
    summary,
    usual,
)
from tests.platform_api.world import DOCTOR, PDF, Person, World

_MOMENTS = ("identifier", "timestamp", "date", "recorded", "occurredDateTime", "lastUpdated")
ELSEWHERE = [{"display": "Dr Weber"}]


@pytest.fixture
def documents(world: World, anne: Person) -> dict[str, str]:
    """One document of each kind that a summary is made of, by a word that only it holds."""
    grippe = medicine("Xgrippe", "J07BB02", status="completed", mood="EVN")
    return {
        "Xarachide": put(world, anne, usual(peanut="Xarachide"), author=ELSEWHERE, title="Xun"),
        "Xnoisette": put(
            world,
            anne,
            cda(section(ALLERGIES, "Xnoisette", allergy("Xnoisette", "1"))),
            kind="allergies",
            author=ELSEWHERE,
        ),
        "Xramipril": put(
            world,
            anne,
            cda(section(MEDICINES, "Xramipril", medicine("Xramipril", "C09AA05"))),
            kind="medication",
            author=ELSEWHERE,
        ),
        "Xgrippe": put(
            world, anne, cda(section(VACCINES, "Xgrippe", grippe)), kind="prevention", author=ELSEWHERE
        ),
        "Xscan": world.deposit(anne, kind="devices", title="Xscan", content=PDF),
        "Xancien": put(
            world,
            anne,
            usual(peanut="Xancien"),
            author=ELSEWHERE,
            title="Xancien",
            creation="2020-01-01T10:00:00+01:00",
        ),
    }


def _set(world: World, document: str, **values: Any) -> None:
    with world.running.database.write() as connection:
        connection.execute(update(Document).where(Document.id == document).values(**values))


def _without_moments(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _without_moments(one) for name, one in part.items() if name not in _MOMENTS}
    return [_without_moments(one) for one in part] if isinstance(part, list) else part


@pytest.mark.parametrize("level", [Confidentiality.SECRET, Confidentiality.RESTRICTED])
@pytest.mark.parametrize("word", ["Xarachide", "Xnoisette", "Xramipril", "Xgrippe", "Xscan", "Xancien"])
def test_a_document_taken_away_leaves_nothing_as_if_it_had_never_been(
    world: World,
    treating: Fhir,
    holder: Fhir,
    anne: Person,
    documents: dict[str, str],
    word: str,
    level: Confidentiality,
):
    """The doctor was let in for what is normal; the holder still has all of it."""
    document = documents[word]
    row = next(row for row in world.documents(anne) if row["id"] == document)
    whole = json.dumps(summary(treating, anne))
    if word != "Xancien":  # of this author a newer one is read
        assert document in whole
    _set(world, document, confidentiality=level)
    hidden = summary(treating, anne)
    for trace in (word, document, row["unique_id"]):
        assert trace not in json.dumps(hidden)
    _set(world, document, confidentiality=Confidentiality.NORMAL, status="withdrawn")
    assert _without_moments(summary(treating, anne)) == _without_moments(hidden)
    _set(world, document, confidentiality=level, status="current")
    assert (document in json.dumps(summary(holder, anne))) is (word != "Xancien")


def test_when_the_newest_is_hidden_the_one_before_is_no_substitute_that_tells_of_it(
    world: World, treating: Fhir, anne: Person, documents: dict[str, str]
):
    _set(world, documents["Xarachide"], confidentiality=Confidentiality.SECRET)
    told = summary(treating, anne, Accept_Language="en")
    assert "Xancien" in names(told, "AllergyIntolerance")
    assert "2020-01-01" in json.dumps(told)  # its age is there to be judged
    assert "More documents" not in json.dumps(told)


def test_strangers_and_blocked_professionals_cannot_tell_a_record_from_nothing(
    world: World, anne: Person, documents: dict[str, str]
):
    def asked(caller: Fhir) -> list[Any]:
        found = [
            caller.get(f"Patient/{one}/$summary") for one in (anne.id, "nobody")
        ]  # the record, and nothing
        found.append(caller.get(f"Patient/$summary?identifier={anne.matricule}"))
        return [answer.told for answer in found]

    assert documents
    stranger = asked(doctor(world))
    decide(world, anne, Right.CIRCLE)
    decide(world, anne, Right.BLOCK)
    blocked = asked(doctor(world))
    assert len(set(stranger)) == len(set(blocked)) == 1
    assert stranger == blocked
    assert stranger[0][0] == 404


@pytest.mark.parametrize("state", [DossierState.CLOSED, DossierState.OBJECTED])
def test_a_closed_record_and_an_objection_have_none(
    world: World, treating: Fhir, anne: Person, document: str, state: DossierState
):
    nobody = treating.get("Patient/nobody/$summary").told
    world.set_state(anne, state)
    assert document
    assert treating.get(f"Patient/{anne.id}/$summary").told == nobody


def test_another_patient_a_visitor_and_every_agent_are_refused(world: World, anne: Person, document: str):
    agent = world.staff()
    callers = [
        Fhir(world.signed_in(world.patient("Berta"))),
        Fhir(world.portal()),
        *(Fhir(world.helping(agent, anne.id, level)) for level in (1, 2, 3)),
        Fhir(world.software("other-hospital", scopes=("system/Binary.read",))),
    ]
    assert document
    for caller in callers:
        refused = caller.get(f"Patient/{anne.id}/$summary")
        assert refused.status in (401, 403, 404)
        assert b"Arachide" not in refused.data
    assert Fhir(world.anyone()).get(f"Patient/{anne.id}/$summary").status == 401


def test_a_caregiver_needs_the_verb_for_copies_and_sees_what_their_mandate_opens(
    world: World, anne: Person, documents: dict[str, str]
):
    sara = world.delegate()
    looking = world.mandate(anne.id, sara, MandateVerb.LIST, MandateVerb.READ)
    assert Fhir(world.acting(sara, looking)).get(f"Patient/{anne.id}/$summary").status == 404
    copying = world.mandate(
        anne.id,
        sara,
        MandateVerb.LIST,
        MandateVerb.DOWNLOAD,
        excluded=("allergies",),
        ceiling=Confidentiality.NORMAL,
    )
    _set(world, documents["Xramipril"], confidentiality=Confidentiality.RESTRICTED)
    told = json.dumps(summary(Fhir(world.acting(sara, copying)), anne))
    assert "Xarachide" in told
    assert "Xnoisette" not in told
    assert "Xramipril" not in told


def test_every_document_that_was_read_is_in_the_trail_with_the_purpose(
    world: World, treating: Fhir, anne: Person, documents: dict[str, str]
):
    summary(treating, anne)
    reads = [one for one in world.entries(anne.id) if one["action"] == Action.READ_DOCUMENT]
    read = {documents[word] for word in ("Xarachide", "Xnoisette", "Xramipril", "Xgrippe")}
    assert {one["object_id"] for one in reads} == read
    assert {(one["purpose"], one["details"]["part"]) for one in reads} == {("TREAT", "summary")}
    (asked,) = [one for one in world.entries(anne.id) if one["action"] == Action.READ_SUMMARY]
    assert (asked["purpose"], asked["details"]) == ("TREAT", {"documents": 4})


def test_in_an_emergency_it_opens_as_far_as_documents_do_and_the_holder_is_told(
    world: World, anne: Person, documents: dict[str, str]
):
    _set(world, documents["Xramipril"], confidentiality=Confidentiality.SECRET)
    told = json.dumps(summary(doctor(world, Purpose.EMERGENCY), anne))
    assert "Xarachide" in told
    assert "Xramipril" not in told
    reads = [one for one in world.entries(anne.id) if one["action"] == Action.READ_DOCUMENT]
    assert {one["purpose"] for one in reads} == {"ETREAT"}
    assert [mail.code for mail in world.mail()] == ["emergency_access"]


def test_only_the_scope_of_content_opens_it(world: World, anne: Person, document: str):
    decide(world, anne, Right.CIRCLE)
    path = f"Patient/{anne.id}/$summary"
    assert document
    assert doctor(world, scopes=("system/Binary.read",)).get(path).status == 200
    others = ("system/Patient.read", "system/DocumentReference.read")
    for refused in (doctor(world, scopes=others).get(path), doctor(world, scopes=others).post(path, None)):
        assert (refused.status, refused.reason) == (403, "scope_not_granted")


def test_the_author_of_a_document_has_a_summary_of_what_they_wrote_alone(
    world: World, anne: Person, documents: dict[str, str]
):
    put(world, anne, usual(peanut="Propre"), author=[{"reference": f"Practitioner/{DOCTOR}"}])
    assert documents
    assert names(summary(doctor(world), anne), "AllergyIntolerance") == ["Propre"]

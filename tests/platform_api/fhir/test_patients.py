"""PDQm: somebody is found by a number or by exact traits; what is told is little, and the trail keeps no trait."""

import pytest

from platform_api.vocabulary import MATRICULE_SYSTEM, PATIENT_ID_SYSTEM, DossierState, Purpose, Right
from tests.platform_api.fhir.doctor import Fhir, decide, doctor, self_link
from tests.platform_api.world import Person, World


def _found(answer) -> list[dict]:
    assert answer.status == 200, answer
    entries = answer.json.get("entry", [])
    return [entry["resource"] for entry in entries if entry["search"]["mode"] == "match"]


def _born(one: Person) -> str:
    return f"{one.matricule[:4]}-{one.matricule[4:6]}-{one.matricule[6:8]}"


def test_the_matricule_finds_one_person_and_stands_in_no_link(world: World, anne: Person):
    form = {"identifier": f"{MATRICULE_SYSTEM}|{anne.matricule}"}
    answer = doctor(world).post("Patient/_search", form)
    (one,) = _found(answer)
    assert one["id"] == anne.id
    assert {(i["system"], i["value"]) for i in one["identifier"]} >= {(MATRICULE_SYSTEM, anne.matricule)}
    assert "address" not in one
    assert "telecom" not in one
    assert anne.matricule not in self_link(answer)


def test_exact_traits_find_without_telling_the_matricule(world: World, anne: Person):
    answer = doctor(world).get(f"Patient?family=reuter&birthdate={_born(anne)}")
    (one,) = _found(answer)
    assert [i["system"] for i in one["identifier"]] == [PATIENT_ID_SYSTEM]
    assert anne.matricule.encode() not in answer.data
    assert _found(doctor(world).get(f"Patient?family=reuter&birthdate={_born(anne)}&gender=female&given=an"))


@pytest.mark.parametrize(
    "more", ["gender=male", "given=zoe", "active=false", "telecom=x", "address-city=Paris", "_id=other"]
)
def test_every_further_trait_must_hold_too(world: World, anne: Person, more: str):
    assert not _found(doctor(world).get(f"Patient?family=Reuter&birthdate={_born(anne)}&{more}"))


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "family=Reuter",
        "family=Reuter&gender=female",
        "birthdate=1980-01-01",
        "family=Reuter&birthdate=1951",
        "given=Anne",
        "active=true",
        "_id=self",
    ],
)
def test_too_little_finds_nobody_and_says_why(world: World, anne: Person, asked: str):
    answer = doctor(world).get(f"Patient?{asked}")
    assert not _found(answer)
    assert answer.json["total"] == 0
    assert answer.json["entry"][0]["search"]["mode"] == "outcome"


def test_the_id_alone_finds_whoever_may_be_read_and_nobody_else(world: World, anne: Person):
    for asked in (f"_id={anne.id}", f"_id=Patient/{anne.id},unknown", f"_id={anne.id}&family=Reuter"):
        (one,) = _found(doctor(world).get(f"Patient?{asked}"))
        assert one["id"] == anne.id, asked
    assert not _found(doctor(world).get(f"Patient?_id={anne.id}&family=Wagner"))
    decide(world, anne, Right.BLOCK)
    blocked = doctor(world).get(f"Patient?_id={anne.id}")
    assert not _found(blocked)
    assert blocked.json["total"] == 0


def test_a_record_plays_no_part_in_finding_its_holder(world: World, anne: Person):
    decide(world, anne, Right.BLOCK)
    form = {"identifier": f"{MATRICULE_SYSTEM}|{anne.matricule}"}
    before = doctor(world).post("Patient/_search", form).told
    world.set_state(anne, DossierState.OBJECTED)
    assert doctor(world).post("Patient/_search", form).told == before


def test_a_domain_that_is_none(world: World, anne: Person):
    refused = doctor(world).get("Patient?identifier=urn:oid:9.9|")
    assert (refused.status, refused.reason) == (404, "not_found")
    assert b"targetSystem not found" in refused.data
    assert doctor(world).get(f"Patient?identifier={MATRICULE_SYSTEM}|").status == 200


def test_software_without_the_scope_finds_nobody(world: World, anne: Person):
    form = {"identifier": f"{MATRICULE_SYSTEM}|{anne.matricule}"}
    scopes = ("system/DocumentReference.read",)
    assert doctor(world, scopes=scopes).post("Patient/_search", form).status == 403
    assert Fhir(world.signed_in(anne)).post("Patient/_search", form).status == 403
    approved = Fhir(world.software("lab-1", scopes=("system/Patient.read",)))
    assert len(_found(approved.post("Patient/_search", form))) == 1


def test_who_was_found_sees_it_in_the_journal(world: World, anne: Person, holder: Fhir):
    doctor(world).post("Patient/_search", {"identifier": f"{MATRICULE_SYSTEM}|{anne.matricule}"})
    journal = holder.get("AuditEvent?patient=self&subtype=patient.find")
    assert journal.json["total"] == 1
    assert anne.matricule.encode() not in journal.data


def test_reading_a_patient_needs_a_link(world: World, anne: Person, holder: Fhir):
    other = world.patient("Berta", "Klein")
    decide(world, other, Right.BLOCK)
    third = world.patient("Carlo", "Weber")
    refused = {doctor(world).get(f"Patient/{one}").told for one in (third.id, other.id, "nobody")}
    assert {status for status, _body in refused} == {404}
    assert len(refused) == 1
    assert holder.get(f"Patient/{anne.id}").json["name"][0]["family"] == "Reuter"
    assert holder.get(f"Patient/{other.id}").status == 404
    assert doctor(world, Purpose.EMERGENCY).get(f"Patient/{third.id}").status == 200
    decide(world, third, Right.PRESENCE)
    assert doctor(world).get(f"Patient/{third.id}").json["id"] == third.id


def test_of_several_numbers_each_finds_its_own_person(world: World, anne: Person, holder: Fhir):
    """A comma is an or; the link names ids, everybody found sees it, and each has the number that was given alone."""
    berta, number = world.patient("Berta", "Klein"), f"{MATRICULE_SYSTEM}|{{}}".format
    patient_id = _found(doctor(world).get(f"Patient?identifier={berta.matricule}"))[0]["identifier"]
    bertas = next(one["value"] for one in patient_id if one["system"] == PATIENT_ID_SYSTEM)
    before = holder.get("AuditEvent?patient=self&subtype=patient.find").json["total"]
    for asked in (
        f"{anne.matricule},{berta.matricule}",
        f"{number('1983081234566')},{number(anne.matricule)},{number(berta.matricule)}",
        f"{anne.matricule},{PATIENT_ID_SYSTEM}|{bertas}",
    ):
        answer = doctor(world).post("Patient/_search", {"identifier": asked})
        found = {one["id"]: {i["value"] for i in one["identifier"]} for one in _found(answer)}
        assert set(found) == {anne.id, berta.id}
        assert anne.matricule in found[anne.id]
        assert anne.matricule not in found[berta.id]
        assert anne.matricule not in self_link(answer)
    after = holder.get("AuditEvent?patient=self&subtype=patient.find").json["total"]
    assert after == before + 3
    only = _found(doctor(world).get(f"Patient?identifier=1983081234566,{anne.matricule}"))
    assert [one["id"] for one in only] == [anne.id]


def test_two_numbers_that_must_both_hold_are_those_of_one_person(world: World, anne: Person):
    berta = world.patient("Berta", "Klein")
    for other, found in ((anne.matricule, 1), (berta.matricule, 0)):
        answer = doctor(world).get(f"Patient?identifier={anne.matricule}&identifier={other}")
        assert len(_found(answer)) == found


def test_many_numbers_at_once_are_no_search(world: World, anne: Person):
    answer = doctor(world).get(
        f"Patient?identifier={anne.matricule},{','.join('123456789' for _ in range(10))}"
    )
    assert (answer.status, answer.reason) == (400, "malformed_request")


def test_a_number_that_only_begins_like_one_is_another(world: World, anne: Person):
    (one,) = _found(doctor(world).get(f"Patient?identifier={anne.matricule}"))
    number = next(i["value"] for i in one["identifier"] if i["system"] == PATIENT_ID_SYSTEM)
    assert len(_found(doctor(world).get(f"Patient?identifier={number}"))) == 1
    assert not _found(doctor(world).get(f"Patient?identifier={number}1"))

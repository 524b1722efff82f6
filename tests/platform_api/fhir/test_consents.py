"""Consent: the holder reads every decision; a doctor what lets themselves in, and never that somebody is shut out."""

from platform_api.vocabulary import MATRICULE_SYSTEM, Right
from tests.platform_api.fhir.doctor import Fhir, decide, doctor
from tests.platform_api.world import DOCTOR, Person, World


def _consents(answer) -> list[dict]:
    assert answer.status == 200, answer
    return [entry["resource"] for entry in answer.json.get("entry", [])]


def test_the_holder_reads_permits_and_denials(world: World, anne: Person, treating: Fhir, holder: Fhir):
    decide(world, anne, Right.BLOCK)
    found = _consents(holder.get(f"Consent?patient=self&status=active&actor=Practitioner/{DOCTOR}"))
    assert sorted(one["provision"]["type"] for one in found) == ["deny", "permit"]
    for one in found:
        assert one["patient"]["reference"] == f"Patient/{anne.id}"
        assert one["provision"]["actor"][0]["reference"]["reference"] == f"Practitioner/{DOCTOR}"
    assert not _consents(holder.get("Consent?patient=self&status=inactive"))
    assert not _consents(holder.get("Consent?patient=self&actor=Practitioner/other"))
    assert len(_consents(holder.get(f"Consent?patient=self&identifier=urn:uuid:{found[0]['id']}"))) == 1


def test_a_doctor_reads_their_own_grant(world: World, anne: Person, treating: Fhir):
    (one,) = _consents(treating.get(f"Consent?patient={anne.id}&status=active"))
    assert one["provision"]["type"] == "permit"
    form = {"patient.identifier": f"{MATRICULE_SYSTEM}|{anne.matricule}"}
    answer = treating.post("Consent/_search", form)
    assert _consents(answer) == [one]
    assert anne.matricule.encode() not in answer.data


def test_who_is_shut_out_is_told_nothing(world: World, anne: Person, treating: Fhir):
    decide(world, anne, Right.BLOCK)
    assert doctor(world).get(f"Consent?patient={anne.id}").told == doctor(world).get("Consent?patient=x").told


def test_a_consent_is_about_one_patient(treating: Fhir):
    assert treating.get("Consent?status=active").status == 400

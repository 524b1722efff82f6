"""A document that its author or the software that brought it in takes back: gone from lists, 410, its trail stays."""

from typing import Any

import pytest

from platform_api.scopes import USUAL
from platform_api.vocabulary import Right
from tests.platform_api.fhir.doctor import Fhir, decide, doctor
from tests.platform_api.world import DOCTOR, Person, World

MINE: dict[str, Any] = {"author": [{"reference": f"Practitioner/{DOCTOR}"}]}


@pytest.fixture
def hospital(world: World, anne: Person) -> Fhir:
    """The software that brought Anne's documents in."""
    return Fhir(world._hospital)


def _delete(api: Fhir, document: str) -> Any:
    return api.call("DELETE", f"DocumentReference/{document}", None)


def test_who_brought_it_in_takes_it_back(
    world: World, anne: Person, hospital: Fhir, treating: Fhir, holder: Fhir
):
    document = world.deposit(anne, title="Faux patient")
    assert _delete(hospital, document).status == 204
    for reader in (treating, holder):
        for path in (f"DocumentReference/{document}", f"Binary/{document}"):
            gone = reader.get(path)
            assert (gone.status, gone.reason) == (410, "document_withdrawn")
        for asked in (
            "",
            "&status=current",
            "&status=superseded",
            "&status=withdrawn",
            "&status=entered-in-error",
        ):
            found = reader.get(f"DocumentReference?patient={anne.id}&_count=50{asked}")
            assert document.encode() not in found.data
        assert document.encode() not in reader.get(f"List?patient={anne.id}&_count=50").data
    journal = holder.get("AuditEvent?patient=self&subtype=document.take_back").json
    assert journal["total"] == 1
    assert journal["entry"][0]["resource"]["action"] == "D"
    assert [row for row in world.documents(anne) if row["id"] == document]


def test_twice_has_one_effect(world: World, anne: Person, hospital: Fhir):
    document = world.deposit(anne)
    assert [_delete(hospital, document).status for _ in range(2)] == [204, 204]


def test_the_author_takes_it_back_through_another_software(world: World, anne: Person, treating: Fhir):
    document = world.deposit(anne, **MINE)
    assert _delete(treating, document).status == 204


def test_nobody_else_takes_anything_back_or_learns_that_it_is_there(
    world: World, anne: Person, treating: Fhir
):
    theirs = world.documents(anne)[0]["id"]
    other = Fhir(world.software("other-1", scopes=USUAL))
    told = {_delete(who, one).told for who in (treating, other) for one in (theirs, "no-such-thing")}
    assert len(told) == 1
    assert next(iter(told))[0] == 404
    assert treating.get(f"DocumentReference/{theirs}").status == 200


def test_an_author_whom_the_patient_blocked_is_nobody(world: World, anne: Person):
    document = world.deposit(anne, **MINE)
    decide(world, anne, Right.BLOCK)
    blocked, nobody = (_delete(doctor(world), one) for one in (document, "no-such-thing"))
    assert (blocked.told, blocked.status) == (nobody.told, 404)


def test_reading_alone_is_no_scope_for_it(world: World, anne: Person):
    document = world.deposit(anne, **MINE)
    for one in (document, "no-such-thing"):
        refused = _delete(doctor(world, scopes=("system/DocumentReference.read",)), one)
        assert (refused.status, refused.reason) == (403, "scope_not_granted")


def test_a_patients_page_cannot_take_it_back(world: World, anne: Person, holder: Fhir):
    assert _delete(holder, world.deposit(anne)).status in (403, 404)

"""What an OperationOutcome says to the makers of software."""

import pytest
from lxml import etree

from platform_api.fhir.diagnostics import DIAGNOSTICS
from platform_api.vocabulary import Reason, Right
from tests.platform_api.fhir.doctor import Fhir, decide, doctor
from tests.platform_api.provide.bundles import depositing
from tests.platform_api.world import Person, World


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_one_sentence(reason: Reason):
    text = DIAGNOSTICS[reason]
    assert text.isascii()
    assert text[0].isupper()
    assert text.endswith(".")
    assert text.count(".") == 1
    assert len(text) < 150


def test_no_two_reasons_say_the_same_and_none_is_too_much():
    assert len(set(DIAGNOSTICS.values())) == len(DIAGNOSTICS)
    assert set(DIAGNOSTICS) == set(Reason)


def test_every_fault_is_explained_beside_its_place(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = world.document(anne, status=None)
    del given["content"][0]["attachment"]["data"]
    issues = hospital.post("/fhir/DocumentReference", given).json["issue"]
    assert len(issues) == 2
    for one in issues:
        assert one["diagnostics"] == DIAGNOSTICS[Reason.ELEMENT_MISSING]
        assert one["expression"]


def test_nothing_that_was_typed_comes_back(world: World, treating: Fhir):
    for path in ("Patient/Secret-1234", "Patient?identifier=Secret-1234", "Nothing?x=Secret-1234"):
        assert b"Secret-1234" not in b"".join(
            one["diagnostics"].encode() for one in treating.get(path).json.get("issue", [])
        )


def test_forbidden_and_absent_are_explained_alike(world: World, anne: Person):
    theirs = world.documents(anne)[0]["id"]
    decide(world, anne, Right.BLOCK)
    told = {doctor(world).get(f"DocumentReference/{one}").told for one in (theirs, "no-such-thing")}
    assert len(told) == 1


def test_in_xml_the_sentence_stands_where_the_schema_wants_it(treating: Fhir):
    answer = treating.get("DocumentReference/nothing", Accept="application/fhir+xml")
    issue = etree.fromstring(answer.data)[0]
    assert [etree.QName(one).localname for one in issue] == ["severity", "code", "details", "diagnostics"]

"""A word that R4 does not know is refused where it stands: a misspelt label must not make a document open to all."""

from typing import Any

import pytest

from platform_api.fhir import reading
from platform_api.fhir.reading_types import Bundle, DocumentReference
from tests.platform_api.world import Person, World

JSON, XML = "application/fhir+json", "application/fhir+xml"


def _read(data: str, media_type: str = JSON, shape: Any = DocumentReference, name: str = "") -> Any:
    return reading.read(data.encode(), media_type, shape, name or shape.__name__)


@pytest.mark.parametrize(
    ("members", "place"),
    [
        ('"securitylabel": []', "DocumentReference.securitylabel"),
        ('"securityLabels": []', "DocumentReference.securityLabels"),
        ('"_securityLabe": []', "DocumentReference._securityLabe"),
        ('"_securityLabel": [{"coding": [{"code": "V"}]}]', "DocumentReference._securityLabel"),
        ('"": 1', "DocumentReference"),
        ('"content": [{"attachment": {"titel": "x"}}]', "DocumentReference.content[0].attachment.titel"),
        ('"type": {"coding": [{"cod": "x"}]}', "DocumentReference.type.coding[0].cod"),
        (
            '"contained": [{"resourceType": "Patient", "nmae": 1}]',
            "DocumentReference.contained[0].nmae",
        ),
        (
            '"extension": [{"url": "urn:x", "valeuString": "y"}]',
            "DocumentReference.extension[0].valeuString",
        ),
    ],
)
def test_its_place_is_named(members: str, place: str):
    with pytest.raises(reading.Unreadable) as caught:
        _read(f'{{"resourceType": "DocumentReference", {members}}}')
    assert caught.value.expression == place


@pytest.mark.parametrize(
    "members",
    [
        '"text": {"status": "generated", "div": "<div>x</div>"}, "language": "fr", "modifierExtension": []',
        '"_status": {"extension": [{"url": "urn:x", "valueCode": "unknown"}]}',
        '"extension": [{"url": "urn:x", "valueDuration": {"value": 1}}, {"url": "urn:y", "valueTiming": {}}]',
        '"contained": [{"resourceType": "Specimen", "whatever": 1}]',
        '"identifier": [{"id": "a", "period": {"start": "2020"}, "assigner": {"display": "x"}}]',
        '"context": {"encounter": [{"reference": "Encounter/1"}], "related": [{"type": "Device"}]}',
    ],
)
def test_what_r4_knows_is_left_alone_though_nobody_reads_it(members: str):
    assert _read(f'{{"resourceType": "DocumentReference", {members}}}')


@pytest.mark.parametrize(
    ("members", "place"),
    [
        ('"implicitRules": "urn:x"', "DocumentReference.implicitRules"),
        (
            '"content": [{"modifierExtension": [{"url": "urn:x"}]}]',
            "DocumentReference.content[0].modifierExtension",
        ),
        (
            '"contained": [{"resourceType": "Practitioner", "implicitRules": "urn:x"}]',
            "DocumentReference.contained[0].implicitRules",
        ),
    ],
)
def test_what_may_turn_the_meaning_around_is_not_kept(members: str, place: str):
    with pytest.raises(reading.Unreadable) as caught:
        _read(f'{{"resourceType": "DocumentReference", {members}}}')
    assert caught.value.strangers == (place,)


@pytest.mark.parametrize(
    ("inner", "place"),
    [
        ('<implicitRules value="urn:x"/>', "DocumentReference.implicitRules"),
        (
            '<content><modifierExtension url="urn:x"/></content>',
            "DocumentReference.content[0].modifierExtension",
        ),
    ],
)
def test_in_xml_neither(inner: str, place: str):
    with pytest.raises(reading.Unreadable) as caught:
        _read(f'<DocumentReference xmlns="http://hl7.org/fhir">{inner}</DocumentReference>', XML)
    assert caught.value.strangers == (place,)


def test_a_fhir_document_inside_is_not_ours_to_judge():
    inside = '{"resourceType": "Bundle", "type": "document", "odd": [{"resourceType": "Patient", "odd": 1}]}'
    assert _read(
        f'{{"resourceType": "Bundle", "type": "transaction", "entry": [{{"resource": {inside}}}]}}',
        shape=Bundle,
    )


@pytest.mark.parametrize(
    ("inner", "place"),
    [
        ("<securitylabel/>", "DocumentReference.securitylabel"),
        (
            '<content><attachment><titel value="x"/></attachment></content>',
            "DocumentReference.content[0].attachment.titel",
        ),
        (
            "<category><coding/></category><category><codign/></category>",
            "DocumentReference.category[1].codign",
        ),
        (
            '<contained><Patient><nmae value="x"/></Patient></contained>',
            "DocumentReference.contained[0].nmae",
        ),
    ],
)
def test_its_place_is_named_in_xml(inner: str, place: str):
    with pytest.raises(reading.Unreadable) as caught:
        _read(f'<DocumentReference xmlns="http://hl7.org/fhir">{inner}</DocumentReference>', XML)
    assert caught.value.expression == place


def test_the_narrative_is_no_element_of_ours():
    div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div>'
    text = f'<text><status value="generated"/>{div}</text>'
    choice = '<extension url="urn:x"><valueDuration><value value="1"/></valueDuration></extension>'
    assert _read(f'<DocumentReference xmlns="http://hl7.org/fhir">{text}{choice}</DocumentReference>', XML)


def test_a_document_with_a_misspelt_label_is_not_taken_in(world: World):
    anne: Person = world.patient("Anne", "Reuter")
    sent = world.document(anne, securitylabel=[{"coding": [{"code": "V"}]}])
    answer = world.software().post("/fhir/DocumentReference", sent)
    assert (answer.status, answer.reason) == (400, "malformed_request")
    assert answer.json["issue"][0]["expression"] == ["DocumentReference.securitylabel"]
    assert world.documents(anne) == []

"""Documents that attack, that never end or that are damaged: the summary stays readable, and safe in every reader."""

import pytest
from lxml import etree

from platform_api.summary.cda import Unreadable, sections_of
from tests.platform_api.fhir.doctor import Fhir
from tests.platform_api.summary.writing import (
    ALLERGIES,
    MEDICINES,
    allergy,
    cda,
    medicine,
    names,
    of_type,
    put,
    section,
    summary,
    told,
    usual,
    words,
)
from tests.platform_api.world import Person, World

ALLOWED = set("div p b i span ul ol li table caption thead tbody tfoot tr th td br sub sup a".split())
HOSTILE = {
    "a script": '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>Aspirine',
    "a handler": '<paragraph onclick="alert(1)" style="position:fixed">Aspirine</paragraph>',
    "a link": '<linkHtml href="javascript:alert(1)">Aspirine</linkHtml>',
    "a picture": '<renderMultiMedia referencedObject="m"><caption>Aspirine</caption></renderMultiMedia>',
    "a frame": '<iframe src="https://example.org/"/>Aspirine',
    "an image": '<img xmlns="http://www.w3.org/1999/xhtml" src="https://example.org/x.png"/>Aspirine',
    "hidden text": '<content styleCode="xDisplayNone">\u202eAspirine\u202c</content>',
    "a huge cell": '<table width="1"><tr><td colspan="999999">Aspirine</td></tr></table>',
    "markup in words": "&lt;script&gt;alert(1)&lt;/script&gt; Aspirine",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_of_an_attack_is_left_in_the_narrative(world: World, treating: Fhir, anne: Person, text: str):
    put(world, anne, cda(section(MEDICINES, text)))
    div = told(summary(treating, anne), MEDICINES)["text"]["div"]
    root = etree.fromstring(div)
    for one in root.iter():
        name = str(one.tag).removeprefix("{http://www.w3.org/1999/xhtml}")
        assert name in ALLOWED
        assert set(one.attrib) <= {"lang", "{http://www.w3.org/XML/1998/namespace}lang", "href", "colspan"}
        assert one.get("href", "https://localhost/fhir/DocumentReference/").startswith(
            "https://localhost/fhir/DocumentReference/"
        )
        assert one.get("colspan") is None
    assert "Aspirine" in words(summary(treating, anne), MEDICINES)
    assert "\u202e" not in div


def test_what_its_author_struck_out_is_not_repeated(world: World, treating: Fhir, anne: Person):
    struck = 'Aspirine <content revised="delete">Warfarine</content>'
    put(world, anne, cda(section(MEDICINES, struck)))
    assert "Warfarine" not in words(summary(treating, anne), MEDICINES)


@pytest.mark.parametrize(
    "content",
    [
        b"<note>not a CDA document</note>",
        b'<ClinicalDocument xmlns="urn:hl7-org:v3"><component><nonXMLBody/></component></ClinicalDocument>',
        cda("<section>" * 200 + "</section>" * 200),
        cda(*(section(MEDICINES, "") for _one in range(45_000))),
        cda(section(MEDICINES, "x" * (8 * 1024 * 1024))),
    ],
    ids=["another kind of XML", "without sections", "too deep", "too many elements", "too large"],
)
def test_a_document_that_cannot_be_read_here_is_named_and_nothing_fails(
    world: World, treating: Fhir, anne: Person, content: bytes
):
    document = put(world, anne, content)
    bundle = summary(treating, anne, Accept_Language="en")
    assert told(bundle, MEDICINES)["emptyReason"]
    assert f"/fhir/DocumentReference/{document}" in told(bundle, MEDICINES)["text"]["div"]
    assert "Open the document" in words(bundle, MEDICINES)


def test_a_list_that_is_too_long_is_not_cut_but_named(world: World, treating: Fhir, anne: Person):
    entries = [medicine(f"Remède {number}", "C09AA05") for number in range(301)]
    put(
        world,
        anne,
        cda(
            section(MEDICINES, "Beaucoup", *entries),
            section(ALLERGIES, "mot " * 20_000, allergy("Arachide", "1")),
        ),
    )
    bundle = summary(treating, anne, Accept_Language="en")
    for code in (MEDICINES, ALLERGIES):
        assert "too long to be repeated here" in words(bundle, code)
        assert len(told(bundle, code)["entry"]) == 1
    assert of_type(bundle, "MedicationStatement") == of_type(bundle, "AllergyIntolerance") == []


def test_damaged_bytes_are_named_and_the_others_still_read(world: World, treating: Fhir, anne: Person):
    put(world, anne, usual())
    broken = put(world, anne, cda(section(ALLERGIES, "Noisette", title="x")), kind="allergies", title="Bilan")
    row = next(row for row in world.documents(anne) if row["id"] == broken)
    world.running.blobs.remove(row["blob_id"])
    bundle = summary(treating, anne)
    assert names(bundle, "AllergyIntolerance") == ["Arachide"]
    assert "Bilan" in words(bundle, ALLERGIES)
    failed = [one for one in world.entries(anne.id) if one["outcome"] == "refused"]
    assert [(one["action"], one["object_id"]) for one in failed] == [("document.read", broken)]


def test_a_document_type_is_refused_before_anything_of_it_is_read():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><ClinicalDocument xmlns="urn:hl7-org:v3">&a;</ClinicalDocument>'
    with pytest.raises(Unreadable):
        sections_of(bomb)


def test_signs_that_turn_text_round_stay_out_of_the_narrative(world: World, treating: Fhir, anne: Person):
    put(world, anne, usual(), title="Résumé \u202eégrahc")
    answer = treating.get(f"Patient/{anne.id}/$summary", Accept="application/fhir+xml")
    root = etree.fromstring(answer.data)
    divs = list(root.iter("{http://www.w3.org/1999/xhtml}div"))
    assert "\u202e" not in "".join(str(text) for div in divs for text in div.itertext())

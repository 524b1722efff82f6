"""What is inside the demo's files: CDA, PDF, pictures and DICOM."""

import base64
import contextlib
import io
import re

import pydicom
import pypdfium2
import pytest
from lxml import etree
from PIL import Image

from platform_api.demo.document_types import document_types
from platform_api.demo.records import (
    CDA_MEDIA_TYPE,
    DICOM_MEDIA_TYPE,
    JPEG_MEDIA_TYPE,
    PDF_MEDIA_TYPE,
    PNG_MEDIA_TYPE,
)
from tests.platform_api.demo.known import REAL_NAMES

NS = {"v3": "urn:hl7-org:v3", "xsi": "http://www.w3.org/2001/XMLSchema-instance"}
HEADER = (
    "realmCode typeId templateId id code title effectiveTime confidentialityCode languageCode setId versionNumber "
    "recordTarget author custodian component"
).split()
# The order of the schema; optional parts between the mandatory ones.
ORDER = (
    "realmCode typeId templateId id code title effectiveTime confidentialityCode languageCode setId versionNumber "
    "recordTarget author custodian informationRecipient legalAuthenticator relatedDocument componentOf component"
).split()


@pytest.fixture(scope="session")
def cda(documents):
    """Every CDA document with its parsed root."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return [
        (one, etree.fromstring(one.content, parser)) for one in documents if one.media_type == CDA_MEDIA_TYPE
    ]


def _text(root, path):
    return root.xpath(f"string({path})", namespaces=NS)


def test_every_cda_has_the_header_in_the_order_of_the_schema(cda):
    for one, root in cda:
        assert root.tag == "{urn:hl7-org:v3}ClinicalDocument", one.key
        names = [etree.QName(child).localname for child in root]
        assert set(HEADER) <= set(names), one.key
        places = [ORDER.index(name) for name in names]
        assert places == sorted(places), one.key


def test_every_cda_says_what_its_metadata_say(cda):
    for one, root in cda:
        kind = document_types()[one.type_code]
        assert _text(root, "v3:title") == one.title
        assert _text(root, "v3:code/@code") == kind.loinc
        assert _text(root, "v3:code/v3:translation/@code") == kind.code
        assert _text(root, "v3:languageCode/@code") == f"{one.language}-LU"
        assert _text(root, "v3:effectiveTime/@value") == f"{one.created_at:%Y%m%d%H%M%S}+0000"
        assert _text(root, "v3:recordTarget/v3:patientRole/v3:id/@extension") == one.matricule
        author = _text(root, "v3:author[1]/v3:assignedAuthor/v3:id/@extension")
        assert author == (one.author_professional_id or one.matricule)


def test_every_cda_has_words_to_read_or_a_pdf_inside(cda):
    inside = 0
    for one, root in cda:
        body = root.xpath("v3:component/v3:nonXMLBody/v3:text", namespaces=NS)
        if body:
            assert base64.b64decode(body[0].text).startswith(b"%PDF"), one.key
            inside += 1
            continue
        narrative = root.xpath("//v3:section/v3:text", namespaces=NS)
        assert sum(len("".join(part.itertext()).strip()) for part in narrative) > 60, one.key
        assert not [part for part in narrative if len(part) == 0], one.key
    assert inside >= 1


def test_every_reference_in_a_cda_has_its_target_and_identifiers_are_unique(cda):
    for one, root in cda:
        targets = root.xpath("//@ID")
        assert len(targets) == len(set(targets)), one.key
        named = [value.removeprefix("#") for value in root.xpath("//v3:reference/@value", namespaces=NS)]
        named += root.xpath("//v3:renderMultiMedia/@referencedObject", namespaces=NS)
        assert set(named) <= set(targets), one.key


def test_measured_values_stand_in_the_entries_as_in_the_narrative(cda):
    _, root = next((one, root) for one, root in cda if one.key == "claire-lab")
    ferritin = root.xpath("//v3:observation[v3:code/@code='2276-4']", namespaces=NS)[0]
    assert ferritin.xpath("v3:value/@value", namespaces=NS) == ["8"]
    assert ferritin.xpath("v3:value/@unit", namespaces=NS) == ["ug/L"]
    assert ferritin.xpath("v3:interpretationCode/@code", namespaces=NS) == ["L"]
    assert _text(ferritin, "v3:referenceRange/v3:observationRange/v3:text") == "15–150"


def test_coded_entries_of_every_kind_occur(cda):
    found = set()
    for _, root in cda:
        for entry in root.xpath("//v3:entry/*", namespaces=NS):
            found.add(etree.QName(entry).localname)
    assert found == {"observation", "substanceAdministration", "act", "observationMedia"}


def test_a_replacing_cda_names_what_it_replaces(cda):
    roots = {one.key: root for one, root in cda}
    old, new = roots["claire-allergies-1"], roots["claire-allergies-2"]
    parent = _text(new, "v3:relatedDocument[@typeCode='RPLC']/v3:parentDocument/v3:id/@root")
    assert parent == _text(old, "v3:id/@root")
    assert _text(new, "v3:setId/@root") == _text(old, "v3:setId/@root")
    assert _text(new, "v3:versionNumber/@value") == "2"


def test_a_childs_cda_names_its_parents(cda):
    roots = [root for one, root in cda if one.key == "leo-spirometry"]
    given = roots[0].xpath("//v3:guardian/v3:guardianPerson/v3:name/v3:given[1]/text()", namespaces=NS)
    assert given == ["Claire", "Rui"]


def test_no_placeholder_or_markup_is_left_in_a_cda(cda):
    for one, root in cda:
        words = " ".join(
            "".join(part.itertext()) for part in root.xpath("//v3:section/v3:text", namespaces=NS)
        )
        assert not re.search(r"\[\[|\]\]|\{|\}|\*\*|\||^#", words), one.key


def test_french_words_have_their_narrow_spaces(cda):
    for one, root in cda:
        if one.language == "fr":
            words = " ".join(root.xpath("//v3:section//text()", namespaces=NS))
            assert not re.search(r"\w [;:!?»](\s|$)", words), one.key


def test_the_same_allergy_stands_everywhere_in_the_long_record(cda):
    summaries = [root for one, root in cda if one.type_code == "patient-summary" and "reuland" in one.key]
    assert len(summaries) > 100
    for root in summaries:
        section = root.xpath("//v3:section[v3:code/@code='48765-2']", namespaces=NS)[0]
        assert "Pénicilline" in "".join(section.itertext())


def test_no_medicine_of_the_long_record_is_a_penicillin(cda):
    for one, root in cda:
        if "reuland" in one.key:
            given = root.xpath(
                "//v3:substanceAdministration//v3:manufacturedMaterial/v3:code/@code", namespaces=NS
            )
            assert not [code for code in given if code.startswith("J01C")], one.key


def test_every_pdf_opens_and_has_its_title_and_words(documents):
    pages = {}
    for one in documents:
        if one.media_type == PDF_MEDIA_TYPE:
            with contextlib.closing(pypdfium2.PdfDocument(one.content)) as pdf:
                pages[one.key] = len(pdf)
                with contextlib.closing(pdf[0]) as page, contextlib.closing(page.get_textpage()) as text:
                    words = text.get_text_bounded()
                assert pdf.get_metadata_value("Title") == one.title
            assert len(words) > 150, one.key
            assert "[[" not in words
            assert "**" not in words
    assert pages["reuland-foot-discharge"] == 12


def test_every_pdf_is_archival_and_accessible(documents):
    for one in documents:
        if one.media_type == PDF_MEDIA_TYPE:
            assert b"<pdfaid:part>2</pdfaid:part>" in one.content, one.key
            assert b"<pdfuaid:part>1</pdfuaid:part>" in one.content, one.key


def test_pictures_open(documents):
    for one in documents:
        if one.media_type in (PNG_MEDIA_TYPE, JPEG_MEDIA_TYPE):
            with Image.open(io.BytesIO(one.content)) as image:
                image.load()
                assert min(image.size) >= 400


def test_dicom_images_say_whose_they_are(documents):
    images = [one for one in documents if one.media_type == DICOM_MEDIA_TYPE]
    assert images
    for one in images:
        data = pydicom.dcmread(io.BytesIO(one.content))
        assert data.PatientID == one.matricule
        assert len(data.PixelData) == data.Rows * data.Columns


def test_no_real_organisation_is_named_in_a_document(cda):
    for one, root in cda:
        words = set(" ".join(root.itertext()).replace(",", " ").replace(".", " ").split())
        assert not words & set(REAL_NAMES), one.key

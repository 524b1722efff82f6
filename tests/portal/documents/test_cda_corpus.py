"""Documents that this project did not write, where they lie beside the repository: no word lost, nothing live."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from patient_portal.documents.cda import document_html, read_cda
from patient_portal.documents.cda_xml import HL7, clean, name_of
from patient_portal.documents.content import ContentKind, sniff
from patient_portal.documents.content_fhir import read_fhir_document
from patient_portal.documents.refusals import ContentRefused, RefusalReason
from tests.portal.documents.samples import CORPUS, WORDS, Page, words_in

FILES = sorted((CORPUS / "cda").glob("*.xml"))
BUNDLES = sorted((CORPUS / "fhir").glob("*.json"))
ENDING = {"td", "th", "item", "paragraph", "br", "caption", "list", "table"}
NO_CORPUS = "the documents of others do not lie beside this repository"


@pytest.mark.skipif(not FILES, reason=NO_CORPUS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_word_of_a_narrative_is_shown_and_nothing_is_live(file: Path):
    data = file.read_bytes()
    assert sniff(data, "text/xml") is ContentKind.CDA
    read = read_cda(data, WORDS)
    page = Page(document_html(read))
    assert page.complaints() == []
    said = words_in(clean(" ".join(_written(data))))
    assert said - words_in(page.text) == {}
    assert read.title
    assert read.patient.name
    assert read.effective is not None
    assert read.contents
    assert "None" not in re.sub(r"\bNone\b(?=</li>)", "", str(read.title))
    assert _headings_go_down_by_one(page)


@pytest.mark.skipif(not BUNDLES, reason=NO_CORPUS)
@pytest.mark.parametrize("file", BUNDLES, ids=lambda file: file.stem)
def test_document_bundle_is_shown_or_refused_for_what_it_is(file: Path):
    data = file.read_bytes()
    assert sniff(data, "application/fhir+json") is ContentKind.FHIR_JSON
    if json.loads(data)["type"] != "document":
        with pytest.raises(ContentRefused) as refused:
            read_fhir_document(data, WORDS)
        assert refused.value.reason == RefusalReason.NOT_FHIR_DOCUMENT
        return
    read = read_fhir_document(data, WORDS)
    page = Page(document_html(read))
    assert page.complaints() == []
    assert read.title
    assert read.patient.name
    assert _headings_go_down_by_one(page)


def _headings_go_down_by_one(page: Page) -> bool:
    levels = [1, *(int(tag[1]) for tag in page.tags if re.fullmatch(r"h[1-6]", tag))]
    return all(below <= above + 1 for above, below in pairwise(levels))


def _written(data: bytes) -> list[str]:
    """The texts and titles of all sections, parted where a cell, an item or a paragraph ends."""
    root = etree.fromstring(data, etree.XMLParser(remove_comments=True))
    found: list[str] = []
    for section in root.iter(f"{{{HL7}}}section"):
        for one in section.iterchildren(f"{{{HL7}}}title", f"{{{HL7}}}text"):
            for element in one.iter(etree.Element):
                if name_of(element) in ENDING:
                    element.text = f" {element.text or ''}"
                    element.tail = f" {element.tail or ''}"
            found.append("".join(str(piece) for piece in one.itertext()))
    return found

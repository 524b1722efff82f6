"""What bytes are, whatever they are called; plain text and FHIR documents."""

import base64
import json
import time

import pytest

from patient_portal.documents.cda import read_cda
from patient_portal.documents.content import ContentKind, sniff
from patient_portal.documents.content_fhir import read_fhir_document
from patient_portal.documents.content_rtf import rtf_text
from patient_portal.documents.content_text import read_text, text_html
from patient_portal.documents.refusals import ContentRefused, RefusalReason
from tests.portal.documents.samples import WORDS, document, narrative, plain


@pytest.mark.parametrize(
    ("data", "claimed", "kind"),
    [
        (narrative("x"), "text/xml", ContentKind.CDA),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- c --><?p x?>" + narrative("x"), "", ContentKind.CDA),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + narrative("x"), "", ContentKind.CDA),
        (narrative("x").decode().encode("utf-16"), "", ContentKind.CDA),
        (narrative("x").decode().encode("utf-16-le"), "", ContentKind.CDA),
        (narrative("x").replace(b"<Clin", b"<c:Clin", 1), "application/pdf", ContentKind.CDA),
        (b"this was meant to be XML", "application/hl7-cda+xml", ContentKind.CDA),
        (b"%PDF-1.7", "text/xml", ContentKind.PDF),
        (b"<html><script>%PDF-1.7</script>", "application/pdf", ContentKind.HTML),
        (b"<!doctype html><title>x</title>", "application/pdf", ContentKind.HTML),
        (b"<svg onload='x'/>", "image/png", ContentKind.HTML),
        (b"\x89PNG\r\n\x1a\nxxxx", "text/html", ContentKind.IMAGE),
        (b"RIFF\x00\x00\x00\x00WEBP", "", ContentKind.IMAGE),
        (b"RIFF\x00\x00\x00\x00WAVE", "", ContentKind.UNKNOWN),
        (b"\x00" * 128 + b"DICM", "image/png", ContentKind.DICOM),
        (rb"{\rtf1 x}", "text/plain", ContentKind.RTF),
        (b'{"resourceType": "Bundle"}', "", ContentKind.FHIR_JSON),
        (b'<Bundle xmlns="http://hl7.org/fhir">', "", ContentKind.FHIR_XML),
        (b"<other/>", "", ContentKind.XML),
        ("Grüße".encode(), "text/plain; charset=utf-8", ContentKind.TEXT),
        ("Grüße".encode("cp1252"), "text/plain", ContentKind.TEXT),
        (b"hello", "application/pdf", ContentKind.UNKNOWN),
        (b"PK\x03\x04\x00\x00", "application/pdf", ContentKind.UNKNOWN),
        (b"MZ\x90\x00", "text/plain", ContentKind.UNKNOWN),
        (b"", "text/plain", ContentKind.UNKNOWN),
    ],
)
def test_kind_is_told_from_the_bytes(data: bytes, claimed: str, kind: ContentKind):
    assert sniff(data, claimed) is kind


@pytest.mark.parametrize(
    "hostile",
    [
        "<!DOCTYPE " + "a" * 60_000,
        "<!DOCTYPE a [" + "] " * 30_000,
        "<!DOCTYPE" + " " * 60_000,
        "<" + "a." * 30_000,
        "<!--" * 15_000,
        "<?x " * 15_000,
        " " * 60_000 + "x",
        "a" + " " * 60_000,
        "\n \t" * 20_000,
    ],
    ids=lambda hostile: hostile[:12],
)
def test_telling_and_reading_hostile_text_takes_no_time(hostile: str):
    started = time.process_time()
    sniff(hostile.encode())
    text_html(hostile)
    assert time.process_time() - started < 0.5


def test_plain_text_becomes_paragraphs_and_nothing_else():
    html = text_html(read_text("Bericht <b>\r\n\r\nGruß,\r\nDr. X\u202e\n\n\n  Ende".encode()))
    assert html == "<p>Bericht &lt;b&gt;</p><p>Gruß,<br>Dr. X</p><p>Ende</p>"


def test_text_in_columns_keeps_its_columns():
    html = text_html("Test        Wert     Norm\nHb          13,2     12-16\nLeuko       7,1      4-10")
    assert html.startswith('<pre class="doc-pre" tabindex="0">Test        Wert')


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a\x00b", RefusalReason.NOT_TEXT),
        (b" \n ", RefusalReason.EMPTY),
        (b"x" * 3_000_000, RefusalReason.TOO_LARGE),
    ],
)
def test_text_that_is_none_is_refused(data: bytes, reason: RefusalReason):
    with pytest.raises(ContentRefused) as refused:
        read_text(data)
    assert refused.value.reason == reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_decoded(encoding: str):
    assert read_text("Grüße à Noël".encode(encoding)) == "Grüße à Noël"


RTF = rb"""{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Arial;}}{\*\generator Word;}{\info{\title secret}}
\pard\b Befund\b0\par
Gr\'fc\'dfe \u8364 ? 5 \{x\}\par
{\field{\*\fldinst{HYPERLINK "javascript:alert(1)"}}{\fldrslt link}}{\object{\*\objdata 0105}}\tab end}"""


def test_words_of_an_rtf_file_are_read_and_nothing_else():
    assert rtf_text(RTF) == "Befund\nGrüße € 5 {x}\nlink\tend"
    body = base64.b64encode(RTF).decode()
    data = document(f'<nonXMLBody><text mediaType="text/rtf" representation="B64">{body}</text></nonXMLBody>')
    assert "Grüße € 5 {x}<br>link" in read_cda(data, WORDS).sections[0].html


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"hello", RefusalReason.NOT_TEXT),
        (rb"{\rtf1 }", RefusalReason.EMPTY),
        (rb"{\rtf1 " + b"{" * 5_000, RefusalReason.TOO_DEEP),
        (rb"{\rtf1 " + b"x" * 3_000_000, RefusalReason.TOO_LARGE),
    ],
)
def test_rtf_that_is_unfit_is_refused(data: bytes, reason: RefusalReason):
    with pytest.raises(ContentRefused) as refused:
        rtf_text(data)
    assert refused.value.reason == reason


def bundle(*sections: dict[str, object], **composition: object) -> bytes:
    entries = [
        {
            "fullUrl": "urn:uuid:1",
            "resource": {
                "resourceType": "Composition", "title": "Synthèse", "language": "fr", "date": "2026-03-01",
                "subject": {"reference": "urn:uuid:2"}, "author": [{"reference": "Practitioner/3"}],
                "section": list(sections), **composition,
            },
        },
        {
            "fullUrl": "urn:uuid:2",
            "resource": {
                "resourceType": "Patient", "id": "2", "birthDate": "1980-01-02", "gender": "female",
                "name": [{"given": ["Anne"], "family": "Weber"}],
            },
        },
        {"resource": {"resourceType": "Practitioner", "id": "3", "name": [{"prefix": ["Dr."], "family": "Klein"}]}},
        {"resource": {"resourceType": "Condition", "id": "4", "code": {"coding": [{"display": "Asthma"}]}}},
    ]  # fmt: skip
    return json.dumps({"resourceType": "Bundle", "type": "document", "entry": entries}).encode()


def div(inside: str) -> dict[str, object]:
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{inside}</div>'}


def test_document_bundle_reads_like_a_document():
    read = read_fhir_document(
        bundle(
            {"title": "Problèmes", "text": div("<table><tr><th>x</th><td onclick='y'>z</td></tr></table>")},
            {"title": "Other", "entry": [{"reference": "Condition/4"}]},
            {"title": "Empty", "emptyReason": {"coding": [{"display": "Nothing known"}]}},
            {"title": "Outer", "section": [{"title": "Inner", "text": div("<script>x</script>deep")}]},
        ),
        WORDS,
    )
    page = plain(read)
    assert page.complaints() == []
    assert (read.title, read.language, read.patient.name, read.patient.gender) == (
        "Synthèse",
        "fr",
        "Anne Weber",
        "F",
    )
    assert read.authors[0].person == "Dr. Klein"
    assert page.text == (
        "Problèmes x z Other From the coded part: Asthma Empty Nothing known Outer Inner deep"
    )
    assert [tag for tag in page.tags if tag in {"h2", "h3"}] == ["h2", "h2", "h2", "h2", "h3"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b"\xff\xfe{",
        b'{"resourceType":"Bundle","type":"searchset","entry":[]}',
        b'{"resourceType":"Bundle","type":"document","entry":"x"}',
        b'{"resourceType":"Bundle","type":"document","entry":[null,1,{"resource":[]}]}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_document_bundle_is_refused(data: bytes):
    with pytest.raises(ContentRefused) as refused:
        read_fhir_document(data, WORDS)
    assert refused.value.reason == RefusalReason.NOT_FHIR_DOCUMENT


def test_bundle_with_an_entity_bomb_in_its_narrative_is_refused():
    text = {"div": '<!DOCTYPE div [<!ENTITY a "b">]><div xmlns="http://www.w3.org/1999/xhtml">&a;</div>'}
    with pytest.raises(ContentRefused) as refused:
        read_fhir_document(bundle({"title": "x", "text": text}), WORDS)
    assert refused.value.reason == RefusalReason.HAS_DOCTYPE

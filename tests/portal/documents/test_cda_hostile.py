"""Hostile and broken files: each ends in one clear refusal, or is shown with nothing live in it."""

import base64
import time
import tracemalloc
from pathlib import Path

import pytest

from patient_portal.documents.cda import read_cda
from patient_portal.documents.refusals import ContentRefused, RefusalReason
from tests.portal.documents.samples import (
    HEADER,
    WORDS,
    Page,
    document,
    html_of,
    html_of_text,
    narrative,
    sections,
)


def refusal(data: bytes) -> RefusalReason:
    with pytest.raises(ContentRefused) as refused:
        read_cda(data, WORDS)
    return refused.value.reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", RefusalReason.NOT_XML),
        (b"   \n ", RefusalReason.NOT_XML),
        (b"Guten Tag", RefusalReason.NOT_XML),
        (b"%PDF-1.7 \x00\xff", RefusalReason.NOT_XML),
        (b"\x00" * 100, RefusalReason.NOT_XML),
        (b"<a>&nbsp;</a>", RefusalReason.NOT_XML),
        (b"<html><body>hello</body></html>", RefusalReason.NOT_CDA),
        (b'<ClinicalDocument xmlns="urn:else"/>', RefusalReason.NOT_CDA),
        (narrative("x")[:-30], RefusalReason.DAMAGED),
        (narrative("x") + b"<more/>", RefusalReason.DAMAGED),
        (narrative("a & b"), RefusalReason.DAMAGED),
        (b"x" * 30_000_000, RefusalReason.TOO_LARGE),
        (narrative("x" * 30_000_000), RefusalReason.TOO_LARGE),
        (narrative("x" * 12_000_000), RefusalReason.TOO_LARGE),
        (narrative("<br/>" * 400_000), RefusalReason.TOO_LARGE),
        (narrative("<content>" * 10_000 + "</content>" * 10_000), RefusalReason.TOO_DEEP),
        (narrative("<content>" * 200 + "</content>" * 200), RefusalReason.TOO_DEEP),
    ],
    ids=lambda value: value.value if isinstance(value, RefusalReason) else f"{len(value)} bytes",
)
def test_unfit_file_is_refused_with_its_reason(data: bytes, reason: RefusalReason):
    assert refusal(data) == reason


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE ClinicalDocument>",
        '<!DOCTYPE ClinicalDocument SYSTEM "http://127.0.0.1:9/cda.dtd">',
        '<!DOCTYPE ClinicalDocument PUBLIC "-//X//EN" "file:///etc/passwd">',
        '<!DOCTYPE ClinicalDocument [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE ClinicalDocument [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>',
        "<!DOCTYPE ClinicalDocument [<!ATTLIST title onclick CDATA 'alert(1)'>]>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_is_refused_in_every_form(doctype: str, encoding: str):
    text = narrative("&x;" if "ENTITY x" in doctype else "x").decode()
    assert refusal((doctype + text).encode(encoding)) == RefusalReason.HAS_DOCTYPE


def _bombs() -> dict[str, bytes]:
    steps = ["<!ENTITY e0 'haha'>", *(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))]
    laughs = f"<!DOCTYPE ClinicalDocument [{''.join(steps)}]>"
    quadratic = f"<!DOCTYPE ClinicalDocument [<!ENTITY q '{'x' * 60_000}'>]>"
    return {
        "laughs": laughs.encode() + narrative("&e11;"),
        "laughs in an attribute": laughs.encode() + narrative('<content ID="&e11;"/>'),
        "quadratic": quadratic.encode() + narrative("&q;" * 60_000),
        "quadratic in attributes": quadratic.encode() + narrative('<content ID="&q;"/>' * 5_000),
    }


@pytest.mark.parametrize("bomb", _bombs().values(), ids=_bombs().keys())
def test_entity_bomb_goes_off_nowhere(bomb: bytes):
    tracemalloc.start()
    started = time.process_time()
    assert refusal(bomb) == RefusalReason.HAS_DOCTYPE
    assert time.process_time() - started < 1
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_file_outside_is_never_read(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    address = secret.as_uri()
    including = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{address}" parse="text"/>'
    styled = f'<?xml-stylesheet type="text/xsl" href="{address}"?>'
    page = Page(html_of(document(f"<structuredBody/>{including}", before=styled)))
    assert "secret" not in page.text
    pictured = html_of_text(
        '<renderMultiMedia referencedObject="m"/>',
        f'<entry><observationMedia ID="m"><value mediaType="image/png"><reference value="{address}"/></value>'
        "</observationMedia></entry>",
    )
    assert "secret" not in pictured
    assert WORDS.media_missing in pictured


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<html:script xmlns:html='http://www.w3.org/1999/xhtml'>alert(1)</html:script>",
        "<ScRiPt src='//evil'/>",
        "<iframe src='javascript:alert(1)'/>",
        "<object data='x.swf'/><embed src='x'/><applet code='x'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>",
        "<math xmlns='http://www.w3.org/1998/Math/MathML' href='javascript:alert(1)'>x</math>",
        "<paragraph onmouseover='alert(1)' onclick='alert(2)'>x</paragraph>",
        "<table onmouseover='alert(1)' style='position:fixed;width:100%;height:100%'><tr><td>x</td></tr></table>",
        "<td style='background:url(javascript:alert(1))'>x</td>",
        "<content styleCode='Bold' style='background-image:url(//evil/x.png)'>x</content>",
        "<style>@import '//evil';body{background:url(//evil)}</style>",
        "<form action='//evil'><input name='a' autofocus='1' onfocus='alert(1)'/><button>x</button></form>",
        "<base href='//evil/'/><meta http-equiv='refresh' content='0;url=//evil'/>",
        "<link rel='stylesheet' href='//evil'/>",
        "<img src='x' onerror='alert(1)' alt='a picture'/>",
        "<img src='https://evil.example/pixel.gif'/>",
        "<img src='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='/>",
        "<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+'/>",
        "<linkHtml href='javascript:alert(1)'>x</linkHtml>",
        "<linkHtml href='JaVaScRiPt:alert(1)'>x</linkHtml>",
        "<linkHtml href=' javascript:alert(1)'>x</linkHtml>",
        "<linkHtml href='java&#9;script:alert(1)'>x</linkHtml>",
        "<linkHtml href='java&#10;script&#13;:alert(1)'>x</linkHtml>",
        "<linkHtml href='&#106;avascript&#58;alert(1)'>x</linkHtml>",
        "<linkHtml href='&#160;javascript:alert(1)'>x</linkHtml>",
        "<linkHtml href='&#8232;javascript:alert(1)'>x</linkHtml>",
        "<linkHtml href='vbscript:x'>x</linkHtml>",
        "<linkHtml href='data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;'>x</linkHtml>",
        "<linkHtml href='file:///etc/passwd'>x</linkHtml>",
        "<linkHtml href='//evil.example/x'>x</linkHtml>",
        "<linkHtml href='/sign-out'>x</linkHtml>",
        "<linkHtml href='#&quot;onclick=alert(1)'>x</linkHtml>",
        "<linkHtml href='https://a.lu/&quot;onclick=&quot;alert(1)'>x</linkHtml>",
        "<a xmlns='http://www.w3.org/1999/xhtml' href='javascript:alert(1)' target='_blank' ping='//evil'>x</a>",
        "<content ID='&quot;&gt;&lt;script&gt;'>x</content><linkHtml href='#&quot;&gt;&lt;script&gt;'>y</linkHtml>",
        "<content xml:lang='&quot;&gt;&lt;script&gt;'>x</content>",
        "<th scope='javascript:' colspan='9999999999' rowspan='-1'>x</th>",
        "<table class='govuk-button' id='main' role='dialog' aria-hidden='1'><tr><td tabindex='9'>x</td></tr></table>",
        "<renderMultiMedia referencedObject='&lt;i&gt;'><caption>&lt;b onclick='x'&gt;</caption></renderMultiMedia>",
        "<xsl:copy-of xmlns:xsl='http://www.w3.org/1999/XSL/Transform' select='document(\"/etc/passwd\")'/>",
        "<noteref href='javascript:x' id='y' word='z'/><picture src='javascript:x'/><link href='javascript:x'/>",
        "<said word='You must pay'/><attached href='x' word='Click me'/>",
    ],
)
def test_nothing_live_comes_through_a_narrative(hostile: str):
    html = html_of(narrative(f"<paragraph>before</paragraph>{hostile}<paragraph>after</paragraph>"))
    page = Page(html)
    assert page.complaints() == []
    assert "before" in page.text
    assert "after" in page.text
    assert "alert(1)" not in " ".join(value for _, name, value in page.attributes if name != "href")
    assert "You must pay" not in page.text


def test_markup_written_as_text_is_read_as_text():
    written = "<b>5 < 6</b> & {{7*7}} ${7*7} <script>alert('é')</script> <!-- x --> %(name)s"
    escaped = written.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    page = Page(html_of(narrative(f"<paragraph>{escaped}</paragraph>", title=escaped)))
    assert page.complaints() == []
    assert page.text == f"{written} {written}"


def test_title_with_markup_cannot_leave_its_heading():
    page = Page(html_of(sections("<title>A <b>bold</b> &lt;/h2&gt;&lt;script&gt;x</title><text>y</text>")))
    assert page.complaints() == []
    assert "A bold </h2><script>x" in page.text


def test_bidirectional_override_in_a_dose_is_taken_out_and_told():
    data = narrative("<paragraph>5\u202e01\u202c mg \u2066a\u2069</paragraph>")
    read = read_cda(data, WORDS)
    assert read.text_was_cleaned
    assert "501 mg a" in Page(read.sections[0].html).text
    assert not read_cda(narrative("<paragraph>5 mg</paragraph>"), WORDS).text_was_cleaned


def test_hidden_characters_are_taken_out():
    hidden = "a\ufeffb\U000e0041c\ufff9d&#x9B;e"
    assert Page(html_of_text(f"<paragraph>{hidden}</paragraph>")).text == "abcd›e"


def _unstructured(media_type: str, content: bytes | str, representation: str = "B64") -> bytes:
    carried = base64.b64encode(content).decode() if isinstance(content, bytes) else content
    attributes = f'mediaType="{media_type}" representation="{representation}"'
    return document(f"<nonXMLBody><text {attributes}>{carried}</text></nonXMLBody>")


@pytest.mark.parametrize("media_type", ["application/pdf", "image/png", "application/dicom", "text/rtf"])
def test_html_that_says_it_is_another_file_is_not_shown(media_type: str):
    page_bytes = b"<html><body><script>alert(1)</script><p>Click here</p></body></html>"
    read = read_cda(_unstructured(media_type, page_bytes), WORDS)
    assert read.attachments == ()
    assert WORDS.attachment_missing in read.sections[0].html
    assert "Click" not in read.sections[0].html


def test_html_body_that_says_so_is_shown_without_what_acts():
    page_bytes = (
        b"<html><head><title>t</title></head><body onload=x><script>alert(1)</script><h1>Bericht</h1>"
        b"<p style='color:red'>Guten <b>Tag</b></p><iframe src=x></iframe></body></html>"
    )
    page = Page(html_of(_unstructured("text/html", page_bytes)))
    assert page.complaints() == []
    assert page.text == "Bericht Guten Tag"


@pytest.mark.parametrize("broken", ["!!!!", "JVBERi0xLjc", "", "AAAA====AAAA", "é"])
def test_broken_base64_is_told_and_breaks_nothing(broken: str):
    read = read_cda(_unstructured("application/pdf", broken), WORDS)
    page = Page(read.sections[0].html)
    assert page.text in {WORDS.attachment_missing, WORDS.attachment}


def test_compression_bomb_inside_is_not_inflated():
    import zlib

    bomb = zlib.compress(b"\x00" * 300_000_000)
    data = document(
        f'<nonXMLBody><text mediaType="application/pdf" representation="B64" compression="ZL">'
        f"{base64.b64encode(bomb).decode()}</text></nonXMLBody>"
    )
    assert WORDS.attachment_missing in read_cda(data, WORDS).sections[0].html


def test_picture_inside_that_is_a_bomb_is_not_drawn():
    png = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
        + (30_000).to_bytes(4) * 2
        + b"\x08\x02\x00\x00\x00"
        + b"\x00" * 60
    )
    carried = base64.b64encode(png).decode()
    html = html_of_text(
        '<renderMultiMedia referencedObject="m"/>',
        f'<entry><observationMedia ID="m"><value mediaType="image/png" representation="B64">{carried}</value>'
        "</observationMedia></entry>",
    )
    assert "<img" not in html


def test_foreign_stylesheet_is_ignored():
    styled = '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="missing.xsl"?>'
    assert "Bonjour" in html_of(styled.encode() + narrative("Bonjour"))


def test_header_full_of_rubbish_is_left_out_where_it_says_nothing():
    rubbish = (
        '<title nullFlavor="NI"/><effectiveTime value="never"/><languageCode code="&quot;&gt;"/>'
        '<recordTarget nullFlavor="UNK"/><author/><custodian/><documentationOf/><componentOf/>'
        "<relatedDocument/><participant/><informant/><authenticator/><inFulfillmentOf/>"
    )
    read = read_cda(sections("<text>x</text>", header=rubbish), WORDS)
    assert (read.title, read.effective, read.language) == ("", None, "")
    assert (read.authors, read.participants, read.events, read.encounter) == ((), (), (), None)
    assert "None" not in str(html_of(sections("<text>x</text>", header=rubbish)))


def test_same_address_in_another_case_is_still_a_link():
    assert 'href="HTTPS://a.lu/x"' in html_of_text('<linkHtml href="HTTPS://a.lu/x">x</linkHtml>')
    assert HEADER

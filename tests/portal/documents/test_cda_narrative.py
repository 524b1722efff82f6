"""What a person reads of a section: text, lists, tables, notes, links, pictures, however its author wrote them."""

import base64
from io import BytesIO

import pytest
from PIL import Image

from patient_portal.documents.cda import read_cda
from tests.portal.documents.samples import WORDS, Page, html_of, html_of_text, narrative, sections


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> str:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return base64.b64encode(out.getvalue()).decode()


def media(identity: str, content: str, media_type: str = "image/png") -> str:
    return (
        f'<entry><observationMedia ID="{identity}"><value mediaType="{media_type}" representation="B64">{content}'
        "</value></observationMedia></entry>"
    )


def test_loose_text_becomes_paragraphs():
    html = html_of_text(
        " Erste Zeile <content>fett</content><br/><br/>zweite<table><tr><td>a</td></tr></table>dritte "
    )
    assert html.startswith("<p>Erste Zeile fett</p><p>zweite</p>")
    assert html.endswith("<p>dritte</p>")


def test_pretty_printing_is_no_line_end_but_the_author_s_lines_are():
    assert "<br>" not in html_of_text("<paragraph>long text\n          goes on\n          here</paragraph>")
    assert html_of_text("<paragraph>Glucose 5.1\nUrea 4\nNatrium 140</paragraph>").count("<br>") == 2
    assert html_of_text("<paragraph>Erstens.\n\n   Zweitens.</paragraph>").count("<br>") == 2
    wrapped = "\n".join(
        ["Dieser lange Satz ist nur umgebrochen, weil eine Zeile siebzig Zeichen hat,"] * 3 + ["Ende."]
    )
    assert "<br>" not in html_of_text(f"<paragraph>{wrapped}</paragraph>")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<content styleCode="Bold">x</content>', '<strong class="doc-strong">x</strong>'),
        ('<content styleCode="Italics">x</content>', '<em class="doc-em">x</em>'),
        ('<content styleCode="Underline">x</content>', '<span class="doc-u">x</span>'),
        ('<content styleCode="xELGA_red">x</content>', '<span class="doc-flag">x</span>'),
        ('<content styleCode="unheard of">x</content>', "x"),
        ("H<sub>2</sub>O m<sup>2</sup>", "H<sub>2</sub>O m<sup>2</sup>"),
        ('<content revised="insert">x</content>', '<ins><span class="doc-unseen">Added: </span>x</ins>'),
        ('<content revised="delete">x</content>', '<del><span class="doc-unseen">Removed: </span>x</del>'),
        ('<content xml:lang="de-AT">x</content>', '<span lang="de-AT">x</span>'),
        (
            "<paragraph><caption>Impression</caption>ok</paragraph>",
            '<span class="doc-label">Impression</span> ok',
        ),
        ("<unknown>x</unknown>", "x"),
    ],
)
def test_style_of_the_words_is_kept(written: str, shown: str):
    assert shown in html_of_text(written)


def test_lists_keep_their_kind_and_their_nesting():
    html = html_of_text(
        '<list listType="ordered" styleCode="LittleRoman"><caption>Steps</caption><item>a<list><item>b</item></list>'
        "</item><item/><item>c</item></list>"
    )
    assert html == (
        '<p class="doc-list-label">Steps</p><ol type="i"><li>a<ul><li>b</li></ul></li><li>c</li></ol>'
    )


def test_stray_text_and_blocks_in_a_list_become_items():
    page = Page(html_of_text("<list>loose<paragraph>p</paragraph><item>i</item></list>"))
    assert page.tags.count("li") == 3
    assert page.text == "loose p i"


def test_table_gets_its_head_scopes_and_name():
    html = html_of_text(
        "<table><caption>Blut</caption><tbody><tr><th>Name</th><th>Wert</th></tr>"
        '<tr><th>Hb</th><td align="right">13</td></tr></tbody></table>'
    )
    page = Page(html)
    assert page.complaints() == []
    assert page.values("scope") == ["col", "col", "row"]
    assert '<thead><tr><th scope="col">Name</th>' in html
    assert 'aria-labelledby="doc-s1-table-1"' in html
    assert '<caption id="doc-s1-table-1">Blut</caption>' in html
    assert '<td class="doc-right">13</td>' in html


def test_table_without_caption_is_named_by_its_section():
    assert 'aria-labelledby="doc-s1"' in html_of_text("<table><tr><td>a</td><td>b</td></tr></table>")
    untitled = read_cda(sections("<text><table><tr><td>a</td></tr></table></text>"), WORDS).sections[0]
    assert 'aria-label="Table"' in untitled.html


WIDE = "<thead><tr><th>Test</th><th>Wert</th><th>Einheit</th><th>Norm</th></tr></thead>"


def test_wide_table_can_be_stacked_with_the_header_beside_each_value():
    html = html_of_text(
        f"<table>{WIDE}<tbody><tr><td colspan='4'>Hämatologie</td></tr>"
        "<tr><td>Hb</td><td>13</td><td>g/dl</td><td> </td></tr></tbody></table>"
    )
    page = Page(html)
    assert page.complaints() == []
    assert "doc-table-stack" in html
    assert 'data-label="Einheit">g/dl<' in html
    assert '<tr role="row" class="doc-group"><td role="cell" colspan="4">Hämatologie</td></tr>' in html
    assert '<td role="cell" data-label="Norm"></td>' in html


@pytest.mark.parametrize(
    "body",
    [
        "<tr><td colspan='2'>a</td><td>b</td><td>c</td></tr>",
        "<tr><td rowspan='2'>a</td><td>b</td><td>c</td><td>d</td></tr><tr><td>b</td><td>c</td><td>d</td></tr>",
        "<tr><td>a</td><td>b</td><td>c</td><td>d</td><td>e</td></tr>",
        "<tr><td>a</td><td>b</td><td>c</td><td><table><tr><td>x</td></tr></table></td></tr>",
    ],
)
def test_table_that_is_no_plain_grid_scrolls_instead(body: str):
    html = html_of_text(f"<table>{WIDE}<tbody>{body}</tbody></table>")
    assert "doc-table-stack" not in html
    assert 'class="doc-table"' in html
    assert 'tabindex="0"' in html


def test_first_head_row_of_one_cell_is_the_title_of_the_table():
    html = html_of_text(
        "<table><thead><tr><th colspan='2'>Abgelaufen</th></tr><tr><th>a</th><th>b</th></tr></thead>"
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    )
    assert '<caption id="doc-s1-table-1">Abgelaufen</caption>' in html


def test_badly_built_table_loses_no_word():
    page = Page(
        html_of_text(
            "<table>one<tr>two<td>three</td><paragraph>four</paragraph></tr><td>five</td><tfoot><tr><td>six</td></tr>"
            "</tfoot><tbody><tr/><tr><th/></tr></tbody><paragraph>seven</paragraph></table>"
        )
    )
    assert page.complaints() == []
    assert sorted(page.text.split()) == sorted("one two three four five six seven".split())


def test_notes_are_numbered_and_lead_there_and_back():
    html = html_of_text(
        '<table><tr><td>5<footnoteRef IDREF="n"/></td></tr></table>'
        '<footnote ID="n">high</footnote><paragraph>x<footnote>other</footnote></paragraph>'
    )
    page = Page(html)
    assert page.complaints() == []
    assert page.text.startswith("5 1 x 2")
    assert '<li id="doc-s1-note-1">high <a' in html
    assert 'href="#doc-s1-ref-1" aria-label="Back to the text"' in html


def test_links_inside_lead_to_their_place_and_nothing_else_gets_an_id():
    html = html_of(
        sections(
            '<title>A</title><text>see <linkHtml href="#Labor1">there</linkHtml>, '
            '<linkHtml href="#sec">section</linkHtml>, <linkHtml href="#gone">gone</linkHtml></text>',
            '<title>B</title><text><paragraph ID="Labor1">here</paragraph><paragraph ID="Labor1">not here</paragraph>'
            '<paragraph ID="unused">x</paragraph></text>',
        ).replace(b"<section><title>B", b'<section ID="sec"><title>B')
    )
    page = Page(html)
    assert page.complaints() == []
    assert '<a href="#doc-t1">there</a>, <a href="#doc-s2">section</a>, gone' in html
    assert '<p id="doc-t1">here</p><p>not here</p><p>x</p>' in html


def test_two_documents_can_stand_in_one_page():
    data = narrative('<linkHtml href="#a">x</linkHtml><paragraph ID="a">y</paragraph>')
    one, two = (read_cda(data, WORDS, prefix).sections[0].html for prefix in ("left", "right"))
    assert Page(one + two).complaints() == []


def test_link_outside_shows_where_it_really_leads():
    html = html_of_text('<linkHtml href="https://good.lu@evil.example/a?b=1&amp;c=2">good.lu</linkHtml>')
    assert 'rel="noopener noreferrer"' in html
    assert '<span class="doc-host">(evil.example)</span>' in html
    assert html_of_text('<linkHtml href="mailto:a@b.lu">a@b.lu</linkHtml>').count("doc-host") == 0


def test_raw_html_in_a_narrative_reads_like_a_narrative():
    html = html_of_text(
        '<div xmlns="http://www.w3.org/1999/xhtml"><h3>Befund</h3><p>Guten <b>Tag</b><br/>neu</p><ul><li>a</li></ul>'
        "<dl><dt>Puls</dt><dd>70</dd></dl><table><tr><th>x</th><td>1</td></tr></table><pre>a  b\n c</pre></div>"
    )
    page = Page(html)
    assert page.complaints() == []
    assert '<p class="doc-subheading">Befund</p>' in html
    assert "Guten <strong>Tag</strong><br>neu" in html
    assert '<pre class="doc-pre" tabindex="0">a  b\n c</pre>' in html
    assert page.text == "Befund Guten Tag neu a Puls 70 x 1 a b c"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_picture_is_drawn_anew_in_its_place(kind: str):
    text = '<renderMultiMedia referencedObject="m"><caption>Left hand</caption></renderMultiMedia>'
    html = html_of_text(text, media("m", picture(kind), "application/octet-stream"))
    assert Page(html).complaints() == []
    assert '<img src="data:image/' in html
    assert 'alt="Picture" width="40" height="20"' in html
    assert "<figcaption>Left hand</figcaption>" in html


def test_picture_that_no_text_mentions_is_shown_all_the_same():
    assert "<img" in html_of_text("Findings", media("m", picture()))


def test_pdf_in_a_section_becomes_an_attachment():
    pdf = base64.b64encode(b"%PDF-1.4 x").decode()
    data = narrative('<renderMultiMedia referencedObject="p"/>', entries=media("p", pdf, "text/plain"))
    read = read_cda(data, WORDS)
    assert [(one.kind, one.data) for one in read.attachments] == [("pdf", b"%PDF-1.4 x")]
    assert f'<a href="#{read.attachments[0].anchor}">Open the attached file</a>' in read.sections[0].html


def test_picture_that_is_not_there_is_told():
    assert WORDS.media_missing in html_of_text('<renderMultiMedia referencedObject="nowhere"/>')


def test_section_without_words_tells_its_coded_part():
    entries = """
    <entry><observation><code code="1" displayName="Hemoglobin"/><effectiveTime value="20260103"/>
      <value value="13.2" unit="g/dl"/></observation></entry>
    <entry><substanceAdministration negationInd="true"><consumable><manufacturedProduct><manufacturedMaterial>
      <code><translation displayName="Paracétamol"/></code></manufacturedMaterial></manufacturedProduct></consumable>
      </substanceAdministration></entry>
    <entry><organizer><code displayName="Panel"/><component><observation><code displayName="Sodium"/>
      <value nullFlavor="UNK"/></observation></component></organizer></entry>
    <entry><act nullFlavor="NI"/></entry>"""
    page = Page(html_of_text("", entries))
    assert page.complaints() == []
    assert page.text == (
        "From the coded part: Hemoglobin – 13.2 g/dl (2026-01-03) Not present: Paracétamol Panel Sodium"
    )


def test_empty_section_says_so_and_a_missing_title_is_the_code_s():
    read = read_cda(sections('<code displayName="Allergies"/><title/><text/>'), WORDS)
    assert read.sections[0].title == "Allergies"
    assert WORDS.empty_section in read.sections[0].html
    assert not read.sections[0].has_text


def test_sections_within_sections_keep_the_order_of_headings():
    inner = "<component><section><title>C</title><text>z</text></section></component>"
    middle = f"<component><section><text>untitled</text>{inner}</section></component>"
    data = sections(f"<title>A</title><text>x</text>{middle}", '<title language="de">B</title><text>y</text>')
    html = html_of(data, heading_level=3)
    assert [tag for tag in Page(html).tags if tag.startswith("h")] == ["h3", "h4", "h3"]
    read = read_cda(data, WORDS)
    assert [(one.title, [inside.title for inside in one.inside]) for one in read.contents] == [
        ("A", ["C"]),
        ("B", []),
    ]
    assert html.startswith('<div class="doc-body" lang="fr-LU">')
    assert 'class="doc-section" lang="de"' in html


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "iso-8859-15"]
)
def test_declared_encoding_is_followed(encoding: str):
    text = narrative(
        "<paragraph>Grüße à Noël, ½ µg</paragraph>" if "15" not in encoding else "Grüße à Noël"
    ).decode()
    declared = encoding.removesuffix("-sig")
    data = f'<?xml version="1.0" encoding="{declared}"?>{text}'.encode(encoding)
    read = read_cda(data, WORDS)
    assert "Grüße à Noël" in read.sections[0].html
    assert not read.encoding_was_guessed


@pytest.mark.parametrize(("declared", "real"), [("utf-8", "windows-1252"), ("utf-16", "utf-8")])
def test_wrong_encoding_is_mended_and_told(declared: str, real: str):
    data = f'<?xml version="1.0" encoding="{declared}"?>'.encode() + narrative("½ Tablette").decode().encode(
        real
    )
    read = read_cda(data, WORDS)
    assert "½ Tablette" in read.sections[0].html
    assert read.encoding_was_guessed


def test_windows_characters_in_a_latin_1_file_are_read_as_meant():
    text = narrative("l\x92hôpital \x80 5").decode()
    data = f'<?xml version="1.0" encoding="iso-8859-1"?>{text}'.encode("iso-8859-1")
    assert "l’hôpital € 5" in html_of(data)
    assert not read_cda(data, WORDS).text_was_cleaned


def test_document_that_forgot_its_namespace_is_read():
    assert "Bonjour" in html_of(narrative("Bonjour").replace(b' xmlns="urn:hl7-org:v3"', b""))

"""One document to read: text, pages, pictures, originals."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from patient_portal.documents.description import same_person
from patient_portal.documents.originals import disposition, file_name
from tests.portal.documents.deposits import deposit
from tests.portal.documents.small_files import Record, cda, opened, pdf, png, section
from tests.support.browser import TestBrowser

# what is read


def test_a_clinical_document_reads_in_its_own_language(
    fatoumata: TestBrowser, fatoumatas_record: Record
) -> None:
    sections = "".join(
        section(name, f"<paragraph>{name} ist gut.</paragraph>") for name in ("Herz", "Lunge", "Leber")
    )
    page = opened(
        fatoumata, fatoumatas_record, cda(sections), title="Entlassungsbrief", type_code="hospital-discharge"
    )
    assert page.said("document-title") == "Entlassungsbrief"
    assert page.mark("document-title").xpath("string(.//@lang)") == "de"
    body = page.mark("document-body")
    assert "Lunge ist gut." in body.text_content()
    assert body.xpath("count(.//*[starts-with(@lang, 'de')])") >= 1
    contents = page.root.xpath("//nav[@aria-labelledby='contents-title']//a")
    assert [link.text_content() for link in contents] == ["Herz", "Lunge", "Leber"]
    assert "Hôpital de la Pétrusse" in page.text
    assert "2 October 2026" in page.text
    assert not page.has("other-person")


def test_a_document_about_somebody_else_says_so_gently(
    fatoumata: TestBrowser, fatoumatas_record: Record
) -> None:
    page = opened(fatoumata, fatoumatas_record, cda(section("A", "x"), patient="Aminata Diallo"))
    assert "Aminata Diallo" in page.said("other-person")
    assert "x" in page.said("document-body")


@pytest.mark.parametrize(
    ("written", "holder", "fits"),
    [
        ("Nicolas Reuland", "Nicolas Reuland", True),
        ("REULAND Nicolas", "Nicolas Reuland", True),
        ("Dr N. Reuland", "Nicolas Reuland", True),
        ("Leonie Kieffer", "Léonie Kieffer-Biever", True),
        (
            "Maria Vasconcelos de Magalhães",
            "Maria da Conceição Zoé Françoise Vasconcelos de Magalhães e Sá",
            True,
        ),
        ("", "Nicolas Reuland", True),
        ("Ferdinand Kieffer", "Léonie Kieffer-Biever", False),
        ("Léo Antunes Wagener", "Maya Antunes Wagener", False),
        ("Paula Reuland", "Nicolas Reuland", False),
    ],
)
def test_names_are_compared_as_people_write_them(written: str, holder: str, fits: bool) -> None:
    assert same_person(written, holder) is fits


def test_pages_of_a_pdf_are_pictures_with_their_text(nicolas: TestBrowser) -> None:
    page = nicolas.open("documents", q="sortie", group="hospital")
    links = [row for row in page.marks("document-open") if "Lettre de sortie" in row.text_content()]
    assert links, page.text[:500]
    for link in links:
        page = nicolas.open(link.get("href"))
        if page.root.xpath("//figure[@class='doc-page']"):
            break
    figures = page.root.xpath("//figure[@class='doc-page']")
    assert figures
    image = figures[0].xpath(".//img")[0]
    assert re.fullmatch(r"Page 1 of \d+", image.get("alt"))
    assert int(image.get("width")) > 0
    assert int(image.get("height")) > 0
    assert "Reuland" in figures[0].xpath("string(.//details)")
    answer = nicolas.client.get(image.get("src"), base_url="https://localhost")
    assert answer.status_code == 200
    assert answer.content_type.startswith("image/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["ETag"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    same = nicolas.client.get(
        image.get("src"), base_url="https://localhost", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert same.status_code == 304
    with Image.open(BytesIO(answer.data)) as drawn:
        assert drawn.width == 1200


def test_a_long_pdf_is_shown_in_parts(fatoumata: TestBrowser, fatoumatas_record: Record) -> None:
    page = opened(fatoumata, fatoumatas_record, pdf(19), "application/pdf")
    assert len(page.root.xpath("//figure")) == 8
    assert "Pages 1 to 8 of 19" in page.text
    fatoumata.follow("Next pages")
    page = fatoumata.follow("Next pages")
    assert "Pages 17 to 19 of 19" in page.text
    assert page.root.xpath("//figure[@id='page-19']")
    assert "picture without text" in page.text
    assert "Pages 9 to 16 of 19" in fatoumata.follow("Previous pages").text


@pytest.mark.parametrize("query", ["at=0", "at=900", "at=x", "at=-3", "file=9&at=2"])
def test_a_part_that_does_not_exist_is_another_part(
    fatoumata: TestBrowser, fatoumatas_record: Record, query: str
) -> None:
    identifier = deposit(*fatoumatas_record, pdf(9), "application/pdf")
    assert fatoumata.open(f"documents/{identifier}?{query}").root.xpath("//figure")


def test_a_picture_is_drawn_anew(fatoumata: TestBrowser, fatoumatas_record: Record) -> None:
    page = opened(fatoumata, fatoumatas_record, png(), "image/png", type_code="imaging")
    image = page.mark("document-body").xpath(".//img")[0]
    answer = fatoumata.client.get(image.get("src"), base_url="https://localhost")
    assert answer.status_code == 200
    assert answer.content_type == "image/png"


def test_a_file_inside_a_document_is_shown_and_can_be_kept(
    fatoumata: TestBrowser, fatoumatas_record: Record
) -> None:
    import base64

    carried = base64.b64encode(pdf(2)).decode()
    content = f"""<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Scan</title><component><nonXMLBody>
<text mediaType="application/pdf" representation="B64">{carried}</text></nonXMLBody></component></ClinicalDocument>"""
    page = opened(fatoumata, fatoumatas_record, content.encode())
    images = page.root.xpath("//figure//img/@src")
    assert len(images) == 2
    assert "/files/1/pages/1" in images[0]
    assert fatoumata.client.get(images[1], base_url="https://localhost").status_code == 200
    link = page.root.xpath("//a[contains(@href, '/files/1')][@download]/@href")[0]
    answer = fatoumata.client.get(link, base_url="https://localhost")
    assert answer.content_type == "application/pdf"
    assert answer.data == pdf(2) or answer.data.startswith(b"%PDF-")
    assert fatoumata.open(link.replace("/files/1", "/files/2")).status == 404


def test_plain_text_reads_as_it_was_written(fatoumata: TestBrowser, fatoumatas_record: Record) -> None:
    page = opened(
        fatoumata, fatoumatas_record, "Befund: <b>gut</b> & schön\n\nZweiter Absatz".encode(), "text/plain"
    )
    assert "<b>gut</b> & schön" in page.said("document-body")


def test_a_newer_version_is_offered(fatoumata: TestBrowser, fatoumatas_record: Record) -> None:
    old = deposit(*fatoumatas_record, cda(section("A", "alt")), title="Fassung eins")
    new = deposit(*fatoumatas_record, cda(section("A", "neu")), title="Fassung zwei", replaces_id=old)
    page = fatoumata.open(f"documents/{old}")
    assert "old version" in page.text
    page = fatoumata.follow("Read the newer version")
    assert page.path.endswith(new)
    assert fatoumata.follow("The version before this one").path.endswith(old)
    listed = [
        row.get("data-document-id") for row in fatoumata.open("documents", q="Fassung").marks("document-row")
    ]
    assert listed == [new]


# the original


def test_the_original_is_handed_over_as_it_came(fatoumata: TestBrowser, fatoumatas_record: Record) -> None:
    content = cda(section("A", "x"))
    page = opened(fatoumata, fatoumatas_record, content, title="Übersicht: „Herz“ / 1983081234566")
    answer = fatoumata.client.get(page.mark("document-original").get("href"), base_url="https://localhost")
    assert answer.data == content
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    said = answer.headers["Content-Disposition"]
    assert said.startswith('attachment; filename="2026-10-02 Ubersicht Herz.xml"')
    assert "filename*=UTF-8''2026-10-02%20%C3%9Cbersicht%20Herz.xml" in said
    assert "1983081234566" not in said


@pytest.mark.parametrize(
    "title",
    ["../../etc/passwd", 'a"; x="b', "line\r\nSet-Cookie: a=b", "\u202etxt.exe", "", "." * 300, "ﬁ ✓ 日本"],
)
def test_no_title_makes_an_unsafe_file_name(title: str) -> None:
    name = file_name(title, None, "pdf")
    assert not set('/\\:*?"<>|\r\n\0') & set(name)
    assert not name.startswith(".")
    assert len(name) < 100
    header = disposition(name)
    assert header.isascii()
    assert header.count('"') == 2
    assert "\n" not in header


def test_outage_says_that_the_record_cannot_be_reached(
    signed_in: Callable[[str], TestBrowser], fatoumatas_record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    from patient_portal.platform_client.wire import Unreachable

    browser = signed_in("Fatoumata Diallo")
    identifier = deposit(*fatoumatas_record, b"x", "text/plain")
    transport = browser.app.extensions["dsp-platform-client"].transport

    def nobody(_call: Any) -> Any:
        raise Unreachable("down")

    monkeypatch.setattr(transport, "send", nobody)
    for path in ("documents", f"documents/{identifier}", f"documents/{identifier}/original", "journal"):
        page = browser.open(path)
        assert page.status == 503
        assert "cannot be reached" in page.heading


def test_a_mistake_in_a_document_is_told_from_its_page_and_its_readers_are_looked_up(
    fatoumata: TestBrowser, fatoumatas_record: Record
) -> None:
    opened(fatoumata, fatoumatas_record, b"Alles gut.", media_type="text/plain", title="Mit Fehler")
    document = fatoumata.page.path
    page = fatoumata.follow("Something in it is wrong")
    assert "About this document: Mit Fehler" in page.text
    assert page.root.xpath("//input[@name='kind'][@value='rectification'][@checked]")
    assert fatoumata.follow("Cancel").path == document
    page = fatoumata.follow("Who opened this document?")
    assert "Only entries about: Mit Fehler" in page.text
    assert "You opened a document." in page.text

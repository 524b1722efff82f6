"""One document to read: text, pages, pictures, originals; hostile files; who gets nothing at all."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from patient_portal.documents.description import same_person
from patient_portal.documents.originals import disposition, file_name
from tests.portal.documents.deposits import deposit
from tests.support.browser import Page, TestBrowser
from tests.support.tree import ROOT

CORPUS = ROOT.parent / "shared" / "corpus" / "dev"
ABSENT = "01a20b82-0000-7000-8000-000000000000"
Record = tuple[Path, str]


def opened(
    browser: TestBrowser, record: Record, content: bytes, media_type: str = "text/xml", **facts: Any
) -> Page:
    """A document put into the record, as its reader sees it; the test browser refuses a bad page."""
    identifier = deposit(*record, content, media_type, **facts)
    return browser.open(f"documents/{identifier}")


def cda(body: str = "", *, patient: str = "Fatoumata Diallo", title: str = "Befund") -> bytes:
    """A small CDA document."""
    given, family = patient.split(" ", 1)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3"><title>{title}</title><languageCode code="de-LU"/>
<recordTarget><patientRole><patient><name><given>{given}</given><family>{family}</family></name></patient></patientRole>
</recordTarget><component><structuredBody>{body}</structuredBody></component></ClinicalDocument>""".encode()


def section(title: str, text: str) -> str:
    """One section of a CDA document."""
    return f"<component><section><title>{title}</title><text>{text}</text></section></component>"


def pdf(pages: int = 1, **options: Any) -> bytes:
    """A PDF of empty pages."""
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page(page_size=(595, 842))
    stream = BytesIO()
    document.save(stream, **options)
    return stream.getvalue()


def png() -> bytes:
    """A small picture."""
    stream = BytesIO()
    Image.new("RGB", (60, 40), (120, 30, 30)).save(stream, "PNG")
    return stream.getvalue()


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


# what cannot be read


BOMB = (
    "<!DOCTYPE x ["
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    + "]>"
)


def _with(text: str) -> bytes:
    return f"<ClinicalDocument xmlns='urn:hl7-org:v3'>{text}</ClinicalDocument>".encode()


HOSTILE: dict[str, tuple[bytes, str, str]] = {
    "not XML at all": (b"This is no XML.", "text/xml", "cannot show"),
    "cut off": (cda(section("A", "x"))[:200], "text/xml", "cannot show"),
    "a document type": (cda().replace(b"?>", b"?><!DOCTYPE x>"), "text/xml", "could harm"),
    "an entity bomb": (
        BOMB.encode() + b"<ClinicalDocument xmlns='urn:hl7-org:v3'>&e9;</ClinicalDocument>",
        "text/xml",
        "could harm",
    ),
    "a file of this machine": (
        b"<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>" + _with("&f;"),
        "text/xml",
        "could harm",
    ),
    "a web page": (b"<html><script>alert(1)</script></html>", "text/html", "cannot be shown"),
    "another XML": (b"<invoice/>", "text/xml", "cannot"),
    "nothing known": (bytes(range(256)) * 8, "application/octet-stream", "cannot be shown"),
    "a program": (b"MZ\x90\x00" + b"\0" * 100, "application/pdf", "cannot be shown"),
    "a broken PDF": (b"%PDF-1.7\nnonsense", "application/pdf", "damaged"),
    "a locked PDF": (
        pdf(encryption=pikepdf.Encryption(owner="boss", user="secret")),
        "application/pdf",
        "locked with a password",
    ),
    "a broken picture": (png()[:60], "image/png", "cannot show"),
    "a text document": (rb"{\rtf1 hello}", "application/rtf", "cannot be shown"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_shown_is_said_clearly(
    fatoumata: TestBrowser, fatoumatas_record: Record, name: str
) -> None:
    content, media_type, said = HOSTILE[name]
    page = opened(fatoumata, fatoumatas_record, content, media_type)
    assert page.status == 200
    assert said in page.said("document-refused")
    assert "helpdesk" in page.said("document-refused")
    assert b"<script>alert" not in page.body
    answer = fatoumata.client.get(page.mark("document-original").get("href"), base_url="https://localhost")
    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype not in {"text/html", "image/svg+xml", "application/xhtml+xml"}


@pytest.mark.parametrize("language", ["fr", "de", "lb"])
def test_a_refusal_is_told_in_the_language_of_the_page(
    fatoumata: TestBrowser, fatoumatas_record: Record, language: str
) -> None:
    identifier = deposit(*fatoumatas_record, b"no xml")
    page = fatoumata.open(f"/{language}/documents/{identifier}")
    assert "helpdesk" in page.said("document-refused").casefold()
    assert "cannot" not in page.said("document-refused")


def test_scripts_in_a_document_are_not_there_any_more(
    fatoumata: TestBrowser, fatoumatas_record: Record
) -> None:
    evil = "<script>alert(1)</script><paragraph onclick='alert(2)' styleCode='Bold'>Guten Tag</paragraph>"
    link = "<linkHtml href='javascript:alert(3)'>hier</linkHtml><img src='https://evil.example/x.png'/>"
    page = opened(fatoumata, fatoumatas_record, cda(section("A", evil + link)))
    assert "Guten Tag" in page.said("document-body")
    for sign in (b"alert(2)", b"javascript:", b"evil.example/x.png"):
        assert sign not in page.body


def test_a_pdf_with_a_script_shows_its_pages_only(fatoumata: TestBrowser, fatoumatas_record: Record) -> None:
    document = pikepdf.open(BytesIO(pdf()))
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('x')")
    stream = BytesIO()
    document.save(stream)
    page = opened(fatoumata, fatoumatas_record, stream.getvalue(), "application/pdf")
    assert page.root.xpath("//figure//img")
    assert b"app.alert" not in page.body


def test_a_document_far_too_large_is_offered_for_download(
    fatoumata: TestBrowser, fatoumatas_record: Record
) -> None:
    padding = b"<!--" + b"x" * 1_000_000 + b"-->"
    content = cda(section("A", "x")) + padding * 25
    page = opened(fatoumata, fatoumatas_record, content)
    assert "too large" in page.said("document-refused")
    assert page.has("document-original")


def test_sixty_megabytes_are_refused_before_they_are_in_the_record(fatoumatas_record: Record) -> None:
    from platform_api.documents.deposit import LARGEST, NewDocument, check
    from platform_api.problems import Refused
    from platform_api.vocabulary import Reason
    from tests.portal.documents.deposits import described

    assert LARGEST < 60 * 1024 * 1024
    document = NewDocument(
        **described(fatoumatas_record[1], b"%PDF-" + b"x" * 60 * 1024 * 1024, "application/pdf")
    )
    with pytest.raises(Refused) as refused:
        check(document)
    assert refused.value.reason is Reason.CONTENT_TOO_LARGE


def test_a_damaged_document_is_never_shown(fatoumata: TestBrowser, fatoumatas_record: Record) -> None:
    identifier = deposit(*fatoumatas_record, b"Geheim", "text/plain")
    spoil(fatoumatas_record[0], identifier)
    page = fatoumata.open(f"documents/{identifier}")
    assert "damaged" in page.said("document-refused")
    assert not page.has("document-original")
    assert fatoumata.open(f"documents/{identifier}/original").status >= 400
    journal = fatoumata.open("journal")
    assert "Refused: an attempt to open a document" in journal.text


def spoil(home: Path, identifier: str) -> None:
    """Change one byte of a stored document."""
    from sqlalchemy import select

    from platform_api import operations
    from platform_api.models import Document
    from tests.support.homes import settings_for

    with operations.running(settings_for(home)) as running, running.database.read() as connection:
        blob_id = connection.execute(select(Document.blob_id).where(Document.id == identifier)).scalar_one()
        path = running.blobs.path(blob_id)
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(data)


# who gets nothing

ROUTES = ("", "/original", "/pages/1", "/picture", "/files/1", "/files/1/pages/1", "/files/1/picture")


@pytest.mark.parametrize("route", ROUTES)
def test_strangers_are_asked_to_sign_in(shared_portal: Flask, fatoumatas_record: Record, route: str) -> None:
    stranger = TestBrowser(shared_portal)
    assert stranger.open(f"documents/{ABSENT}{route}").path == "/en/sign-in"


@pytest.mark.parametrize("route", ROUTES)
def test_somebody_elses_document_looks_like_one_that_does_not_exist(
    nicolas: TestBrowser, fatoumatas_record: Record, route: str
) -> None:
    theirs = deposit(*fatoumatas_record, pdf(), "application/pdf", title="Streng geheim")
    found, absent = (nicolas.open(f"documents/{one}{route}") for one in (theirs, ABSENT))
    assert found.status == absent.status == 404
    assert found.has("signed-in-as")
    assert b"Streng geheim" not in found.body
    assert _without_ids(found) == _without_ids(absent)


def _without_ids(page: Page) -> str:
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", page.body.decode())
    return re.sub(r'name="csrf_token" value="[^"]+"', "", text)


@pytest.mark.parametrize("odd", ["x" * 200, "..", "%2e%2e", "a b", "a%0Ab", "'--"])
def test_an_odd_address_is_not_found(nicolas: TestBrowser, odd: str) -> None:
    assert nicolas.open(f"documents/{odd}").status in {404, 400}


# all of the shared corpus, where it is present


def corpus(folder: str, pattern: str) -> list[Path]:
    """The files of the corpus, or one stand-in that skips."""
    return sorted((CORPUS / folder).glob(pattern)) or [Path("absent")]


@pytest.mark.parametrize("file", corpus("cda", "*.xml"), ids=lambda file: file.stem)
def test_every_clinical_document_of_the_corpus_reads_well(
    fatoumata: TestBrowser, fatoumatas_record: Record, file: Path
) -> None:
    if not file.exists():
        pytest.skip("the shared corpus is not here")
    page = opened(fatoumata, fatoumatas_record, file.read_bytes(), title=file.stem)
    assert page.status == 200
    assert not page.has("document-refused")
    assert len(page.said("document-body")) > 100


@pytest.mark.parametrize("file", corpus("pdf", "*.pdf"), ids=lambda file: file.stem)
def test_every_pdf_of_the_corpus_reads_well(
    fatoumata: TestBrowser, fatoumatas_record: Record, file: Path
) -> None:
    if not file.exists():
        pytest.skip("the shared corpus is not here")
    page = opened(fatoumata, fatoumatas_record, file.read_bytes(), "application/pdf", title=file.stem)
    assert page.status == 200
    for address in page.root.xpath("//figure//img/@src"):
        assert fatoumata.client.get(address, base_url="https://localhost").status_code == 200
    assert page.root.xpath("//figure//img") or page.has("document-refused")


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

"""Documents that cannot or may not be shown: hostile files, damaged ones, and who gets nothing at all."""

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from flask import Flask

from tests.portal.documents.deposits import deposit
from tests.portal.documents.small_files import ABSENT, Record, cda, opened, pdf, png, section
from tests.support.browser import Page, TestBrowser

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

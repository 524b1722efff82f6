"""Small documents of every kind, and opening one as its holder does."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

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

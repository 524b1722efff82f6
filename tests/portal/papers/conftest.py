"""The helpdesk of the demo population, and forms that arrive there."""

from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage

from tests.platform_api.uploads.files import pdf
from tests.portal.helpdesk.conftest import desk
from tests.support.browser import Page, TestBrowser
from tests.support.letter import letter_qr

__all__ = ["arrive", "desk", "printed", "scan"]


def printed(browser: TestBrowser, kind: str) -> str:
    """A blank form from the portal; returns the address in its QR code, as a path."""
    answer = browser._send("GET", f"https://localhost/en/forms/{kind}")
    (address,) = letter_qr(answer.get_data())
    return address.partition("/en/")[2]


def scan(name: str = "scan.pdf", data: bytes | None = None) -> FileStorage:
    """A file from the scanner."""
    return FileStorage(BytesIO(pdf(1) if data is None else data), name, content_type="application/pdf")


def arrive(agent: TestBrowser, kind: str, **fields: Any) -> Page:
    """A form without a QR code: the agent registers it by hand."""
    agent.open("helpdesk/papers/new")
    return agent.submit(form="register", kind=kind, file=scan(), **fields)

"""Why a document cannot be shown, as the one exception that every reader of files raises."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from patient_portal.platform_client import NotFound


class RefusalReason(StrEnum):
    """What stands in the way; the portal words it, the original can still be downloaded."""

    NOT_XML = "not_xml"
    HAS_DOCTYPE = "has_doctype"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    NOT_CDA = "not_cda"
    NOT_FHIR_DOCUMENT = "not_fhir_document"
    NOT_PDF = "not_pdf"
    NOT_IMAGE = "not_image"
    NOT_TEXT = "not_text"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    EMPTY = "empty"
    NO_SUCH_PAGE = "no_such_page"
    NOT_SUPPORTED = "not_supported"


class ContentRefused(Exception):
    """The bytes are hostile, broken, or not what they have to be; nothing of them was shown."""

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@contextmanager
def refusing(reason: RefusalReason) -> Iterator[None]:
    """Turn whatever a file library raises on a broken file into ContentRefused with this reason."""
    try:
        yield
    except ContentRefused:
        raise
    except Exception as problem:
        raise ContentRefused(reason) from problem


@contextmanager
def refusals_are_absence() -> Iterator[None]:
    """A picture that cannot be drawn is not there; the page that wanted it says why."""
    try:
        yield
    except ContentRefused as refused:
        raise NotFound() from refused

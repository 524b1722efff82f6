"""The platform's answers: a view's return type names the kind of answer and its shape, and `openapi.py` reads it there.

Each kind has its status and its media type from its class, and in `told` the headers that a caller needs; the shape is
a dataclass or a TypedDict that mypy compares with what the view gives, and that the tests compare with what leaves.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

import msgspec
from flask import Response

FHIR_JSON = "application/fhir+json; charset=utf-8"
T = TypeVar("T")


class Header(NamedTuple):
    """What a header says, and whether every answer of its kind has it."""

    says: str
    always: bool = True


_ETAG = {"ETag": Header("Changes with the bytes: the hexadecimal SHA-256 of them, in quotation marks.")}


class Json(Response, Generic[T]):
    """What was asked for, in JSON; `data` may be a dataclass."""

    default_mimetype = "application/json"

    def __init__(self, data: T, status: int | None = None) -> None:
        super().__init__(msgspec.json.encode(data), status, content_type=self.default_mimetype)


class Made(Json[T]):
    """Something new came to be."""

    default_status = 201


class Taken(Json[T]):
    """It is taken up; what comes of it is not told here."""

    default_status = 202


class Empty(Response):
    """It is done, and there is nothing to say."""

    default_status = 204


class Fhir(Response):
    """A FHIR resource in JSON."""

    default_mimetype = FHIR_JSON

    def __init__(self, resource: dict[str, Any], status: int = 200) -> None:
        super().__init__(msgspec.json.encode(resource), status, content_type=self.default_mimetype)


class Lines(Response):
    """FHIR resources in JSON, one a line."""

    default_mimetype = "application/fhir+ndjson"


class SealedLines(Lines):
    """FHIR resources in JSON, one a line, and what they hold signed."""

    told: ClassVar[Mapping[str, Header]] = {
        "DSP-Seal": Header("A signed statement of what the answer holds (JWS).")
    }


class PagedLines(Lines):
    """FHIR resources in JSON, one a line, so many at a time."""

    told: ClassVar[Mapping[str, Header]] = {
        "DSP-Before": Header("There is more: ask again with this as `before`.", always=False)
    }


class Pdf(Response):
    """A PDF."""

    default_mimetype = "application/pdf"
    told: ClassVar[Mapping[str, Header]] = _ETAG


class Zip(Response):
    """A ZIP."""

    default_mimetype = "application/zip"
    told: ClassVar[Mapping[str, Header]] = {
        **_ETAG,
        "Content-Range": Header("Which bytes these are, and of how many."),
    }


class PieceOfZip(Zip):
    """A piece of a ZIP, as `Range` asked for it."""

    default_status = 206


class File(Response):
    """Bytes as they were deposited; the answer says what they are."""

    default_mimetype = "*/*"
    told: ClassVar[Mapping[str, Header]] = _ETAG

"""The platform's answers: a view's return type names the kind of answer and its shape, and `openapi.py` reads it there.

Each kind has its status and its media type from its class; the shape is a dataclass or a TypedDict that mypy compares
with what the view gives, and that the tests compare with what leaves.
"""

from typing import Any, Generic, TypeVar

import msgspec
from flask import Response

FHIR_JSON = "application/fhir+json; charset=utf-8"
T = TypeVar("T")


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


class Pdf(Response):
    """A PDF."""

    default_mimetype = "application/pdf"


class Zip(Response):
    """A ZIP."""

    default_mimetype = "application/zip"


class PieceOfZip(Zip):
    """A piece of a ZIP, as `Range` asked for it."""

    default_status = 206


class File(Response):
    """Bytes as they were deposited; the answer says what they are."""

    default_mimetype = "*/*"

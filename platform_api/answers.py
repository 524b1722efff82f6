"""Builds the platform's answers."""

from typing import Any

import msgspec
from flask import Response

FHIR_JSON = "application/fhir+json; charset=utf-8"


def json(data: Any, status: int = 200) -> Response:
    """A JSON answer; `data` may be a dataclass."""
    return Response(msgspec.json.encode(data), status=status, content_type="application/json")


def fhir(resource: dict[str, Any], status: int = 200) -> Response:
    """A FHIR resource in JSON."""
    return Response(msgspec.json.encode(resource), status=status, content_type=FHIR_JSON)


def empty(status: int = 204) -> Response:
    """An answer without a body."""
    return Response(status=status)

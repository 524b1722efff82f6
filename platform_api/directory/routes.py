"""Code systems under `/fhir`: published tables that tell nothing about anyone."""

from flask import Blueprint, Response

from platform_api import answers
from platform_api.fhir.code_system import document_group_system, document_type_system
from platform_api.guard import open_to_all

bp = Blueprint("directory", __name__, url_prefix="/fhir")


@bp.get("/CodeSystem/document-types")
@open_to_all
def types() -> Response:
    """The 27 document types."""
    return _for_a_day(answers.fhir(document_type_system()))


@bp.get("/CodeSystem/document-groups")
@open_to_all
def groups() -> Response:
    """The groups of the document types."""
    return _for_a_day(answers.fhir(document_group_system()))


def _for_a_day(response: Response) -> Response:
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response

"""The holder chooses who sees one of their documents by the standard: PUT of a DocumentReference (after CH:MHD-1).

Only the label of confidentiality may differ from what the record says of the document; the service and the rule are
those of `/dsp/v1/documents/<id>/confidentiality`.
"""

from typing import Any

import msgspec
from flask import Blueprint, Response, request

from platform_api import answers, media, requests
from platform_api.documents import levels_of_record
from platform_api.documents.provide_metadata import level
from platform_api.documents.routes import base_url, language
from platform_api.documents.service import document_behind, metadata
from platform_api.fhir.document_reference import document_reference
from platform_api.fhir.reading_types import DocumentReference
from platform_api.guard import Access, permit
from platform_api.problems import Refused
from platform_api.vocabulary import LANGUAGES, Action, Confidentiality, Reason

bp = Blueprint("relabelling", __name__, url_prefix="/fhir")
_NAME = "DocumentReference"
_LABEL = f"{_NAME}.securityLabel"
_MAY_DIFFER = frozenset({"meta", "security_label"})


@bp.put("/DocumentReference/<document_id>")
def relabel(document_id: str) -> Response:
    """Keep one document to these people, from now on: the resource as it was read, with another `securityLabel`.

    Any other difference is refused at its place, and changes nothing. `If-Match` is heeded (412). The answer is
    the resource as it now stands; with `Prefer: return=minimal` only its ETag.
    """
    given = requests.fhir_body(DocumentReference, _NAME)
    if given.id != document_id:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=f"{_NAME}.id")
    wanted = _wanted(given)
    look = levels_of_record.own_document_at(document_id, wanted)
    with permit(Action.SET_CONFIDENTIALITY, look) as access:
        versions = _versions(access, document_id)
        media.check_unchanged(versions.values())
        if fixed := _differing(given, list(versions.values())):
            raise Refused(Reason.VALUE_NOT_ALLOWED, field=fixed)
        levels_of_record.set_document(access, wanted)
        resource = _versions(access, document_id)[language()]
    if "return=minimal" in request.headers.get("Prefer", "").replace(" ", "").lower():
        response = Response(status=200, mimetype=answers.FHIR_JSON)
    else:
        response = answers.Fhir(resource)
    response.set_etag(media.tag(resource), weak=True)
    return response


def _wanted(given: DocumentReference) -> Confidentiality:
    """The level that is asked for; a resource that names none does not mean an open one."""
    if not any(coding.code for label in given.security_label for coding in label.coding):
        raise Refused(Reason.ELEMENT_MISSING, field=_LABEL)
    return level(given.security_label, _LABEL)


def _versions(access: Access, document_id: str) -> dict[str, dict[str, Any]]:
    """The document as its holder may have read it, by language."""
    subject = document_behind(document_id)(access.connection, access.principal)
    found = metadata(Access(access.connection, access.platform, access.principal, access.facts, subject))
    return {code: document_reference(found, base_url(), code) for code in LANGUAGES}


def _differing(given: DocumentReference, versions: list[dict[str, Any]]) -> str | None:
    """The first element that differs from every version, as FHIRPath; None where one of them fits."""
    found = [_first_difference(given, _read_back(version)) for version in versions]
    return None if None in found else found[0]


def _first_difference(given: DocumentReference, standing: DocumentReference) -> str | None:
    names = zip(given.__struct_fields__, given.__struct_encode_fields__, strict=True)
    for name, encoded in names:
        if name not in _MAY_DIFFER and getattr(given, name) != getattr(standing, name):
            return f"{_NAME}.{encoded}"
    return None


def _read_back(resource: dict[str, Any]) -> DocumentReference:
    return msgspec.json.decode(msgspec.json.encode(resource), type=DocumentReference)

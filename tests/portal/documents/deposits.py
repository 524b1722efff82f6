"""Documents put into a record as a hospital's software hands them over, hostile ones past the first look too."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from platform_api import operations
from platform_api.documents import deposit as taking_in
from platform_api.documents.service import document_behind
from platform_api.guard import permit_as
from platform_api.principal import Caller
from platform_api.vocabulary import Action
from tests.support.homes import settings_for

SOFTWARE = "spidolia-12.4"
HOSPITAL = "1000310014"
WRITE = frozenset({"system/DocumentReference.write"})


def described(patient_id: str, content: bytes, media_type: str, **facts: Any) -> dict[str, Any]:
    """What a software says of a document, with the given facts changed."""
    return {
        "patient_id": patient_id,
        "type_code": "lab",
        "title": "Ein Dokument",
        "language": "de",
        "media_type": media_type,
        "content": content,
        "organisation_id": HOSPITAL,
        "software_id": SOFTWARE,
        "created_at": datetime(2026, 10, 2, 8, 30, tzinfo=UTC),
        **facts,
    }


def deposit(home: Path, patient_id: str, content: bytes, media_type: str = "text/xml", **facts: Any) -> str:
    """Put bytes into a record without looking at them first; returns the document's id."""
    document = taking_in.NewDocument(**described(patient_id, content, media_type, **facts))
    asking = Caller(SOFTWARE, WRITE, None, "192.0.2.1", "test", "fr", "")
    with operations.running(settings_for(home)) as running:
        blob_id = taking_in.store_bytes(running, document)
        look = taking_in.record_behind([document])
        with permit_as(running, asking, Action.DEPOSIT_DOCUMENT, look) as access:
            identifier = taking_in.keep(access, document, blob_id)
            access.subject = document_behind(identifier)(access.connection, access.principal)
            return identifier

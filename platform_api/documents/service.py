"""Reading documents of a record: metadata, bytes, what was seen already."""

from typing import Any

from sqlalchemy import Connection, func, select

from platform_api import clock, matricule, rights
from platform_api.blobs import BlobDamaged, BlobMissing, digests
from platform_api.context import Platform, platform
from platform_api.db import insert_if_absent
from platform_api.documents.rows import DOCUMENTS, ONE, opener
from platform_api.documents.searching import newer_version
from platform_api.guard import Access, Look, Subject
from platform_api.models import DocumentView, Patient
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.search_parameters import Query
from platform_api.vocabulary import MATRICULE_SYSTEM, PATIENT_ID_SYSTEM, Reason

_D = DOCUMENTS
_NOBODY = "unknown"
WITHDRAWN = "withdrawn"
"""The status of a document that is in no list any more; its row and its trail stay."""


def record_of(patient_id: str) -> Look:
    """A look-up for the guard: whose record is asked for; `self` is the signed-in person's own."""

    def look(_connection: Connection, principal: Principal) -> Subject:
        wanted = principal.patient_id if patient_id == "self" else patient_id
        return Subject(wanted, "record", wanted)

    return look


def record_asked(query: Query, patient_id: str | None) -> Look:
    """A look-up for the guard: the record that a search names by its patient's id or by a number."""
    if patient_id is not None:
        return record_of(patient_id)
    tokens = [token for alternatives in query.tokens("patient.identifier") for token in alternatives]
    return record_by(tokens[0].system, tokens[0].code) if len(tokens) == 1 else record_of(_NOBODY)


def record_by(system: str | None, value: str) -> Look:
    """A look-up for the guard: the record of the person with this matricule or patient number.

    Nobody's number is answered like somebody's who is out of reach.
    """
    if system in (MATRICULE_SYSTEM, None) and (number := matricule.check(value).value):
        behind = Patient.matricule_index == platform().keys.find_by("matricule", number)
    elif system in (PATIENT_ID_SYSTEM, None):
        behind = Patient.number == value[:10]
    else:
        return record_of(_NOBODY)

    def look(connection: Connection, _principal: Principal) -> Subject:
        found = connection.execute(select(Patient.id).where(behind)).scalar() or _NOBODY
        return Subject(found, "record", found)

    return look


def document_behind(document_id: str, *, only_looked_at: bool = True) -> Look:
    """A look-up for the guard: the document with this id, whoever it belongs to.

    Not `only_looked_at`: its bytes are handed over to be kept.
    """

    def look(connection: Connection, principal: Principal) -> Subject:
        values = {"account": principal.account_id or "", "document": document_id}
        row = connection.execute(ONE, values).mappings().first()
        if row is None:
            return Subject(None, "document", document_id[:80], facts={"exists": False})
        facts = {"exists": True, "only_looked_at": only_looked_at}
        facts |= rights.facts_about_document(principal, row)
        return Subject(row["patient_id"], "document", document_id, dict(row), facts)

    return look


def metadata(access: Access) -> dict[str, Any]:
    """The document that the look-up found, with its words."""
    row = access.subject.payload
    found = opener(access, row["patient_id"])(row)
    if row["status"] == "superseded":
        found["replaced_by"] = newer_version(access, row)
    return found


def still_there(access: Access) -> None:
    """Refuse a document that its author took back: who may read it learns that it is gone (ITI-68: 410)."""
    if access.subject.payload["status"] == WITHDRAWN:
        raise Refused(Reason.DOCUMENT_WITHDRAWN)


def opened_by_holder(access: Access) -> None:
    """The first opening of a document by its holder marks it as seen."""
    row = access.subject.payload
    if row["seen_at"] is None and access.principal.patient_id == row["patient_id"]:
        opened = {
            "account_id": access.principal.account_id,
            "patient_id": row["patient_id"],
            "document_id": row["id"],
            "seen_at": clock.now(),
        }
        insert_if_absent(access.connection, DocumentView.__table__, opened)  # two tabs may open it at once


def content(running: Platform, row: dict[str, Any]) -> bytes:
    """The bytes of a document whose reading was permitted; decrypting happens outside any transaction.

    Raises Refused(DOCUMENT_DAMAGED): bytes whose hash differs are never shown.
    """
    key = running.record_key(row["patient_id"])
    if key is None:
        raise Refused(Reason.NOT_FOUND, admit=False)
    try:
        data = b"".join(running.blobs.get(row["blob_id"], key))
    except (BlobDamaged, BlobMissing) as error:
        raise Refused(Reason.DOCUMENT_DAMAGED) from error
    if digests(data)[0] != row["sha256"]:
        raise Refused(Reason.DOCUMENT_DAMAGED)
    return data


def new_since_last_visit(connection: Connection, account_id: str, patient_id: str) -> int:
    """How many current documents the account has not opened yet."""
    seen = select(DocumentView.document_id).where(
        DocumentView.account_id == account_id, DocumentView.patient_id == patient_id
    )
    return connection.execute(
        select(func.count())
        .select_from(_D)
        .where(_D.c.patient_id == patient_id, _D.c.status == "current", _D.c.id.not_in(seen))
    ).scalar_one()

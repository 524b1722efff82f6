"""Writes the rows of the demo's documents, with one trail entry each, and marks the older ones as read."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from platform_api import audit_trail, clock, keys, tallies
from platform_api.audit_trail import Entry
from platform_api.blobs import digests
from platform_api.demo.records import DemoDocument
from platform_api.document_types import document_types
from platform_api.models import Account, Document, DocumentView
from platform_api.vocabulary import Action, Outcome, Role


def add_documents(
    connection: Connection,
    documents: list[tuple[DemoDocument, str, str]],
    numbers: dict[str, str],
    record_keys: dict[str, bytes],
) -> None:
    """Add every document to its record; what another one replaces is superseded."""
    by_key = {document.key: identifier for document, identifier, _blob in documents}
    replaced = {document.replaces for document, _identifier, _blob in documents if document.replaces}
    rows: list[dict[str, Any]] = []
    for document, identifier, blob_id in documents:
        patient_id = numbers[document.matricule]
        key = record_keys[patient_id]
        sha256, sha1 = digests(document.content)
        rows.append(
            {
                "patient_id": patient_id,
                "id": identifier,
                "unique_id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, document.key)}",
                "status": "superseded" if document.key in replaced else "current",
                "type_code": document.type_code,
                "group_code": document_types()[document.type_code].group,
                "language": document.language,
                "media_type": document.media_type,
                "size": len(document.content),
                "sha256": sha256,
                "sha1": sha1,
                "title_sealed": keys.seal(key, document.title.encode(), f"title:{identifier}"),
                "description_sealed": keys.seal(
                    key, document.description.encode(), f"description:{identifier}"
                )
                if document.description
                else None,
                "blob_id": blob_id,
                "author_id": document.author_professional_id,
                "organisation_id": document.organisation_id,
                "software_id": document.software_client_id,
                "confidentiality": document.confidentiality,
                "by_patient": document.author_professional_id is None,
                "created_at": document.created_at,
                "service_from": document.service_from,
                "service_to": document.service_to,
                "deposited_at": document.created_at,
                "replaces_id": by_key.get(document.replaces or ""),
            }
        )
    connection.execute(insert(Document), rows)
    tallies.add(connection, tallies.of_rows(rows))
    _mark_seen(connection, rows)
    for row in rows:
        audit_trail.append(
            connection,
            Entry(
                chain=row["patient_id"],
                action=Action.DEPOSIT_DOCUMENT,
                outcome=Outcome.ALLOWED,
                role=Role.SOFTWARE,
                software_id=row["software_id"],
                object_kind="document",
                object_id=row["id"],
            ),
            at=row["deposited_at"],
        )


def _mark_seen(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Whoever signs in has opened what is older than three months."""
    accounts = {row.patient_id: row.id for row in connection.execute(select(Account.patient_id, Account.id))}
    before = clock.now() - timedelta(days=90)
    seen = [
        {
            "account_id": accounts[row["patient_id"]],
            "patient_id": row["patient_id"],
            "document_id": row["id"],
            "seen_at": row["created_at"] + timedelta(days=2),
        }
        for row in rows
        if row["patient_id"] in accounts and row["created_at"] < before and row["status"] == "current"
    ]
    connection.execute(insert(DocumentView), seen)

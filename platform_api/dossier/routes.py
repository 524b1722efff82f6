"""The signed-in person's own record under `/dsp/v1`."""

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection, func, select

from platform_api import answers, policy
from platform_api.guard import own_record, permit
from platform_api.models import AuditEntry, Document, DocumentView, Dossier
from platform_api.vocabulary import Action

bp = Blueprint("dossier", __name__, url_prefix="/dsp/v1")


@bp.get("/dossier")
def dossier() -> Response:
    """State, counts and what may be done."""
    with permit(Action.READ_DOSSIER, own_record) as access:
        patient_id = access.subject.patient_id or ""
        row = access.connection.execute(
            select(Dossier.state, Dossier.opened_at).where(Dossier.patient_id == patient_id)
        ).one()
        found: dict[str, Any] = {
            "patient_id": patient_id,
            "state": row.state,
            "opened_at": row.opened_at,
            "documents": _count_documents(access.connection, patient_id),
            "new_documents": _count_new(access.connection, patient_id, access.principal.account_id or ""),
            "last_sign_in": _last_sign_in(access.connection, patient_id),
            "may": sorted(policy.may(access.facts)),
        }
    return answers.json(found)


def _count_documents(connection: Connection, patient_id: str) -> int:
    statement = select(func.count()).where(Document.patient_id == patient_id, Document.status == "current")
    return connection.execute(statement).scalar_one()


def _count_new(connection: Connection, patient_id: str, account_id: str) -> int:
    seen = select(DocumentView.document_id).where(
        DocumentView.account_id == account_id, DocumentView.patient_id == patient_id
    )
    return connection.execute(
        select(func.count()).where(
            Document.patient_id == patient_id, Document.status == "current", Document.id.not_in(seen)
        )
    ).scalar_one()


def _last_sign_in(connection: Connection, patient_id: str) -> Any:
    """When this record's holder signed in before this time."""
    return connection.execute(
        select(AuditEntry.recorded_at)
        .where(
            AuditEntry.chain == patient_id,
            AuditEntry.action == Action.SIGN_IN,
            AuditEntry.outcome == "allowed",
        )
        .order_by(AuditEntry.number.desc())
        .limit(1)
        .offset(2)
    ).scalar()

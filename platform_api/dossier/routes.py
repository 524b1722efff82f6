"""The record that a session is about under `/dsp/v1`."""

from typing import Any, TypedDict

from flask import Blueprint
from sqlalchemy import ColumnElement, func, select

from platform_api import answers, clock, delays, matricule, policy, secondary_use
from platform_api.conditions import OPEN_STATES
from platform_api.guard import Access, own_record, permit
from platform_api.models import AuditEntry, Document, DocumentView, Dossier, Patient
from platform_api.shapes import Moment
from platform_api.vocabulary import Action, Delay, DossierState

bp = Blueprint("dossier", __name__, url_prefix="/dsp/v1")


class Holder(TypedDict):
    """Whose record it is, as papers name them."""

    masked_matricule: str
    given: str
    family: str
    address_lines: list[str]


class TimesToThink(TypedDict):
    """How long one may think, in the units that the table of the legal delays has for them."""

    undo_days: int
    kept_years: int
    think_days: int


class OwnDossier(Holder, TimesToThink):
    """The record that a session is about; `may` holds what the caller may do with it."""

    patient_id: str
    state: DossierState
    opened_at: Moment | None
    state_since: Moment
    undo_until: Moment | None
    kept_until: Moment | None
    erase_at: Moment | None
    secondary_use: bool
    documents: int
    new_documents: int
    last_sign_in: Moment | None
    may: list[Action]


@bp.get("/dossier")
def dossier() -> answers.Json[OwnDossier]:
    """State, counts and what may be done."""
    with permit(Action.READ_DOSSIER, own_record) as access:
        patient_id = access.subject.patient_id or ""
        row = access.connection.execute(
            select(Dossier.__table__).where(Dossier.patient_id == patient_id)
        ).one()
        found: OwnDossier = {
            "patient_id": patient_id,
            "state": row.state,
            "opened_at": row.opened_at,
            **_person(access, patient_id),
            "state_since": row.state_since,
            "undo_until": row.undo_until,
            "kept_until": row.kept_until,
            "erase_at": row.erase_at,
            **_delays(),
            "secondary_use": secondary_use.allowed(access.connection, patient_id),
            "documents": 0,
            "new_documents": 0,
            "last_sign_in": _last_sign_in(access, patient_id),
            "may": sorted(policy.may(access.facts)),
        }
        if row.state in OPEN_STATES:  # a closed record does not even tell how much is in it
            found["documents"] = _count_documents(access, patient_id)
            found["new_documents"] = _count_new(access, patient_id)
    return answers.Json(found)


def _delays() -> TimesToThink:
    today = clock.today()
    return {
        "undo_days": delays.in_force(Delay.UNDO_CLOSING, today).amount,
        "kept_years": delays.in_force(Delay.KEPT_AFTER_CLOSING, today).amount,
        "think_days": delays.in_force(Delay.STOP_ERASURE, today).amount,
    }


def _person(access: Access, patient_id: str) -> Holder:
    row = access.connection.execute(select(Patient.__table__).where(Patient.id == patient_id)).one()
    number = access.platform.keys.open(row.matricule_sealed, f"matricule:{patient_id}")
    town = f"{row.postal_code} {row.city}".strip()
    return {
        "masked_matricule": matricule.masked(number),
        "given": row.given,
        "family": row.family,
        "address_lines": [*row.address_lines, *([town] if town else [])],
    }


def _seen(access: Access, patient_id: str) -> list[ColumnElement[bool]]:
    """What this person's list would hold: a caregiver does not learn how many documents they do not see."""
    conditions = [Document.patient_id == patient_id, Document.status == "current"]
    if access.principal.mandate is None:
        return conditions
    seen = policy.scope(access.facts)
    return [
        *conditions,
        Document.confidentiality.in_(seen.levels),
        Document.type_code.not_in(seen.hidden_types),
    ]


def _count_documents(access: Access, patient_id: str) -> int:
    statement = select(func.count()).where(*_seen(access, patient_id))
    return access.connection.execute(statement).scalar_one()


def _count_new(access: Access, patient_id: str) -> int:
    account_id = access.principal.account_id or ""
    seen = select(DocumentView.document_id).where(
        DocumentView.account_id == account_id, DocumentView.patient_id == patient_id
    )
    statement = select(func.count()).where(*_seen(access, patient_id), Document.id.not_in(seen))
    return access.connection.execute(statement).scalar_one()


def _last_sign_in(access: Access, patient_id: str) -> Any:
    """When this record's holder signed in before this time; theirs alone to know."""
    if access.principal.mandate is not None:
        return None
    return access.connection.execute(
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

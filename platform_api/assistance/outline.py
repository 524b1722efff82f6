"""What the desk sees of a trail: when, what kind of act, in what role; no title, no type, no document."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypedDict

from flask import Blueprint
from msgspec import Struct
from sqlalchemy import Connection, insert, or_, select, update

from platform_api import answers, clock, requests
from platform_api.guard import Look, Subject, own_record, permit
from platform_api.models import AuditEntry, EmergencyReview, Organisation, Patient, Professional
from platform_api.principal import Principal
from platform_api.shapes import Moment
from platform_api.vocabulary import Action, Outcome, Purpose, Role, Verdict

bp = Blueprint("outline", __name__, url_prefix="/dsp/v1/helpdesk")
_LINES = 50
_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Line:
    """One act of the trail, in outline."""

    at: Moment
    action: Action
    role: Role
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Emergency:
    """A professional opened a record in an emergency: the first entry of that day stands for all of them.

    `attested`: a doctor's software attested that the holder could not decide; each such act is looked at too.
    """

    id: str
    patient_number: str
    professional: str
    category: str
    organisation: str
    at: Moment
    times: int
    attested: bool
    verdict: Verdict | None


class VerdictBody(Struct, forbid_unknown_fields=True):
    """What the supervisor found."""

    verdict: Verdict


class Outline(TypedDict):
    """The newest acts on a record, in outline."""

    lines: list[Line]


class Emergencies(TypedDict):
    """What was opened in an emergency, the newest first."""

    emergencies: list[Emergency]


@bp.get("/case/journal")
def journal() -> answers.Json[Outline]:
    """The newest acts on the caller's record, in outline."""
    with permit(Action.READ_OUTLINE, own_record) as access:
        rows = access.connection.execute(
            select(AuditEntry.recorded_at, AuditEntry.action, AuditEntry.role, AuditEntry.outcome)
            .where(AuditEntry.chain == access.subject.patient_id)
            .order_by(AuditEntry.number.desc())
            .limit(_LINES)
        )
        found = [
            Line(row.recorded_at, Action(row.action), Role(row.role), Outcome(row.outcome)) for row in rows
        ]
    return answers.Json({"lines": found})


@bp.get("/emergencies")
def emergencies() -> answers.Json[Emergencies]:
    """What a supervisor looks at afterwards, the newest first: accesses in an emergency, and doctors' attestations."""
    with permit(Action.SUPERVISE, _at_the_desk) as access:
        found = _emergencies(access.connection)
    return answers.Json({"emergencies": found})


@bp.post("/emergencies/<entry_id>")
def review(entry_id: str) -> answers.Empty:
    """Say what was found about an access in an emergency."""
    given = requests.body(VerdictBody)
    with permit(Action.REVIEW_EMERGENCY, _entry(entry_id)) as access:
        values: dict[str, Any] = {"verdict": given.verdict, "reviewed_by": access.principal.account_id}
        values["reviewed_at"] = clock.now()
        mine = EmergencyReview.entry_id == entry_id
        known = access.connection.execute(update(EmergencyReview).where(mine).values(**values))
        if not known.rowcount:
            access.connection.execute(insert(EmergencyReview), {"entry_id": entry_id, **values})
        access.details["verdict"] = given.verdict.value
    return answers.Empty()


def _emergencies(connection: Connection) -> list[Emergency]:
    rows = connection.execute(
        select(
            AuditEntry.id,
            AuditEntry.chain,
            AuditEntry.person_id,
            AuditEntry.action,
            AuditEntry.recorded_at,
            Patient.number,
            Professional.prefix,
            Professional.given,
            Professional.family,
            Professional.category,
            Organisation.name,
            EmergencyReview.verdict,
        )
        .join(Patient, Patient.id == AuditEntry.chain)
        .join(Professional, Professional.id == AuditEntry.person_id)
        .join(Organisation, Organisation.id == Professional.organisation_id)
        .join(EmergencyReview, EmergencyReview.entry_id == AuditEntry.id, isouter=True)
        .where(*_in_an_emergency())
        .order_by(AuditEntry.recorded_at, AuditEntry.id)
    ).all()
    days: dict[tuple[str, str, str, bool], list[Any]] = {}
    for row in rows:
        day = clock.in_luxembourg(row.recorded_at).date().isoformat()
        days.setdefault((row.chain, row.person_id, day, _attested(row)), []).append(row)
    found = [_emergency(same) for same in days.values()]
    return sorted(found, key=lambda one: one.at, reverse=True)[:100]


def _emergency(same: list[Any]) -> Emergency:
    first = same[0]
    name = " ".join(part for part in (first.prefix, first.given, first.family) if part)
    return Emergency(
        first.id,
        first.number,
        name,
        first.category,
        first.name,
        first.recorded_at,
        len(same),
        _attested(first),
        first.verdict,
    )


def _attested(row: Any) -> bool:
    return bool(row.action == Action.ATTEST_INCAPACITY)


def _in_an_emergency() -> tuple[Any, ...]:
    return (
        or_(AuditEntry.purpose == Purpose.EMERGENCY, AuditEntry.action == Action.ATTEST_INCAPACITY),
        AuditEntry.role == Role.PROFESSIONAL,
        AuditEntry.outcome == Outcome.ALLOWED,
        AuditEntry.recorded_at > clock.now() - _BACK,
    )


def _entry(entry_id: str) -> Look:
    def look(connection: Connection, _principal: Principal) -> Subject:
        chain = connection.execute(
            select(AuditEntry.chain).where(AuditEntry.id == entry_id, *_in_an_emergency())
        ).scalar()
        return Subject(chain, "emergency", entry_id[:36], facts={"exists": chain is not None})

    return look


def _at_the_desk(_connection: Connection, principal: Principal) -> Subject:
    return Subject(kind="staff", id=principal.account_id)

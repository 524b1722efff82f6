"""AuditEvent under `/fhir`: the journal of one record (ITI-81), refused attempts included."""

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from platform_api import answers, keys, search_parameters
from platform_api.audit import for_caregivers
from platform_api.context import caller, platform
from platform_api.fhir.audit_event import audit_event, crude_action, interaction_of
from platform_api.fhir.bundle import searchset
from platform_api.fhir.registry import AUDIT_EVENT
from platform_api.guard import Access, Subject, permit
from platform_api.models import Account, AuditEntry, Document, Organisation, Patient, Professional, Software
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.search_parameters import Query
from platform_api.vocabulary import Action, Outcome, Reason, Role

bp = Blueprint("audit", __name__, url_prefix="/fhir")
_E = AuditEntry.__table__
_BESIDE = _E.alias("beside")
_PARTS = ("prefix", "given", "family")
_SOON = 8  # entries; between password and code a page or two may ask who is there
_WHO = Professional.__table__.alias("who")
_ABOUT = Professional.__table__.alias("about")
_STEPS_OF_ONE_ACT = (Action.READ_SESSION, Action.READ_ACCOUNT)


@bp.get("/AuditEvent")
@bp.post("/AuditEvent/_search")
def search() -> Response:
    """One page of a record's journal, the newest first.

    `_fold=own` leaves out what only continues the holder's own act before it: the bytes after the description of
    a document, page after page, a list that is searched again; a password that was followed by its code; the steps
    of an activation after the letter was accepted. Acts of others are never folded.
    """
    query = search_parameters.read(AUDIT_EVENT)
    named = query.ids("patient", "Patient")
    if len(named) != 1:
        raise Refused(Reason.MALFORMED_REQUEST, field="patient")
    if not caller().session_hash and not query.has("date"):
        raise Refused(Reason.MALFORMED_REQUEST, field="date")  # software asks for a period (ITI-81, CH:ATC)
    conditions = _conditions(query)
    with permit(Action.READ_JOURNAL, _record(named[0])) as access:
        total, rows = _page(access, access.subject.patient_id or "", query, conditions)
    bundle = searchset(
        (audit_event(row) for row in rows),
        total=total,
        base=f"{platform().settings.base_url}/fhir",
        path="AuditEvent",
        parameters=query.kept,
        count=query.count,
        offset=query.offset,
    )
    return answers.fhir(bundle)


def _record(patient_id: str) -> Any:
    def look(_connection: Connection, principal: Principal) -> Subject:
        wanted = principal.patient_id if patient_id == "self" else patient_id
        return Subject(wanted, "journal", wanted)

    return look


def _page(
    access: Access, patient_id: str, query: Query, asked: list[ColumnElement[bool]]
) -> tuple[int, list[dict[str, Any]]]:
    conditions = [_E.c.chain == patient_id, _E.c.action.not_in(_STEPS_OF_ONE_ACT), *asked]
    if access.principal.role is Role.PROFESSIONAL:  # who else was there is the holder's to know
        conditions.append(_E.c.person_id == access.principal.professional_id)
    if access.principal.role is Role.CAREGIVER:
        conditions += for_caregivers.conditions(access, patient_id)
    if query.first("_fold") == "own":
        conditions += [~_continues_own_act(), ~_password_before_code(), ~_continues_activation()]
    total = access.connection.execute(select(func.count()).select_from(_E).where(*conditions)).scalar_one()
    if query.only_count:
        return total, []
    rows = access.connection.execute(
        select(
            _E,
            Patient.given,
            Patient.family,
            Account.given.label("staff"),
            Account.family.label("staff_family"),
            Software.name.label("software_name"),
            *(_WHO.c[part].label(f"who_{part}") for part in _PARTS),
            *(_ABOUT.c[part].label(f"about_{part}") for part in _PARTS),
            Organisation.name.label("about_organisation"),
            Document.title_sealed,
            Document.type_code.label("document_type"),
        )
        .join_from(_E, Account, Account.id == _E.c.person_id, isouter=True)
        .join(Patient, Patient.id == Account.patient_id, isouter=True)
        .join(Software, Software.client_id == _E.c.software_id, isouter=True)
        .join(_WHO, (_E.c.role == Role.PROFESSIONAL) & (_WHO.c.id == _E.c.person_id), isouter=True)
        .join(_ABOUT, (_E.c.object_kind == "professional") & (_ABOUT.c.id == _E.c.object_id), isouter=True)
        .join(
            Organisation,
            (_E.c.object_kind == "organisation") & (Organisation.id == _E.c.object_id),
            isouter=True,
        )
        .join(
            Document,
            (Document.patient_id == patient_id) & (Document.id == _E.c.object_id),
            isouter=True,
        )
        .where(*conditions)
        .order_by(_E.c.number.desc())
        .limit(query.count)
        .offset(query.offset)
    )
    key = access.platform.record_key(patient_id)
    return total, [_named(dict(row), key) for row in rows.mappings()]


def _continues_own_act() -> ColumnElement[bool]:
    """The entry right before is the same act of the same patient on the same thing."""
    return and_(
        _E.c.role == Role.PATIENT,
        _E.c.outcome == Outcome.ALLOWED,
        exists().where(
            _BESIDE.c.chain == _E.c.chain,
            _BESIDE.c.number == _E.c.number - 1,
            _BESIDE.c.person_id == _E.c.person_id,
            _BESIDE.c.role == _E.c.role,
            _BESIDE.c.action == _E.c.action,
            _BESIDE.c.outcome == _E.c.outcome,
            func.coalesce(_BESIDE.c.object_id, "") == func.coalesce(_E.c.object_id, ""),
        ),
    )


def _password_before_code() -> ColumnElement[bool]:
    """The first half of a sign-in whose second half comes soon after it."""
    return and_(
        _E.c.person_id.is_(None),
        _E.c.action == Action.SIGN_IN,
        _E.c.outcome == Outcome.ALLOWED,
        exists().where(
            _BESIDE.c.chain == _E.c.chain,
            _BESIDE.c.number.between(_E.c.number + 1, _E.c.number + _SOON),
            _BESIDE.c.person_id.is_not(None),
            _BESIDE.c.action == Action.SIGN_IN,
            _BESIDE.c.outcome == Outcome.ALLOWED,
            _BESIDE.c.object_id == _E.c.object_id,
        ),
    )


def _continues_activation() -> ColumnElement[bool]:
    """A step of an activation; the entry of its letter, which was accepted before it, stands for all of them."""
    return and_(
        _E.c.role == Role.VISITOR,
        _E.c.action == Action.ACTIVATE_RECORD,
        _E.c.outcome == Outcome.ALLOWED,
        func.coalesce(_E.c.object_kind, "") == "activation",
    )


def _named(row: dict[str, Any], key: bytes | None) -> dict[str, Any]:
    """The entry with the names that its ids stand for today."""
    person = f"{row['given']} {row['family']}" if row["given"] else row["staff"]
    if row["role"] == Role.CAREGIVER and not row["given"] and row["staff"]:
        person = f"{row['staff']} {row['staff_family']}"  # a delegate without a record; an agent stays a first name
    row["who_name"] = person or _called(row, "who")
    row["about"] = row["about_organisation"] or _called(row, "about")
    sealed = row.pop("title_sealed")
    if sealed is not None and key is not None:
        row["document_title"] = keys.open_sealed(key, sealed, f"title:{row['object_id']}").decode()
    return row


def _called(row: dict[str, Any], who: str) -> str | None:
    """A professional's name with its title."""
    return " ".join(row[f"{who}_{part}"] for part in _PARTS if row[f"{who}_{part}"]) or None


def _conditions(query: Query) -> list[ColumnElement[bool]]:
    """What of ITI-81 is asked; what no entry can be finds none."""
    conditions: list[ColumnElement[bool]] = []
    for name in ("date", "_lastUpdated"):
        span = query.span(name)
        if span and span.since:
            conditions.append(_E.c.recorded_at >= span.since)
        if span and span.before:
            conditions.append(_E.c.recorded_at < span.before)
    for name, of in (
        ("action", lambda action: {crude_action(action)}),
        ("subtype", lambda action: {action, interaction_of(action)}),
        ("type", lambda _action: {"rest"}),
    ):
        for alternatives in query.tokens(name):
            codes = {one.code for one in alternatives}
            conditions.append(_E.c.action.in_([action for action in Action if codes & of(action)]))
    for alternatives in query.tokens("outcome"):
        codes = {one.code for one in alternatives}
        conditions.append(_E.c.outcome.in_([kind for kind, code in _OUTCOMES.items() if code in codes]))
    if query.has("_id"):
        conditions.append(_E.c.id.in_(query.ids("_id", "AuditEvent")))
    if query.has("agent"):
        who = [one.rpartition("/")[2] for one in query.ids("agent", "Practitioner")]
        conditions.append(or_(_E.c.person_id.in_(who), _E.c.software_id.in_(who)))
    if query.has("entity"):
        what = [one.rpartition("/")[2] for one in query.ids("entity", "DocumentReference")]
        conditions.append(_E.c.object_id.in_(what))
    return conditions


_OUTCOMES = {Outcome.ALLOWED: "0", Outcome.REFUSED: "4"}

"""AuditEvent under `/fhir`: the journal of one record (ITI-81), refused attempts included."""

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import ColumnElement, Connection, and_, or_

from platform_api import answers, search_parameters
from platform_api.audit import entries
from platform_api.context import caller, platform
from platform_api.fhir.audit_event import audit_event, crude_action, interaction_of
from platform_api.fhir.bundle import searchset
from platform_api.fhir.registry import AUDIT_EVENT
from platform_api.guard import Subject, permit
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.search_parameters import Query, Span
from platform_api.vocabulary import Action, Outcome, Purpose, Reason, Role

bp = Blueprint("audit", __name__, url_prefix="/fhir")
_E = entries.ENTRIES


@bp.get("/AuditEvent")
@bp.post("/AuditEvent/_search")
def search() -> Response:
    """One page of a record's journal, the newest first (`_sort=date`: the oldest).

    `_fold=own` leaves out what only continues the holder's own act before it: the bytes after the description of
    a document, page after page, a list that is searched again; a password that was followed by its code; the steps
    of an activation after the letter was accepted. The holder's looks at their own pages count once a day; the others
    of that day are included. Of others only an agent's looks at one case are folded: the first of them has the id and
    the moment of each further one as a detail `again` of its first entity. What was refused is never folded.
    """
    query = search_parameters.read(AUDIT_EVENT)
    named = query.ids("patient", "Patient")
    if len(named) != 1:
        raise Refused(Reason.MALFORMED_REQUEST, field="patient")
    if not caller().session_hash and not query.has("date"):
        raise Refused(Reason.MALFORMED_REQUEST, field="date")  # software asks for a period (ITI-81, CH:ATC)
    conditions = conditions_of(query)
    with permit(Action.READ_JOURNAL, record(named[0])) as access:
        total, rows, below = entries.page(access, access.subject.patient_id or "", query, conditions)
    bundle = searchset(
        (audit_event(row) for row in rows),
        total=total,
        base=f"{platform().settings.base_url}/fhir",
        path="AuditEvent",
        parameters=query.kept,
        count=query.count,
        offset=query.offset,
        included=(audit_event(row) for row in below),
    )
    return answers.Fhir(bundle)


def record(patient_id: str) -> Any:
    def look(_connection: Connection, principal: Principal) -> Subject:
        wanted = principal.patient_id if patient_id == "self" else patient_id
        return Subject(wanted, "journal", wanted)

    return look


def conditions_of(query: Query) -> list[ColumnElement[bool]]:
    """What of ITI-81 is asked; what no entry can be finds none."""
    conditions: list[ColumnElement[bool]] = []
    for name in ("date", "_lastUpdated"):
        conditions += [or_(*map(_recorded_in, some)) for some in query.spans(name)]
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
    for some in query.references("agent", None):
        who = [one.rpartition("/")[2] for one in some]
        conditions.append(or_(_E.c.person_id.in_(who), _E.c.software_id.in_(who)))
    for some in query.references("entity", None):
        conditions.append(_E.c.object_id.in_([one.rpartition("/")[2] for one in some]))
    conditions += [_ONLY[one] for one in (query.first("_only"),) if one in _ONLY]
    return conditions


def _recorded_in(span: Span) -> ColumnElement[bool]:
    bounds = []
    if span.since:
        bounds.append(_E.c.recorded_at >= span.since)
    if span.before:
        bounds.append(_E.c.recorded_at < span.before)
    return and_(*bounds)


_ONLY: dict[str, ColumnElement[bool]] = {
    "refused": _E.c.outcome == Outcome.REFUSED,
    "treatment": _E.c.purpose == Purpose.TREATMENT,
    "emergency": _E.c.purpose == Purpose.EMERGENCY,
    "others": _E.c.role.not_in((Role.PATIENT, Role.VISITOR, Role.OPERATOR, Role.WORKER)),
}
"""Our own parameter `_only`: refused attempts, treatment, emergencies, what people other than the holder did."""
_OUTCOMES = {Outcome.ALLOWED: "0", Outcome.REFUSED: "4"}

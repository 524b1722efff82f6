"""AuditEvent under `/fhir`, the other way: hospitals report the readings in their own systems (ATNA ITI-20)."""

from dataclasses import replace
from typing import NoReturn

from flask import Blueprint, Response
from sqlalchemy import Connection, select

from platform_api import answers, levels, requests, scopes
from platform_api.audit import reported
from platform_api.context import Platform, caller, platform
from platform_api.fhir.reading_audit import GivenEvent
from platform_api.guard import Look, Subject, permit
from platform_api.models import Dossier
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.references import References
from platform_api.vocabulary import Action, Reason

bp = Blueprint("audit_feed", __name__, url_prefix="/fhir")


@bp.post("/AuditEvent")
def feed() -> Response:
    """Take in that somebody read a patient's data in the sender's own system; the patient finds it in the access log.

    The same report again has one effect. `Location` names the entry. The event is kept as what the trail holds:
    ids, codes, the moment; no names and no free text of it.
    """
    place = take_in(requests.fhir_body(GivenEvent, reported.NAME))
    response = Response(status=201, mimetype=answers.FHIR_JSON)
    response.headers["Location"] = place
    return response


def take_in(given: GivenEvent) -> str:
    """Keep one report, for whoever may report; returns the address of its entry."""
    check_sender()
    asking, running = caller(), platform()
    report = _understood(given, running, asking.software_id or "")
    with permit(Action.REPORT_ACCESS, _record(report), purpose=report.purpose) as access:
        levels.lock(access)  # the same report twice at once waits for its twin
        before = reported.known_already(access.connection, report, asking.software_id or "")
        if before:
            access.subject = replace(access.subject, kind="report", id=before)
        access.details |= report.details
    return f"{running.settings.base_url}/fhir/{reported.NAME}/{before or access.entry_id}"


def check_sender() -> None:
    """Refuse, in the trail, who may not report: they learn nothing of whom they name."""
    asking = caller()
    if asking.software_id is None:
        raise Refused(Reason.TOKEN_INVALID)
    if not scopes.cover(asking.scopes, scopes.REPORTING):
        with permit(Action.REPORT_ACCESS):
            raise Refused(Reason.NOT_ALLOWED)


def refuse(refusal: Refused) -> NoReturn:
    """Refuse in the trail what cannot be a report, and only to software that may still report."""
    failed = Subject(fail=refusal)
    with permit(Action.REPORT_ACCESS, lambda _connection, _principal: failed):
        raise refusal
    raise refusal


def _understood(given: GivenEvent, running: Platform, software_id: str) -> reported.Report:
    try:
        with running.database.read() as connection:
            return reported.understood(given, References(connection, running, software_id))
    except Refused as refusal:
        refuse(refusal)


def _record(report: reported.Report) -> Look:
    """A look-up for the guard: the record of the report, and who read there."""

    def look(connection: Connection, _principal: Principal) -> Subject:
        patient_id = report.patient_id
        held = select(Dossier.patient_id).where(Dossier.patient_id == patient_id)
        if connection.execute(held).first() is None:
            fail = Refused(Reason.PATIENT_UNKNOWN, field=f"{reported.NAME}.entity")
            return Subject(None, "record", patient_id[:64], facts={"exists": False}, fail=fail)
        if report.professional_id:
            return Subject(patient_id, "professional", report.professional_id, facts={"exists": True})
        if report.organisation_id:
            return Subject(patient_id, "organisation", report.organisation_id, facts={"exists": True})
        return Subject(patient_id, "record", patient_id, facts={"exists": True})

    return look

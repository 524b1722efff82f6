"""`Patient/$summary` under `/fhir` (IPS 2.0.1): by the record's id or by a number of its holder, by GET or POST."""

import hashlib
from dataclasses import replace
from typing import Any

import msgspec
from flask import Blueprint, Response, request
from sqlalchemy import select

from platform_api import answers, clock, policy
from platform_api.documents import service
from platform_api.documents.routes import base_url, language, purpose
from platform_api.fhir.document_reference import instant
from platform_api.fhir.reading_types import SummaryParameters
from platform_api.guard import Access, Look, Subject, permit, record_failure
from platform_api.models import Patient
from platform_api.problems import Refused
from platform_api.requests import fhir_body
from platform_api.summary import cda, choosing, reading
from platform_api.summary.choosing import Row
from platform_api.summary.document import bundle
from platform_api.summary.sections import Frame
from platform_api.vocabulary import LANGUAGES, Action, Reason

bp = Blueprint("summary", __name__, url_prefix="/fhir")
LARGEST_BODY = 64 * 1024
_PROFILE = "http://hl7.org/fhir/uv/ips/StructureDefinition/Bundle-uv-ips"


@bp.route("/Patient/<patient_id>/$summary", methods=["GET", "POST"])
def of_record(patient_id: str) -> Response:
    """The summary of one record."""
    _given()
    return _answer(service.record_of(patient_id))


@bp.route("/Patient/$summary", methods=["GET", "POST"])
def by_number() -> Response:
    """The summary of the record of whoever has this matricule or patient number (`identifier=system|value`)."""
    given = _given().get("identifier", "")
    system, bar, number = given.rpartition("|")
    if not number:
        raise Refused(Reason.ELEMENT_MISSING, field="identifier")
    return _answer(service.record_by(system if bar else None, number))


def _answer(look: Look) -> Response:
    """Choose and permit in one transaction, with every document that is read in the trail; then read and write."""
    moment = clock.now()
    with permit(Action.READ_SUMMARY, look, purpose=purpose()) as access:
        holder = _holder(access)
        may_know = policy.decide(Action.READ_PATIENT, access.facts).allowed
        chosen = choosing.choose(access, purpose())
    frame = Frame(base_url(), _language(), chosen, {}, list(chosen.to_name))
    for row in chosen.to_read:
        _read(access, row, frame)
    sealed = holder["matricule_sealed"]
    matricule = access.platform.keys.open(sealed, f"matricule:{holder['id']}") if may_know else None
    found = bundle(frame, holder, matricule, moment)
    response = answers.Fhir(found)
    response.headers["Content-Language"] = frame.language
    if request.method != "POST":
        response.set_etag(_tag(found, moment_text=instant(moment)), weak=True)
    return response


def _read(access: Access, row: Row, frame: Frame) -> None:
    """What a document says, into the frame; one that cannot be read is named there."""
    try:
        for code, part in reading.parts_of(row, service.content(access.platform, row)).items():
            frame.parts.setdefault(code, []).append(part)
    except cda.Unreadable:
        frame.unread.append(row)
    except Refused as refusal:
        if refusal.reason is not Reason.DOCUMENT_DAMAGED:
            raise
        broken = replace(access, subject=Subject(row["patient_id"], "document", row["id"]))
        record_failure(Action.READ_DOCUMENT, broken, refusal, purpose())
        frame.unread.append(row)


def _holder(access: Access) -> Row:
    found = select(Patient.__table__).where(Patient.id == access.subject.patient_id)
    return dict(access.connection.execute(found).mappings().one())


def _language() -> str:
    wanted = request.args.get("_language", "")[:2].lower()
    return wanted if wanted in LANGUAGES else language()


def _tag(found: dict[str, Any], moment_text: str) -> str:
    """The same as long as nothing but the moment of asking is another."""
    told = {**found, "identifier": None, "timestamp": None}
    return hashlib.sha256(msgspec.json.encode(told).replace(moment_text.encode(), b"")).hexdigest()[:32]


def _given() -> dict[str, str]:
    """The operation's parameters, from the address or from a Parameters resource; raises Refused."""
    given = {name: request.args[name][:500] for name in ("identifier", "profile") if name in request.args}
    if request.method == "POST" and (request.content_length or request.content_type):
        body = fhir_body(SummaryParameters, "Parameters", LARGEST_BODY)
        given |= {one.name: said for one in body.parameter if one.name and (said := one.said())}
    wanted = given.get("profile", "").partition("|")[0]
    if wanted and wanted != _PROFILE:
        raise Refused(Reason.PROFILE_UNKNOWN, field="profile")
    return given

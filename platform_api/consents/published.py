"""Consent under `/fhir` (PCF ITI-108, reading): who was let in and who was shut out."""

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection, and_, or_, select

from platform_api import answers, clock, matricule, search_parameters
from platform_api.context import platform
from platform_api.fhir.bundle import searchset
from platform_api.fhir.consent import consent
from platform_api.fhir.registry import CONSENT
from platform_api.guard import Access, Look, Subject, permit
from platform_api.models import AccessRight, Organisation, Patient, Professional
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.search_parameters import Query
from platform_api.vocabulary import Action, OrganisationKind, Reason, Right, Role

bp = Blueprint("consents_published", __name__, url_prefix="/fhir")
_R = AccessRight.__table__
_rights = (
    select(
        _R,
        Professional.prefix,
        Professional.given,
        Professional.family,
        Organisation.name.label("organisation"),
    )
    .join_from(
        _R,
        Professional,
        and_(_R.c.actor_kind == "professional", Professional.id == _R.c.actor_id),
        isouter=True,
    )
    .join(
        Organisation,
        and_(_R.c.actor_kind == "organisation", Organisation.id == _R.c.actor_id),
        isouter=True,
    )
    .order_by(_R.c.starts_at.desc(), _R.c.id.desc())
)


@bp.get("/Consent")
@bp.post("/Consent/_search")
def search() -> Response:
    """A record's decisions: all of them for the holder, for a professional only what lets themselves in.

    A block is nobody's to see but the holder's (EHDS, art. 8).
    """
    query = search_parameters.read(CONSENT)
    named = query.ids("patient", "Patient")
    if len(named) > 1 or bool(named) == query.has("patient.identifier"):
        raise Refused(Reason.MALFORMED_REQUEST, field="patient")
    with permit(Action.READ_CONSENTS, _record(query, named)) as access:
        found = [row for row in rows(access) if _fits(row, query)]
        custodian = agency(access)
        query.instead("patient", f"Patient/{access.subject.patient_id}", of="patient.identifier")
    page = [] if query.only_count else found[query.offset : query.offset + query.count]
    bundle = searchset(
        [consent(row, custodian) for row in page],
        total=len(found),
        base=f"{platform().settings.base_url}/fhir",
        path="Consent",
        parameters=query.kept,
        count=query.count,
        offset=query.offset,
    )
    return answers.Fhir(bundle)


def _record(query: Query, named: list[str]) -> Look:
    def look(connection: Connection, principal: Principal) -> Subject:
        asked = named[0] if named else _numbered(connection, query)
        wanted = principal.patient_id if asked == "self" else asked
        return Subject(wanted, "consents", wanted)

    return look


def _numbered(connection: Connection, query: Query) -> str:
    number = matricule.check(query.first("patient.identifier").rpartition("|")[2]).value or ""
    behind = Patient.matricule_index == platform().keys.find_by("matricule", number)
    return connection.execute(select(Patient.id).where(behind)).scalar() or "unknown"


def agency(access: Access) -> str | None:
    """The agency that keeps the records, by its id in the directory."""
    known = select(Organisation.id).where(Organisation.kind == OrganisationKind.AGENCY)
    return access.connection.execute(known.order_by(Organisation.id)).scalar()


def rows(access: Access) -> list[dict[str, Any]]:
    """The decisions of the record that the caller may see, the newest first, with the names of whom they name."""
    conditions = [_R.c.patient_id == access.subject.patient_id]
    if access.principal.role is Role.PROFESSIONAL:
        own = (access.principal.professional_id, access.principal.organisation_id)
        conditions += [_R.c.kind != Right.BLOCK, or_(*(_R.c.actor_id == one for one in own))]
    moment = clock.now()
    found = []
    for row in access.connection.execute(_rights.where(*conditions)).mappings():
        person = (row["prefix"], row["given"], row["family"])
        name = row["organisation"] or " ".join(part for part in person if part)
        running = row["ended_at"] is None and (row["ends_at"] is None or row["ends_at"] > moment)
        found.append({**row, "actor_name": name, "is_active": running})
    return found


def _fits(row: dict[str, Any], query: Query) -> bool:
    status = "active" if row["is_active"] else "inactive"
    numbers = {row["id"], f"urn:uuid:{row['id']}"}
    span = query.span("_lastUpdated")
    return (
        all(any(one.code == status for one in some) for some in query.tokens("status"))
        and all(any(one.code in numbers for one in some) for some in query.tokens("identifier"))
        and (not query.has("_id") or row["id"] in query.ids("_id", "Consent"))
        and (
            not query.has("actor")
            or row["actor_id"] in {one.rpartition("/")[2] for one in query.ids("actor", "Practitioner")}
        )
        and (span is None or span.holds(row["starts_at"]))
    )

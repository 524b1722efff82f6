"""Consent under `/fhir` (PCF ITI-108): reading what was decided, one by one or by search, and ending it."""

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection, select

from platform_api import answers, levels, matricule, media, search_parameters
from platform_api.consents import acts, kept, service
from platform_api.consents.writing import name_asked, named
from platform_api.context import platform
from platform_api.fhir.bundle import searchset
from platform_api.fhir.consent import (
    EMERGENCY,
    KINDS,
    NEW_DOCUMENTS,
    UUID_PREFIX,
    UUID_SYSTEM,
    consent,
    template,
)
from platform_api.fhir.registry import CONSENT
from platform_api.guard import Look, Subject, foresee, permit
from platform_api.models import Patient
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.search_parameters import Query, Token
from platform_api.vocabulary import Action, Confidentiality, Reason, Right, Role

_STATUS_SYSTEM = "http://hl7.org/fhir/consent-state-codes"
bp = Blueprint("consents_published", __name__, url_prefix="/fhir")


@bp.get("/Consent")
@bp.post("/Consent/_search")
def search() -> Response:
    """A record's decisions: all of them for the holder, for a professional only what lets themselves in.

    A block is nobody's to see but the holder's (EHDS, art. 8).
    """
    query = search_parameters.read(CONSENT)
    asked = query.ids("patient", "Patient")
    if len(asked) > 1 or bool(asked) == query.has("patient.identifier"):
        raise Refused(Reason.MALFORMED_REQUEST, field="patient")
    with permit(Action.READ_CONSENTS, _record(query, asked)) as access:
        every = kept.rows(access)
        found = [row for row in every if _fits(row, query)]
        custodian = kept.agency(access)
        query.instead("patient", f"Patient/{access.subject.patient_id}", of="patient.identifier")
    page = query.page(found, every)
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


@bp.get("/Consent/<consent_id>")
def read(consent_id: str) -> Response:
    """One decision, as it holds now or as it ended."""
    with permit(Action.READ_CONSENTS, _behind(consent_id)) as access:
        found = next((row for row in kept.rows(access) if row["id"] == consent_id), None)
        if found is None:
            raise Refused(Reason.NOT_FOUND, admit=False)
        custodian = kept.agency(access)
    return answers.Fhir(consent(found, custodian))


@bp.delete("/Consent")
def end_named() -> answers.Empty:
    """End what other software calls so (`?identifier=urn:uuid:…`), from now on; twice has one effect."""
    return _end(None, name_asked())


@bp.delete("/Consent/<consent_id>")
def end(consent_id: str) -> answers.Empty:
    """End it, from now on; twice has one effect. It stays readable as `inactive`.

    Ending the Consent about emergencies switches emergency access off, as where it is absent in CH:PPQm.
    """
    return _end(consent_id, None)


def _end(consent_id: str | None, name: str | None) -> answers.Empty:
    meant = foresee(_one_of_own(consent_id, name)).payload
    with permit(_ending(meant), _to_end(consent_id, name, meant)) as access:
        levels.lock(access)
        row = _one_of_own(consent_id, name)(access.connection, access.principal).payload
        if row is None or _ending(row) is not _ending(meant):
            raise Refused(Reason.RESOURCE_CHANGED)
        media.check_unchanged([consent(row, kept.agency(access))])
        if row["kind"] == NEW_DOCUMENTS:
            raise Refused(Reason.ENTRY_NOT_SUPPORTED)  # new documents always have a level
        if row["kind"] == EMERGENCY:
            service.set_emergency(access, False, None)
        elif row["kind"] == Right.BLOCK:
            service.unblock(access, row["actor_kind"])
        else:
            only = row["right_id"] if row["kind"] == Right.PRESENCE else None
            acts.revoke(access, row["actor_kind"], only)
    return answers.Empty()


def _ending(row: dict[str, Any] | None) -> Action:
    """What ending it means; of nothing, what it means most often: it is refused all the same."""
    acts_of = {
        Right.BLOCK: Action.UNBLOCK_PROFESSIONAL,
        EMERGENCY: Action.SET_EMERGENCY,
        NEW_DOCUMENTS: Action.SET_CONFIDENTIALITY,
    }
    return acts_of.get(row["kind"], Action.REVOKE_ACCESS) if row else Action.REVOKE_ACCESS


def _to_end(consent_id: str | None, name: str | None, meant: dict[str, Any] | None) -> Look:
    """The look-up of the own interface for the act that ends it."""
    if meant is None:
        return _one_of_own(consent_id, name)
    if meant["kind"] == EMERGENCY:
        return service.emergency_choice(False, None)
    if meant["kind"] == NEW_DOCUMENTS:
        return levels.default_choice(Confidentiality(meant["level"]))
    return service.about(meant["actor_kind"], meant["actor_id"])


def _one_of_own(consent_id: str | None, name: str | None) -> Look:
    """A look-up: this Consent of the record that the caller's session is about."""

    def look(connection: Connection, principal: Principal) -> Subject:
        own = principal.patient_id
        found = kept.of_record(connection, own) if own else []
        row = named(connection, found, consent_id, name)
        return Subject(own, "consents", own, row, {"exists": row is not None})

    return look


def _behind(consent_id: str) -> Look:
    """A look-up: the record that this Consent is about; to a person only their own has any."""

    def look(connection: Connection, principal: Principal) -> Subject:
        if principal.role in (Role.PROFESSIONAL, Role.SOFTWARE):
            wanted = kept.record_of(connection, consent_id) or "unknown"
        else:
            mine = _one_of_own(consent_id, None)(connection, principal)
            wanted = (mine.patient_id if mine.payload else None) or "unknown"
        return Subject(wanted, "consents", wanted)

    return look


def _record(query: Query, asked: list[str]) -> Look:
    def look(connection: Connection, principal: Principal) -> Subject:
        one = asked[0] if asked else _numbered(connection, query)
        wanted = principal.patient_id if one == "self" else one
        return Subject(wanted, "consents", wanted)

    return look


def _numbered(connection: Connection, query: Query) -> str:
    number = matricule.check(query.first("patient.identifier").rpartition("|")[2]).value or ""
    behind = Patient.matricule_index == platform().keys.find_by("matricule", number)
    return connection.execute(select(Patient.id).where(behind)).scalar() or "unknown"


def _fits(row: dict[str, Any], query: Query) -> bool:
    status = "active" if row["is_active"] else "inactive"
    return (
        all(any(_is_status(one, status) for one in some) for some in query.tokens("status"))
        and all(any(_is_called(row, one) for one in some) for some in query.tokens("identifier"))
        and (not query.has("_id") or row["id"] in query.ids("_id", "Consent"))
        and (not query.has("actor") or _is_about(row, query))
        and query.falls("_lastUpdated", row["changed_at"])
    )


def _is_status(one: Token, status: str) -> bool:
    return one.code == status and one.system in (None, "", _STATUS_SYSTEM)


def _is_called(row: dict[str, Any], one: Token) -> bool:
    """By its id, by a name of other software, with or without `urn:uuid:`, or by its template."""
    if one.code == template(row):
        return not one.system
    uuids = {row["id"], *row["names"]}
    return one.system in (None, UUID_SYSTEM) and one.code.removeprefix(UUID_PREFIX) in uuids


def _is_about(row: dict[str, Any], query: Query) -> bool:
    """Whether it names one of these: by id alone, or by the kind of resource too."""
    if row["actor_kind"] is None:
        return False
    kind, wanted = KINDS[row["actor_kind"]], query.ids("actor", KINDS[row["actor_kind"]])
    return any(one == row["actor_id"] or one.endswith(f"/{kind}/{row['actor_id']}") for one in wanted)

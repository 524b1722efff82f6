"""Professionals, their roles, organisations and places under `/fhir` (mCSD ITI-90)."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from flask import Blueprint, Response
from sqlalchemy import Connection, select

from platform_api import answers, search_parameters
from platform_api.context import caller, platform
from platform_api.fhir.bundle import searchset
from platform_api.fhir.care_services import location, organization, practitioner, practitioner_role
from platform_api.fhir.registry import (
    ENDPOINT,
    HEALTHCARE_SERVICE,
    LOCATION,
    ORGANIZATION,
    PRACTITIONER,
    PRACTITIONER_ROLE,
    Served,
)
from platform_api.guard import permit
from platform_api.models import Organisation, Professional
from platform_api.problems import Refused
from platform_api.search_parameters import Query, Token, matches
from platform_api.vocabulary import (
    LANGUAGES,
    ORGANISATION_KIND_SYSTEM,
    PROFESSIONAL_CATEGORY_SYSTEM,
    PROFESSIONAL_ID_SYSTEM,
    Action,
    Reason,
)

bp = Blueprint("care_services", __name__, url_prefix="/fhir")
Row: TypeAlias = dict[str, Any]
Resource: TypeAlias = dict[str, Any]
PROFESSIONALS = (
    select(Professional.__table__, Organisation.name.label("organisation"))
    .join_from(Professional, Organisation, Organisation.id == Professional.organisation_id)
    .order_by(Professional.family, Professional.given, Professional.id)
)
ORGANISATIONS = select(Organisation.__table__).order_by(Organisation.name, Organisation.id)


@bp.get("/Practitioner")
@bp.post("/Practitioner/_search")
def practitioners() -> Response:
    """Find professionals."""
    query = search_parameters.read(PRACTITIONER)
    every = _rows(PROFESSIONALS)
    found = [row for row in every if _is_number(query, row) and _is_named(query, row)]
    page = query.page(found, every)
    return _bundle(PRACTITIONER, query, len(found), map(practitioner, page))


@bp.get("/PractitionerRole")
@bp.post("/PractitionerRole/_search")
def roles() -> Response:
    """Find who practises where, and as what; `_include` brings the professional and the organisation along."""
    query = search_parameters.read(PRACTITIONER_ROLE)
    houses = {row["id"]: row for row in _rows(ORGANISATIONS)}
    every = _rows(PROFESSIONALS)
    found = [row for row in every if _has_role(query, row)]
    included: list[Resource] = []
    page = query.page(found, every)
    wanted = {value for _modifier, value in query.values.get("_include", ())}
    if wanted & {"PractitionerRole:practitioner", "*"}:
        included += [practitioner(row) for row in page]
    if wanted & {"PractitionerRole:organization", "*"}:
        named = dict.fromkeys(row["organisation_id"] for row in page)
        included += [organization(houses[one], language()) for one in named]
    shown = [practitioner_role(row, language()) for row in page]
    return _bundle(PRACTITIONER_ROLE, query, len(found), shown, included)


@bp.get("/Organization")
@bp.post("/Organization/_search")
def organisations() -> Response:
    """Find organisations; `_revinclude` brings the places that they run along."""
    query = search_parameters.read(ORGANIZATION)
    every = _rows(ORGANISATIONS)
    found = [row for row in every if _is_house(query, row)]
    found = [] if query.has("partof") or query.has("endpoint") else found
    page = query.page(found, every)
    places_too = query.first("_revinclude") == "Location:organization"
    included = [location(row, language()) for row in page if places_too]
    return _bundle(ORGANIZATION, query, len(found), [organization(row, language()) for row in page], included)


@bp.get("/Location")
@bp.post("/Location/_search")
def places() -> Response:
    """Find the places of organisations."""
    query = search_parameters.read(LOCATION)
    every = _rows(ORGANISATIONS)
    found = [row for row in every if _is_house(query, row) and not query.has("partof")]
    if query.has("organization"):
        found = [row for row in found if row["id"] in query.ids("organization", "Organization")]
    found = [
        row for row in found if _all(query, "status", [("http://hl7.org/fhir/location-status", "active")])
    ]
    page = query.page(found, every)
    included = []
    if query.first("_include") == "Location:organization":
        included = [organization(row, language()) for row in page]
    return _bundle(LOCATION, query, len(found), [location(row, language()) for row in page], included)


@bp.get("/HealthcareService")
@bp.post("/HealthcareService/_search")
def services() -> Response:
    """Find services: the national directory names none."""
    return _empty(HEALTHCARE_SERVICE)


@bp.get("/Endpoint")
@bp.post("/Endpoint/_search")
def endpoints() -> Response:
    """Find endpoints: the national directory names none."""
    return _empty(ENDPOINT)


@bp.get("/Practitioner/<one_id>")
def read_practitioner(one_id: str) -> Response:
    """One professional."""
    return _one(PROFESSIONALS.where(Professional.id == one_id), practitioner)


@bp.get("/PractitionerRole/<one_id>")
def read_role(one_id: str) -> Response:
    """Where one professional practises."""
    chosen = language()
    return _one(PROFESSIONALS.where(Professional.id == one_id), lambda row: practitioner_role(row, chosen))


@bp.get("/Organization/<one_id>")
def read_organisation(one_id: str) -> Response:
    """One organisation."""
    chosen = language()
    return _one(ORGANISATIONS.where(Organisation.id == one_id), lambda row: organization(row, chosen))


@bp.get("/Location/<one_id>")
def read_place(one_id: str) -> Response:
    """One place."""
    chosen = language()
    return _one(ORGANISATIONS.where(Organisation.id == one_id), lambda row: location(row, chosen))


def _rows(statement: Any) -> list[Row]:
    with permit(Action.READ_DIRECTORY) as access:
        return _all_of(access.connection, statement)


def _all_of(connection: Connection, statement: Any) -> list[Row]:
    return [dict(row) for row in connection.execute(statement).mappings()]


def _one(statement: Any, mapper: Callable[[Row], Resource]) -> Response:
    rows = _rows(statement)
    if not rows:
        raise Refused(Reason.NOT_FOUND)
    return answers.Fhir(mapper(rows[0]))


def _empty(served: Served) -> Response:
    query = search_parameters.read(served)
    with permit(Action.READ_DIRECTORY):
        return _bundle(served, query, 0, query.page([], []))


def _bundle(
    served: Served, query: Query, total: int, page: Iterable[Resource], included: Iterable[Resource] = ()
) -> Response:
    bundle = searchset(
        page,
        total=total,
        base=f"{platform().settings.base_url}/fhir",
        path=served.type,
        parameters=query.kept,
        count=query.count,
        offset=query.offset,
        included=included,
    )
    return answers.Fhir(bundle)


def _is_number(query: Query, row: Row) -> bool:
    """`_id`, `identifier`, `_lastUpdated`, and `active`, which every entry has alike."""
    identifier = row["id"]
    held = [(PROFESSIONAL_ID_SYSTEM, identifier)]
    return (
        (not query.has("_id") or identifier in query.ids("_id", ""))
        and _all(query, "identifier", held)
        and _all(query, "active", [("", "true")])
        and query.falls("_lastUpdated", row["changed_at"])
    )


def _is_named(query: Query, row: Row) -> bool:
    names = {
        "family": [row["family"]],
        "given": [row["given"]],
        "name": [row["family"], row["given"], row["prefix"]],
    }
    return all(_text(query, name, texts) for name, texts in names.items())


def _is_house(query: Query, row: Row) -> bool:
    return (
        _is_number(query, row)
        and _text(query, "name", [row["name"]])
        and _all(query, "type", [(ORGANISATION_KIND_SYSTEM, row["kind"])])
    )


def _has_role(query: Query, row: Row) -> bool:
    house = row["organisation_id"]
    return (
        _is_number(query, row)
        and (not query.has("practitioner") or row["id"] in query.ids("practitioner", "Practitioner"))
        and (not query.has("organization") or house in query.ids("organization", "Organization"))
        and (not query.has("location") or house in query.ids("location", "Location"))
        and not query.has("service")
        and _all(query, "role", [(PROFESSIONAL_CATEGORY_SYSTEM, row["category"])])
        and _all(query, "specialty", [("", row["specialty"] or "")])
    )


def _text(query: Query, name: str, texts: list[str]) -> bool:
    """Every occurrence of a string parameter finds one of these texts, or a word of one."""
    return all(
        any(
            matches(part, word.value, word.modifier)
            for word in alternatives
            for text in texts
            for part in (text, *text.split())
        )
        for alternatives in query.texts(name)
    )


def _all(query: Query, name: str, held: list[tuple[str, str]]) -> bool:
    return all(
        any(_is_token(token, system, code) for token in alternatives for system, code in held)
        for alternatives in query.tokens(name)
    )


def _is_token(token: Token, system: str, code: str) -> bool:
    return token.system in (None, system) and token.code.casefold() in ("", code.casefold())


def language() -> str:
    wanted = caller().language
    return wanted if wanted in LANGUAGES else LANGUAGES[0]

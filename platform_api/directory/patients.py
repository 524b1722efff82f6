"""Patient under `/fhir` (PDQm ITI-78): somebody is found by a number or by exact traits, never by browsing."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from flask import Blueprint, Response
from sqlalchemy import ColumnElement, Connection, or_, select

from platform_api import answers, clock, matricule, requests, search_parameters
from platform_api.context import caller, platform
from platform_api.fhir.bundle import searchset, warning
from platform_api.fhir.patient import patient
from platform_api.fhir.registry import PATIENT
from platform_api.guard import Look, Subject, also_done, permit
from platform_api.models import Patient
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.search_parameters import Query, Token, matches
from platform_api.vocabulary import MATRICULE_SYSTEM, PATIENT_ID_SYSTEM, Action, Reason

bp = Blueprint("patients", __name__, url_prefix="/fhir")
_P = Patient.__table__
_MOST = 10
"""More people than this with the same traits: the traits say too little."""
_DOMAINS = (MATRICULE_SYSTEM, PATIENT_ID_SYSTEM)
_TOO_LITTLE = "a matricule, a patient number, or family name and birth date are needed"


@bp.get("/Patient")
@bp.post("/Patient/_search")
def search() -> Response:
    """Find one person, or several by their numbers; the record's state and the holder's decisions do not show.

    What the trail keeps: that somebody was looked up and by what kind of trait, never the trait. Found alone or
    by a number, a person sees it in their own journal.
    """
    query = search_parameters.read(PATIENT)
    domains = _domains(query)
    keys = keys_of(query)
    requests.brake(caller(), max(0, sum(map(len, _numbers(query))) - 1))  # each number is a look-up
    if query.has("_id") and not keys:
        found = _known(query)
    else:
        with permit(Action.FIND_PATIENT, found_by(keys, query)) as access:
            access.details["by"] = sorted(keys)
            found = access.subject.payload
            if len(found) > 1 and query.has("identifier"):  # each of them was meant, and sees it
                for row in found:
                    about = Subject(row["id"], "patient", row["id"])
                    also_done(access, Action.FIND_PATIENT, about, dict(access.details))
    base = f"{platform().settings.base_url}/fhir"
    said = () if keys or found else (warning("too-costly", _TOO_LITTLE),)
    number = keys.get("matricule")
    if domains and MATRICULE_SYSTEM not in domains:
        number = None
    some = found if not domains or PATIENT_ID_SYSTEM in domains or number else []
    if query.has("identifier"):
        query.instead("_id", ",".join(row["id"] for row in some), of="identifier")
    page = query.page(some, some)
    bundle = searchset(
        shown(page, number),
        total=len(some),
        base=base,
        path="Patient",
        parameters=query.kept,
        count=query.count,
        offset=query.offset,
        warnings=said,
    )
    return answers.Fhir(bundle)


@bp.get("/Patient/<patient_id>")
def read(patient_id: str) -> Response:
    """Whose record it is, for the person and for professionals with a link to it; nobody else learns of it."""
    with permit(Action.READ_PATIENT, _one(patient_id)) as access:
        row = access.subject.payload
        number = access.platform.keys.open(row["matricule_sealed"], f"matricule:{row['id']}")
    return answers.Fhir(patient(row, number))


def shown(rows: Sequence[dict[str, Any]], numbers: str | None) -> list[dict[str, Any]]:
    """The people found as resources; the matricule only of whom it was given (`keys_of`), and only for who gave it."""
    given = {platform().keys.find_by("matricule", one): one for one in (numbers or "").split(",") if one}
    return [patient(row, given.get(row["matricule_index"])) for row in rows]


def _one(patient_id: str) -> Look:
    def look(connection: Connection, principal: Principal) -> Subject:
        wanted = principal.patient_id if patient_id == "self" else patient_id
        row = connection.execute(select(_P).where(_P.c.id == wanted)).mappings().first()
        fail = None if row else Refused(Reason.NOT_FOUND, admit=False)
        return Subject(wanted, "patient", wanted, dict(row) if row else None, fail=fail)

    return look


def _known(query: Query) -> list[dict[str, Any]]:
    """People asked for by their ids alone: those whom the caller may read; of the others nothing is told."""
    found = []
    for one in query.ids("_id", "Patient")[:_MOST]:
        try:
            with permit(Action.READ_PATIENT, _one(one)) as access:
                found.append(access.subject.payload)
        except Refused as refused:
            if refused.admit:
                raise
    return [row for row in found if _fits(row, query)]


def found_by(keys: dict[str, str], query: Query) -> Look:
    """A look-up for the guard: the people with these traits; alone, somebody is the subject of the search."""

    def look(connection: Connection, _principal: Principal) -> Subject:
        found = _find(connection, keys, query)
        only = found[0]["id"] if len(found) == 1 else None
        return Subject(only, "patient", only, found)

    return look


def _find(connection: Connection, keys: dict[str, str], query: Query) -> list[dict[str, Any]]:
    conditions: list[ColumnElement[bool]] = []
    for some in _numbers(query):
        conditions.append(
            or_(
                *(
                    _P.c.matricule_index == platform().keys.find_by("matricule", number)
                    if kind == "matricule"
                    else _P.c.number == number
                    for kind, number in some
                )
            )
        )
    if "id" in keys:
        conditions.append(_P.c.id.in_(query.ids("_id", "Patient")))
    if "birthdate" in keys:
        family = keys["family"]
        spellings = {family, family.title(), family.capitalize(), family.upper()}
        conditions.append(_P.c.family.in_([family] if keys.get("exact") else sorted(spellings)))
        conditions.append(_P.c.birth_date == date.fromisoformat(keys["birthdate"]))
    if not conditions:
        return []
    rows = connection.execute(select(_P).where(*conditions).order_by(_P.c.id).limit(_MOST + 1)).mappings()
    found = [dict(row) for row in rows]
    return [row for row in found if _fits(row, query)] if len(found) <= _MOST else []


def keys_of(query: Query) -> dict[str, str]:
    """What makes a search narrow enough; empty when it is not."""
    keys: dict[str, str] = {}
    for alternatives in _numbers(query):
        for kind, number in alternatives:
            keys[kind] = f"{keys[kind]},{number}" if kind in keys else number
    born, family = query.first("birthdate").removeprefix("eq"), query.first("family")
    if family and _is_day(born):
        keys |= {"family": family[:120], "birthdate": born}
        if query.values["family"][0][0] == "exact":
            keys["exact"] = "true"
    if query.has("_id") and keys:
        keys["id"] = next(iter(query.ids("_id", "Patient")), "-")
    return keys


def _numbers(query: Query) -> list[list[tuple[str, str]]]:
    """Each occurrence of `identifier` (all must hold) as the numbers that it names (one must), each with its kind."""
    every = [
        [_number_of(token) for token in alternatives if token.code]
        for alternatives in query.tokens("identifier")
    ]
    if sum(map(len, every)) > _MOST:
        raise Refused(Reason.MALFORMED_REQUEST, field="identifier")  # who looks for so many is browsing
    return [some for some in every if some]


def _number_of(token: Token) -> tuple[str, str]:
    number = matricule.check(token.code).value if token.system in (None, MATRICULE_SYSTEM) else None
    if number:
        return "matricule", number
    is_ours = token.system in (None, PATIENT_ID_SYSTEM) and token.code.isdigit()
    return "number", token.code[:20] if is_ours else "-"  # nobody has a number of another kind here


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _fits(row: dict[str, Any], query: Query) -> bool:
    """The other traits, each of which must hold too; what the directory does not keep holds for nobody."""
    texts: dict[str, list[str]] = {
        "family": [row["family"]],
        "given": [row["given"], *row["given"].split()],
        "name": [row["family"], row["given"]],
        "address": [*row["address_lines"], row["postal_code"], row["city"]],
        "address-city": [row["city"]],
        "address-country": [row["country"]],
        "address-postalcode": [row["postal_code"]],
        "address-state": [],
        "mothersMaidenName": [],
    }
    held = {"gender": row["gender"], "active": "true", "telecom": ""}
    return (
        all(
            any(
                matches(text, one.value, one.modifier or ("contains" if name == "address" else ""))
                for one in some
                for text in of
            )
            for name, of in texts.items()
            for some in query.texts(name)
        )
        and all(
            any(one.code == value and value for one in some)
            for name, value in held.items()
            for some in query.tokens(name)
        )
        and not query.spans("_lastUpdated")
        and (not query.has("birthdate") or _is_born(row["birth_date"], query))
    )


def _is_born(day: date | None, query: Query) -> bool:
    return day is not None and query.falls("birthdate", datetime.combine(day, time.min, clock.LUXEMBOURG))


def _domains(query: Query) -> set[str]:
    """The domains that identifiers are wanted from (`identifier=system|`); raises Refused for one that is none."""
    wanted = {
        token.system or ""
        for alternatives in query.tokens("identifier")
        for token in alternatives
        if token.system is not None and not token.code
    }
    if wanted - set(_DOMAINS):
        raise Refused(Reason.NOT_FOUND, field="targetSystem not found")
    return wanted

"""`Patient/$match` under `/fhir` (PDQm ITI-119): the same exact traits as a search, with a score and a grade.

Nothing is guessed: there are no sounds-like candidates (docs/adr/0010), so a wrong number matches nobody.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response

from platform_api import answers
from platform_api.context import platform
from platform_api.directory.patients import found_by, keys_of, shown
from platform_api.fhir.bundle import matches
from platform_api.fhir.reading_types import MatchParameters, MatchPatient
from platform_api.guard import permit
from platform_api.problems import Refused
from platform_api.requests import fhir_body
from platform_api.search_parameters import Query
from platform_api.vocabulary import MATRICULE_SYSTEM, PATIENT_ID_SYSTEM, Action, Reason

bp = Blueprint("matching", __name__, url_prefix="/fhir")
LARGEST_BODY = 64 * 1024
_MOST = 10
_OURS = (None, MATRICULE_SYSTEM, PATIENT_ID_SYSTEM)
_CERTAIN, _PROBABLE, _POSSIBLE = ("certain", 1.0), ("probable", 0.9), ("possible", 0.6)
_RESOURCE, _COUNT = "Parameters.parameter('resource')", "Parameters.parameter('count')"


@bp.post("/Patient/$match")
def match() -> Response:
    """Who this is, out of the people with exactly these traits; an empty Bundle for nobody, and for too little."""
    given = _read(fhir_body(MatchParameters, "Parameters", LARGEST_BODY))
    query = _query(given.patient)
    keys = keys_of(query)
    with permit(Action.FIND_PATIENT, found_by(keys, query)) as access:
        access.details["by"] = sorted(keys) if keys else []
        rows: list[dict[str, Any]] = access.subject.payload
    grade, score = _grade(keys, given.patient, len(rows))
    if given.only_certain and grade != "certain":
        rows = []
    base = f"{platform().settings.base_url}/fhir"
    found = shown(rows, keys.get("matricule"))
    return answers.Fhir(matches(found[: given.count], base, "Patient/$match", grade, score))


@dataclass(frozen=True, slots=True)
class _Given:
    """What the operation was called with."""

    patient: MatchPatient
    only_certain: bool
    count: int


def _read(parameters: MatchParameters) -> _Given:
    patients = [one.resource for one in parameters.parameter if one.name == "resource" and one.resource]
    if len(patients) != 1:
        reason = Reason.VALUE_NOT_ALLOWED if patients else Reason.ELEMENT_MISSING
        raise Refused(reason, field=_RESOURCE)
    certain = any(one.value_boolean for one in parameters.parameter if one.name == "onlyCertainMatches")
    counts = [one.value_integer for one in parameters.parameter if one.name == "count"]
    count = counts[0] if counts and counts[0] is not None else _MOST
    if count < 1:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=_COUNT)
    return _Given(patients[0], certain, min(count, _MOST))


def _query(patient: MatchPatient) -> Query:
    """The traits as a search would give them; every one that is given must hold."""
    query = Query()

    def add(name: str, value: str | None, modifier: str = "") -> None:
        if value and (text := value.strip()):
            text = text if name == "identifier" else text.replace(",", " ")
            query.values.setdefault(name, []).append((modifier, text[:200]))

    for number in patient.identifier:
        if number.value and number.system in _OURS:  # a hospital's own number says nothing here
            system = f"{number.system}|" if number.system else ""
            add("identifier", system + number.value.replace(",", " "))
    for name in patient.name[:1]:
        add("family", name.family)
        for given in name.given:
            add("given", given)
    add("birthdate", patient.birth_date)
    add("gender", patient.gender if patient.gender != "unknown" else None)
    return query


def _grade(keys: dict[str, str], patient: MatchPatient, found: int) -> tuple[str, float]:
    """Certain by a number alone; by name and birth date only as far as nobody else has them."""
    if "matricule" in keys or "number" in keys:
        return _CERTAIN
    has_given = any(name.given for name in patient.name[:1])
    return _PROBABLE if found == 1 and has_given else _POSSIBLE

"""Code systems and value sets under `/fhir`: published tables that tell nothing about anyone."""

from typing import Any

import msgspec
from flask import Blueprint, Response, request

from platform_api import answers, clock, search_parameters
from platform_api.context import caller, platform
from platform_api.fhir.bundle import searchset
from platform_api.fhir.code_system import code_system, expansion, looked_up, value_set
from platform_api.fhir.concepts import System, systems
from platform_api.fhir.document_reference import instant
from platform_api.fhir.registry import CODE_SYSTEM, VALUE_SET, Served
from platform_api.guard import open_to_all
from platform_api.problems import Refused
from platform_api.search_parameters import Text, matches
from platform_api.vocabulary import LANGUAGES, Reason

bp = Blueprint("terminology", __name__, url_prefix="/fhir")
_MAPPERS = {"CodeSystem": code_system, "ValueSet": value_set}


@bp.get("/CodeSystem/<name>")
@open_to_all
def read_system(name: str) -> Response:
    """One code system."""
    return _for_a_day(answers.Fhir(code_system(_named(name))))


@bp.get("/ValueSet/<name>")
@open_to_all
def read_set(name: str) -> Response:
    """One value set."""
    return _for_a_day(answers.Fhir(value_set(_named(name))))


@bp.get("/CodeSystem")
@bp.post("/CodeSystem/_search")
@open_to_all
def search_systems() -> Response:
    """Find code systems."""
    return _search(CODE_SYSTEM)


@bp.get("/ValueSet")
@bp.post("/ValueSet/_search")
@open_to_all
def search_sets() -> Response:
    """Find value sets."""
    return _search(VALUE_SET)


@bp.route("/ValueSet/$expand", methods=["GET", "POST"])
@bp.route("/ValueSet/<name>/$expand", methods=["GET", "POST"])
@open_to_all
def expand(name: str = "") -> Response:
    """The codes of a value set in one language (`displayLanguage`), filtered and paged."""
    given = _parameters()
    url = given.get("url", "").partition("|")[0]
    system = _named(name) if name else _found(one for one in systems() if one.value_set == url)
    language = _language(given)
    word = given.get("filter", "").casefold()
    fitting = [
        one
        for one in system.concepts
        if word in one.labels[language].casefold() or word in one.code.casefold()
    ]
    offset, count = _number(given, "offset", 0), _number(given, "count", len(fitting))
    page = fitting[offset : offset + count]
    moment = instant(clock.now())
    return answers.Fhir(expansion(system, page, language, len(fitting), offset, moment))


@bp.route("/CodeSystem/$lookup", methods=["GET", "POST"])
@open_to_all
def lookup() -> Response:
    """What a code means, in one language and in all."""
    given = _parameters()
    system = _found(one for one in systems() if one.url == given.get("system"))
    concept = system.concept(given.get("code", ""))
    if concept is None:
        raise Refused(Reason.NOT_FOUND, field="code")
    return answers.Fhir(looked_up(system, concept, _language(given)))


def _search(served: Served) -> Response:
    query = search_parameters.read(served)
    mapper = _MAPPERS[served.type]
    found = every = [mapper(one) for one in systems()]
    for name in ("url", "version", "status", "name", "_id"):
        for alternatives in query.texts(name):
            found = [one for one in found if _holds(str(one[name.removeprefix("_")]), name, alternatives)]
    if query.spans("_lastUpdated"):
        found = []  # published tables do not say when they changed
    bundle = searchset(
        query.page(found, every),
        total=len(found),
        base=f"{platform().settings.base_url}/fhir",
        path=served.type,
        parameters=query.kept,
        count=query.count,
        offset=query.offset,
    )
    return answers.Fhir(bundle)


def _holds(value: str, name: str, words: list[Text]) -> bool:
    if name == "name":
        return any(matches(value, word.value, word.modifier) for word in words)
    return value in [word.value for word in words]


def _named(name: str) -> System:
    return _found(one for one in systems() if one.id == name)


def _found(candidates: Any) -> System:
    system: System | None = next(candidates, None)
    if system is None:
        raise Refused(Reason.NOT_FOUND)
    return system


def _parameters() -> dict[str, str]:
    """The operation's simple parameters, from the address, a form or a Parameters resource."""
    given = {name: value[:500] for name, value in request.values.items()}
    if request.method == "POST" and "json" in (request.content_type or ""):
        try:
            body = msgspec.json.decode(request.get_data(cache=False)[:65536])
            for parameter in body.get("parameter", ()):
                value = next((v for n, v in parameter.items() if n.startswith("value")), "")
                given[str(parameter["name"])] = str(value)[:500]
        except (msgspec.DecodeError, AttributeError, KeyError, TypeError, RecursionError) as error:
            raise Refused(Reason.MALFORMED_REQUEST) from error
    return given


def _language(given: dict[str, str]) -> str:
    wanted = given.get("displayLanguage", "")[:2] or caller().language
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def _number(given: dict[str, str], name: str, default: int) -> int:
    text = given.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise Refused(Reason.MALFORMED_REQUEST, field=name)
    return int(text)


def _for_a_day(response: Response) -> Response:
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response

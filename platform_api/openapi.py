"""`/dsp/v1/openapi.json`: OpenAPI 3.1 of the platform's own paths, made from the routes, the bodies that they read and
the answers that they declare."""

import sys
from collections.abc import Iterator, Mapping
from types import ModuleType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from flask import Blueprint, Flask, Response, current_app
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from platform_api import answers
from platform_api.context import platform
from platform_api.fhir.registry import Served
from platform_api.guard import open_to_all
from platform_api.problems import Problem
from platform_api.requests import Query
from platform_api.shapes import RESOURCE_SCHEMA, IdConverter, KindConverter, PaperConverter

bp = Blueprint("openapi", __name__, url_prefix="/dsp/v1")
_PREFIX = "/dsp/v1/"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_REFUSALS = {
    "400": "What was sent cannot be read.",
    "401": "The token or the session is missing, expired or withdrawn.",
    "403": "This may not be done by this caller.",
    "404": "This does not exist, or the caller may not learn that it does.",
    "405": "This path knows no such method.",
    "409": "Another step comes first.",
    "413": "That was more than is taken at once.",
    "415": "The body is of another kind than the one that is read here.",
    "422": "What was typed is refused; `code` says why.",
    "429": "There were too many tries; `retry_after` is in seconds.",
    "500": "Something went wrong on the platform's side.",
    "503": "The platform is overloaded or cannot reach its stores.",
}
_WITH_REFUSALS = {
    "401": {"WWW-Authenticate": answers.Header("`Bearer`, with `error` where a token was brought.")},
    "403": {
        "WWW-Authenticate": answers.Header(
            "Which scope is missing, where it is that (RFC 6750).", always=False
        )
    },
    "429": {"Retry-After": answers.Header("In how many seconds to try again.", always=False)},
    "503": {"Retry-After": answers.Header("In how many seconds to try again.", always=False)},
}
_WITH_ALL = {
    "DSP-Request-Id": answers.Header("The number of this request, for questions about it."),
    "DSP-Context": answers.Header(
        "To the portal within somebody's session: who that is and what they may do, as base64 of JSON.",
        always=False,
    ),
}
_REF = "#/components/schemas/{name}"


@bp.get("/openapi.json")
@open_to_all
def document() -> answers.Json[dict[str, Any]]:
    """The description of every path under `/dsp/v1`."""
    return answers.Json(description(current_app, platform().settings.base_url))


def description(app: Flask, base_url: str) -> dict[str, Any]:
    """OpenAPI 3.1 of an application's own paths."""
    rules = sorted(
        (rule for rule in app.url_map.iter_rules() if rule.rule.startswith(_PREFIX)),
        key=lambda rule: rule.rule,
    )
    bodies = sorted(
        {body for rule in rules for body in _bodies(app, rule)},
        key=lambda body: (body.__name__, body.__module__),
    )
    shapes = [Problem, *dict.fromkeys(shape for rule in rules for _kind, shape in kinds(app, rule) if shape)]
    asked, read = msgspec.json.schema_components(bodies, ref_template=_REF)
    told, answered = msgspec.json.schema_components(shapes, ref_template=_REF)
    schema_of = dict(zip((*bodies, *shapes), (*asked, *told), strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for rule in rules:
        path = paths.setdefault(template(rule), {})
        for method in _METHODS:
            if method in (rule.methods or ()):
                path[method.lower()] = _operation(app, rule, method, schema_of)
    problem = {"application/problem+json": {"schema": schema_of[Problem]}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "DSP platform: the record's own life",
            "version": "1.0.0",
            "description": "Activation, sessions, rights and letters as plain REST. Documents are under /fhir.",
        },
        "servers": [{"url": base_url}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": read | {name: _whole(schema) for name, schema in answered.items()},
            "responses": {
                code: {
                    "description": text,
                    "headers": _headers(_WITH_REFUSALS.get(code, {})),
                    "content": problem,
                }
                for code, text in _REFUSALS.items()
            },
            "headers": {name: _header(one) for name, one in _WITH_ALL.items()},
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "From /oauth/token; the portal adds the person's session as DSP-Session.",
                }
            },
        },
    }


def _operation(
    app: Flask, rule: Rule, method: str, schema_of: Mapping[Any, dict[str, Any]]
) -> dict[str, Any]:
    view = app.view_functions[rule.endpoint]
    words = (view.__doc__ or "").strip().splitlines()
    operation: dict[str, Any] = {
        "operationId": ".".join([rule.endpoint, *(rule.defaults or {}).values(), method.lower()]),
        "tags": [rule.endpoint.partition(".")[0]],
        "summary": words[0] if words else rule.endpoint,
        "responses": {
            **{str(kind.default_status): _answer(kind, shape, schema_of) for kind, shape in kinds(app, rule)},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in _REFUSALS},
        },
    }
    if getattr(view, "open_to_all", False):
        operation["security"] = []
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": _kind(rule, name)}
        for name in sorted(rule.arguments - set(rule.defaults or ()))
    ]
    if parameters := [*parameters, *_behind_the_question_mark(app, rule)]:
        operation["parameters"] = parameters
    for body in _bodies(app, rule) if method != "GET" else ():
        content = {"application/json": {"schema": schema_of[body]}}
        operation["requestBody"] = {"required": True, "content": content}
    if method != "GET" and "stream" in view.__code__.co_names:
        operation["requestBody"] = {"required": True, "content": {"application/octet-stream": {}}}
    return operation


def kinds(app: Flask, rule: Rule) -> list[tuple[type[Response], Any]]:
    """The kinds of answer that a view declares, each with the shape of its JSON or None."""
    declared = get_type_hints(app.view_functions[rule.endpoint])["return"]
    each = get_args(declared) if get_origin(declared) in (Union, UnionType) else (declared,)
    return [(get_origin(one) or one, next(iter(get_args(one)), None)) for one in each]


def _answer(kind: type[Response], shape: Any, schema_of: Mapping[Any, dict[str, Any]]) -> dict[str, Any]:
    """What is said of one kind of answer."""
    said: dict[str, Any] = {
        "description": kind.__doc__ or "",
        "headers": _headers(getattr(kind, "told", {})),
    }
    if kind is not answers.Empty:
        schema = RESOURCE_SCHEMA if kind is answers.Fhir else schema_of.get(shape, {})
        said["content"] = {kind.default_mimetype: {"schema": schema}}
    return said


def _headers(told: Mapping[str, answers.Header]) -> dict[str, Any]:
    """The headers of one kind of answer, and those of every answer."""
    own = {name: _header(one) for name, one in told.items()}
    return own | {name: {"$ref": f"#/components/headers/{name}"} for name in _WITH_ALL}


def _header(one: answers.Header) -> dict[str, Any]:
    return {"description": one.says, "required": one.always, "schema": {"type": "string"}}


def _whole(schema: dict[str, Any]) -> dict[str, Any]:
    """What is answered: a field with a default is there all the same, and nothing is there that is not named.

    What is read in the same shape is written without its defaults (`omit_defaults`).
    """
    if "properties" not in schema or "additionalProperties" in schema:
        return schema
    needed = schema.get("required", ())
    always = [name for name, one in schema["properties"].items() if name in needed or "default" in one]
    return {**schema, "required": always, "additionalProperties": False}


def _kind(rule: Rule, name: str) -> dict[str, Any]:
    """What a part of the path may be: one of a few words, or any text without a slash."""
    converter = rule._converters.get(name)
    if isinstance(converter, AnyConverter):
        return {"type": "string", "enum": sorted(converter.items)}
    if isinstance(converter, (IdConverter, KindConverter, PaperConverter)):
        return {"type": "string", "pattern": f"^({converter.regex})$"}
    if isinstance(converter, IntegerConverter):
        return {"type": "integer", "minimum": 0}
    return {"type": "string", "minLength": 1}


def _behind_the_question_mark(app: Flask, rule: Rule) -> list[dict[str, Any]]:
    """The fields of the queries that a view names, and the parameters of a search that it serves."""
    found = [
        {"name": name, "in": "query", "required": False, "schema": schema}
        for query in _queries(app, rule)
        for name, schema in msgspec.json.schema_components([query])[1][query.__name__]["properties"].items()
    ]
    searched = [one for one in _named(app, rule) if isinstance(one, Served)]
    return found + [
        {"name": one.name, "in": "query", "required": False, "schema": {"type": "string"}}
        for served in searched
        for one in served.parameters
    ]


def _queries(app: Flask, rule: Rule) -> Iterator[type[Query]]:
    return (one for one in _structs(app, rule) if issubclass(one, Query))


def _bodies(app: Flask, rule: Rule) -> Iterator[type[msgspec.Struct]]:
    return (one for one in _structs(app, rule) if not issubclass(one, Query))


def _structs(app: Flask, rule: Rule) -> Iterator[type[msgspec.Struct]]:
    """The bodies and queries that a view names in its code."""
    named = (one for one in _named(app, rule) if isinstance(one, type))
    return (one for one in dict.fromkeys(named) if issubclass(one, msgspec.Struct))


def _named(app: Flask, rule: Rule) -> list[Any]:
    """Everything of its module, and of the modules beside it, that a view names in its code."""
    view = app.view_functions[rule.endpoint]
    here = vars(sys.modules[view.__module__])
    named = [here.get(name) for name in view.__code__.co_names]
    beside = [one for one in named if isinstance(one, ModuleType)]
    return named + [vars(module).get(name) for module in beside for name in view.__code__.co_names]


def template(rule: Rule) -> str:
    """The path as OpenAPI writes it: `<id>` becomes `{id}`."""
    parts = (
        f"{{{part.strip('<>').rpartition(':')[2]}}}" if part.startswith("<") else part
        for part in rule.rule.split("/")
    )
    return "/".join(parts)

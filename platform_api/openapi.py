"""`/dsp/v1/openapi.json`: OpenAPI 3.1 of the platform's own paths, made from the routes and the bodies they read."""

import sys
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import msgspec
from flask import Blueprint, Flask, Response, current_app
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from platform_api import answers
from platform_api.context import platform
from platform_api.guard import open_to_all
from platform_api.shapes import IdConverter

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
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457, with the platform's own code of the reason.",
    "required": ["type", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "field": {"type": "string"},
        "retry_after": {"type": "integer"},
        "data": {"type": "object"},
    },
}


@bp.get("/openapi.json")
@open_to_all
def document() -> Response:
    """The description of every path under `/dsp/v1`."""
    return answers.json(description(current_app, platform().settings.base_url))


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
    schemas, components = msgspec.json.schema_components(bodies, ref_template="#/components/schemas/{name}")
    schema_of = dict(zip(bodies, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for rule in rules:
        path = paths.setdefault(_template(rule), {})
        for method in _METHODS:
            if method in (rule.methods or ()):
                path[method.lower()] = _operation(app, rule, method, schema_of)
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
            "schemas": {**components, "Problem": _PROBLEM},
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
    app: Flask, rule: Rule, method: str, schema_of: Mapping[type[msgspec.Struct], dict[str, Any]]
) -> dict[str, Any]:
    view = app.view_functions[rule.endpoint]
    words = (view.__doc__ or "").strip().splitlines()
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    operation: dict[str, Any] = {
        "operationId": f"{rule.endpoint}.{method.lower()}",
        "tags": [rule.endpoint.partition(".")[0]],
        "summary": words[0] if words else rule.endpoint,
        "responses": {
            "200": {"description": "Done.", "content": {"application/json": {}}},
            "201": {"description": "Made.", "content": {"application/json": {}}},
            "202": {"description": "Taken up.", "content": {"application/json": {}}},
            "204": {"description": "Done; there is nothing to say."},
            **{status: {"description": text, "content": problem} for status, text in _REFUSALS.items()},
        },
    }
    if getattr(view, "open_to_all", False):
        operation["security"] = []
    if rule.arguments:
        operation["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": _kind(rule, name)}
            for name in sorted(rule.arguments - set(rule.defaults or ()))
        ]
    for body in _bodies(app, rule) if method != "GET" else ():
        content = {"application/json": {"schema": schema_of[body]}}
        operation["requestBody"] = {"required": True, "content": content}
    if method != "GET" and "stream" in view.__code__.co_names:
        operation["requestBody"] = {"required": True, "content": {"application/octet-stream": {}}}
    return operation


def _kind(rule: Rule, name: str) -> dict[str, Any]:
    """What a part of the path may be: one of a few words, or any text without a slash."""
    converter = rule._converters.get(name)
    if isinstance(converter, AnyConverter):
        return {"type": "string", "enum": sorted(converter.items)}
    if isinstance(converter, IdConverter):
        return {"type": "string", "pattern": f"^{converter.regex}$"}
    if isinstance(converter, IntegerConverter):
        return {"type": "integer", "minimum": 0}
    return {"type": "string", "minLength": 1}


def _bodies(app: Flask, rule: Rule) -> Iterator[type[msgspec.Struct]]:
    """The bodies that a view names in its code."""
    view = app.view_functions[rule.endpoint]
    here = vars(sys.modules[view.__module__])
    named = [here.get(name) for name in view.__code__.co_names]
    beside = [one for one in named if isinstance(one, ModuleType)]
    named += [vars(module).get(name) for module in beside for name in view.__code__.co_names]
    for found in dict.fromkeys(one for one in named if isinstance(one, type)):
        if issubclass(found, msgspec.Struct):
            yield found


def _template(rule: Rule) -> str:
    """The path as OpenAPI writes it: `<id>` becomes `{id}`."""
    parts = (
        f"{{{part.strip('<>').rpartition(':')[2]}}}" if part.startswith("<") else part
        for part in rule.rule.split("/")
    )
    return "/".join(parts)

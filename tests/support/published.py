"""Compares every answer of a platform in this process with what `/dsp/v1/openapi.json` says of it."""

from typing import Any

import jsonschema_rs
from flask import Flask, Response, current_app, request, request_finished

from platform_api import openapi

PREFIX = "/dsp/v1/"
_FRAMEWORK = {
    "Content-Type",
    "Content-Length",
    "Cache-Control",
    "X-Content-Type-Options",
    "Content-Disposition",
}
"""What HTTP itself explains."""
_headers: dict[tuple[str, str, int], tuple[set[str], set[str]]] = {}
_validators: dict[tuple[str, str, int, str], jsonschema_rs.Validator | str] = {}
_document: dict[str, Any] = {}
differences: list[str] = []
"""What was answered otherwise since somebody looked last."""


def watch() -> None:
    """Begin; it lasts as long as this process."""
    request_finished.connect(_compare)


def _compare(_sender: Flask, response: Response, **_other: object) -> None:
    rule = request.url_rule
    if rule is None or not rule.rule.startswith(PREFIX) or request.method in ("HEAD", "OPTIONS"):
        return
    media_type = response.mimetype or ""
    key = (rule.rule, request.method, response.status_code, media_type)
    if key not in _validators:
        _validators[key] = _validator(rule.rule, openapi.template(rule), *key[1:])
    _compare_headers(response, rule.rule, key)
    found = _validators[key]
    if isinstance(found, str):
        differences.append(found)
    elif media_type.endswith("json") and not response.is_streamed:
        differences.extend(
            f"{request.method} {rule.rule} {response.status_code}: {error.instance_path} {error.message}"
            for error in found.iter_errors(response.json)
        )


def _compare_headers(response: Response, path: str, key: tuple[str, str, int, str]) -> None:
    """Whether the headers that are published as always there are, and no other one is."""
    always, sometimes = _headers.get(key[:3], (set(), set()))
    has = {name.title() for name, _value in response.headers} - {name.title() for name in _FRAMEWORK}
    for name in sorted(always - has):
        differences.append(f"{key[1]} {path} {key[2]}: the header {name} is missing")
    for name in sorted(has - always - sometimes):
        differences.append(f"{key[1]} {path} {key[2]}: the header {name} is not published")


def _note_headers(key: tuple[str, str, int], said: dict[str, Any]) -> None:
    told = {
        name.title(): _document["components"]["headers"][name] if "$ref" in one else one
        for name, one in said.get("headers", {}).items()
    }
    always = {name for name, one in told.items() if one["required"]}
    _headers[key] = always, told.keys() - always


def _validator(
    rule_path: str, path: str, method: str, status: int, media_type: str
) -> jsonschema_rs.Validator | str:
    """What compares with the schema of this kind of answer, or the words that there is no such answer."""
    _document.update(_document or openapi.description(current_app, ""))
    said = _document["paths"][path].get(method.lower(), {}).get("responses", {}).get(str(status))
    if said is None:
        return f"{method} {path}: no answer {status} is published"
    if "$ref" in said:
        said = _document["components"]["responses"][str(status)]
    _note_headers((rule_path, method, status), said)
    content = {name.partition(";")[0]: one for name, one in said.get("content", {}).items()}
    of_kind = content.get(media_type, content.get("*/*"))
    if of_kind is None and content:
        return f"{method} {path}: no answer {status} is published as {media_type}"
    schema = {**(of_kind or {}).get("schema", {}), "components": _document["components"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)

"""Compares every answer of a platform in this process with what `/dsp/v1/openapi.json` says of it."""

from typing import Any

import jsonschema_rs
from flask import Flask, Response, current_app, request, request_finished

from platform_api import openapi

PREFIX = "/dsp/v1/"
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
        _validators[key] = _validator(openapi.template(rule), *key[1:])
    found = _validators[key]
    if isinstance(found, str):
        differences.append(found)
    elif media_type.endswith("json") and not response.is_streamed:
        differences.extend(
            f"{request.method} {rule.rule} {response.status_code}: {error.instance_path} {error.message}"
            for error in found.iter_errors(response.json)
        )


def _validator(path: str, method: str, status: int, media_type: str) -> jsonschema_rs.Validator | str:
    """What compares with the schema of this kind of answer, or the words that there is no such answer."""
    _document.update(_document or openapi.description(current_app, ""))
    said = _document["paths"][path].get(method.lower(), {}).get("responses", {}).get(str(status))
    if said is None:
        return f"{method} {path}: no answer {status} is published"
    if "$ref" in said:
        said = _document["components"]["responses"][str(status)]
    content = {name.partition(";")[0]: one for name, one in said.get("content", {}).items()}
    of_kind = content.get(media_type, content.get("*/*"))
    if of_kind is None and content:
        return f"{method} {path}: no answer {status} is published as {media_type}"
    schema = {**(of_kind or {}).get("schema", {}), "components": _document["components"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)

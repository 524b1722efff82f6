"""No body of the platform's own paths has room for a field that is not of its form."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.platform_api.world import World

MORE = {"patient_id": "x", "role": "supervisor", "state": "activated", "account_id": "x", "is_admin": True}


def bodies(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each operation with a JSON body, and the schema of it."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            content = (
                operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
            )
            if "application/json" in content:
                yield f"{method} {path}", content["application/json"]["schema"]


def objects(schema: Any, document: dict[str, Any], seen: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object that a schema names, itself and below."""
    if isinstance(schema, list):
        for one in schema:
            yield from objects(one, document, seen)
    elif isinstance(schema, dict):
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if name not in seen:
                seen.add(name)
                yield from objects(document["components"]["schemas"][name], document, seen)
        if schema.get("type") == "object":
            yield schema.get("title", "?"), schema
        for inner in schema.values():
            yield from objects(inner, document, seen)


def test_every_body_is_closed(world: World):
    document = world.anyone().get("/dsp/v1/openapi.json").json
    found = dict(bodies(document))
    assert len(found) > 60
    open_ones = {
        (operation, name)
        for operation, schema in found.items()
        for name, one in objects(schema, document, set())
        if "properties" in one and one.get("additionalProperties") is not False
    }
    assert open_ones == set()


@pytest.mark.parametrize("name", MORE)
def test_a_field_beyond_the_form_is_refused_by_every_path_that_takes_a_body(world: World, name: str):
    """As the portal for a signed-in person: whatever else is asked of them, nothing with such a field is done."""
    document = world.anyone().get("/dsp/v1/openapi.json").json
    anne = world.signed_in(world.patient())
    done = []
    for operation, schema in bodies(document):
        method, _, path = operation.partition(" ")
        if name in schema_of(schema, document).get("properties", {}):
            continue
        address = "/".join(
            "00000000-0000-7000-8000-000000000000" if part[:1] == "{" else part for part in path.split("/")
        )
        answer = anne.call(method.upper(), address, {name: MORE[name]})
        if answer.status < 400:
            done.append((operation, answer.status))
    assert done == []


def schema_of(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """The schema itself, where a body is only named."""
    return (
        document["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    )

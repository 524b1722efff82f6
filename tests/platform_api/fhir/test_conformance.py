"""What the server says of itself is what it serves."""

import re

import jsonschema_rs
import pytest
from flask import Flask

from platform_api.fhir.registry import SERVED
from tests.platform_api.fhir.doctor import Fhir
from tests.platform_api.world import World

ELSEWHERE = {"metadata", "", ".well-known"}


@pytest.fixture
def anyone(world: World) -> Fhir:
    """Somebody without a token."""
    return Fhir(world.anyone())


def _routes(app: Flask) -> set[tuple[str, str]]:
    """What the routes under /fhir let one do, as (type, interaction)."""
    found = set()
    for rule in app.url_map.iter_rules():
        match = re.fullmatch(r"/fhir/([^/]*)(.*)", rule.rule)
        if not match or match[1] in ELSEWHERE:
            continue
        kind, rest = match.groups()
        methods = rule.methods or set()
        if "$" in rest:
            found.add((kind, rest.rpartition("/")[2]))
        elif rest == "/_search" or (rest == "" and "GET" in methods):
            found.add((kind, "search-type"))
        elif rest == "/_history":
            found.add((kind, "history-type"))
        elif rest.startswith("/<") and "DELETE" in methods:
            found.add((kind, "delete"))
        elif rest.startswith("/<") and "PUT" in methods:
            found.add((kind, "update"))
        elif rest.startswith("/<") and "GET" in methods:
            found.add((kind, "read"))
        if rest.startswith("/<") and "PUT" in methods:
            found.add((kind, "update"))
        if rest == "" and "POST" in methods:
            found.add((kind, "create"))
    return found


def test_the_table_of_what_is_served_is_what_the_routes_are(world: World):
    said = {(one.type, interaction) for one in SERVED for interaction in one.interactions}
    said |= {(one.type, f"${operation.name}") for one in SERVED for operation in one.operations}
    assert said == _routes(world.app)


def test_every_search_goes_by_get_and_by_post(world: World):
    rules = {rule.rule for rule in world.app.url_map.iter_rules()}
    for one in SERVED:
        if "search-type" in one.interactions:
            assert {f"/fhir/{one.type}", f"/fhir/{one.type}/_search"} <= rules


def test_the_statement_names_actors_profiles_and_all_parameters_of_iti_67(anyone: Fhir):
    statement = anyone.get("metadata").json
    assert (statement["resourceType"], statement["fhirVersion"]) == ("CapabilityStatement", "4.0.1")
    assert any("MHD.DocumentResponder" in actor for actor in statement["instantiates"])
    resources = {one["type"]: one for one in statement["rest"][0]["resource"]}
    wanted = (
        "_id _lastUpdated author.given author.family category creation date event facility format identifier patient "
        "patient.identifier period related security-label setting status type"
    )
    assert set(wanted.split()) <= {one["name"] for one in resources["DocumentReference"]["searchParam"]}
    assert resources["Patient"]["supportedProfile"]


def test_smart_configuration_is_at_both_addresses(anyone: Fhir):
    inside = anyone.get(".well-known/smart-configuration").json
    outside = anyone.api.get("/.well-known/smart-configuration").json
    assert inside == outside
    assert inside["token_endpoint"].endswith("/oauth/token")
    assert inside["introspection_endpoint"].endswith("/oauth/introspect")
    assert inside["revocation_endpoint"].endswith("/oauth/revoke")
    assert inside["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    assert "client_credentials" in inside["grant_types_supported"]


def test_nothing_is_said_of_an_authorization_endpoint_that_is_not_there(world: World, anyone: Fhir):
    assert not [rule for rule in world.app.url_map.iter_rules() if "authorize" in rule.rule]
    said = anyone.get(".well-known/smart-configuration").json
    assert not {"authorization_endpoint", "code_challenge_methods_supported"} & set(said)
    assert not [one for one in said["capabilities"] if one.startswith(("launch", "client-public", "sso"))]


def test_openapi_describes_every_path_of_the_platform(world: World):
    description = world.anyone().get("/dsp/v1/openapi.json").json
    assert description["openapi"].startswith("3.1")
    paths = {
        re.sub(r"<(?:[^>]*:)?(\w+)>", r"{\1}", rule.rule)
        for rule in world.app.url_map.iter_rules()
        if rule.rule.startswith("/dsp/v1/")
    }
    assert set(description["paths"]) == paths
    body = description["paths"]["/dsp/v1/activations"]["post"]["requestBody"]
    name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert set(description["components"]["schemas"][name]["properties"]) == {"matricule", "code", "language"}


def test_openapi_says_what_every_operation_answers(world: World):
    """And nothing twice: each operation has an id of its own, each answer in JSON a shape, each shape is closed."""
    description = world.anyone().get("/dsp/v1/openapi.json").json
    operations = [one for path in description["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for operation in operations:
        done = {code: one for code, one in operation["responses"].items() if code < "300"}
        assert done, operation["operationId"]
        for code, answer in done.items():
            said = answer.get("content", {})
            assert bool(said) == (code != "204"), operation["operationId"]
            assert "text/html" not in said, operation["operationId"]
            for name in said.keys() & {"application/json", "application/fhir+json"}:
                assert said[name]["schema"], operation["operationId"]
    for name, schema in description["components"]["schemas"].items():
        jsonschema_rs.meta.validate(schema)
        assert "properties" not in schema or schema["additionalProperties"] is False, name


def test_a_method_that_a_path_does_not_know_names_those_it_does(anyone: Fhir):
    refused = anyone.call("DELETE", "metadata", None)
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_openapi_names_what_may_stand_behind_the_question_mark(world: World):
    """All that a view reads there, each by its name; a view reads no other way (`requests.query`)."""
    paths = world.anyone().get("/dsp/v1/openapi.json").json["paths"]

    def behind(path: str) -> set[str]:
        return {one["name"] for one in paths[path]["get"].get("parameters", ()) if one["in"] == "query"}

    assert behind("/dsp/v1/professionals") == {"q"}
    assert behind("/dsp/v1/helpdesk/papers") == {"after"}
    assert behind("/dsp/v1/exports/{export_id}/journal") == {"before"}
    assert {"date", "agent"} <= behind("/dsp/v1/journal/copy")
    assert behind("/dsp/v1/rights") == set()

"""In which form /fhir answers: JSON, XML, neither (406), packed, unchanged (304), strict."""

import gzip
import json

import pytest
from lxml import etree

from tests.platform_api.fhir.doctor import Fhir, self_link
from tests.platform_api.world import Person, World

JSON, XML = "application/fhir+json", "application/fhir+xml"


@pytest.fixture
def anyone(world: World) -> Fhir:
    """Somebody without a token."""
    return Fhir(world.anyone())


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/json", JSON),
        ("application/fhir+json;fhirVersion=4.0", JSON),
        ("application/fhir+xml", XML),
        ("text/xml", XML),
        ("text/html,application/xhtml+xml,*/*;q=0.8", JSON),
        ("application/fhir+json;q=0.1, application/fhir+xml", XML),
        ("application/fhir+json;q=0, */*", XML),
        ("application/fhir+xml;q=0, */*", JSON),
        ("application/fhir+xml;q=0.1, application/*;q=0.9", JSON),
        ("application/*;q=0.9, application/fhir+xml;q=0.1, */*", JSON),
        ("application/xml, */*", XML),
        ("application/xml, application/json", XML),
    ],
)
def test_accept_chooses_the_form(anyone: Fhir, accept: str, kind: str):
    answer = anyone.get("metadata", Accept=accept)
    assert (answer.status, answer.headers["content-type"]) == (200, f"{kind}; charset=utf-8")


@pytest.mark.parametrize(
    ("asked", "kind"),
    [("json", JSON), ("xml", XML), ("application/fhir+xml", XML), ("application/fhir%2Bjson", JSON)],
)
def test_format_wins_over_accept(anyone: Fhir, asked: str, kind: str):
    answer = anyone.get(f"metadata?_format={asked}", Accept="text/csv")
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"


def test_two_forms_at_once_are_none(treating: Fhir, anne: Person):
    path = f"DocumentReference?patient={anne.id}"
    assert treating.get(f"{path}&_format=json&_format=application/json").status == 200
    refused = treating.get(f"{path}&_format=json&_format=xml")
    assert (refused.status, refused.reason) == (400, "malformed_request")
    by_form = treating.post("DocumentReference/_search?_format=xml", {"patient": anne.id, "_format": "json"})
    assert (by_form.status, by_form.reason) == (400, "malformed_request")


@pytest.mark.parametrize("accept", ["application/fhir+json;q=0", "*/*;q=0", "application/*;q=0.0"])
def test_what_is_not_wanted_at_all_is_not_given(anyone: Fhir, accept: str):
    answer = anyone.get("metadata", Accept=accept)
    assert (answer.status, answer.reason) == (406, "not_acceptable")


@pytest.mark.parametrize("path", ["metadata", "Patient?family=x", "nothing"])
def test_what_cannot_be_met_is_not_acceptable(treating: Fhir, path: str):
    for answer in (treating.get(path, Accept="text/csv"), treating.get("metadata?_format=turtle")):
        assert (answer.status, answer.reason) == (406, "not_acceptable")


@pytest.mark.parametrize(
    "path", ["/fhir/Patient", "/fhir/metadata", "/fhir/DocumentReference/x", "/dsp/v1/session"]
)
@pytest.mark.parametrize("known", [True, False])
def test_who_asks_what_may_be_asked_gets_no_page(world: World, treating: Fhir, path: str, known: bool):
    answer = (treating.api if known else world.anyone()).call("OPTIONS", path)
    assert "GET" in answer.headers.get("allow", "") or answer.status == 401
    assert "html" not in answer.headers.get("content-type", "")
    assert answer.status != 200 or "content-type" not in answer.headers


def test_where_there_is_no_content_no_kind_of_it_is_named(world: World, anne: Person):
    document = world.deposit(anne)
    deleted = world._hospital.delete(f"/fhir/DocumentReference/{document}")
    signed_out = world.signed_in(anne).delete("/dsp/v1/session")
    for answer in (deleted, signed_out):
        assert (answer.status, answer.data) == (204, b"")
        assert "content-type" not in answer.headers


def test_an_unknown_path_answers_in_fhir_and_in_the_form_asked_for(anyone: Fhir):
    assert anyone.get("nothing/here").json["resourceType"] == "OperationOutcome"
    refused = anyone.get("Nothing", Accept=XML)
    assert (refused.status, refused.headers["content-type"]) == (404, f"{XML}; charset=utf-8")
    assert etree.fromstring(refused.data).tag == "{http://hl7.org/fhir}OperationOutcome"


def test_without_a_token_nothing_of_the_request_is_judged(anyone: Fhir):
    refused = anyone.get("List")
    assert (refused.status, refused.headers["www-authenticate"]) == (401, "Bearer")


def test_xml_says_the_same_as_json(treating: Fhir, anne: Person):
    path = f"DocumentReference?patient={anne.id}"
    tree = etree.fromstring(treating.get(path, Accept=XML).data)
    space = {"f": "http://hl7.org/fhir"}
    bundle = treating.get(path).json
    assert tree.xpath("f:total/@value", namespaces=space) == [str(bundle["total"])]
    ids = tree.xpath("f:entry/f:resource/f:DocumentReference/f:id/@value", namespaces=space)
    assert ids == [entry["resource"]["id"] for entry in bundle["entry"]]
    sizes = tree.xpath("//f:attachment/f:size/@value", namespaces=space)
    assert sizes == [str(e["resource"]["content"][0]["attachment"]["size"]) for e in bundle["entry"]]
    one = tree.find("f:entry/f:resource/f:DocumentReference", space)
    assert one is not None
    names = [child.tag.rpartition("}")[2] for child in one]
    order = "id meta masterIdentifier identifier status type category subject date author custodian".split()
    assert [name for name in names if name in order] == order


def test_a_read_is_not_sent_twice(treating: Fhir, anne: Person, world: World):
    path = f"DocumentReference/{world.documents(anne)[0]['id']}"
    first = treating.get(path)
    again = treating.get(path, If_None_Match=first.headers["etag"])
    assert (again.status, again.data) == (304, b"")
    assert treating.get(path, If_None_Match='W/"other"').status == 200


@pytest.mark.parametrize("path", ["DocumentReference", "Binary"])
def test_a_read_on_condition_compares_weakly_and_a_refusal_brings_no_content(
    treating: Fhir, anne: Person, world: World, path: str
):
    """FHIR's tags are weak; `*` is whatever there is. 412 is told by an OperationOutcome, never with the resource."""
    one = f"{path}/{world.documents(anne)[0]['id']}"
    tag = treating.get(one).headers["etag"]
    for given in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*", ""):
        assert treating.get(one, If_Match=given).status == 200, given
    for given in ('"x"', 'W/"x", "y"', "x"):
        refused = treating.get(one, If_Match=given)
        assert (refused.status, refused.reason) == (412, "resource_changed")
        assert refused.json["resourceType"] == "OperationOutcome"
        assert "etag" not in refused.headers
    in_xml = treating.get(f"{one}?_format=xml", If_Match='"x"')
    assert (in_xml.status, etree.fromstring(in_xml.data).tag) == (
        412,
        "{http://hl7.org/fhir}OperationOutcome",
    )
    assert treating.get(one, If_Match=tag, If_None_Match=tag).status == 304


def test_another_version_of_fhir_is_not_taken(world: World):
    hospital = Fhir(world.software())
    for version, status in (("5.0", 415), ("4.0", 400), ("4.0.1", 400)):
        kind = f"{JSON}; fhirVersion={version}"
        assert hospital.post("DocumentReference", None, Content_Type=kind).status == status


def test_gzip_has_no_case(anyone: Fhir):
    assert anyone.get("metadata", Accept_Encoding="GZIP").headers["content-encoding"] == "gzip"


def test_gzip_only_for_who_asks(anyone: Fhir):
    plain, packed = anyone.get("metadata"), anyone.get("metadata", Accept_Encoding="gzip, br")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in anyone.get("metadata", Accept_Encoding="gzip;q=0").headers


def test_pretty(anyone: Fhir):
    answer = anyone.get("metadata?_pretty=true")
    assert answer.data.startswith(b'{\n  "resourceType"')
    assert json.loads(answer.data) == anyone.get("metadata").json


def test_unknown_parameters_are_left_out_of_the_self_link(treating: Fhir, anne: Person):
    path = f"DocumentReference?patient={anne.id}&status=current&x-unknown=1&nonsense:exact=2"
    assert self_link(treating.get(path)).endswith(f"?patient={anne.id}&status=current")
    refused = treating.get(path, Prefer="handling=strict")
    assert (refused.status, refused.reason) == (400, "malformed_request")
    assert b"nonsense:exact, x-unknown" in refused.data


def test_a_modifier_that_is_not_understood_is_refused(treating: Fhir, anne: Person):
    assert treating.get(f"DocumentReference?patient={anne.id}&type:below=x").status == 400


def test_another_version_of_fhir_is_not_acceptable(anyone: Fhir):
    assert anyone.get("metadata", Accept="application/fhir+json; fhirVersion=5.0").status == 406

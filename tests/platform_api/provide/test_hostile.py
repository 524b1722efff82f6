"""Malformed and hostile requests to both ways of depositing: one right status each, cheaply, nothing half-written."""

import base64
import gzip
import json
import time
from collections.abc import Callable
from io import RawIOBase
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder

from platform_api.documents.provide import LARGEST_BODY
from tests.platform_api.provide.bundles import (
    attachment,
    bundle,
    depositing,
    expressions,
    places,
    stored,
    the_binary,
    the_document,
)
from tests.platform_api.world import PDF, Answer, Api, World, sha1

FHIR = "application/fhir+json"
XML = "application/fhir+xml"
PATHS = {"/fhir": "Bundle", "/fhir/DocumentReference": "DocumentReference"}


def _raw(by: Api, path: str, data: bytes, media_type: str = FHIR) -> Answer:
    return by.post(path, data=data, content_type=media_type)


def _bodies(name: str) -> dict[str, tuple[bytes, str]]:
    start = b'{"resourceType":"%s",' % name.encode()
    xml = b'<%s xmlns="http://hl7.org/fhir">' % name.encode()
    entities = b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    outside = b'<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return {
        "nothing": (b"", FHIR),
        "no JSON": (b"hello", FHIR),
        "cut off": (start[:-3], FHIR),
        "a list": (b"[]", FHIR),
        "another resource": (b'{"resourceType":"Patient"}', FHIR),
        "no UTF-8": (start + b'"id":"\xff\xfe"}', FHIR),
        "UTF-16": (json.dumps({"resourceType": name}).encode("utf-16"), FHIR),
        "a member twice": (start + b'"status":"current","status":"superseded"}', FHIR),
        "half a character": (start + b'"description":"\\ud83d"}', FHIR),
        "a NUL": (start + b'"description":"a\\u0000b"}', FHIR),
        "no number": (start + b'"x":NaN}', FHIR),
        "1,000 deep": (start + b'"x":' + b"[" * 1000 + b"]" * 1000 + b"}", FHIR),
        "1,000 deep objects": (start + b'"x":' + b'{"a":' * 1000 + b"1" + b"}" * 1001, FHIR),
        "100,000 deep": (b"[" * 100_000, FHIR),
        "no XML": (b"<Bundle", XML),
        "another namespace": (b"<%s/>" % name.encode(), XML),
        "entities": (entities + xml + b"&b;</%s>" % name.encode(), XML),
        "a file of ours": (outside + xml + b"&a;</%s>" % name.encode(), XML),
        "XML in UTF-16": (f"<?xml version='1.0' encoding='utf-16'?><{name}/>".encode("utf-16"), XML),
        "XML 100,000 deep": (xml + b"<a>" * 100_000, XML),
    }


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", _bodies("Bundle"))
def test_what_is_not_the_resource_is_a_bad_request(world: World, path: str, name: str):
    anne, hospital = world.patient(), depositing(world)
    data, media_type = _bodies(PATHS[path])[name]
    begun = time.process_time()
    answer = _raw(hospital, path, data, media_type)
    assert time.process_time() - begun < 3
    assert (answer.status, answer.reason) == (400, "malformed_request"), answer
    assert stored(world, anne) == (0, 0)


@pytest.mark.parametrize("path", PATHS)
def test_another_format_is_named_as_such(world: World, path: str):
    answer = _raw(depositing(world), path, b"a=b", "application/x-www-form-urlencoded")
    assert (answer.status, answer.reason) == (415, "format_not_supported")


@pytest.mark.parametrize("path", PATHS)
def test_what_is_packed_or_in_another_charset_is_named_as_such(world: World, path: str):
    hospital = depositing(world)
    packed = {"headers": {"Content-Encoding": "gzip"}}
    body = b'{"resourceType":"%s"}' % PATHS[path].encode()
    for answer in (
        hospital.post(path, data=gzip.compress(body), content_type=FHIR, **packed),
        _raw(hospital, path, body, f"{FHIR}; charset=utf-16"),
        _raw(hospital, path, body, f'{FHIR}; fhirVersion=4.0; charset="iso-8859-1"'),
    ):
        assert (answer.status, answer.reason) == (415, "format_not_supported")
    assert _raw(hospital, path, body, f'{FHIR}; fhirVersion=4.0; charset="UTF-8"').status == 400


@pytest.mark.parametrize("path", PATHS)
def test_a_condition_that_nobody_asks_is_refused(world: World, path: str):
    anne, hospital = world.patient(), depositing(world)
    answer = hospital.post(path, bundle(anne), headers={"If-None-Exist": "identifier=urn:x"})
    assert (answer.status, answer.reason) == (400, "entry_not_supported")
    assert answer.json["issue"][0]["expression"] == ["If-None-Exist"]
    assert stored(world, anne) == (0, 0)


class Endless(RawIOBase):
    """A body that never ends; counts what was read of it."""

    def __init__(self) -> None:
        self.taken = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As much as asked."""
        buffer[:] = b"a" * len(buffer)
        self.taken += len(buffer)
        return len(buffer)


@pytest.mark.parametrize("path", PATHS)
def test_200_mb_are_refused_before_a_byte_is_read(world: World, path: str):
    body = Endless()
    assert _pour(depositing(world), path, body, {"CONTENT_LENGTH": "200000000"}) == "413"
    assert body.taken == 0


@pytest.mark.parametrize("path", PATHS)
def test_an_endless_body_without_a_length_is_counted(world: World, path: str):
    body = Endless()
    pieces = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    assert _pour(depositing(world), path, body, pieces) == "413"
    assert 0 < body.taken < LARGEST_BODY + 16 * 2**20


def _pour(by: Api, path: str, body: Endless, environ: dict[str, Any]) -> str:
    """Hand a body to the application as a server does; returns the status."""
    builder = EnvironBuilder(
        path=path,
        method="POST",
        content_type=FHIR,
        headers=[("Authorization", f"Bearer {by.token() if by.token else None}")],
    )
    whole: dict[str, Any] = dict(builder.get_environ())
    whole.pop("CONTENT_LENGTH", None)
    whole |= {"wsgi.input": body, **environ}
    statuses: list[str] = []

    def start(
        status: str, _headers: list[tuple[str, str]], _error: object = None
    ) -> Callable[[bytes], object]:
        statuses.append(status)
        return len

    for _piece in by.app.wsgi_app(whole, start):
        pass
    return statuses[0][:3]


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("application/pdf", b"<html><script>alert(1)</script></html>"),
        ("application/pdf", b"\n\n%PDF-1.7"),
        ("image/png", b"\xff\xd8\xff\xe0"),
        ("image/jpeg", b"GIF89a"),
        ("application/dicom", b"DICM"),
        ("text/xml", b"<a>&b;</a>"),
        ("text/xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        ("application/xml", b"PK\x03\x04"),
        ("text/plain", b"a\0b"),
        ("text/plain", b"  <!DOCTYPE html><script>alert(1)</script>"),
        ("text/html", b"<p>hello</p>"),
        ("application/x-msdownload", b"MZ"),
        ("", b"x"),
    ],
)
def test_bytes_that_are_not_what_they_claim_to_be_stay_out(world: World, media_type: str, content: bytes):
    anne, hospital = world.patient(), depositing(world)
    published = world.document(anne, media_type=media_type, content=content, kind="lab")
    given = bundle(anne, content=content)
    the_binary(given)["contentType"] = attachment(given)["contentType"] = media_type
    for answer in (
        hospital.post("/fhir/DocumentReference", published),
        hospital.post("/fhir", given),
    ):
        assert answer.status in (400, 422), answer
        assert answer.json["resourceType"] == "OperationOutcome"
    assert stored(world, anne) == (0, 0)


def test_a_bundle_in_xml_is_taken_like_one_in_json(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne, "Comprehensive", documents=2)
    answer = _raw(hospital, "/fhir", _as_xml(given), XML)
    assert answer.status == 200, answer
    rows = {row["unique_id"]: row for row in world.documents(anne)}
    assert set(rows) == {the_document(given, one)["masterIdentifier"]["value"] for one in (0, 1)}
    assert {row["type_code"] for row in rows.values()} == {"lab"}
    assert {row["practice_setting_code"] for row in rows.values()} == {"http://snomed.info/sct|408467006"}
    again = _raw(hospital, "/fhir", _as_xml(given), XML)
    assert places(again) == places(answer)
    same = hospital.post("/fhir", given)
    assert places(same) == places(answer)


def test_a_fault_in_xml_is_named_like_one_in_json(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = bundle(anne)
    del attachment(given)["contentType"]
    answer = _raw(hospital, "/fhir", _as_xml(given), XML)
    place = "Bundle.entry[1].resource.content[0].attachment.contentType"
    assert expressions(answer) == [("element_missing", place)]


def test_one_document_is_published_with_its_hash_and_size(world: World):
    anne, hospital = world.patient(), depositing(world)
    stated: tuple[dict[str, object], ...] = ({"size": len(PDF), "hash": sha1(PDF)}, {})
    for number, attached in enumerate(stated):
        given = world.document(anne, kind="lab", attachment=attached)
        answer = hospital.post("/fhir/DocumentReference", given)
        assert answer.status == 201, answer
        assert answer.headers["location"].endswith(f"/fhir/DocumentReference/{answer.json['id']}")
        assert len(world.documents(anne)) == number + 1
    wrong: tuple[tuple[dict[str, object], str], ...] = (
        ({"size": 3}, "size_mismatch"),
        ({"hash": sha1(b"x")}, "hash_mismatch"),
    )
    for attached, reason in wrong:
        given = world.document(anne, kind="lab", attachment=attached)
        answer = hospital.post("/fhir/DocumentReference", given)
        assert (answer.status, answer.reason) == (422, reason)
    assert stored(world, anne) == (2, 2)


def test_who_prefers_little_hears_only_where_the_document_lies(world: World):
    anne, hospital = world.patient(), depositing(world)
    given = world.document(anne, kind="lab")
    answer = hospital.call("POST", "/fhir/DocumentReference", given, headers={"Prefer": "return=minimal"})
    assert (answer.status, answer.data) == (201, b"")
    assert answer.headers["location"].rpartition("/")[2] in {one["id"] for one in world.documents(anne)}


@pytest.mark.parametrize(
    ("change", "reason", "where"),
    [
        ({"subject": None}, "element_missing", "DocumentReference.subject"),
        ({"status": None}, "element_missing", "DocumentReference.status"),
        ({"status": "superseded"}, "value_not_allowed", "DocumentReference.status"),
        ({"content": []}, "element_missing", "DocumentReference.content"),
        ({"docStatus": "final"}, "value_not_allowed", "DocumentReference.docStatus"),
        (
            {"attachment": {"contentType": None}},
            "element_missing",
            "DocumentReference.content[0].attachment.contentType",
        ),
        ({"attachment": {"data": None}}, "element_missing", "DocumentReference.content[0].attachment.data"),
        (
            {"attachment": {"url": "urn:x"}},
            "value_not_allowed",
            "DocumentReference.content[0].attachment.url",
        ),
        (
            {"subject": {"reference": "http://example.com/Patient/1"}},
            "reference_unknown",
            "DocumentReference.subject.reference",
        ),
        ({"subject": {"reference": "Patient/nobody"}}, "patient_unknown", "DocumentReference.subject"),
        (
            {"subject": {"identifier": {"system": "urn:x", "value": "1"}}},
            "patient_unknown",
            "DocumentReference.subject",
        ),
    ],
)
def test_a_publishing_software_learns_what_is_wrong(world: World, change, reason: str, where: str):
    anne, hospital = world.patient(), depositing(world)
    parts = {name: value for name, value in change.items() if name != "content"}
    given = world.document(anne, kind="lab", **parts) | {
        name: value for name, value in change.items() if name != "attachment"
    }
    given = {name: value for name, value in given.items() if value is not None}
    inside = given["content"][0]["attachment"] if given["content"] else {}
    for name in [name for name, value in inside.items() if value is None]:
        del inside[name]
    answer = hospital.post("/fhir/DocumentReference", given)
    assert expressions(answer) == [(reason, where)]
    assert stored(world, anne) == (0, 0)


def test_a_published_identifier_is_used_once(world: World):
    anne, hospital = world.patient(), depositing(world)
    master = {"system": "urn:ietf:rfc:3986", "value": "urn:oid:2.25.7"}
    given = world.document(anne, kind="lab", masterIdentifier=master)
    assert hospital.post("/fhir/DocumentReference", given).status == 201
    other = given | {"description": "Another one"}
    answer = hospital.post("/fhir/DocumentReference", other)
    assert (answer.status, answer.reason) == (409, "duplicate_identifier")
    assert stored(world, anne) == (1, 1)


def test_base64_of_all_kinds_is_read_or_refused(world: World):
    anne, hospital = world.patient(), depositing(world)
    right = base64.b64encode(PDF).decode()
    for data, status in (
        (right, 201),
        (f"{right[:8]}\r\n{right[8:]}", 201),
        (right[:-1], 422),
        ("====", 422),
        ("é" * 8, 422),
        ("", 422),
    ):
        given = world.document(anne, kind="lab", attachment={"data": data})
        assert hospital.post("/fhir/DocumentReference", given).status == status, data


def _as_xml(tree: dict[str, Any]) -> bytes:
    return f'<Bundle xmlns="http://hl7.org/fhir">{_members(tree)}</Bundle>'.encode()


def _members(tree: dict[str, Any]) -> str:
    return "".join(_element(name, value) for name, value in tree.items() if name != "resourceType")


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(name, one) for one in value)
    if not isinstance(value, dict):
        return f'<{name} value="{value}"/>'
    if name == "extension":
        inside = {key: one for key, one in value.items() if key != "url"}
        return f'<extension url="{value["url"]}">{_members(inside)}</extension>'
    kind = value.get("resourceType")
    inner = f"<{kind}>{_members(value)}</{kind}>" if kind else _members(value)
    return f"<{name}>{inner}</{name}>"

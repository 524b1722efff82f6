"""Bytes that no decent software sends as a Consent: one answer each, in JSON and XML, and nothing written."""

import pytest

from platform_api.models import AccessRight, ConsentName, RecordSetting
from tests.platform_api.fhir.consenting import Writer, faults, letting_in, shutting_out
from tests.platform_api.fhir.doctor import doctor
from tests.platform_api.world import DOCTOR, Person, World

KEPT_NOT = "element_not_kept"


@pytest.fixture
def mine(world: World, anne: Person) -> Writer:
    """Anne's own browser, signed in just now; the doctor is in the directory."""
    doctor(world)
    return Writer(world.signed_in(anne))


def _nothing_written(world: World) -> None:
    assert [world.count(one) for one in (AccessRight, ConsentName, RecordSetting)] == [0, 0, 0]


def test_in_xml_too_nothing_is_overlooked(world: World, anne: Person, mine: Writer):
    mine.post(shutting_out(anne.id))
    (kept,) = mine.found(f"&actor=Practitioner/{DOCTOR}")
    mine.send("DELETE", f"/{kept['id']}")
    good = mine.send("GET", f"/{kept['id']}", Accept="application/fhir+xml").data.replace(
        b"inactive", b"active"
    )
    div = b'<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">Only my knee</div></text>'
    hostile = {
        good.replace(b"<scope>", div + b"<scope>"): "Consent.text",
        good.replace(b'<status value="active"/>', b'<status value="active"><extension url="x"/></status>'): (
            "Consent._status"
        ),
        good.replace(b"<patient>", b'<patient id="x">'): "Consent.patient.id",
        good.replace(b"<actor>", b'<provision><type value="permit"/></provision><actor>'): (
            "Consent.provision.provision"
        ),
        good.replace(b"<patient>", b"<patient>not this one"): "Consent.patient._text",
        good.replace(b"<scope>", b'<mine xmlns="urn:mine"/><scope>'): "Consent.mine",
    }
    for sent, place in hostile.items():
        assert sent != good
        answer = mine.send("PUT", f"/{kept['id']}", sent, Content_Type="application/fhir+xml")
        assert faults(answer) == [(KEPT_NOT, place)]
    assert [one["status"] for one in mine.found(f"&actor=Practitioner/{DOCTOR}")] == ["inactive"]
    entities = b'<!DOCTYPE x [<!ENTITY y "z">]>' + good
    answer = mine.send("PUT", f"/{kept['id']}", entities, Content_Type="application/fhir+xml")
    assert answer.reason == "malformed_request"


def test_hostile_bytes_have_one_answer(world: World, anne: Person, mine: Writer):
    whole = letting_in(anne.id)
    for body, told in (
        (b"", (400, "malformed_request")),
        (b"[]", (400, "malformed_request")),
        (b'{"resourceType":"Patient"}', (400, "malformed_request")),
        (b'{"resourceType":"Consent","status":"active","status":"inactive"}', (400, "malformed_request")),
        (b'{"resourceType":"Consent","status":{"a":1}}', (400, "malformed_request")),
        (b'{"resourceType":"Consent","provision":' + b'{"provision":' * 5000, (400, "malformed_request")),
        (b'{"resourceType":"Consent","id":' + b"[" * 20000 + b"]" * 20000 + b"}", (400, "malformed_request")),
        (b'{"resourceType":"Consent","id":"' + b"x" * 70_000 + b'"}', (413, "request_too_large")),
        ({**whole, "id": "\x00"}, (400, "malformed_request")),
    ):
        answer = mine.post(body)
        assert (answer.status, answer.reason) == told, body[:60] if isinstance(body, bytes) else body
    wrong = mine.post(whole, Content_Type="text/plain")
    assert (wrong.status, wrong.reason) == (415, "format_not_supported")
    odd = mine.post({**whole, "\u202e<script>": 1})
    assert faults(odd) == [(KEPT_NOT, "Consent")]
    _nothing_written(world)

"""Taking documents in: only what the record can hold, whole or not at all, from whom the policy lets."""

import threading

import pytest
from sqlalchemy import event, insert

from platform_api.document_types import document_types
from platform_api.models import Professional
from platform_api.vocabulary import DossierState
from tests.platform_api.world import HOSPITAL, PDF, Answer, Api, Person, World, sha1

DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boo">]><a>&b;</a>'
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "lol">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(9))
    + b"]><a>&a9;</a>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>'


@pytest.fixture
def anne(world: World) -> Person:
    """Someone with an open record."""
    return world.patient("Anne", "Reuter")


@pytest.fixture
def hospital(world: World) -> Api:
    """Conformant software of a hospital."""
    return world.software()


def _send(world: World, hospital: Api, one: Person, **changes) -> Answer:
    return hospital.post("/fhir/DocumentReference", world.document(one, **changes))


def _nothing_came_in(world: World, one: Person) -> bool:
    return world.documents(one) == [] and world.blobs() == []


@pytest.mark.parametrize("kind", list(document_types()))
def test_each_of_the_27_types_is_taken(world: World, anne: Person, hospital: Api, kind: str):
    answer = _send(world, hospital, anne, kind=kind)
    assert answer.status == 201, answer
    assert answer.headers["location"].endswith(f"/fhir/DocumentReference/{answer.json['id']}")
    assert answer.json["type"]["coding"][0]["code"] == kind
    assert world.documents(anne)[0]["group_code"] == document_types()[kind].group


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("application/pdf", PDF),
        ("text/xml", b"<a/>"),
        ("application/xml", "<a>é</a>".encode()),
        ("image/png", b"\x89PNG\r\n\x1a\nrest"),
        ("image/jpeg", b"\xff\xd8\xffrest"),
        ("application/dicom", b"\0" * 128 + b"DICMrest"),
        ("text/plain", b"Bonjour"),
        ("APPLICATION/PDF; version=1.7", PDF),
    ],
)
def test_the_allowed_kinds_of_content(
    world: World, anne: Person, hospital: Api, media_type: str, content: bytes
):
    answer = _send(world, hospital, anne, media_type=media_type, content=content)
    assert answer.status == 201, answer
    assert world.signed_in(anne).get(f"/fhir/Binary/{answer.json['id']}").data == content


@pytest.mark.parametrize(
    ("media_type", "content", "reason"),
    [
        ("text/xml", b"no xml at all", "content_not_readable"),
        ("text/xml", b"<a><b></a>", "content_not_readable"),
        ("text/xml", DTD, "content_not_readable"),
        ("text/xml", BOMB, "content_not_readable"),
        ("text/xml", OUTSIDE, "content_not_readable"),
        ("application/pdf", b"<html>", "content_not_readable"),
        ("application/pdf", b"GIF89a%PDF-1.7", "content_not_readable"),
        ("image/png", PDF, "content_not_readable"),
        ("application/dicom", b"DICM", "content_not_readable"),
        ("text/plain", b"a\0b", "content_not_readable"),
        ("text/html", b"<html></html>", "content_type_not_allowed"),
        ("image/svg+xml", b"<svg/>", "content_type_not_allowed"),
        ("application/zip", b"PK\x03\x04", "content_type_not_allowed"),
        ("application/octet-stream", PDF, "content_type_not_allowed"),
        ("application/pdf", b"", "content_empty"),
    ],
    ids=str,
)
def test_what_is_not_what_it_claims_is_refused(
    world: World, anne: Person, hospital: Api, media_type: str, content: bytes, reason: str
):
    answer = _send(world, hospital, anne, media_type=media_type, content=content)
    assert (answer.status, answer.reason) == (422, reason)
    assert _nothing_came_in(world, anne)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"kind": "poem"}, "document_type_unknown"),
        ({"attachment": {"size": 7}}, "size_mismatch"),
        ({"attachment": {"hash": sha1(b"another")}}, "hash_mismatch"),
        ({"attachment": {"data": "%%%"}}, "content_not_readable"),
        ({"kind": ""}, None),
        ({"creation": "yesterday"}, None),
        ({"creation": "2026-03-01T10:00:00"}, None),
        ({"custodian": {"reference": "Organization/nowhere"}}, None),
        ({"author": [{"reference": "Practitioner/nobody"}]}, None),
        ({"subject": {"reference": "Patient/nobody"}}, None),
        ({"subject": {}}, None),
        ({"relatesTo": [{"code": "replaces", "target": {"reference": "DocumentReference/x"}}]}, None),
        ({"resourceType": "Patient"}, None),
        ({"status": 7}, None),
    ],
    ids=str,
)
def test_a_description_that_does_not_hold_is_refused(
    world: World, anne: Person, hospital: Api, changes: dict, reason: str | None
):
    answer = _send(world, hospital, anne, **changes)
    assert 400 <= answer.status < 500, answer
    assert reason in (None, answer.reason)
    assert answer.reason != ""
    assert _nothing_came_in(world, anne)


def test_right_size_and_hash_are_taken(world: World, anne: Person, hospital: Api):
    attachment = {"size": len(PDF), "hash": sha1(PDF)}
    assert _send(world, hospital, anne, attachment=attachment).status == 201


def test_sixty_megabytes_are_refused_and_fifty_taken(world: World, anne: Person, hospital: Api):
    too_large = _send(world, hospital, anne, content=PDF + b"x" * (60 * 1024 * 1024))
    assert (too_large.status, too_large.reason) == (413, "content_too_large")
    just_over = _send(world, hospital, anne, content=PDF + b"x" * (50 * 1024 * 1024 + 1 - len(PDF)))
    assert just_over.status == 413
    assert _nothing_came_in(world, anne)
    whole = PDF + b"x" * (50 * 1024 * 1024 - len(PDF))
    answer = _send(world, hospital, anne, content=whole)
    assert answer.status == 201
    assert world.signed_in(anne).get(f"/fhir/Binary/{answer.json['id']}").data == whole


def test_an_identifier_comes_once(world: World, anne: Person, hospital: Api):
    identifier = {"system": "urn:ietf:rfc:3986", "value": "urn:oid:1.2.3"}
    assert _send(world, hospital, anne, masterIdentifier=identifier).status == 201
    again = _send(world, hospital, anne, masterIdentifier=identifier, title="Another one")
    assert (again.status, again.reason) == (409, "duplicate_identifier")
    assert len(world.documents(anne)) == len(world.blobs()) == 1


@pytest.mark.parametrize(("titles", "statuses"), [("abcd", [201, 409, 409, 409]), ("aaaa", [201] * 4)])
def test_an_identifier_that_comes_twice_at_once_comes_once(
    world_on_each: World, titles: str, statuses: list[int]
):
    world = world_on_each
    anne, hospital, answers = world.patient(), world.software(), []
    ready = threading.Barrier(4)

    def send(title: str) -> None:
        document = world.document(anne, masterIdentifier={"value": "urn:oid:1.2.3"}, title=title)
        ready.wait()
        answers.append(hospital.post("/fhir/DocumentReference", document))

    threads = [threading.Thread(target=send, args=(title,)) for title in titles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == statuses
    assert len({answer.json["id"] for answer in answers if answer.status == 201}) == 1
    assert len(world.documents(anne)) == len(world.blobs()) == 1


@pytest.mark.parametrize("odd", ["x" * 500, "a\u0000b"])
def test_an_identifier_that_no_column_holds_is_refused(world_on_each: World, odd: str):
    world = world_on_each
    anne = world.patient()
    answer = _send(world, world.software(), anne, masterIdentifier={"value": odd})
    assert answer.status in (201, 400)
    assert len(world.documents(anne)) == len(world.blobs())


@pytest.mark.parametrize("state", sorted(set(DossierState)))
def test_only_records_that_are_open_or_wait_take_documents(
    world: World, anne: Person, hospital: Api, state: DossierState
):
    world.set_state(anne, state)
    answer = _send(world, hospital, anne)
    if state in (
        DossierState.CREATED,
        DossierState.ACTIVATED,
        DossierState.OPEN_BY_DEFAULT,
        DossierState.REOPENED,
    ):
        assert answer.status == 201
    else:
        assert (answer.status, answer.reason) == (403, "record_takes_nothing")
        assert _nothing_came_in(world, anne)


def test_software_without_the_scope_is_refused(world: World, anne: Person):
    answer = _send(world, world.software("reader", scopes=("system/DocumentReference.read",)), anne)
    assert (answer.status, answer.reason) == (403, "scope_not_granted")
    assert _nothing_came_in(world, anne)


def test_somebody_elses_document_cannot_be_replaced(world: World, anne: Person, hospital: Api):
    hers = world.deposit(world.patient("Berta", "Klein"), hospital)
    relation = [{"code": "replaces", "target": {"reference": f"DocumentReference/{hers}"}}]
    assert 400 <= _send(world, hospital, anne, relatesTo=relation).status < 500
    assert world.documents(anne) == []
    assert len(world.blobs()) == 1


@pytest.mark.parametrize("table", ["documents", "audit_entries", "audit_heads"])
def test_a_failing_row_leaves_no_bytes(world: World, anne: Person, hospital: Api, table: str):
    world.deposit(anne, hospital)
    before = world.documents(anne), world.blobs(), world.entries(anne.id)

    def fail(_connection, _cursor, statement, _parameters, _context, _many):
        if statement.startswith((f"INSERT INTO {table}", f"UPDATE {table}")):
            raise OSError(28, "No space left on device")

    event.listen(world.running.database.engine, "before_cursor_execute", fail)
    answer = _send(world, hospital, anne)
    event.remove(world.running.database.engine, "before_cursor_execute", fail)
    assert answer.status == 503
    assert (world.documents(anne), world.blobs(), world.entries(anne.id)) == before


def test_the_deposit_stands_in_the_records_chain(world: World, anne: Person, hospital: Api):
    document = _send(world, hospital, anne, title="Sérologie").json["id"]
    entry = world.entries(anne.id)[-1]
    assert (entry["action"], entry["outcome"], entry["software_id"], entry["role"]) == (
        "document.deposit",
        "allowed",
        "hospital-1",
        "software",
    )
    assert document in str(entry)
    assert "Sérologie" not in str(entry)


def test_a_patient_is_also_found_by_matricule(world: World, anne: Person, hospital: Api):
    subject = {"identifier": {"system": "urn:oid:1.3.182.4.4", "value": anne.matricule}}
    assert _send(world, hospital, anne, subject=subject).status == 201
    assert len(world.documents(anne)) == 1
    assert anne.matricule not in str(world.entries(anne.id))


def test_a_title_is_kept_verbatim(world: World, anne: Person, hospital: Api):
    title = "<script>alert(1)</script> {{7*7}} 🫁 %(name)s '; DROP TABLE documents; --"
    document = _send(world, hospital, anne, title=title).json["id"]
    resource = world.signed_in(anne).get(f"/fhir/DocumentReference/{document}").json
    assert resource["content"][0]["attachment"]["title"] == title


@pytest.mark.parametrize(("kind", "status"), [("medication", 201), ("lab", 422), ("patient-summary", 422)])
def test_a_known_author_writes_only_what_their_category_may(
    world: World, anne: Person, hospital: Api, kind: str, status: int
):
    pharmacist = {
        "id": "2999000033",
        "family": "Schmit",
        "given": "Pol",
        "prefix": "",
        "category": "pharmacist",
    }
    with world.running.database.write() as connection:
        connection.execute(insert(Professional), pharmacist | {"organisation_id": HOSPITAL})
    answer = _send(
        world, hospital, anne, kind=kind, author=[{"reference": f"Practitioner/{pharmacist['id']}"}]
    )
    assert answer.status == status, answer
    if status != 201:
        assert answer.reason == "document_type_not_allowed"
        assert _nothing_came_in(world, anne)


def test_what_nobody_known_wrote_is_the_houses_responsibility(world: World, anne: Person, hospital: Api):
    answer = _send(world, hospital, anne, kind="lab", author=[{"display": "Analyseur 7"}])
    assert answer.status == 201, answer

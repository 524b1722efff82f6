"""ITI-68: the bytes in their own type, wrapped for who takes only FHIR, refused for who takes neither."""

import base64
from typing import Any

import pytest

from tests.platform_api.fhir.doctor import Fhir
from tests.platform_api.world import DOCTOR, PDF, Person, World


@pytest.fixture
def path(world: World, anne: Person) -> str:
    """The address of a document that the doctor may read."""
    row = next(row for row in world.documents(anne) if row["type_code"] == "lab")
    return f"Binary/{row['id']}"


@pytest.mark.parametrize("accept", ["", "*/*", "application/pdf", "application/*", "text/html, */*;q=0.1"])
def test_the_bytes_come_in_their_own_type(treating: Fhir, path: str, accept: str):
    answer = treating.get(path, Accept=accept)
    assert (answer.status, answer.headers["content-type"], answer.data) == (200, "application/pdf", PDF)


def test_a_fhir_client_gets_a_binary(treating: Fhir, path: str):
    binary = treating.get(path, Accept="application/fhir+json").json
    assert (binary["resourceType"], binary["contentType"]) == ("Binary", "application/pdf")
    assert base64.b64decode(binary["data"]) == PDF
    assert treating.get(path, Accept="application/fhir+xml").data.startswith(b"<?xml")


def test_a_type_that_the_document_has_not_is_not_acceptable(treating: Fhir, path: str):
    refused = treating.get(path, Accept="image/png")
    assert (refused.status, refused.reason) == (406, "not_acceptable")


def test_bytes_are_not_sent_twice(treating: Fhir, path: str):
    etag = treating.get(path).headers["etag"]
    assert treating.get(path, If_None_Match=etag).status == 304


def test_unknown_and_hidden_are_the_same_404_also_for_who_wants_a_pdf(
    treating: Fhir, anne: Person, world: World
):
    secret = next(row for row in world.documents(anne) if row["confidentiality"] == "secret")
    told = {
        treating.get(f"Binary/{one}", Accept="application/pdf").told
        for one in (secret["id"], "no-such-thing")
    }
    assert len(told) == 1
    assert next(iter(told))[0] == 404


def test_a_superseded_version_stays_readable_by_its_address(treating: Fhir, anne: Person, world: World):
    mine: dict[str, Any] = {"author": [{"reference": f"Practitioner/{DOCTOR}"}]}
    old = world.deposit(anne, title="Version 1", **mine)
    new = world.deposit(
        anne,
        title="Version 2",
        relatesTo=[{"code": "replaces", "target": {"reference": f"DocumentReference/{old}"}}],
        **mine,
    )
    assert treating.get(f"Binary/{old}").status == 200
    described = treating.get(f"DocumentReference/{old}").json
    assert described["status"] == "superseded"
    assert described["extension"][0]["valueReference"]["reference"] == f"DocumentReference/{new}"
    found = treating.get(f"DocumentReference?patient={anne.id}&related=DocumentReference/{old}").json["entry"]
    assert [entry["resource"]["id"] for entry in found] == [new]

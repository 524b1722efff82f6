"""`If-Match`: what was changed meanwhile is not taken back by somebody who saw something else."""

from typing import Any

import pytest
from sqlalchemy import update

from platform_api.models import Document
from platform_api.vocabulary import Confidentiality
from tests.platform_api.fhir.doctor import Fhir
from tests.platform_api.world import Person, World


@pytest.fixture
def hospital(world: World, anne: Person) -> Fhir:
    """The software that brought Anne's documents in."""
    return Fhir(world._hospital)


def _delete(api: Fhir, document: str, tag: str, **headers: str) -> Any:
    return api.call("DELETE", f"DocumentReference/{document}", None, If_Match=tag, **headers)


@pytest.mark.parametrize("wrong", ['W/"1"', '"0123456789abcdef"', "nonsense", 'W/"1", W/"2"'])
def test_another_version_changes_nothing(world: World, anne: Person, hospital: Fhir, wrong: str):
    document = world.deposit(anne)
    answer = _delete(hospital, document, wrong)
    assert (answer.status, answer.reason) == (412, "resource_changed")
    assert answer.json["issue"][0]["code"] == "conflict"
    assert hospital.get(f"DocumentReference/{document}").status == 200
    last = world.entries(anne.id)[-2]
    assert (last["action"], last["outcome"], last["reason"]) == (
        "document.take_back",
        "refused",
        "resource_changed",
    )


@pytest.mark.parametrize("form", ["{}", 'W/"1", {}', "*", ""])
def test_the_version_that_was_read_is_taken_back(world: World, anne: Person, hospital: Fhir, form: str):
    document = world.deposit(anne)
    tag = hospital.get(f"DocumentReference/{document}").headers["etag"]
    assert tag.startswith('W/"')
    assert _delete(hospital, document, form.format(tag)).status == 204
    assert hospital.get(f"DocumentReference/{document}").status == 410
    assert _delete(hospital, document, 'W/"1"').status == 204


def test_the_language_and_the_form_of_the_reading_do_not_matter(world: World, anne: Person, hospital: Fhir):
    document = world.deposit(anne)
    read = hospital.get(f"DocumentReference/{document}", Accept="application/fhir+xml", Accept_Language="de")
    assert _delete(hospital, document, read.headers["etag"], Accept_Language="fr").status == 204


@pytest.mark.parametrize("level", Confidentiality)
def test_what_the_holder_decided_about_it_is_not_told(
    world: World, anne: Person, hospital: Fhir, level: Confidentiality
):
    document = world.deposit(anne)
    tag = hospital.get(f"DocumentReference/{document}").headers["etag"]
    with world.running.database.write() as connection:
        connection.execute(update(Document).where(Document.id == document).values(confidentiality=level))
    assert _delete(hospital, document, tag).status == 204


def test_a_stranger_hears_nothing_of_versions(world: World, anne: Person, treating: Fhir):
    theirs = world.documents(anne)[0]["id"]
    told = {_delete(treating, one, 'W/"1"').told for one in (theirs, "no-such-thing")}
    assert len(told) == 1
    assert next(iter(told))[0] == 404

"""A statement on paper: put in unseen, the patient's own, never opened by the helpdesk, withdrawn at will."""

import pytest
from flask import Flask
from sqlalchemy import select

from platform_api.blobs import digests
from platform_api.models import PaperForm
from platform_api.vocabulary import OWN_PAPER_FORMAT, DossierState
from tests.platform_api.papers.desk import DESK, PAPERS, laid
from tests.platform_api.world import World

WORDS = {"title": "Mes mots, sur papier", "description": "Écrit à la main", "language": "fr"}


@pytest.fixture
def world(platform_on_each: Flask) -> World:
    """The platform on each engine in turn."""
    return World(platform_on_each)


def test_a_statement_becomes_the_patients_own_document_that_no_agent_opens(world: World):
    anne, tom, chief = world.patient(), world.staff(), world.staff("supervisor", "Ida", "Kohn")
    desk, number = laid(world, world.idle(tom), anne, "statement")
    assert desk.get(f"{PAPERS}/{number}/scan").status == 404
    assert desk.post(f"{PAPERS}/statement", WORDS).status == 204
    (document,) = world.documents(anne)
    assert (document["type_code"], document["by_patient"]) == ("holder", True)
    assert document["format_code"] == OWN_PAPER_FORMAT
    assert world.blobs() == [document["blob_id"]], "the scan beside it is gone"
    home = world.signed_in(anne)
    body = home.get(f"/fhir/Binary/{document['id']}").data
    assert body.startswith(b"%PDF-")
    assert digests(body)[0] == document["sha256"]
    for staff in (desk, world.idle(tom), world.idle(chief)):
        for path in (
            f"/fhir/Binary/{document['id']}",
            f"/fhir/DocumentReference/{document['id']}",
            f"{PAPERS}/{number}/scan",
        ):
            answer = staff.get(path)
            assert answer.status in (403, 404)
            assert b"PDF" not in answer.data
            assert b"Mes mots" not in answer.data
    assert desk.post(f"{PAPERS}/statement", WORDS).reason == "paper_not_in_hand", (
        "pressing twice adds nothing"
    )
    assert len(world.documents(anne)) == 1
    with world.running.database.read() as connection:
        row = connection.execute(select(PaperForm.__table__).where(PaperForm.number == number)).one()
    assert (row.state, row.scan_blob_id, row.scan_key_sealed) == ("entered", None, None)
    acts = [entry["action"] for entry in world.entries(anne.id)]
    assert "paper.enter_statement" in acts
    assert desk.get(f"{DESK}/case").json["done"] == ["statement"]


def test_a_statement_goes_into_an_open_record_only(world: World):
    rui, tom = world.person("Rui", "Antunes", state=DossierState.CREATED), world.staff()
    desk, _number = laid(world, world.idle(tom), rui, "statement")
    assert desk.post(f"{PAPERS}/statement", WORDS).reason == "record_not_open"
    assert len(world.blobs()) == 1, "it waits where it was, and no copy of it"


def test_its_holder_takes_it_back_like_any_document_of_their_own(world: World):
    anne, tom = world.patient(), world.staff()
    desk, _number = laid(world, world.idle(tom), anne, "statement")
    assert desk.post(f"{PAPERS}/statement", WORDS).status == 204
    (document,) = world.documents(anne)
    home = world.signed_in(anne)
    assert home.get(f"/dsp/v1/documents/{document['id']}/files").json == {"files": []}
    assert home.delete(f"/dsp/v1/documents/{document['id']}").status == 200
    assert [one["id"] for one in home.get("/dsp/v1/uploads").json["withdrawn"]] == [document["id"]]
    assert home.post(f"/dsp/v1/documents/{document['id']}/restore").status == 204

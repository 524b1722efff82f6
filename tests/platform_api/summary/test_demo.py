"""Over the demo population: with a summary, without, restricted; everybody's own is a document that holds together."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from platform_api import sessions
from platform_api.models import Account, Patient
from tests.platform_api.fhir.doctor import Fhir
from tests.platform_api.summary.writing import ALLERGIES, REQUIRED, names, told, words
from tests.platform_api.world import World
from tests.support.homes import running_platform


@pytest.fixture
def people(demo: Any) -> Any:
    """Everybody of the demo with an account, and their own summary."""
    with running_platform(demo.home) as app:
        yield dict(_summaries(app))


def _summaries(app: Flask) -> Any:
    world = World(app)
    with world.running.database.read() as connection:
        known = connection.execute(
            select(Account.id, Patient.id.label("patient_id"), Patient.given, Patient.family).join(
                Patient, Patient.id == Account.patient_id
            )
        ).all()
    for row in known:
        with world.running.database.write() as connection:
            reference = sessions.open_person(connection, row.id, "Firefox", None)
        answer = Fhir(world.portal(reference)).get(f"Patient/{row.patient_id}/$summary")
        yield f"{row.given} {row.family}", answer


def test_everybody_has_a_summary_and_nobodys_claims_that_there_is_nothing(people: Any):
    assert len(people) > 5
    for name, answer in people.items():
        if answer.status != 200:
            assert answer.reason == "record_not_open", name
            continue
        for code in REQUIRED:
            section = told(answer.json, code)
            assert ("entry" in section) != ("emptyReason" in section)
            assert section["text"]["div"]
        assert "no-known" not in answer.data.decode()
    claire = next(answer.json for name, answer in people.items() if "Wagener" in name)
    assert "Peanut: anaphylaxis in 2006" in names(claire, "AllergyIntolerance")
    assert "Arachide" in names(claire, "AllergyIntolerance")
    assert "amoxicilline" in words(claire, ALLERGIES)
    empty = [name for name, one in people.items() if one.status == 200 and "emptyReason" in str(one.json)]
    assert empty

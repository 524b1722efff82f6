"""Key figures: counted as things happen, the same through the page's client and through any software."""

from typing import Any

from flask import Flask

from platform_api import operations
from platform_api.vocabulary import DossierState
from tests.platform_api.world import DOCTOR, World


def _figures(world: World) -> dict[str, Any]:
    answer = world.portal().get("/dsp/v1/figures")
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.json
    return found


def test_documents_are_counted_by_type_and_month_as_they_come_in(world_on_each: World):
    anne, berta = world_on_each.patient("Anne"), world_on_each.patient("Berta")
    for one in (anne, berta, berta):
        world_on_each.deposit(one, kind="lab")
    world_on_each.deposit(anne, kind="prescriptions")
    month = _figures(world_on_each)["as_of"][:7]
    counted = {(row["month"], row["type"]): row["number"] for row in _figures(world_on_each)["documents"]}
    assert counted == {(month, "lab"): 3, (month, "prescriptions"): 1}


def test_a_refused_document_is_not_counted(world: World):
    anne = world.patient()
    world.set_state(anne, DossierState.OBJECTED)
    answer = world.software().post("/fhir/DocumentReference", world.document(anne))
    assert answer.status == 403
    assert _figures(world)["documents"] == []


def test_records_are_counted_by_their_state(world_on_each: World):
    world_on_each.patient("Anne")
    world_on_each.person("Rui")
    world_on_each.person("Lou", state=DossierState.CLOSED)
    found = _figures(world_on_each)
    assert found["records"] == {"activated": 1, "created": 1, "closed": 1}
    assert found["accounts"] == 1


def test_a_professional_counts_as_active_once_a_software_obtained_a_token_for_them(world: World):
    world.doctor()
    assert _figures(world)["professionals"] == {"known": 1, "active": 0}
    key = world.register("software-with-a-key")
    behalf = operations.OnBehalf(DOCTOR, "TREAT", None, "")
    path = world.settings.home / "key.pem"
    path.write_text(key.as_pem(private=True).decode())
    operations.obtain_token(world.settings, "software-with-a-key", path, behalf)
    assert _figures(world)["professionals"] == {"known": 1, "active": 1}


def test_the_pilot_s_figures_are_those_that_were_published(world: World):
    pilot = _figures(world)["pilot"]
    assert sum(row["counts"]["2017-03"] for row in pilot["types"]) == 14070  # the deck's own total
    assert sum(row["counts"]["2015-10"] for row in pilot["types"]) == 118
    assert len(pilot["types"]) == 27


def test_a_loaded_population_is_counted_too(platform: Flask):
    world = World(platform)
    for _line in operations.populate(world.settings, 20, 5):
        pass
    counted = sum(row["number"] for row in _figures(world)["documents"])
    assert counted == 100

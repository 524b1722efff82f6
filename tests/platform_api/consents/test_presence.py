"""A presence code opens a record for a day to the professional who redeems it, and to nobody else."""

import pytest

from platform_api import letter_codes, operations
from platform_api.vocabulary import DossierState
from tests.platform_api.fhir.doctor import doctor
from tests.platform_api.world import Api, World


def _by(world: World) -> Api:
    """A doctor's software."""
    return doctor(world).api


def test_a_code_opens_the_record_for_a_day(world: World, clock):
    anne, physician = world.patient(), _by(world)
    world.deposit(anne, kind="lab")
    assert physician.search(patient=anne.id, status="current").status == 404
    code = operations.mint_presence_code(world.settings, anne.id)
    answer = physician.post("/dsp/v1/presence", {"code": code})
    assert (answer.status, answer.json["patient_id"]) == (200, anne.id)
    assert physician.search(patient=anne.id, status="current").json["total"] == 1
    assert physician.post("/dsp/v1/presence", {"code": code}).json == answer.json
    clock.forward(hours=24, minutes=1)
    assert physician.search(patient=anne.id, status="current").status == 404
    assert physician.post("/dsp/v1/presence", {"code": code}).reason == "presence_code_not_accepted"


@pytest.mark.parametrize("why", ["unknown", "too old", "closed"])
def test_every_failure_looks_the_same(world: World, clock, why: str):
    anne, physician = world.patient(), _by(world)
    code = operations.mint_presence_code(world.settings, anne.id)
    if why == "unknown":
        code = letter_codes.mint()
    if why == "too old":
        clock.forward(hours=25)
    if why == "closed":
        world.set_state(anne, DossierState.CLOSED)
    answer = physician.post("/dsp/v1/presence", {"code": code})
    assert (answer.status, answer.reason, answer.json["field"]) == (422, "presence_code_not_accepted", "code")


def test_guessing_is_stopped_and_a_typing_error_costs_nothing(world: World):
    physician = _by(world)
    for _ in range(8):
        assert physician.post("/dsp/v1/presence", {"code": "AAAA"}).reason == "code_typo"
    reasons = [physician.post("/dsp/v1/presence", {"code": letter_codes.mint()}).reason for _ in range(6)]
    assert reasons == ["presence_code_not_accepted"] * 5 + ["too_many_tries"]


def test_a_software_without_a_professional_redeems_nothing(world: World):
    anne = world.patient()
    code = operations.mint_presence_code(world.settings, anne.id)
    assert world.software().post("/dsp/v1/presence", {"code": code}).status == 403

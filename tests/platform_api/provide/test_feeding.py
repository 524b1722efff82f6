"""Which software fed what, as the agency sees it."""

from platform_api import operations
from tests.platform_api.provide.bundles import bundle, depositing
from tests.platform_api.world import World


def test_each_software_has_its_figures(world: World):
    anne, carlo, hospital = world.patient(), world.patient("Carlo"), depositing(world)
    depositing(world, "idle-1")
    hospital.post("/fhir", bundle(anne, documents=3))
    hospital.post("/fhir", bundle(carlo))
    world.deposit(carlo, hospital, kind="lab")
    found = {one.client_id: one for one in operations.list_software(world.settings)}
    fed, idle = found["hospital-1"], found["idle-1"]
    assert (fed.submissions, fed.documents, fed.records) == (3, 5, 2)
    assert fed.last_at
    assert (idle.submissions, idle.documents, idle.records, idle.last_at) == (0, 0, 0, None)
    assert world.entries("system")[-1]["action"] == "platform.operate"

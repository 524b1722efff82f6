"""The choice whether one's data may serve research: kept, taken back, in the trail each time."""

from tests.platform_api.world import Person, World


def test_the_choice_about_research_is_kept_and_taken_back(world: World, anne: Person):
    me, other = world.signed_in(anne), world.signed_in(world.patient("Paul", "Wagner"))
    assert me.get("/dsp/v1/dossier").json["secondary_use"] is True
    for allowed in (False, False, True):
        assert me.call("PUT", "/dsp/v1/secondary-use", {"allowed": allowed}).status == 204
        assert me.get("/dsp/v1/dossier").json["secondary_use"] is allowed
        assert other.get("/dsp/v1/dossier").json["secondary_use"] is True
    kept = [entry["details"] for entry in world.entries(anne.id) if entry["action"] == "secondary_use.set"]
    assert [one["allowed"] for one in kept] == [False, False, True]

"""A software asks about its own tokens and gives them back; of others' it learns nothing (RFC 7662, RFC 7009)."""

import pytest
from joserfc.jwk import ECKey

from platform_api import clock, operations
from platform_api.models import SpentToken
from platform_api.tokens import Behalf
from platform_api.vocabulary import Action, Purpose
from tests.platform_api.world import DOCTOR, WRITE, Api, World
from tests.support.clock import Clock


@pytest.fixture
def key(world: World) -> ECKey:
    """The private key of a registered hospital software."""
    return world.register("hospital")


@pytest.fixture
def token(world: World, key: ECKey) -> str:
    """A token of the hospital's."""
    return str(world.ask_token("hospital", key).json["access_token"])


def test_a_software_learns_what_its_token_says(world: World, key: ECKey, token: str):
    answer = world.ask_about("introspect", token, "hospital", key)
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json
    assert told["active"] is True
    assert (told["client_id"], told["sub"], told["scope"]) == ("hospital", "hospital", WRITE)
    assert 0 < told["exp"] - clock.now().timestamp() <= 300


def test_a_professionals_token_names_both(world: World, key: ECKey):
    behalf = Behalf(DOCTOR, Purpose.TREATMENT, None, False)
    given, _seconds = world.running.tokens.issue("hospital", frozenset({WRITE}), behalf)
    told = world.ask_about("introspect", given, "hospital", key).json
    assert (told["sub"], told["act"]) == (DOCTOR, {"sub": "hospital"})
    assert told["extensions"]["ihe_iua"]["national_provider_identifier"] == DOCTOR


def test_nothing_is_told_of_anothers_token_of_an_old_one_and_of_none(
    world: World, key: ECKey, token: str, clock: Clock
):
    other = world.register("laboratory")
    assert world.ask_about("introspect", token, "laboratory", other).json == {"active": False}
    assert world.ask_about("introspect", "x.y.z", "hospital", key).json == {"active": False}
    clock.forward(minutes=6)
    assert world.ask_about("introspect", token, "hospital", key).json == {"active": False}


def test_a_token_given_back_opens_nothing_on_the_next_request(world: World, key: ECKey, token: str):
    anne = world.patient()
    software = Api(world.app, lambda: token)
    assert software.post("/fhir/DocumentReference", world.document(anne)).status == 201
    for _twice in range(2):
        assert world.ask_about("revoke", token, "hospital", key).status == 200
        refused = software.post("/fhir/DocumentReference", world.document(anne))
        assert (refused.status, refused.reason) == (401, "token_invalid")
    assert world.ask_about("introspect", token, "hospital", key).json == {"active": False}
    again = str(world.ask_token("hospital", key).json["access_token"])
    fresh = Api(world.app, lambda: again)
    assert fresh.post("/fhir/DocumentReference", world.document(anne)).status == 201


def test_nobody_gives_back_anothers_token(world: World, key: ECKey, token: str):
    other = world.register("laboratory")
    assert world.ask_about("revoke", token, "laboratory", other).status == 400
    assert world.ask_about("introspect", token, "hospital", key).json["active"] is True
    assert world.ask_about("revoke", "x.y.z", "laboratory", other).status == 200


@pytest.mark.parametrize("path", ["introspect", "revoke"])
def test_who_does_not_sign_is_refused(world: World, token: str, path: str):
    assert world.anyone().post(f"/oauth/{path}", form={"token": token}).status in (400, 401)
    stranger = ECKey.generate_key("P-256", private=True)
    assert world.ask_about(path, token, "hospital", stranger).status in (400, 401)


def test_what_was_given_back_is_forgotten_when_its_time_is_over(
    world: World, key: ECKey, token: str, clock: Clock
):
    world.ask_about("revoke", token, "hospital", key)
    clock.forward(hours=1)
    operations.sweep(world.settings)
    assert world.count(SpentToken) == 0


def test_asking_for_a_token_about_it_and_giving_it_back_are_in_the_trail(
    world: World, key: ECKey, token: str
):
    world.ask_about("introspect", token, "hospital", key)
    world.ask_about("revoke", token, "hospital", key)
    found = [one for one in world.entries("system") if one["action"] == Action.OBTAIN_TOKEN]
    assert [(one["details"]["endpoint"], one["outcome"], one["software_id"]) for one in found] == [
        ("token", "allowed", "hospital"),
        ("introspect", "allowed", "hospital"),
        ("revoke", "allowed", "hospital"),
    ]
    assert token not in str(found)


def test_a_wrong_key_is_in_the_trail_and_an_unknown_name_is_not(world: World, key: ECKey):
    stranger = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, private=True, auto_kid=True)
    for name in ("hospital", "nobody"):
        assert world.ask_token(name, stranger).reason == "invalid_client"
    (entry,) = [one for one in world.entries("system") if one["action"] == Action.OBTAIN_TOKEN]
    assert (entry["outcome"], entry["software_id"]) == ("refused", "hospital")
    assert entry["details"]["error"] == "invalid_client"


def test_a_stranger_fills_no_trail_in_anothers_name(world: World, key: ECKey, clock: Clock):
    stranger = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, private=True, auto_kid=True)

    def refused() -> int:
        return len([one for one in world.entries("system") if one["outcome"] == "refused"])

    for _ in range(30):
        assert world.ask_token("hospital", stranger).reason == "invalid_client"
    assert 20 <= refused() < 30
    assert world.ask_token("hospital", key).status == 200  # its owner goes on, and is written down
    assert world.entries("system")[-1]["outcome"] == "allowed"
    written = refused()
    clock.forward(minutes=1)
    world.ask_token("hospital", stranger)
    assert refused() == written + 1

"""Software signs in with an assertion of its own key, each one once; a withdrawn version is out at once (SMART)."""

import base64
import hashlib
import hmac
import json
from functools import partial

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from sqlalchemy import text, update

from platform_api import clock
from platform_api.models import Software
from tests.platform_api.calls import b64
from tests.platform_api.world import WRITE, Api, World
from tests.support.clock import Clock

REFUSED = (400, 401)


@pytest.fixture
def key(world: World) -> ECKey:
    """The private key of a registered hospital software."""
    return world.register("hospital")


def test_a_right_assertion_gets_a_token_of_five_minutes(world: World, key: ECKey):
    answer = world.ask_token("hospital", key)
    assert answer.status == 200
    assert answer.json["token_type"] == "Bearer"
    assert answer.json["scope"] == WRITE
    assert 0 < answer.json["expires_in"] <= 300
    assert answer.headers["cache-control"] == "no-store"
    anne = world.patient()
    software = Api(world.app, lambda: answer.json["access_token"])
    assert software.post("/fhir/DocumentReference", world.document(anne)).status == 201


def test_the_server_itself_may_be_named_as_audience(world: World, key: ECKey):
    assert world.ask_token("hospital", key, aud=world.settings.base_url).status == 200


def test_the_same_assertion_twice_is_refused(world: World, key: ECKey):
    assert world.ask_token("hospital", key, jti="one").status == 200
    assert world.ask_token("hospital", key, jti="one").status in REFUSED
    assert world.ask_token("hospital", key, jti="two").status == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://elsewhere.example/oauth/token"},
        {"aud": None},
        {"iss": "somebody-else"},
        {"iss": None},
        {"sub": None},
        {"sub": 7},
        {"sub": "unknown", "iss": "unknown"},
        {"sub": "unknown", "iss": "unknown", "jti": None},
        {"jti": None},
        {"exp": None},
        {"exp": 1_000_000},
        {"exp": "tomorrow"},
        {"exp": 99_999_999_999},
        {"exp": 10**30},
        {"nbf": 99_999_999_999},
        {"jti": {"a": 1}},
        {"jti": ""},
        {"sub": "hospital\u0000"},
    ],
    ids=str,
)
def test_an_assertion_with_a_wrong_claim_is_refused(world: World, key: ECKey, claims: dict):
    answer = world.ask_token("hospital", key, **claims)
    assert answer.status in (400, 401), answer
    assert answer.json["error"] in ("invalid_client", "invalid_request", "invalid_grant")
    assert "access_token" not in answer.json


def test_another_key_is_refused_and_spends_nothing(world: World, key: ECKey):
    stranger = ECKey.generate_key("P-256")
    assert world.ask_token("hospital", stranger, jti="mine").status in REFUSED
    assert world.ask_token("hospital", key, jti="mine").status == 200


def test_an_unsigned_assertion_is_refused(world: World, key: ECKey):
    assert world.ask_token("hospital", None, alg="none").status in (400, 401)


def test_a_signature_with_the_public_key_as_a_shared_secret_is_refused(world: World, key: ECKey):
    moment = int(clock.now().timestamp())
    claims = {
        "iss": "hospital",
        "sub": "hospital",
        "aud": world.settings.base_url,
        "exp": moment + 60,
        "jti": "x",
    }
    signed = f"{b64(json.dumps({'alg': 'HS256'}))}.{b64(json.dumps(claims))}"
    for secret in (key.as_pem(private=False), json.dumps(key.as_dict(private=False)).encode(), b""):
        mac = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
        answer = world.ask_token_with(f"{signed}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}")
        assert answer.status in REFUSED


@pytest.mark.parametrize(
    "assertion",
    [
        "",
        "x",
        "a.b.c",
        "...",
        "e30.e30.",
        f"{b64('[]')}.{b64('{}')}.x",
        f"{b64('{}')}.{b64('[]')}.x",
        "é" * 9,
        f"{b64(json.dumps({'alg': 'ES256', 'jwk': {}}))}.{b64(json.dumps({'sub': 'hospital'}))}.AAAA",
        f"{b64(json.dumps({'alg': ['ES256']}))}.{b64(json.dumps({'sub': 'hospital'}))}.AAAA",
    ],
)
def test_rubbish_is_refused_and_nothing_breaks(world: World, key: ECKey, assertion: str):
    assert world.ask_token_with(assertion).status in (400, 401)


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token", "", "urn:x"])
def test_no_other_grant_is_served(world: World, key: ECKey, grant: str):
    form = {"grant_type": grant, "client_id": "hospital", "client_secret": "x"}
    assert world.anyone().post("/oauth/token", form=form).status in (400, 401)


def test_scopes_beyond_the_approved_ones_are_not_given(world: World, key: ECKey):
    answer = world.ask_token("hospital", key, scope=f"{WRITE} portal worker system/*.*")
    assert set(answer.json.get("scope", "").split()) <= {WRITE}


def test_a_withdrawn_version_gets_no_token_and_its_old_ones_stop_at_once(world: World, key: ECKey):
    token = world.ask_token("hospital", key).json["access_token"]
    anne = world.patient()
    with world.running.database.write() as connection:
        connection.execute(text("UPDATE software SET state = 'withdrawn' WHERE client_id = 'hospital'"))
    refused = Api(world.app, lambda: token).post("/fhir/DocumentReference", world.document(anne))
    assert (refused.status, refused.reason) == (401, "software_not_conformant")
    assert world.ask_token("hospital", key).status in REFUSED
    assert world.documents(anne) == []
    assert world.blobs() == []
    attempts = [one for one in world.entries("system") if one["outcome"] == "refused"]
    assert [(one["software_id"], one["action"], one["reason"]) for one in attempts] == [
        ("hospital", "document.deposit", "software_not_conformant"),
        ("hospital", "token.obtain", "token_invalid"),
    ]


def test_a_scope_taken_away_stops_at_once(world: World, key: ECKey):
    token = world.ask_token("hospital", key).json["access_token"]
    with world.running.database.write() as connection:
        connection.execute(text("UPDATE software SET scopes = '[]' WHERE client_id = 'hospital'"))
    answer = Api(world.app, lambda: token).post("/fhir/DocumentReference", world.document(world.patient()))
    assert (answer.status, answer.reason) == (403, "scope_not_granted")


def _forged(world: World, key: ECKey, header: dict, **claims) -> str:
    moment = int(clock.now().timestamp())
    base = world.settings.base_url
    whole = {
        "iss": base,
        "aud": base,
        "client_id": "dsp-portal",
        "scope": "portal",
        "exp": moment + 60,
        **claims,
    }
    return jwt.encode({"alg": "ES256", "typ": "at+jwt", **header}, whole, key)


def test_access_tokens_of_others_are_refused(world: World, key: ECKey):
    """Forged, of another issuer, for another audience, of another kind, or taken apart."""
    ours = world.running.keys.tokens.current
    right = world.token("dsp-portal", "portal")
    head, body, signature = right.split(".")
    tokens = [
        _forged(world, key, {}),
        _forged(world, ours, {}, iss="https://elsewhere.example"),
        _forged(world, ours, {}, aud="https://elsewhere.example"),
        _forged(world, ours, {}, exp=int(clock.now().timestamp()) - 1),
        _forged(world, ours, {}, exp="never"),
        _forged(world, ours, {}, exp=True),
        _forged(world, ours, {"typ": "JWT"}),
        _forged(world, key, {"kid": "../../keys/tokens.key"}),
        _forged(world, key, {"kid": "' OR 1=1 --"}),
        _forged(world, key, {"jku": "http://127.0.0.1:9/jwks"}),
        _forged(world, key, {"x5u": "http://127.0.0.1:9/chain.pem"}),
        _forged(world, key, {"jwk": key.as_dict(private=False)}),
        f"{b64(json.dumps({'alg': 'none', 'typ': 'at+jwt'}))}.{body}.",
        f"{head}.{body}.",
        f"{head}.{body}.{signature[:-4]}AAAA",
        f"{head}.{b64('[]')}.{signature}",
        f"{b64('[]')}.{body}.{signature}",
        "",
        "x",
        "a.b",
        "é",
        "...",
    ]
    anne = world.patient()
    session = world.signed_in(anne).session
    for token in tokens:
        answer = Api(world.app, partial(str, token), session).get("/dsp/v1/dossier")
        assert answer.status == 401, token
    assert Api(world.app, lambda: right, session).get("/dsp/v1/dossier").status == 200


def test_an_access_token_ends_after_five_minutes(world: World, clock: Clock):
    token = world.token("dsp-portal", "portal")
    me = Api(world.app, lambda: token, world.signed_in(world.patient()).session)
    assert me.get("/dsp/v1/dossier").status == 200
    clock.forward(minutes=5, seconds=1)
    assert me.get("/dsp/v1/dossier").reason == "token_invalid"


def test_spent_assertions_are_forgotten_by_the_sweep(world: World, key: ECKey, clock: Clock):
    from platform_api import operations
    from platform_api.models import SpentToken

    world.ask_token("hospital", key)
    assert world.count(SpentToken) == 1
    clock.forward(hours=1)
    operations.sweep(world.settings)
    assert world.count(SpentToken) == 0


def test_the_published_key_is_the_public_half_alone(world: World):
    keys = world.anyone().get("/oauth/jwks").json["keys"]
    assert len(keys) == 1
    assert "d" not in keys[0]


@pytest.mark.parametrize(("alg", "key"), [("ES384", ("EC", "P-384")), ("RS384", ("RSA", 2048))])
def test_the_algorithms_of_smart_are_taken(world: World, alg: str, key: tuple[str, str | int]):
    kind, size = key
    made = (
        ECKey.generate_key(str(size), private=True)
        if kind == "EC"
        else RSAKey.generate_key(int(size), private=True)
    )
    world.register("smart-1")
    with world.running.database.write() as connection:
        connection.execute(
            update(Software)
            .where(Software.client_id == "smart-1")
            .values(public_key=made.as_dict(private=False))
        )
    assert world.ask_token("smart-1", made, alg=alg).status == 200

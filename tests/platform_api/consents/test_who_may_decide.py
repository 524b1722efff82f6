"""Nobody but the record's holder, signed in with both factors, sees or changes who can open it."""

from typing import Any

import pytest

from platform_api.vocabulary import DossierState
from tests.platform_api.consents.conftest import DOCTOR, HOSPITAL, Practice
from tests.platform_api.world import Api, Person, World

ROUTES = [
    ("GET", "/dsp/v1/rights", None),
    ("GET", "/dsp/v1/professionals?q=muller", None),
    ("GET", f"/dsp/v1/professionals/{DOCTOR}", None),
    ("GET", f"/dsp/v1/organisations/{HOSPITAL}", None),
    ("PUT", f"/dsp/v1/rights/professional/{DOCTOR}", {}),
    ("DELETE", f"/dsp/v1/rights/professional/{DOCTOR}", None),
    ("PUT", f"/dsp/v1/blocks/organisation/{HOSPITAL}", {}),
    ("DELETE", f"/dsp/v1/blocks/organisation/{HOSPITAL}", None),
    ("GET", "/dsp/v1/emergency", None),
    ("PUT", "/dsp/v1/emergency", {"allowed": False}),
    ("POST", "/dsp/v1/session/proof", {"totp": "123456"}),
]
EXPECTED = {
    "a stranger": (401, "signed_out"),
    "somebody without a token": (401, "token_invalid"),
    "somebody who still owes the second factor": (403, "second_factor_needed"),
    "a hospital's software": (403, "not_allowed"),
    "a professional": (403, "not_allowed"),
}


def caller(who: str, world: World, practice: Practice, anne: Person) -> Api:
    return {
        "a stranger": lambda: world.portal(),
        "somebody without a token": lambda: world.anyone(),
        "somebody who still owes the second factor": lambda: world.halfway_in(anne),
        "a hospital's software": lambda: world.software("hospital-2"),
        "a professional": lambda: practice.as_(),
    }[who]()


@pytest.mark.parametrize("who", EXPECTED)
def test_nobody_else_may(world: World, practice: Practice, anne: Person, who: str):
    api = caller(who, world, practice, anne)
    for method, path, body in ROUTES:
        answer = api.call(method, path, body)
        assert (answer.status, answer.reason) == EXPECTED[who], path


def test_another_patient_decides_about_their_own_record_only(world: World, practice: Practice, anne: Person):
    other = world.patient("Paul", "Wagner")
    world.signed_in(anne).call("PUT", f"/dsp/v1/rights/professional/{DOCTOR}", {})
    browser = world.signed_in(other)
    assert browser.get("/dsp/v1/rights").json["can_open"] == []
    assert browser.call("DELETE", f"/dsp/v1/rights/professional/{DOCTOR}").status == 204
    assert len(world.signed_in(anne).get("/dsp/v1/rights").json["can_open"]) == 1


@pytest.mark.parametrize("path", ["professional/nobody", "organisation/nobody", f"organisation/{DOCTOR}"])
def test_nobody_of_this_number_is_not_found(world: World, practice: Practice, anne: Person, path: str):
    browser = world.signed_in(anne)
    for method, what, body in (
        ("PUT", "rights", {}),
        ("DELETE", "rights", None),
        ("PUT", "blocks", {}),
        ("DELETE", "blocks", None),
    ):
        assert browser.call(method, f"/dsp/v1/{what}/{path}", body).status == 404


def test_a_body_that_is_not_understood_changes_nothing(world: World, practice: Practice, anne: Person):
    browser = world.signed_in(anne)
    path = f"/dsp/v1/rights/professional/{DOCTOR}"
    bodies: tuple[Any, ...] = (
        {"until": "tomorrow"},
        {"until": "2026-02-30"},
        {"reason": "because"},
        {"level": "secret"},
        [],
    )
    for body in bodies:
        assert browser.call("PUT", path, body).reason == "malformed_request", body
    assert browser.call("PUT", "/dsp/v1/emergency", {"allowed": "no"}).reason == "malformed_request"
    assert browser.get("/dsp/v1/rights").json["can_open"] == []


def test_a_closed_record_can_be_protected_but_nobody_let_in(world: World, practice: Practice, anne: Person):
    world.set_state(anne, DossierState.CLOSED)
    browser = world.signed_in(anne)
    refused = browser.call("PUT", f"/dsp/v1/rights/professional/{DOCTOR}", {})
    assert refused.reason == "record_not_open"
    assert browser.call("PUT", f"/dsp/v1/blocks/professional/{DOCTOR}", {}).status == 204

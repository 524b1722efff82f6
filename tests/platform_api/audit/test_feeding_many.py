"""ATNA's batch of AuditEvents: each has its own answer, in order, and none spoils another."""

import json
from typing import Any

import pytest

from platform_api.audit.feeding_many import MOST
from platform_api.fhir.xml_out import to_xml
from platform_api.rates import Rates
from platform_api.vocabulary import Action
from tests.platform_api.audit.reporting import FEED, event
from tests.platform_api.fhir.doctor import Fhir, doctor
from tests.platform_api.world import Answer, Person, World
from tests.support.clock import movable_clock

JSON, XML = "application/fhir+json", "application/fhir+xml"
POST = {"method": "POST", "url": "AuditEvent"}


@pytest.fixture
def anne(world: World) -> Person:
    return world.patient("Anne", "Reuter")


@pytest.fixture
def hospital(world: World) -> Fhir:
    """The hospital's software, approved for telling of its readings and for nothing else."""
    return Fhir(world.software("feed-1", scopes=(FEED,)))


def _batch(*resources: Any, **changes: Any) -> dict[str, Any]:
    entries = [{"resource": one, "request": POST} for one in resources]
    return {"resourceType": "Bundle", "type": "batch", "entry": entries, **changes}


def _send(api: Fhir, bundle: Any, form: str = JSON) -> Answer:
    sent: Any = bundle if isinstance(bundle, (str, bytes)) else json.dumps(bundle)
    return api.call("POST", "", sent, Content_Type=form)


def _told(answer: Answer) -> list[tuple[str, str | None]]:
    """The status of each entry, and why it was refused."""
    assert (answer.status, answer.json["type"]) == (200, "batch-response"), answer
    found = []
    for one in answer.json["entry"]:
        said = one["response"]
        issue = said.get("outcome", {}).get("issue", [{}])[0]
        reason = issue["details"]["coding"][0]["code"] if issue else None
        found.append((said["status"], reason))
        assert ("location" in said) == (reason is None)
    return found


def _reports(world: World, one: Person) -> list[dict[str, Any]]:
    return [entry for entry in world.entries(one.id) if entry["action"] == Action.REPORT_ACCESS]


def test_each_has_its_own_answer_in_order(world: World, anne: Person, hospital: Fhir):
    paul = world.patient("Paul", "Kremer")
    wrong = event(anne, outcome="1")
    answer = _send(hospital, _batch(event(anne), wrong, event(paul), event(anne)))
    assert _told(answer) == [
        ("201 Created", None),
        ("400 Bad Request", "value_not_allowed"),
        ("201 Created", None),
        ("201 Created", None),
    ]
    places = [one["response"].get("location") for one in answer.json["entry"]]
    assert places[0] == places[3], "the same report twice has one effect"
    (mine, again), (theirs,) = _reports(world, anne), _reports(world, paul)
    assert places[0].endswith(mine["id"])
    assert places[2].endswith(theirs["id"])
    assert again["object_id"] == mine["id"]
    assert [one["reason"] for one in world.entries("system")[-1:]] == ["value_not_allowed"]


def test_the_same_batch_again_has_one_effect(world: World, anne: Person, hospital: Fhir):
    sent = _batch(event(anne), event(anne, action="U"))
    first, second = (_send(hospital, sent).json["entry"] for _ in range(2))
    assert first == second
    assert [one["object_kind"] for one in _reports(world, anne)].count("report") == 2


def test_it_goes_in_xml_too(world: World, anne: Person, hospital: Fhir):
    assert _told(_send(hospital, to_xml(_batch(event(anne), event(anne, outcome="1"))), XML)) == [
        ("201 Created", None),
        ("400 Bad Request", "value_not_allowed"),
    ]
    assert len(_reports(world, anne)) == 1


def test_what_one_entry_breaks_it_breaks_alone(world: World, anne: Person, hospital: Fhir):
    bundle = _batch(
        event(anne), {"resourceType": "AuditEvent", "whatever": 1}, {"resourceType": "Patient"}, []
    )
    bundle["entry"] += [
        {"request": POST},
        {"resource": event(anne)},
        {"resource": event(anne), "request": {"method": "PUT", "url": "AuditEvent/1"}},
        {"resource": event(anne), "request": {"method": "POST", "url": "DocumentReference"}},
        {"resource": event(anne), "request": {**POST, "ifNoneExist": "entity=x"}},
    ]
    assert [reason for _status, reason in _told(_send(hospital, bundle))] == [
        None,
        "malformed_request",
        "malformed_request",
        "malformed_request",
        "element_missing",
        "element_missing",
        "entry_not_supported",
        "entry_not_supported",
        "entry_not_supported",
    ]
    assert len(_reports(world, anne)) == 1


def test_all_wrong_is_still_an_answer(world: World, anne: Person, hospital: Fhir):
    assert _told(_send(hospital, _batch(event(anne, action="X")))) == [
        ("400 Bad Request", "value_not_allowed")
    ]


def test_there_are_limits(world: World, anne: Person, hospital: Fhir):
    answer = _send(hospital, _batch(*[event(anne)] * (MOST + 1)))
    assert (answer.status, answer.reason) == (413, "request_too_large")
    large = _send(hospital, _batch(event(anne, id="x" * 1024 * 1024)))
    assert (large.status, large.reason) == (413, "request_too_large")
    assert _reports(world, anne) == []


def test_each_report_counts_as_a_request(world: World, anne: Person, hospital: Fhir):
    object.__setattr__(world.running, "rates", Rates(30))
    with movable_clock(ticks=False):
        assert len(_told(_send(hospital, _batch(*[event(anne)] * 40)))) == 40
        answer = _send(hospital, _batch(event(anne), event(anne)))
    assert (answer.status, answer.reason) == (429, "too_many_tries")


def test_nobody_else_reports(world: World, anne: Person):
    for api, status in (
        (Fhir(world.anyone()), 401),
        (Fhir(world.signed_in(anne)), 403),
        (doctor(world), 403),
        (Fhir(world.software("depositing-1")), 403),
        (Fhir(world.software("feed-9", state="withdrawn", scopes=(FEED,))), 401),
    ):
        assert _send(api, _batch(event(anne), event(anne, outcome="1"))).status == status
    assert [one for one in _reports(world, anne) if one["outcome"] == "allowed"] == []


def test_who_may_only_report_deposits_nothing(world: World, anne: Person, hospital: Fhir):
    for bundle in (_batch(event(anne), type="transaction"), {"resourceType": "Bundle"}, "{", "[]"):
        answer = _send(hospital, bundle)
        assert (answer.status, answer.reason) == (403, "scope_not_granted"), answer


def test_a_member_twice_in_one_event_is_no_batch(world: World, anne: Person, hospital: Fhir):
    twice = json.dumps(_batch(event(anne))).replace('"outcome": "0"', '"outcome": "0", "outcome": "8"')
    assert _send(hospital, twice).status == 403
    assert _reports(world, anne) == []

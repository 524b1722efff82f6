"""What a patient decides is in force on the very next request of the professional's software, and not visible to it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from platform_api import clock as platform_clock
from platform_api.models import AccessRight, EmergencyChoice
from platform_api.vocabulary import Notice
from tests.platform_api.consents.conftest import DOCTOR, HOSPITAL, Practice
from tests.platform_api.world import Answer, Person, World
from tests.support.clock import Clock

RIGHT = f"/dsp/v1/rights/professional/{DOCTOR}"
BLOCK = f"/dsp/v1/blocks/professional/{DOCTOR}"
HOUSE_RIGHT = f"/dsp/v1/rights/organisation/{HOSPITAL}"
HOUSE_BLOCK = f"/dsp/v1/blocks/organisation/{HOSPITAL}"


def decide(world: World, one: Person, method: str, path: str, body: object = None) -> Answer:
    """One decision of somebody who signed in just now."""
    return world.signed_in(one).call(method, path, {} if body is None and method == "PUT" else body)


def done(world: World, one: Person, method: str, path: str, body: object = None) -> None:
    answer = decide(world, one, method, path, body)
    assert answer.status == 204, answer


def rights_of(world: World, one: Person) -> list[tuple[str, bool]]:
    with world.running.database.read() as connection:
        rows = connection.execute(
            select(AccessRight.kind, AccessRight.ended_at)
            .where(AccessRight.patient_id == one.id)
            .order_by(AccessRight.starts_at)
        )
        return [(row.kind, row.ended_at is None) for row in rows]


def told(answer: Answer) -> tuple[int, bytes]:
    return answer.told


def test_given_taken_back_blocked_unblocked_each_from_the_next_request_on(
    world: World, practice: Practice, anne: Person
):
    document = world.deposit(anne)
    assert not practice.reads(anne, document)
    stranger = practice.list(anne)

    done(world, anne, "PUT", RIGHT)
    assert practice.reads(anne, document)
    assert practice.list(anne).json["total"] == 1

    done(world, anne, "PUT", BLOCK)
    assert not practice.reads(anne, document)
    assert told(practice.list(anne)) == told(stranger), "being blocked looks like never having had access"

    done(world, anne, "DELETE", BLOCK)
    assert practice.reads(anne, document), "what was given before the block counts again"

    done(world, anne, "DELETE", RIGHT)
    assert not practice.reads(anne, document)
    assert told(practice.list(anne)) == told(stranger)


def test_a_token_that_was_issued_before_the_block_is_worth_nothing_after_it(
    world: World, practice: Practice, anne: Person
):
    document = world.deposit(anne)
    done(world, anne, "PUT", RIGHT)
    doctor = practice.as_()
    kept = doctor.token() if doctor.token else ""
    doctor.token = lambda: kept
    assert doctor.get(f"/fhir/Binary/{document}").status == 200
    done(world, anne, "PUT", BLOCK)
    assert doctor.get(f"/fhir/Binary/{document}").status == 404


def test_a_blocked_organisation_keeps_its_professionals_out_whatever_they_were_given(
    world: World, practice: Practice, anne: Person
):
    document = world.deposit(anne)
    done(world, anne, "PUT", RIGHT)
    done(world, anne, "PUT", HOUSE_BLOCK)
    assert not practice.reads(anne, document)
    assert not practice.reads(anne, document, purpose="ETREAT")
    refused = decide(world, anne, "PUT", RIGHT)
    assert (refused.status, refused.reason) == (409, "blocked_by_holder")


def test_an_organisation_that_is_let_in_opens_for_those_who_work_there(
    world: World, practice: Practice, anne: Person
):
    document = world.deposit(anne)
    done(world, anne, "PUT", HOUSE_RIGHT)
    assert practice.reads(anne, document)
    done(world, anne, "PUT", BLOCK)
    assert not practice.reads(anne, document), "one of them can be blocked all the same"


def test_emergency_access_off_and_on_again(world: World, practice: Practice, anne: Person):
    document = world.deposit(anne)
    assert practice.reads(anne, document, purpose="ETREAT")
    done(world, anne, "PUT", "/dsp/v1/emergency", {"allowed": False})
    assert not practice.reads(anne, document, purpose="ETREAT")
    assert world.signed_in(anne).get("/dsp/v1/emergency").json["allowed"] is False
    done(world, anne, "PUT", "/dsp/v1/emergency", {"allowed": True})
    assert practice.reads(anne, document, purpose="ETREAT")


def test_the_holder_is_told_when_something_else_counts_in_an_emergency(world: World, anne: Person):
    def told_of(allowed: bool, restricted: bool | None = None) -> list[tuple[str, str]]:
        body = {"allowed": allowed} if restricted is None else {"allowed": allowed, "restricted": restricted}
        done(world, anne, "PUT", "/dsp/v1/emergency", body)
        mail = world.mail()
        assert {one.code for one in mail} <= {Notice.EMERGENCY_CHANGED}
        return [(one.parameters["allowed"], one.parameters["restricted"]) for one in mail]

    world.mail()
    assert told_of(True) == [], "as it was: nothing to tell"
    assert told_of(False) == [("false", "false")]
    assert told_of(False) == [], "pressing twice tells once"
    assert told_of(False, restricted=True) == [], "switched off, the second choice changes nothing yet"
    assert told_of(True) == [("true", "true")]
    assert told_of(True, restricted=False) == [("true", "false")]


def test_restricted_documents_open_in_an_emergency_only_if_the_holder_chose_so(
    world: World, practice: Practice, anne: Person
):
    levels = ("normal", "restricted", "secret")
    normal, restricted, secret = (_with_level(world, anne, level) for level in levels)

    def seen() -> list[bool]:
        return [practice.reads(anne, one, purpose="ETREAT") for one in (normal, restricted, secret)]

    assert seen() == [True, False, False]
    done(world, anne, "PUT", "/dsp/v1/emergency", {"allowed": True, "restricted": True})
    assert seen() == [True, True, False], "secret stays secret"
    assert not practice.reads(anne, restricted), "the choice is about emergencies alone"
    done(world, anne, "PUT", "/dsp/v1/emergency", {"allowed": True})
    assert seen() == [True, True, False], "what is not said stays as it is"
    told_now = world.signed_in(anne).get("/dsp/v1/emergency").json
    assert (told_now["allowed"], told_now["restricted"]) == (True, True)
    assert world.signed_in(anne).get("/dsp/v1/rights").json["emergency_restricted"] is True
    assert world.entries(anne.id)[-1]["action"] != "emergency.set"
    done(world, anne, "PUT", "/dsp/v1/emergency", {"allowed": False, "restricted": False})
    assert seen() == [False, False, False]
    done(world, anne, "PUT", "/dsp/v1/emergency", {"allowed": True})
    assert seen() == [True, False, False], "switched on again, it opens no more than normal documents"
    done(world, anne, "PUT", "/dsp/v1/emergency", {"allowed": True, "restricted": True})
    done(world, anne, "PUT", BLOCK)
    assert seen() == [False, False, False], "a blocked doctor opens nothing, whatever was chosen"


def test_each_choice_about_restricted_documents_stands_in_the_trail_and_is_kept(world: World, anne: Person):
    for restricted in (True, True, False):
        body = {"allowed": True, "restricted": restricted}
        done(world, anne, "PUT", "/dsp/v1/emergency", body)
        entry = world.entries(anne.id)[-1]
        assert (entry["action"], entry["details"]) == ("emergency.set", body)
    with world.running.database.read() as connection:
        rows = connection.execute(
            select(EmergencyChoice.allowed, EmergencyChoice.restricted)
            .where(EmergencyChoice.patient_id == anne.id)
            .order_by(EmergencyChoice.ended_at)
        )
        assert [tuple(row) for row in rows] == [(True, False), (True, True)]


def _with_level(world: World, anne: Person, level: str) -> str:
    document = world.deposit(anne)
    done(world, anne, "PUT", f"/dsp/v1/documents/{document}/confidentiality", {"level": level})
    return document


def test_dated_access_ends_at_the_end_of_the_chosen_day_in_luxembourg(
    world: World, practice: Practice, anne: Person, clock: Clock
):
    document = world.deposit(anne)
    day = platform_clock.today() + timedelta(days=3)
    done(world, anne, "PUT", RIGHT, {"until": day.isoformat()})
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), platform_clock.LUXEMBOURG)
    clock.set(midnight - timedelta(minutes=2))
    assert practice.reads(anne, document)
    clock.set(midnight + timedelta(seconds=1))
    assert not practice.reads(anne, document)


@pytest.mark.parametrize("days", [-1, 5 * 366 + 1])
def test_a_day_that_is_over_or_far_away_is_refused_at_its_field(
    world: World, practice, anne: Person, days: int
):
    until = (platform_clock.today() + timedelta(days=days)).isoformat()
    answer = decide(world, anne, "PUT", RIGHT, {"until": until})
    assert (answer.status, answer.reason, answer.json["field"]) == (422, "until_not_allowed", "until")
    assert rights_of(world, anne) == []


def test_each_decision_twice_has_one_effect(world: World, practice: Practice, anne: Person):
    until = {"until": (platform_clock.today() + timedelta(days=9)).isoformat()}
    for _time in range(2):
        done(world, anne, "PUT", RIGHT, until)
    for _time in range(2):
        done(world, anne, "PUT", BLOCK)
    assert rights_of(world, anne) == [("dated", True), ("block", True)]
    for _time in range(2):
        done(world, anne, "DELETE", BLOCK)
    assert rights_of(world, anne) == [("dated", True), ("block", False)]
    done(world, anne, "PUT", RIGHT)
    assert [right for right in rights_of(world, anne) if right[1]] == [("circle", True)], (
        "it replaces the other"
    )
    for _time in range(2):
        done(world, anne, "DELETE", RIGHT)
    assert not any(open_ for _kind, open_ in rights_of(world, anne))


def test_opening_asks_for_a_fresh_second_factor_and_protecting_never_does(
    world: World, practice: Practice, anne: Person, clock: Clock
):
    browser = world.signed_in(anne)
    clock.forward(minutes=6)
    protecting = [
        ("DELETE", RIGHT, None),
        ("PUT", BLOCK, {}),
        ("PUT", "/dsp/v1/emergency", {"allowed": False}),
    ]
    for method, path, body in protecting:
        assert browser.call(method, path, body).status == 204, path
    opening = [("DELETE", BLOCK, None), ("PUT", RIGHT, {}), ("PUT", "/dsp/v1/emergency", {"allowed": True})]
    assert browser.call(*opening[0]).reason == "second_factor_needed"
    assert browser.call(*opening[2]).reason == "second_factor_needed"
    for allowed in (True, False):
        more = {"allowed": allowed, "restricted": True}
        assert browser.call("PUT", "/dsp/v1/emergency", more).reason == "second_factor_needed"

    wrong = browser.prove_again(totp="000000")
    assert wrong.reason in ("totp_wrong", "totp_clock_drift")
    assert browser.call(*opening[0]).reason == "second_factor_needed"
    assert browser.prove_again(totp=anne.totp()).status == 200
    for method, path, body in opening:
        assert browser.call(method, path, body).status == 204, path
    clock.forward(minutes=5)
    assert browser.call("PUT", HOUSE_RIGHT, {}).reason == "second_factor_needed"
    assert browser.prove_again(recovery_code=anne.recovery_codes[0]).json["recovery_codes_left"] == 9
    assert browser.call("PUT", HOUSE_RIGHT, {}).status == 204


def test_each_decision_stands_in_the_trail_with_whom_it_is_about_and_the_journal_names_them(
    world: World, practice: Practice, anne: Person
):
    done(world, anne, "PUT", RIGHT)
    done(world, anne, "PUT", HOUSE_BLOCK)
    done(world, anne, "PUT", "/dsp/v1/emergency", {"allowed": False})
    entries = world.entries(anne.id)[-3:]
    assert [(one["action"], one["object_kind"], one["object_id"]) for one in entries] == [
        ("access.grant", "professional", DOCTOR),
        ("access.block", "organisation", HOSPITAL),
        ("emergency.set", "record", anne.id),
    ]
    practice.list(anne)
    journal = world.signed_in(anne).get("/fhir/AuditEvent?patient=self").json["entry"]
    named = [
        entity["what"]["display"]
        for event in journal
        for entity in event["resource"]["entity"]
        if "display" in entity.get("what", {})
    ]
    assert {"Dr Hélène Muller", "Centre hospitalier Pétrusse"} <= set(named)
    refused = next(e["resource"] for e in journal if e["resource"]["outcome"] == "4")
    assert refused["agent"][0]["who"]["display"] == "Dr Hélène Muller"

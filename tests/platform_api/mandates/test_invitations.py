"""A mandate from the invitation to the end, by its own address."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from platform_api.models import Mandate
from platform_api.vocabulary import DossierState, MandateVerb, Notice
from tests.platform_api.world import Api, Person, World

MANDATES = "/dsp/v1/mandates"


@pytest.fixture
def world(platform: Flask) -> World:
    return World(platform)


@pytest.fixture
def anne(world: World) -> Person:
    return world.patient("Anne")


@pytest.fixture
def me(world: World, anne: Person) -> Api:
    return world.signed_in(anne)


def _invite(me: Api, **body) -> Any:
    answer = me.post(MANDATES, {"name": "Sara Reuter", "template": "look", **body})
    assert answer.status == 201, answer
    return answer.json


def _enter(who: Api, code: str, duties: bool = True):
    return who.post(f"{MANDATES}/accept", {"code": code, "duties": duties})


def _mandate(me: Api, identifier: str) -> Any:
    return next(one for one in me.get(MANDATES).json["mandates"] if one["id"] == identifier)


def test_from_the_code_to_the_record(world: World, anne: Person, me: Api):
    made = _invite(me)
    sara = world.delegate()
    browser = world.idle(sara)
    assert browser.call("PUT", "/dsp/v1/acting", {"mandate": made["id"]}).status == 403
    typed = f" {made['code'][:4].lower()} - {made['code'][4:]} "
    assert _enter(browser, typed).json == {"id": made["id"], "holder": "Anne Reuter"}
    assert [mail.code for mail in world.mail()] == [Notice.MANDATE_CODE_ENTERED]
    seen = _mandate(me, made["id"])
    assert (seen["state"], seen["delegate"]) == ("accepted", "Sara Reuter")
    assert browser.call("PUT", "/dsp/v1/acting", {"mandate": made["id"]}).status == 403  # not confirmed yet
    assert me.post(f"{MANDATES}/{made['id']}/confirmation").status == 204
    assert [mail.code for mail in world.mail()] == [Notice.MANDATE_CONFIRMED]
    turned = browser.call("PUT", "/dsp/v1/acting", {"mandate": made["id"]}).json["session"]
    assert browser.get("/dsp/v1/session").status == 401  # the old reference is worth nothing
    acting = world.portal(turned)
    assert acting.get("/dsp/v1/dossier").json["patient_id"] == anne.id
    assert [mail.code for mail in world.mail()] == [Notice.CAREGIVER_BEGAN]
    back = acting.call("PUT", "/dsp/v1/acting", {"mandate": None}).json["session"]
    assert world.portal(back).get("/dsp/v1/dossier").status in (403, 404)
    acts = [(entry["action"], entry["role"]) for entry in world.entries(anne.id)]
    for act in ("mandate.propose", "mandate.confirm"):
        assert (act, "patient") in acts
    for act in ("mandate.accept", "acting.begin", "dossier.read"):
        assert (act, "caregiver") in acts


def test_a_code_is_kept_as_a_fingerprint_only(world: World, me: Api):
    code = _invite(me)["code"]
    with world.running.database.read() as connection:
        rows = str(connection.execute(select(Mandate.__table__)).all())
    assert code not in rows


def test_ones_own_code(me: Api):
    answer = _enter(me, _invite(me)["code"])
    assert (answer.status, answer.json["code"]) == (422, "invitation_own")


def test_five_wrong_codes_then_a_wait_even_for_the_right_one(world: World, me: Api):
    made = _invite(me)
    browser = world.idle(world.delegate())
    assert _enter(browser, "AAAA-AAAB").json["code"] == "invitation_typo"  # a typing error costs no try
    for _try in range(5):
        assert _enter(browser, "00000000").json["code"] == "invitation_not_accepted"
    answer = _enter(browser, made["code"])
    assert (answer.status, answer.json["code"]) == (429, "too_many_tries")
    assert _enter(world.idle(world.delegate("Tom")), made["code"]).status == 200


def test_a_code_is_too_old_after_seven_days(world: World, anne: Person, me: Api, clock):
    made = _invite(me)
    clock.forward(days=8)
    answer = _enter(world.idle(world.delegate()), made["code"])
    assert answer.json["code"] == "invitation_not_accepted"


def test_a_code_counts_once(world: World, me: Api):
    code = _invite(me)["code"]
    assert _enter(world.idle(world.delegate()), code).status == 200
    assert _enter(world.idle(world.delegate("Tom")), code).json["code"] == "invitation_not_accepted"


def test_of_two_who_enter_it_at_once_one_gets_it(world: World, me: Api):
    made = _invite(me)
    browsers = [world.idle(world.delegate(name)) for name in ("Sara", "Tom")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda browser: _enter(browser, made["code"]).status, browsers))
    assert sorted(answers) == [200, 422]


def test_the_wrong_person_is_rejected_and_sees_nothing(world: World, me: Api):
    made = _invite(me)
    browser = world.idle(world.delegate("Tom", "Fremd"))
    _enter(browser, made["code"])
    world.mail()
    assert me.post(f"{MANDATES}/{made['id']}/end", {}).status == 204
    seen = _mandate(me, made["id"])
    assert (seen["state"], seen["reason"]) == ("rejected", "wrong_person")
    assert browser.call("PUT", "/dsp/v1/acting", {"mandate": made["id"]}).json["code"] == "mandate_over"
    assert me.post(f"{MANDATES}/{made['id']}/confirmation").status == 409


def test_duties_are_accepted_or_nothing_happens(world: World, me: Api):
    made = _invite(me)
    answer = _enter(world.idle(world.delegate()), made["code"], duties=False)
    assert (answer.status, answer.json["code"]) == (422, "duties_not_accepted")
    assert _mandate(me, made["id"])["state"] == "proposed"


def test_confirming_asks_for_a_fresh_factor(world: World, me: Api, clock):
    made = _invite(me)
    _enter(world.idle(world.delegate()), made["code"])
    clock.forward(minutes=6)
    answer = me.post(f"{MANDATES}/{made['id']}/confirmation")
    assert (answer.status, answer.json["code"]) == (403, "second_factor_needed")


@pytest.mark.parametrize("quiet", [True, False])
def test_ending_is_told_unless_it_is_to_be_discreet(world: World, me: Api, quiet: bool):
    made = _invite(me)
    _enter(world.idle(world.delegate()), made["code"])
    me.post(f"{MANDATES}/{made['id']}/confirmation")
    world.mail()
    assert me.post(f"{MANDATES}/{made['id']}/end", {"quiet": quiet}).status == 204
    assert [mail.code for mail in world.mail()] == ([] if quiet else [Notice.MANDATE_ENDED])
    assert me.post(f"{MANDATES}/{made['id']}/end", {}).status == 204  # twice has one effect
    assert not world.mail()


def test_a_delegate_may_resign(world: World, me: Api):
    made = _invite(me)
    browser = world.idle(world.delegate())
    _enter(browser, made["code"])
    me.post(f"{MANDATES}/{made['id']}/confirmation")
    world.mail()
    assert browser.post(f"{MANDATES}/{made['id']}/end", {}).status == 204
    assert [mail.code for mail in world.mail()] == [Notice.MANDATE_RESIGNED]
    assert _mandate(me, made["id"])["reason"] == "resigned"


def test_only_for_an_emergency_sleeps_until_the_holder_opens_it(world: World, me: Api):
    made = _invite(me, template="emergency")
    sara = world.delegate()
    _enter(world.idle(sara), made["code"])
    me.post(f"{MANDATES}/{made['id']}/confirmation")
    assert world.idle(sara).call("PUT", "/dsp/v1/acting", {"mandate": made["id"]}).status == 403
    assert me.call("PUT", f"{MANDATES}/{made['id']}/awake", {"awake": True}).status == 204
    assert world.idle(sara).call("PUT", "/dsp/v1/acting", {"mandate": made["id"]}).status == 200
    assert me.call("PUT", f"{MANDATES}/{made['id']}/awake", {"awake": False}).status == 204
    assert world.idle(sara).call("PUT", "/dsp/v1/acting", {"mandate": made["id"]}).status == 403


def test_pausing_and_going_on(world: World, anne: Person, me: Api):
    sara = world.delegate()
    mandate = world.mandate(anne.id, sara, MandateVerb.LIST, MandateVerb.READ)
    acting = world.acting(sara, mandate)
    assert acting.get("/dsp/v1/dossier").status == 200
    assert me.call("PUT", f"{MANDATES}/{mandate}/awake", {"awake": False}).status == 204
    assert acting.get("/dsp/v1/dossier").json["code"] == "mandate_over"
    assert me.call("PUT", f"{MANDATES}/{mandate}/awake", {"awake": True}).status == 204
    assert acting.get("/dsp/v1/dossier").status == 200


def test_adjusting_more_asks_for_a_fresh_factor_and_less_does_not(world: World, me: Api, clock):
    made = _invite(me)
    clock.forward(minutes=6)
    less = {"template": "look", "verbs": ["list"], "until": _mandate(me, made["id"])["until"]}
    less["excluded_types"] = ["lab"]
    assert me.call("PUT", f"{MANDATES}/{made['id']}", less).status == 204
    seen = _mandate(me, made["id"])
    assert (seen["verbs"], seen["excluded_types"]) == (["list"], ["lab"])
    more = less | {"verbs": ["download"]}
    assert me.call("PUT", f"{MANDATES}/{made['id']}", more).json["code"] == "second_factor_needed"


def test_saving_needs_reading_and_reading_the_list(me: Api):
    made = _invite(me, verbs=["download"])
    assert _mandate(me, made["id"])["verbs"] == ["download", "list", "read"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"name": "   "}, "name_missing"),
        ({"name": "x" * 200}, "name_missing"),
        ({"until": "2020-01-01"}, "mandate_until"),
        ({"until": "2099-01-01"}, "mandate_until"),
        ({"template": "parent"}, "value_not_allowed"),
        ({"ceiling": "secret"}, "value_not_allowed"),
        ({"excluded_types": ["no-such-type"]}, "value_not_allowed"),
    ],
)
def test_bad_wishes_are_refused(me: Api, body: dict, reason: str):
    answer = me.post(MANDATES, {"name": "Sara Reuter", "template": "look", **body})
    assert answer.status in (400, 422)
    assert answer.json["code"] == reason


def test_a_closed_record_names_nobody_and_lets_nobody_in(world: World, anne: Person, me: Api):
    made = _invite(me)
    sara = world.delegate()
    _enter(world.idle(sara), made["code"])
    me.post(f"{MANDATES}/{made['id']}/confirmation")
    turned = world.idle(sara).call("PUT", "/dsp/v1/acting", {"mandate": made["id"]}).json["session"]
    world.set_state(anne, DossierState.CLOSED)
    acting = world.portal(turned)
    assert acting.get("/fhir/DocumentReference?patient=Patient/self").status == 404
    assert me.post(MANDATES, {"name": "Tom Reuter", "template": "look"}).json["code"] == "record_not_open"


def test_no_caregiver_learns_of_another(world: World, anne: Person, me: Api):
    sara, tom = world.delegate(), world.delegate("Tom", "Reuter")
    mine = world.mandate(anne.id, sara, MandateVerb.LIST, MandateVerb.SEE_JOURNAL)
    theirs = world.mandate(anne.id, tom, MandateVerb.LIST)
    acting = world.acting(sara, mine)
    assert acting.get(MANDATES).status == 403
    refused = acting.post(f"{MANDATES}/{theirs}/end", {})
    assert refused.status == 403
    assert refused.data == acting.post(f"{MANDATES}/no-such-mandate/end", {}).data  # and not told apart
    assert acting.call("PUT", "/dsp/v1/acting", {"mandate": theirs}).status == 403
    assert [one["id"] for one in acting.get("/dsp/v1/acting").json["mandates"]] == [mine]


def test_twice_for_the_same_person_is_not_needed(world: World, me: Api):
    browser = world.idle(world.delegate())
    _enter(browser, _invite(me)["code"])
    assert _enter(browser, _invite(me)["code"]).json["code"] == "mandate_elsewhere"


def test_twenty_open_mandates_are_enough(me: Api):
    for _one in range(20):
        _invite(me)
    answer = me.post(MANDATES, {"name": "Sara Reuter", "template": "look"})
    assert answer.json["code"] == "mandates_too_many"

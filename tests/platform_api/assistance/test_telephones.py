"""The desk enters a telephone number: L3, read back from a mobile, told on every earlier contact, new for 72 hours."""

import pytest
from sqlalchemy import insert, select, update

from platform_api import clock as platform_clock
from platform_api.models import Account, HelpAct, PostalLetter, StaffMember
from platform_api.vocabulary import DossierState, MandateVerb
from tests.platform_api.calls import Api
from tests.platform_api.phones import LANDLINE, MOBILE, register
from tests.platform_api.world import Person, World
from tests.support.clock import Clock

DESK = "/dsp/v1/helpdesk"
PHONE = f"{DESK}/phone"
NEW, NEW_TYPED = "+33612345678", "+33 6 12 34 56 78"


@pytest.fixture
def anne(world: World) -> Person:
    """Somebody with an account and a mobile that has been registered for long."""
    one = world.patient()
    register(world, one)
    return one


@pytest.fixture
def desk(world: World, anne: Person) -> Api:
    """An agent who saw Anne's identity document."""
    return world.helping(world.staff(), anne.id, 3)


def told(world: World) -> list[tuple[str, str, str]]:
    return [(one.code, one.channel, one.address) for one in world.mail()]


def code_of(world: World) -> str:
    return str([one for one in world.mail() if one.channel == "sms"][-1].parameters["code"])


def number_of(world: World, one: Person) -> str:
    return str(world.signed_in(one).get("/dsp/v1/phone").json["number"])


def test_a_mobile_counts_once_its_code_is_read_out_and_every_earlier_contact_is_told(
    world: World, desk: Api, anne: Person
):
    asked = desk.post(PHONE, {"phone": NEW_TYPED})
    assert asked.status == 200
    assert asked.json["until"]
    (text,) = world.mail()
    assert (text.code, text.channel, text.address) == ("help_code", "sms", NEW)
    code = text.parameters["code"]
    assert code.encode() not in asked.data
    assert number_of(world, anne) == "+352 621 555 017", "nothing counts before the code was read out"
    assert desk.call("PUT", PHONE, {"code": code}).status == 204
    assert number_of(world, anne) == NEW_TYPED
    mail = told(world)
    assert ("phone_changed", "email", anne.email) in mail
    assert ("helped", "email", anne.email) in mail
    assert ("phone_over", "sms", MOBILE) in mail
    acts = [one["action"] for one in world.entries(anne.id) if one["role"] == "agent"]
    assert acts == ["phone.ask_at_desk", "phone.change_at_desk"]
    assert not any(NEW[-8:] in str(one) for one in world.entries(anne.id)), "the trail keeps no number"


def test_pressed_twice_it_has_one_effect_and_is_told_once(world: World, desk: Api, anne: Person):
    desk.post(PHONE, {"phone": NEW_TYPED})
    code = code_of(world)
    assert [desk.call("PUT", PHONE, {"code": code}).status for _press in range(2)] == [204, 204]
    assert world.count(HelpAct) == 1
    assert [one.code == "phone_changed" for one in world.mail()].count(True) == 1


def test_a_wrong_code_registers_nothing_and_five_end_it(world: World, desk: Api, anne: Person):
    desk.post(PHONE, {"phone": NEW_TYPED})
    code = code_of(world)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    reasons = [desk.call("PUT", PHONE, {"code": wrong}).reason for _try in range(5)]
    assert reasons == ["text_code_wrong"] * 4 + ["code_locked"]
    assert desk.call("PUT", PHONE, {"code": code}).reason == "code_locked"
    assert number_of(world, anne) == "+352 621 555 017"


def test_the_new_number_proves_nobody_for_72_hours(world: World, desk: Api, anne: Person, clock: Clock):
    desk.post(PHONE, {"phone": NEW_TYPED})
    assert desk.call("PUT", PHONE, {"code": code_of(world)}).status == 204
    next_call = world.helping(world.staff(given="Eva"), anne.id, 1)
    for method in ("sms_code", "call_back"):
        assert next_call.post(f"{DESK}/case/proof", {"method": method}).reason == "phone_too_new"
    clock.forward(hours=72)
    next_call = world.helping(world.staff(given="Ida"), anne.id, 1)
    assert next_call.post(f"{DESK}/case/proof", {"method": "sms_code"}).status == 200


def test_a_landline_is_registered_at_once_and_only_called_back(world: World, desk: Api, anne: Person):
    assert desk.post(PHONE, {"phone": LANDLINE}).json == {"until": None}
    assert {("phone_changed", "email", anne.email), ("phone_over", "sms", MOBILE)} <= set(told(world))
    shown = world.signed_in(anne).get("/dsp/v1/phone").json
    assert (shown["mobile"], shown["proves_from"] is None) == (False, False)
    assert desk.post(PHONE, {"phone": LANDLINE}).json == {"until": None}
    assert world.count(HelpAct) == 1, "the same number again changes nothing"


def test_who_has_no_address_for_e_mail_is_told_by_letter(world: World):
    rui = world.person("Rui", "Antunes", state=DossierState.OPEN_BY_DEFAULT)
    desk = world.helping(world.staff(), rui.id, 3)
    assert desk.post(PHONE, {"phone": LANDLINE}).status == 200
    with world.running.database.read() as connection:
        letters = connection.execute(select(PostalLetter.kind, PostalLetter.patient_id)).all()
    assert [tuple(one) for one in letters] == [("phone_registered", rui.id)]


@pytest.mark.parametrize("typed", [MOBILE, "621 555 017", LANDLINE])
def test_nobody_of_the_desk_registers_their_own_number_or_a_colleagues(
    world: World, anne: Person, typed: str
):
    tom, eva = world.patient("Tom", "Weis"), world.patient("Eva", "Kremer")
    register(world, tom, LANDLINE if typed == LANDLINE else MOBILE)
    agent, colleague = world.staff(), world.staff(given="Eva", family="Kremer")
    _is_also(world, agent, tom)
    _is_also(world, colleague, eva)
    for who in (agent, colleague):
        refused = world.helping(who, anne.id, 3).post(PHONE, {"phone": typed})
        assert (refused.reason, refused.json["field"]) == ("phone_of_staff", "phone")
    assert [one.code for one in world.mail()] == []


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("12", "phone_malformed"), ("+1 202 555 0143", "phone_abroad"), ("612 345 67", "phone_malformed")],
)
def test_what_is_no_number_of_these_countries_is_refused_at_its_field(desk: Api, typed: str, reason: str):
    refused = desk.post(PHONE, {"phone": typed})
    assert (refused.status, refused.reason, refused.json["field"]) == (422, reason, "phone")


@pytest.mark.parametrize("level", [1, 2])
def test_below_l3_nothing_is_sent_and_nothing_registered(world: World, anne: Person, level: int):
    low = world.helping(world.staff(), anne.id, level)
    assert low.post(PHONE, {"phone": NEW_TYPED}).reason == "proof_too_low"
    assert low.call("PUT", PHONE, {"code": "123456"}).reason == "proof_too_low"
    assert world.mail() == []
    tried = [one for one in world.entries(anne.id) if one["outcome"] == "refused"]
    assert {one["action"] for one in tried} == {"phone.ask_at_desk", "phone.change_at_desk"}


def test_nobody_but_an_agent_within_a_case(world: World, anne: Person, clock: Clock):
    sara = world.delegate()
    everything = world.mandate(anne.id, sara, *MandateVerb)
    late = world.helping(world.staff(), anne.id, 3, minutes=1)
    clock.forward(minutes=2)
    callers = {
        "the patient": world.signed_in(anne),
        "another patient": world.signed_in(world.patient("Berta", "Klein")),
        "a caregiver who manages everything": world.acting(sara, everything),
        "an agent whose time is over": late,
        "a doctor": world.doctor(),
    }
    for who, api in callers.items():
        assert api.post(PHONE, {"phone": NEW_TYPED}).status in (401, 403, 404), who
        assert api.call("PUT", PHONE, {"code": "123456"}).status in (401, 403, 404), who
    assert world.mail() == []


def test_a_presence_code_of_the_desk_is_no_way_for_patients_and_caregivers(world: World, anne: Person):
    """They have visit passes, with a fresh second factor; this one is the agent's who proved the caller."""
    sara = world.delegate()
    acting = world.acting(sara, world.mandate(anne.id, sara, *MandateVerb))
    for api in (world.signed_in(anne), acting):
        for path in ("presence-texts", "presence-codes"):
            assert api.post(f"{DESK}/{path}", {}).status in (403, 404)
    assert world.mail() == []
    low = world.helping(world.staff(), anne.id, 1)
    assert low.post(f"{DESK}/presence-texts", {}).reason == "proof_too_low"
    proved = world.helping(world.staff(given="Eva"), anne.id, 2)
    assert proved.post(f"{DESK}/presence-texts", {}).status == 201
    assert proved.post("/dsp/v1/passes", {}).status in (403, 404), "passes are the holder's"


def _is_also(world: World, account_id: str, one: Person) -> None:
    """A member of staff who is a patient, too."""
    index = world.running.keys.find_by("matricule", one.matricule)
    with world.running.database.write() as connection:
        account = Account.id == account_id
        connection.execute(update(Account).where(account).values(role="agent"))
        row: dict[str, object] = {
            "account_id": account_id,
            "own_index": index,
            "relatives": [],
            "added_by": None,
        }
        connection.execute(
            insert(StaffMember), row | {"added_at": platform_clock.now(), "suspended_at": None}
        )


@pytest.mark.parametrize("who", ["caregiver", "guardian", "professional"])
def test_nobody_who_calls_for_the_holder_changes_how_they_are_reached_or_sign_in(
    world: World, anne: Person, who: str
):
    """A mandate never opens it (domain.md), whatever codes the caller reads out from the holder's telephone."""
    desk = world.helping(world.staff(), anne.id, 3, who=who)
    tried = [
        desk.post(PHONE, {"phone": NEW_TYPED}),
        desk.post(PHONE, {"phone": LANDLINE}),
        desk.call("PUT", PHONE, {"code": "123456"}),
        desk.call("PUT", f"{DESK}/contact", {"email": "other@example.lu"}),
        desk.call("PUT", f"{DESK}/contact", {"email": "other@example.lu", "at_once": True}),
        desk.post(f"{DESK}/factor-resets", {}),
        desk.post(f"{DESK}/closings", {}),
    ]
    assert [(one.status, one.reason) for one in tried] == [(403, "holder_alone")] * len(tried)
    assert world.mail() == []
    assert number_of(world, anne) == "+352 621 555 017"
    offered = {one["act"] for one in desk.get(f"{DESK}/case").json["acts"]}
    assert not offered & {"phone", "contact", "factor_reset", "closing", "reopening", "objection"}
    assert {"grant", "block", "freeze", "end_mandate"} <= offered
    refused = [one for one in world.entries(anne.id) if one["outcome"] == "refused"]
    assert len(refused) == len(tried), "each stands in the access log"


def test_no_caregiver_reaches_the_holders_telephone_by_any_call(world: World, anne: Person):
    sara = world.delegate()
    acting = world.acting(sara, world.mandate(anne.id, sara, *MandateVerb))
    for method, path, body in (
        ("GET", "/dsp/v1/phone", None),
        ("POST", "/dsp/v1/phone", {"phone": NEW_TYPED}),
        ("PUT", "/dsp/v1/phone", {"code": "123456"}),
        ("DELETE", "/dsp/v1/phone", None),
        ("POST", PHONE, {"phone": NEW_TYPED}),
        ("PUT", PHONE, {"code": "123456"}),
    ):
        assert acting.call(method, path, body).status == 403, (method, path)
    assert number_of(world, anne) == "+352 621 555 017"
    assert world.mail() == []

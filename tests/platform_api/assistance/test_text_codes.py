"""Text messages at the desk: a code read back, a presence code that no agent sees, numbers that prove nobody yet."""

import pytest

from platform_api import outbox
from platform_api.models import CallerProof
from platform_api.vocabulary import DossierState, MandateVerb
from tests.platform_api.calls import Api
from tests.platform_api.fhir.doctor import doctor
from tests.platform_api.phones import LANDLINE, MOBILE, register
from tests.platform_api.world import Person, World
from tests.support.clock import Clock

DESK = "/dsp/v1/helpdesk"
PROOF = f"{DESK}/case/proof"


@pytest.fixture
def anne(world: World) -> Person:
    """Somebody with a mobile that has been registered for long."""
    one = world.patient()
    register(world, one)
    return one


@pytest.fixture
def desk(world: World, anne: Person) -> Api:
    """An agent whose caller is not proved yet."""
    return world.helping(world.staff(), anne.id, 1)


def texts(world: World) -> list:
    return [one for one in world.mail() if one.channel == "sms"]


def test_a_code_by_text_proves_the_caller_and_the_agent_sees_two_digits(world: World, desk: Api):
    assert desk.get(f"{DESK}/case").json["texts_to"] == "", "nothing is told of the number before"
    answer = desk.post(PROOF, {"method": "sms_code"})
    assert answer.json == {"level": 1, "sent": True, "phone": "", "ends": "17"}
    (text,) = texts(world)
    assert (text.code, text.address) == ("help_code", MOBILE)
    code = text.parameters["code"]
    assert code.encode() not in answer.data
    assert desk.post(PROOF, {"method": "email_code", "code": code}).reason == "proof_wrong"
    assert desk.post(PROOF, {"method": "sms_code", "code": code}).json["level"] == 2
    assert desk.post(PROOF, {"method": "sms_code", "code": code}).reason == "proof_wrong", "it counts once"
    case = desk.get(f"{DESK}/case").json
    assert (case["proof_level"], case["texts_to"]) == (2, "17")
    assert b"621555" not in desk.get(f"{DESK}/case").data


def test_a_new_code_voids_the_one_before_and_ten_minutes_end_it(world: World, desk: Api, clock: Clock):
    desk.post(PROOF, {"method": "sms_code"})
    first = texts(world)[0].parameters["code"]
    desk.post(PROOF, {"method": "sms_code"})
    second = texts(world)[0].parameters["code"]
    if first != second:
        assert desk.post(PROOF, {"method": "sms_code", "code": first}).reason == "proof_wrong"
    clock.forward(minutes=10)
    assert desk.post(PROOF, {"method": "sms_code", "code": second}).reason == "proof_wrong"
    desk.post(PROOF, {"method": "sms_code"})
    assert desk.post(PROOF, {"method": "sms_code"}).status == 200
    assert len(texts(world)) == 1, "a code that is void is taken back if it was not sent"


def test_sending_codes_is_counted_and_guessing_them_too(world: World, desk: Api):
    for _ in range(5):
        assert desk.post(PROOF, {"method": "sms_code"}).status == 200
    assert desk.post(PROOF, {"method": "sms_code"}).reason == "too_many_tries"
    code = texts(world)[-1].parameters["code"]
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        assert desk.post(PROOF, {"method": "sms_code", "code": wrong}).reason == "proof_wrong"
    assert desk.post(PROOF, {"method": "sms_code", "code": code}).reason == "too_many_tries"


@pytest.mark.parametrize("method", ["sms_code", "call_back"])
def test_a_number_entered_just_now_proves_nobody(world: World, anne: Person, clock: Clock, method: str):
    register(world, anne, days=0)
    agent = world.staff()
    refused = world.helping(agent, anne.id, 1).post(PROOF, {"method": method})
    assert (refused.status, refused.reason, refused.json["field"]) == (422, "phone_too_new", "proof")
    assert world.count(CallerProof) == 0
    helped = world.helping(agent, anne.id, 2)
    assert helped.post(f"{DESK}/presence-texts", {}).reason == "phone_too_new"
    assert helped.get(f"{DESK}/case").json["texts_to"] == ""
    assert texts(world) == []
    clock.forward(hours=72)
    assert world.helping(agent, anne.id, 1).post(PROOF, {"method": method}).status == 200


def test_a_landline_is_called_back_and_never_texted(world: World, anne: Person):
    register(world, anne, LANDLINE)
    desk = world.helping(world.staff(), anne.id, 2)
    assert desk.post(PROOF, {"method": "sms_code"}).reason == "phone_no_mobile"
    assert desk.post(f"{DESK}/presence-texts", {}).reason == "phone_no_mobile"
    assert desk.post(PROOF, {"method": "call_back"}).json["phone"] == LANDLINE
    assert texts(world) == []
    other = world.helping(world.staff(given="Eva"), world.patient("Berta", "Klein").id, 2)
    assert other.post(PROOF, {"method": "sms_code"}).reason == "no_registered_contact"
    assert other.post(f"{DESK}/presence-texts", {}).reason == "no_registered_contact"


def test_somebody_who_never_activated_gets_a_presence_code_by_text(world: World):
    """The commonest complaint: the doctor cannot get in, and no account ever was."""
    rui = world.person("Rui", "Antunes", state=DossierState.OPEN_BY_DEFAULT)
    register(world, rui)
    world.deposit(rui, kind="lab")
    desk = world.helping(world.staff(), rui.id, 1)
    assert desk.post(f"{DESK}/presence-texts", {}).reason == "proof_too_low"
    desk.post(PROOF, {"method": "sms_code"})
    code = texts(world)[0].parameters["code"]
    assert desk.post(PROOF, {"method": "sms_code", "code": code}).json["level"] == 2
    answer = desk.post(f"{DESK}/presence-texts", {})
    assert (answer.status, answer.json) == (201, {"ends": "17"})
    (text,) = texts(world)
    assert (text.code, text.address, text.language) == ("visit_code", MOBILE, "fr")
    assert set(text.parameters) == {"code", "moment"}
    assert text.parameters["code"].encode() not in answer.data
    assert doctor(world).api.post("/dsp/v1/presence", {"code": text.parameters["code"]}).status == 200
    noted = [one for one in world.entries(rui.id) if (one["details"] or {}).get("by_text")]
    assert [(one["action"], one["role"]) for one in noted] == [("presence.mint_at_desk", "agent")]
    assert desk.get(f"{DESK}/case").json["done"] == ["presence_code"]


def test_a_pass_goes_to_ones_own_mobile_also_one_entered_just_now(world: World, anne: Person):
    register(world, anne, days=0)
    home = world.signed_in(anne)
    made = home.post("/dsp/v1/passes", {"by_text": True})
    assert made.status == 201
    (text,) = texts(world)
    assert text.address == MOBILE
    assert text.parameters["code"].replace("-", "") == made.json["code"]
    assert home.post("/dsp/v1/passes", {}).status == 201
    assert texts(world) == []


def test_a_pass_without_a_mobile_is_not_made_by_half(world: World):
    berta = world.patient("Berta", "Klein")
    home = world.signed_in(berta)
    assert home.post("/dsp/v1/passes", {"by_text": True}).reason == "no_registered_contact"
    register(world, berta, LANDLINE)
    refused = home.post("/dsp/v1/passes", {"by_text": True})
    assert (refused.reason, refused.json["field"]) == ("phone_no_mobile", "by_text")
    assert home.get("/dsp/v1/passes").json["passes"] == []


def test_a_caregiver_sends_nothing_to_the_holders_mobile(world: World, anne: Person):
    sara = world.delegate()
    mandate = world.mandate(anne.id, sara, MandateVerb.LIST, MandateVerb.MANAGE_PROFESSIONALS)
    acting = world.acting(sara, mandate)
    assert acting.post("/dsp/v1/passes", {}).status == 201
    assert acting.post("/dsp/v1/passes", {"by_text": True}).reason == "value_not_allowed"
    assert acting.get("/dsp/v1/phone").status in (403, 404)
    assert texts(world) == []


def gateway_says(world: World, what: str) -> str:
    """What becomes of the text message that waits: `sent`, or `refused`. Returns its code."""
    with world.running.database.write() as connection:
        waiting = outbox.lease(connection, world.running.keys, most=100)
    (due,) = (one for one in waiting if one.channel == "sms")
    assert world.worker().post(f"/dsp/v1/notices/{due.id}/{what}").status == 204
    return str(due.parameters["code"])


def test_the_agent_sees_how_far_the_code_has_come(world: World, desk: Api, clock: Clock):
    def standing() -> tuple[str | None, str]:
        case = desk.get(f"{DESK}/case").json
        return case["text_code"], case["text_ends"]

    assert standing() == (None, ""), "nothing is told of the number before it was asked for"
    desk.post(PROOF, {"method": "email_code"})
    assert standing() == (None, "")
    desk.post(PROOF, {"method": "sms_code"})
    assert standing() == ("waiting", "17")
    clock.forward(seconds=21)
    assert standing() == ("late", "17")
    gateway_says(world, "sent")
    assert standing() == ("sent", "17")
    clock.forward(minutes=10)
    assert standing() == (None, "")


def test_a_number_that_the_gateway_refused_is_said_to_the_agent_at_once(
    world: World, anne: Person, desk: Api, clock: Clock
):
    desk.post(PROOF, {"method": "sms_code"})
    code = gateway_says(world, "refused")
    assert desk.get(f"{DESK}/case").json["text_code"] == "refused"
    typed = desk.post(PROOF, {"method": "sms_code", "code": code})
    assert (typed.reason, typed.json["field"]) == ("phone_unreached", "proof")
    assert desk.post(PROOF, {"method": "sms_code"}).reason == "phone_unreached"
    agent = world.staff(given="Eva")
    colleague = world.helping(agent, anne.id, 2)
    case = colleague.get(f"{DESK}/case").json
    assert (case["text_code"], case["texts_to"]) == (None, ""), "no text message is offered"
    assert colleague.post(f"{DESK}/presence-texts", {}).reason == "phone_unreached"
    assert world.signed_in(anne).post("/dsp/v1/passes", {"by_text": True}).reason == "phone_unreached"
    assert desk.post(PROOF, {"method": "call_back"}).status == 200, "it can still be called"
    assert texts(world) == []
    clock.forward(hours=24)
    assert world.helping(agent, anne.id, 1).post(PROOF, {"method": "sms_code"}).status == 200, "tried anew"


def test_a_refused_number_is_forgotten_with_the_number(world: World, anne: Person, desk: Api):
    desk.post(PROOF, {"method": "sms_code"})
    gateway_says(world, "refused")
    register(world, anne, "+352691600200")
    assert desk.post(PROOF, {"method": "sms_code"}).status == 200


def test_another_number_that_is_refused_marks_not_the_registered_one(world: World, anne: Person):
    """A number typed wrong at home, or at the desk."""
    world.signed_in(anne).post("/dsp/v1/phone", {"phone": "691 600 200"})
    gateway_says(world, "refused")
    assert world.helping(world.staff(), anne.id, 1).post(PROOF, {"method": "sms_code"}).status == 200

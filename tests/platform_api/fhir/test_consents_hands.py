"""Who may write a Consent: exactly who may do the same by the own interface, and nobody learns more by it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from platform_api import clock as platform_clock
from platform_api.models import AccessRight
from platform_api.vocabulary import DossierState, MandateVerb, Right
from tests.platform_api.fhir.consenting import (
    Writer,
    emergencies,
    letting_in,
    new_documents,
    new_name,
    shutting_out,
)
from tests.platform_api.fhir.doctor import decide, doctor
from tests.platform_api.world import DOCTOR, HOSPITAL, LABORATORY, Api, Person, World
from tests.support.clock import Clock


@pytest.fixture
def made(world: World, anne: Person) -> dict[str, str]:
    """The ids of what Anne decided: the doctor in, a laboratory out."""
    doctor(world)
    mine = Writer(world.signed_in(anne))
    permit = mine.post(letting_in(anne.id)).json["id"]
    block = mine.post(shutting_out(anne.id, who=f"Organization/{LABORATORY}")).json["id"]
    both = {one["identifier"][-1]["value"]: one["id"] for one in mine.found()}
    return {"permit": permit, "block": block, "emergency": both["202"], "new-documents": both["203"]}


def _acts(anne: Person, made: dict[str, str]) -> dict[str, tuple[str, str, object]]:
    """Each route, and each act behind it."""
    name = f"?identifier={new_name()}"
    return {
        "grant": ("POST", "", letting_in(anne.id)),
        "grant by name": ("PUT", name, letting_in(anne.id)),
        "grant by id": ("PUT", f"/{made['permit']}", letting_in(anne.id) | {"id": made["permit"]}),
        "revoke": (
            "PUT",
            f"/{made['permit']}",
            letting_in(anne.id) | {"id": made["permit"], "status": "inactive"},
        ),
        "revoke by delete": ("DELETE", f"/{made['permit']}", None),
        "block": ("POST", "", shutting_out(anne.id, who=f"Organization/{LABORATORY}")),
        "unblock": ("DELETE", f"/{made['block']}", None),
        "emergency": ("POST", "", emergencies(anne.id, "deny")),
        "emergency by delete": ("DELETE", f"/{made['emergency']}", None),
        "level": ("POST", "", new_documents(anne.id, "restricted")),
        "level by delete": ("DELETE", f"/{made['new-documents']}", None),
        "delete by name": ("DELETE", f"?identifier={new_name()}", None),
    }


def _who(world: World, anne: Person) -> dict[str, Callable[[], Api]]:
    sara, agent = world.delegate(), world.staff()
    look = world.mandate(anne.id, sara, MandateVerb.LIST, MandateVerb.READ)
    ended = world.mandate(anne.id, sara, *MandateVerb, state="ended")
    return {
        "a stranger": world.portal,
        "without a token": world.anyone,
        "half signed in": lambda: world.halfway_in(anne),
        "a hospital's software": lambda: world.software("hospital-2"),
        "withdrawn software": lambda: world.software("hospital-3", state="withdrawn"),
        "a doctor who was let in": lambda: doctor(world).api,
        "a caregiver out of scope": lambda: world.acting(sara, look),
        "a caregiver whose mandate ended": lambda: world.acting(sara, ended),
        "an agent without a case": lambda: world.idle(agent),
        "an agent at L1": lambda: world.helping(agent, anne.id, 1),
        "an agent too late": lambda: world.helping(agent, anne.id, 3, minutes=0),
    }


REFUSED = {
    "a stranger": (401, "signed_out"),
    "without a token": (401, "token_invalid"),
    "half signed in": (403, "second_factor_needed"),
    "a hospital's software": (403, "not_allowed"),
    "withdrawn software": (401, "software_not_conformant"),
    "a doctor who was let in": (403, "not_allowed"),
    "a caregiver out of scope": (403, "not_allowed"),
    "a caregiver whose mandate ended": (403, None),
    "an agent without a case": (403, None),
    "an agent at L1": (403, None),
    "an agent too late": (403, None),
}


@pytest.mark.parametrize("who", REFUSED)
def test_nobody_else_may(world: World, anne: Person, made: dict[str, str], who: str):
    api = _who(world, anne)[who]()
    before = Writer(world.signed_in(anne)).found()
    for act, (method, path, body) in _acts(anne, made).items():
        answer = Writer(api).send(method, path, body)
        status, reason = REFUSED[who]
        assert answer.status == status, (act, answer)
        assert answer.reason == (reason or answer.reason), (act, answer)
        for known in (anne.id, "Muller", "Reuter"):
            assert known.encode() not in answer.data
    assert Writer(world.signed_in(anne)).found() == before


@pytest.mark.parametrize("who", REFUSED)
def test_each_is_refused_as_by_the_own_interface(world: World, anne: Person, made: dict[str, str], who: str):
    api = _who(world, anne)[who]()
    same = {
        "grant": ("PUT", f"/dsp/v1/rights/professional/{DOCTOR}", {}),
        "revoke by delete": ("DELETE", f"/dsp/v1/rights/professional/{DOCTOR}", None),
        "block": ("PUT", f"/dsp/v1/blocks/organisation/{LABORATORY}", {}),
        "unblock": ("DELETE", f"/dsp/v1/blocks/organisation/{LABORATORY}", None),
        "emergency": ("PUT", "/dsp/v1/emergency", {"allowed": False}),
        "level": ("PUT", "/dsp/v1/confidentiality", {"default": "restricted"}),
    }
    for act, (method, path, body) in same.items():
        theirs, ours = api.call(method, path, body), Writer(api).send(*_acts(anne, made)[act])
        assert (ours.status, ours.reason) == (theirs.status, theirs.reason), act


def test_another_patient_reaches_nothing_of_it(world: World, anne: Person, made: dict[str, str]):
    theirs = Writer(world.signed_in(world.patient("Paul", "Wagner")))
    for act, (method, path, body) in _acts(anne, made).items():
        answer = theirs.send(method, path, body)
        assert answer.status in (400, 404), (act, answer)
    for method in ("GET", "DELETE"):
        told = {theirs.send(method, f"/{one}").told for one in (*made.values(), "no-such-thing")}
        assert len(told) == 1
    assert world.count(AccessRight) == 2


def test_a_caregiver_who_manages_professionals_does_that_and_no_more(
    world: World, anne: Person, made: dict[str, str]
):
    sara = world.delegate()
    api = world.acting(sara, world.mandate(anne.id, sara, *MandateVerb))
    got_in = {act: Writer(api).send(*sent).status < 400 for act, sent in _acts(anne, made).items()}
    assert {act for act, one in got_in.items() if not one} == {
        "emergency",
        "emergency by delete",
        "level",
        "level by delete",
        "delete by name",
    }
    last = [one for one in world.entries(anne.id) if one["action"] == "access.grant"][-1]
    assert (last["role"], last["on_behalf_of"]) == ("caregiver", anne.id)
    assert "caregiver_changed" in {one.code for one in world.mail()}


def test_a_caregiver_who_manages_professionals_reads_what_holds_now(
    world: World, anne: Person, made: dict[str, str]
):
    sara, mine = world.delegate(), Writer(world.signed_in(anne))
    theirs = Writer(world.acting(sara, world.mandate(anne.id, sara, MandateVerb.MANAGE_PROFESSIONALS)))
    kept = {made["permit"], made["block"], made["emergency"]}
    assert {one["id"] for one in theirs.found()} == kept, "the level of new documents is the holder's alone"
    read = {one: theirs.send("GET", f"/{one}") for one in made.values()}
    assert {one for one, answer in read.items() if answer.status == 200} == kept
    assert read[made["permit"]].json == mine.send("GET", f"/{made['permit']}").json
    mine.send("DELETE", f"/{made['permit']}")
    assert {one["id"] for one in theirs.found()} == kept - {made["permit"]}, "as on the portal's page"
    gone, nothing = theirs.send("GET", f"/{made['permit']}"), theirs.send("GET", "/no-such-thing")
    assert gone.told == nothing.told
    paul = world.patient("Paul", "Wagner")
    assert theirs.api.get(f"/fhir/Consent?patient={paul.id}").status == 404
    read_by_them = [one for one in world.entries(anne.id) if one["role"] == "caregiver"]
    assert {(one["action"], one["on_behalf_of"]) for one in read_by_them if one["outcome"] == "allowed"} == {
        ("consent.read", anne.id)
    }


def test_an_agent_with_a_case_lets_in_and_shuts_out_and_the_holder_is_told(
    world: World, anne: Person, made: dict[str, str]
):
    api = world.helping(world.staff(), anne.id, 2)
    world.mail()
    answers = {act: Writer(api).send(*sent) for act, sent in _acts(anne, made).items()}
    done = {act: one.data for act, one in answers.items() if one.status < 400}
    assert done == dict.fromkeys(("grant", "grant by name", "grant by id", "block"), b""), (
        "what was, is not told"
    )
    told = [one for one in world.mail() if one.code == "helped"]
    assert [one.parameters["act"] for one in told] == ["grant", "grant", "grant", "block"]
    last = [one for one in world.entries(anne.id) if one["action"] == "access.block"][-1]
    assert last["role"] == "agent"
    assert last["details"]["case"]


def test_an_agent_does_not_learn_since_when_by_trying_dates(world: World, anne: Person, clock: Clock):
    doctor(world)
    Writer(world.signed_in(anne)).post(letting_in(anne.id))
    clock.forward(days=20)
    since = (platform_clock.today() - timedelta(days=10)).isoformat()
    let_in = letting_in(anne.id)
    agent = Writer(world.helping(world.staff(), anne.id, 2))
    for body in (let_in, letting_in(anne.id, who=f"Organization/{LABORATORY}")):
        begun = {**body["provision"], "period": {"start": since}}
        for stated in ({**body, "dateTime": since}, {**body, "provision": begun}):
            assert agent.post(stated).reason == "element_not_kept"
    assert Writer(world.signed_in(anne)).post({**let_in, "dateTime": since}).status == 200, (
        "its holder may say it"
    )


def test_what_a_blocked_or_foreign_professional_reads_is_what_does_not_exist(
    world: World, anne: Person, made: dict[str, str]
):
    software = doctor(world)
    mine = Writer(world.signed_in(anne))
    house = mine.post(shutting_out(anne.id, who=f"Organization/{HOSPITAL}")).json["id"]
    assert software.get(f"Consent/{made['permit']}").status == 404, "the house is shut out"
    mine.send("DELETE", f"/{house}")
    read = software.get(f"Consent/{made['permit']}")
    assert (read.status, read.json["id"]) == (200, made["permit"])
    hidden = [made["block"], made["emergency"], made["new-documents"], "no-such-thing"]
    assert len({software.get(f"Consent/{one}").told for one in hidden}) == 1
    assert [one["resource"]["id"] for one in software.get(f"Consent?patient={anne.id}").json["entry"]] == [
        made["permit"]
    ]
    decide(world, anne, Right.BLOCK)
    assert doctor(world).get(f"Consent/{made['permit']}").told == software.get("Consent/no-such-thing").told


def test_a_fresh_second_factor_is_asked_for_what_opens_and_not_for_what_protects(
    world: World, anne: Person, clock: Clock
):
    doctor(world)
    mine = Writer(world.signed_in(anne))
    clock.forward(minutes=6)
    assert mine.post(emergencies(anne.id, "deny")).status == 200
    assert mine.post(new_documents(anne.id, "secret")).status == 200
    block = mine.post(shutting_out(anne.id, who=f"Organization/{LABORATORY}"))
    assert block.status == 201
    for method, path, body in (
        ("POST", "", letting_in(anne.id)),
        ("POST", "", emergencies(anne.id, "permit")),
        ("POST", "", new_documents(anne.id, "normal")),
        ("DELETE", f"/{block.json['id']}", None),
    ):
        answer = mine.send(method, path, body)
        assert (answer.status, answer.reason) == (403, "second_factor_needed")


def test_nobody_is_let_into_a_closed_record_or_past_a_block(world: World, anne: Person):
    doctor(world)
    mine = Writer(world.signed_in(anne))
    mine.post(shutting_out(anne.id))
    refused = mine.post(letting_in(anne.id))
    assert (refused.status, refused.reason) == (409, "blocked_by_holder")
    world.set_state(anne, DossierState.CLOSED)
    assert mine.post(letting_in(anne.id, who=f"Organization/{LABORATORY}")).reason == "record_not_open"
    assert mine.post(shutting_out(anne.id, who=f"Organization/{LABORATORY}")).status == 201

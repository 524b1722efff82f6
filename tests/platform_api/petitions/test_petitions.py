"""Requests to the agency: kept sealed, answered by a supervisor, told, in the trail; nobody else reads them."""

from typing import Any

from platform_api.models import PostalLetter
from platform_api.vocabulary import Action, DossierState
from tests.platform_api.world import Api, Person, World

ASKED = "Je n'étais pas à Esch ce jour-là."


def _ask(api: Api, **body: Any) -> dict[str, Any]:
    answer = api.post("/dsp/v1/petitions", {"kind": "complaint", "text": ASKED, **body})
    assert answer.status == 201, answer
    made: dict[str, Any] = answer.json
    return made


def _chief(world: World) -> Api:
    return world.idle(world.staff("supervisor", "Ida", "Kohn"))


def _entry(world: World, one: Person) -> str:
    return str(world.entries(one.id)[-1]["id"])


def test_a_question_about_an_access_is_answered_and_told(world_on_each: World):
    world = world_on_each
    anne = world.patient()
    world.deposit(anne)
    me, chief = world.signed_in(anne), _chief(world)
    made = _ask(me, kind="access_question", entry=_entry(world, anne))
    queued = chief.get("/dsp/v1/helpdesk/petitions").json["petitions"]
    assert [(one["number"], one["text"]) for one in queued] == [(made["number"], "")]  # opened one by one
    opened = chief.post(f"/dsp/v1/helpdesk/petitions/{made['id']}", {}).json
    assert (opened["text"], opened["act"]) == (ASKED, "document.deposit")
    assert "title" not in opened
    answer = {"text": "C'était le laboratoire."}
    assert chief.call("PUT", f"/dsp/v1/helpdesk/petitions/{made['id']}/answer", answer).status == 204
    assert [(mail.code, mail.parameters) for mail in world.mail()] == [
        ("petition_answered", {"number": made["number"]})
    ]
    assert world.count(PostalLetter) == 0, "who asked in the portal reads it there"
    (told,) = me.get("/dsp/v1/petitions").json["petitions"]
    assert (told["state"], told["answer"], told["is_new"]) == ("answered", answer["text"], True)
    assert me.get("/dsp/v1/petitions").json["petitions"][0]["is_new"] is False
    acts = [one["action"] for one in world.entries(anne.id)]
    assert acts.count(Action.ANSWER_PETITION) == 2  # opened and answered: both in her own journal


def test_the_same_words_twice_are_one_request_and_too_many_are_refused(world: World):
    me = world.signed_in(world.patient())
    assert _ask(me)["id"] == _ask(me)["id"]
    for number in range(19):
        _ask(me, text=f"Plainte {number}")
    refused = me.post("/dsp/v1/petitions", {"kind": "complaint", "text": "Encore une"})
    assert (refused.status, refused.reason) == (409, "too_many_petitions")


def test_a_second_answer_and_an_answer_to_what_was_withdrawn_are_refused(world: World):
    me, chief = world.signed_in(world.patient()), _chief(world)
    one, other = _ask(me), _ask(me, text="Autre chose")
    path = "/dsp/v1/helpdesk/petitions/{}/answer"
    assert chief.call("PUT", path.format(one["id"]), {"text": "Oui."}).status == 204
    assert chief.call("PUT", path.format(one["id"]), {"text": "Non."}).status == 409
    assert me.call("DELETE", f"/dsp/v1/petitions/{other['id']}").status == 204
    assert chief.call("PUT", path.format(other["id"]), {"text": "Non."}).status == 409
    refused = chief.post(f"/dsp/v1/helpdesk/petitions/{other['id']}", {})
    assert (refused.status, refused.reason) == (409, "petition_closed"), "what was taken back stays unread"
    assert {p["id"]: p["answer"] for p in me.get("/dsp/v1/petitions").json["petitions"]}[one["id"]] == "Oui."


def test_somebody_else_s_entry_or_document_cannot_be_asked_about(world: World):
    anne, berta = world.patient("Anne"), world.patient("Berta")
    document = world.deposit(berta)
    me = world.signed_in(anne)
    for body in (
        {"kind": "access_question", "entry": _entry(world, berta)},
        {"kind": "access_question"},
        {"kind": "rectification", "document": document},
    ):
        assert me.post("/dsp/v1/petitions", {"text": ASKED, **body}).status == 404


def test_words_are_sealed_with_the_record_s_key(world: World):
    anne = world.patient()
    _ask(world.signed_in(anne))
    stored = b"".join(path.read_bytes() for path in world.settings.home.glob("*.sqlite3*"))
    assert b"Esch ce jour" not in stored


def test_signs_that_nobody_sees_are_no_request(world: World):
    me = world.signed_in(world.patient())
    refused = me.post("/dsp/v1/petitions", {"kind": "complaint", "text": "\u200b\u202e \n"})
    assert refused.status == 400
    assert me.get("/dsp/v1/petitions").json["petitions"] == []


def test_a_closed_record_can_still_complain(world: World):
    anne = world.patient()
    world.set_state(anne, DossierState.CLOSED)
    assert _ask(world.signed_in(anne))["number"]

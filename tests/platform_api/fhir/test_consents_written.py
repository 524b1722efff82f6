"""Consent written by the standard: what was written is what is read, and counts from the very next request on."""

from datetime import timedelta
from typing import Any

import pytest

from platform_api import clock as platform_clock
from platform_api.models import AccessRight, ConsentName
from platform_api.vocabulary import FHIR_BASE, MATRICULE_SYSTEM, Purpose
from tests.platform_api.fhir.consenting import (
    Writer,
    emergencies,
    in_days,
    letting_in,
    new_documents,
    new_name,
    shutting_out,
)
from tests.platform_api.fhir.doctor import Fhir, doctor, titles
from tests.platform_api.world import DOCTOR, HOSPITAL, Person, World
from tests.support.clock import Clock

OWN = ["Consultation"]
"""What the doctor wrote, and sees with or without access."""
GIVEN_BY_THE_SERVER = {"id", "dateTime"}


@pytest.fixture
def mine(world: World, anne: Person) -> Writer:
    """Anne's own browser, signed in just now."""
    doctor(world)
    return Writer(world.signed_in(anne))


def _says_the_same(read: Any, written: Any) -> None:
    """All that was written stands in what is read; lists in their order, texts to the letter."""
    if isinstance(written, dict):
        for name in written.keys() - GIVEN_BY_THE_SERVER:
            assert name in read, name
            _says_the_same(read[name], written[name])
    elif isinstance(written, list):
        for one, other in zip(read, written, strict=False):
            _says_the_same(one, other)
    else:
        assert read == written


@pytest.mark.parametrize("what", ["circle", "dated", "house", "block", "house_block", "off", "on", "level"])
def test_what_was_written_is_read_again(anne: Person, mine: Writer, what: str):
    name, house = new_name(), f"Organization/{HOSPITAL}"
    body = {
        "circle": lambda: letting_in(anne.id, name),
        "dated": lambda: letting_in(anne.id, name, until=in_days(3)),
        "house": lambda: letting_in(anne.id, name, who=house),
        "block": lambda: shutting_out(anne.id, name),
        "house_block": lambda: shutting_out(anne.id, name, who=house),
        "off": lambda: emergencies(anne.id, "deny", name),
        "on": lambda: emergencies(anne.id, "permit", name),
        "level": lambda: new_documents(anne.id, "secret", name),
    }[what]()
    answer = mine.post(body)
    assert answer.status == 201, answer
    _says_the_same(answer.json, body)
    where = answer.headers["location"].partition("/fhir/Consent")[2]
    read = mine.send("GET", where)
    assert (read.status, read.json) == (200, answer.json)
    assert read.headers["etag"] == answer.headers["etag"]
    assert mine.found(f"&identifier={name}&status=active") == [answer.json]


def test_who_is_shut_out_is_refused_on_the_very_next_request(world: World, anne: Person, mine: Writer):
    software = doctor(world)
    mine.post(letting_in(anne.id))
    assert len(titles(software.get(f"DocumentReference?patient={anne.id}&status=current"))) == 2
    assert mine.post(shutting_out(anne.id)).status == 201
    assert software.get(f"DocumentReference?patient={anne.id}&status=current").status == 404
    entries = [(one["action"], one["outcome"], one["object_id"]) for one in world.entries(anne.id)]
    assert entries[-4] == ("access.grant", "allowed", DOCTOR)
    assert entries[-2] == ("access.block", "allowed", DOCTOR)
    assert entries[-1][1] == "refused"


def test_emergency_access_is_off_from_the_next_request_on(world: World, anne: Person, mine: Writer):
    software = doctor(world, Purpose.EMERGENCY)
    asked = f"DocumentReference?patient={anne.id}&status=current"
    assert titles(software.get(asked)) == ["Consultation", "Glycémie"]
    assert mine.post(emergencies(anne.id, "deny")).status == 200
    assert "emergency_changed" in [one.code for one in world.mail()], "told as when the portal does it"
    assert titles(software.get(asked)) == OWN
    assert mine.post(emergencies(anne.id, "permit")).status == 200
    assert titles(software.get(asked)) == ["Consultation", "Glycémie"]


def test_emergencies_open_restricted_documents_too_when_that_is_written(
    world: World, anne: Person, mine: Writer
):
    label = [{"coding": [{"code": "R"}]}]
    world.deposit(anne, title="Addictologie", securityLabel=label)
    software = doctor(world, Purpose.EMERGENCY)
    asked = f"DocumentReference?patient={anne.id}&status=current"
    body = emergencies(anne.id, "permit")
    for level, seen in (("restricted", True), ("normal", False)):
        body["policy"][0]["uri"] = f"{FHIR_BASE}/policy/emergency/{level}"
        assert mine.post(body).status == 200
        assert ("Addictologie" in titles(software.get(asked))) is seen


def test_new_documents_get_the_level_that_was_written(world: World, anne: Person, mine: Writer):
    mine.post(new_documents(anne.id, "secret"))
    document = world.deposit(anne)
    (level,) = [row["confidentiality"] for row in world.documents(anne) if row["id"] == document]
    assert level == "secret"
    assert world.entries(anne.id)[-2]["details"] == {"types": {}, "default": "secret"}


def test_the_two_interfaces_show_the_same_decisions(world: World, anne: Person, mine: Writer):
    own = world.signed_in(anne)
    mine.post(letting_in(anne.id, until=in_days(5)))
    (seen,) = [one for one in own.get("/dsp/v1/rights").json["can_open"] if one["id"] == DOCTOR]
    assert (seen["standing"], seen["granted"]) == ("dated", True)
    (before,) = mine.found(f"&actor=Practitioner/{DOCTOR}")
    own.call("PUT", f"/dsp/v1/rights/professional/{DOCTOR}", {})
    (after,) = mine.found(f"&actor=Practitioner/{DOCTOR}")
    assert after["id"] == before["id"], "one decision about one professional keeps its id"
    assert after["policy"][0]["uri"].endswith("/circle/restricted")
    own.call("DELETE", f"/dsp/v1/rights/professional/{DOCTOR}")
    assert [one["status"] for one in mine.found(f"&actor=Practitioner/{DOCTOR}")] == ["inactive"]


def test_the_same_request_again_has_one_effect(world: World, anne: Person, mine: Writer):
    for body in (
        letting_in(anne.id, new_name(), until=in_days(9)),
        shutting_out(anne.id, new_name(), who=f"Organization/{HOSPITAL}"),
        emergencies(anne.id, "deny", new_name()),
        new_documents(anne.id, "restricted", new_name()),
    ):
        first, second = mine.post(body), mine.post(body)
        assert (first.status, second.status) == (201, 200)
        assert first.json == second.json
    assert world.count(AccessRight) == 2
    assert world.count(ConsentName) == 4


def test_another_name_for_the_same_decision_leads_to_the_same_consent(anne: Person, mine: Writer):
    one, other = new_name(), new_name()
    first = mine.post(letting_in(anne.id, one))
    second = mine.post(letting_in(anne.id, other))
    assert (second.status, second.json["id"]) == (201, first.json["id"])
    assert mine.send("DELETE", f"?identifier={one}").status == 204
    assert [one["status"] for one in mine.found(f"&identifier={other}")] == ["inactive"]


def test_a_name_that_stands_for_another_decision_is_refused(anne: Person, mine: Writer):
    name = new_name()
    mine.post(letting_in(anne.id, name))
    for body in (
        shutting_out(anne.id, name),
        letting_in(anne.id, name, until=in_days(1)),
        emergencies(anne.id, "deny", name),
    ):
        answer = mine.post(body)
        assert (answer.status, answer.reason) == (409, "duplicate_identifier")
    assert len(mine.found("&status=active")) == 3


def test_a_name_belongs_to_one_record(world: World, anne: Person, mine: Writer):
    other, name = world.patient("Paul", "Wagner"), new_name()
    theirs = Writer(world.signed_in(other))
    assert mine.post(letting_in(anne.id, name)).status == 201
    assert theirs.post(letting_in(other.id, name)).status == 201
    assert theirs.send("DELETE", f"?identifier={name}").status == 204
    assert len(mine.found(f"&identifier={name}&status=active")) == 1


def test_put_by_name_makes_it_and_then_changes_it(world: World, anne: Person, mine: Writer):
    name = new_name()
    path = f"?identifier=urn:ietf:rfc:3986|{name}"
    made = mine.send("PUT", path, letting_in(anne.id, name, until=in_days(2)))
    changed = mine.send("PUT", path, letting_in(anne.id, until=in_days(4)))
    assert (made.status, changed.status) == (201, 200)
    assert (changed.json["id"], changed.json["identifier"]) == (made.json["id"], made.json["identifier"])
    assert changed.json["provision"]["period"] == {
        "start": made.json["provision"]["period"]["start"],
        "end": in_days(4),
    }
    assert mine.send("PUT", path, changed.json).status == 200, "what was read can be written again"


def test_put_by_id_changes_and_ends_what_is_there(world: World, anne: Person, mine: Writer, clock: Clock):
    made = mine.post(letting_in(anne.id, until=in_days(2))).json
    clock.forward(days=1)
    mine.api = world.signed_in(anne)
    path = f"/{made['id']}"
    longer = {**made, "provision": {**made["provision"], "period": {"end": in_days(20)}}}
    assert mine.send("PUT", path, longer).json["provision"]["period"]["end"] == in_days(20)
    held = mine.send("GET", path).json
    for _time in range(2):
        ended = mine.send("PUT", path, {**held, "status": "inactive"})
        assert (ended.status, ended.json["status"]) == (200, "inactive")
    assert titles(doctor(world).get(f"DocumentReference?patient={anne.id}&status=current")) == OWN
    anew = letting_in(anne.id, until=in_days(3)) | {"id": made["id"]}
    assert mine.send("PUT", path, anew).json["status"] == "active"


def test_delete_ends_it_and_twice_has_one_effect(world: World, anne: Person, mine: Writer):
    for body in (letting_in(anne.id), shutting_out(anne.id)):
        made = mine.post(body).json
        for _time in range(2):
            answer = mine.send("DELETE", f"/{made['id']}")
            assert (answer.status, answer.data) == (204, b"")
        assert mine.send("GET", f"/{made['id']}").json["status"] == "inactive"
    actions = [one["action"] for one in world.entries(anne.id) if one["action"].startswith("access.")]
    assert actions == [
        "access.grant",
        "access.revoke",
        "access.revoke",
        "access.block",
        "access.unblock",
        "access.unblock",
    ]


def test_deleting_the_consent_about_emergencies_switches_them_off_and_never_on(anne: Person, mine: Writer):
    (on,) = mine.found("&identifier=202")
    for _time in range(2):
        assert mine.send("DELETE", f"/{on['id']}").status == 204
        (off,) = mine.found("&identifier=202")
        assert (off["id"], off["provision"]["type"]) == (on["id"], "deny")


def test_new_documents_always_have_a_level(anne: Person, mine: Writer):
    (level,) = mine.found("&identifier=203")
    answer = mine.send("DELETE", f"/{level['id']}")
    assert (answer.status, answer.reason) == (400, "entry_not_supported")
    assert mine.found("&identifier=203") == [level]


def test_what_nobody_chose_says_so(anne: Person, mine: Writer):
    assert {one["sourceAttachment"]["title"] for one in mine.found()} == {
        "emergency-by-default",
        "new-documents-by-default",
    }


def test_if_match_is_heeded(world: World, anne: Person, mine: Writer):
    made = mine.post(letting_in(anne.id, new_name()))
    path, tag = f"/{made.json['id']}", made.headers["etag"]
    name = made.json["identifier"][0]["value"]
    changed = letting_in(anne.id, until=in_days(2)) | {"id": made.json["id"]}
    for method, where, body in (
        ("PUT", path, changed),
        ("PUT", f"?identifier={name}", {key: changed[key] for key in changed.keys() - {"id"}}),
        ("PUT", f"?identifier={new_name()}", letting_in(anne.id)),
        ("DELETE", path, None),
        ("DELETE", f"?identifier={name}", None),
    ):
        stale = mine.send(method, where, body, If_Match='W/"1"')
        assert (stale.status, stale.reason) == (412, "resource_changed"), (method, where)
    assert mine.found("&actor=" + DOCTOR) == [made.json]
    assert mine.send("PUT", path, changed, If_Match=tag).status == 200
    assert mine.send("DELETE", path, If_Match=tag).status == 412


@pytest.mark.parametrize("wish", ["minimal", "OperationOutcome", "representation"])
def test_prefer_says_what_comes_back(anne: Person, mine: Writer, wish: str):
    answer = mine.post(letting_in(anne.id), Prefer=f"return={wish}")
    assert answer.status == 201
    assert answer.headers["location"].rpartition("/")[0].endswith("/fhir/Consent")
    assert answer.headers["etag"].startswith('W/"')
    kinds = {"minimal": None, "OperationOutcome": "OperationOutcome", "representation": "Consent"}
    assert (answer.json["resourceType"] if answer.data else None) == kinds[wish]


def test_xml_is_written_and_read_as_json_is(world: World, anne: Person, mine: Writer):
    made = mine.post(letting_in(anne.id, new_name(), until=in_days(2))).json
    as_xml = mine.send("GET", f"/{made['id']}", Accept="application/fhir+xml").data
    mine.send("DELETE", f"/{made['id']}")
    answer = mine.send("PUT", f"/{made['id']}", as_xml, Content_Type="application/fhir+xml")
    assert answer.status == 200, answer
    _says_the_same(answer.json["provision"]["actor"], made["provision"]["actor"])
    assert answer.json["status"] == "active"


def test_the_patient_may_be_named_by_number(anne: Person, mine: Writer):
    body = letting_in(anne.id)
    body["patient"] = {"identifier": {"system": MATRICULE_SYSTEM, "value": anne.matricule}}
    answer = mine.post(body)
    assert answer.status == 201
    assert anne.matricule.encode() not in answer.data


def test_a_pass_that_is_used_is_a_consent_of_its_own_and_ends_alone(world: World, anne: Person, mine: Writer):
    mine.post(letting_in(anne.id))
    code = world.signed_in(anne).post("/dsp/v1/passes", {"groups": ["laboratory"]}).json["code"]
    assert world.doctor().post("/dsp/v1/presence", {"code": code}).status == 200
    by_uri = {
        one["policy"][0]["uri"].rpartition("/policy/")[2]: one for one in mine.found("&actor=" + DOCTOR)
    }
    assert set(by_uri) == {"circle/restricted", "presence/normal/laboratory"}
    used = by_uri["presence/normal/laboratory"]
    assert mine.send("PUT", f"/{used['id']}", used).reason == "value_not_allowed"
    assert mine.send("DELETE", f"/{used['id']}").status == 204
    assert {one["id"]: one["status"] for one in mine.found("&actor=" + DOCTOR)} == {
        used["id"]: "inactive",
        by_uri["circle/restricted"]["id"]: "active",
    }


def test_all_parameters_of_the_search_narrow_it(world: World, anne: Person, mine: Writer):
    made = mine.post(letting_in(anne.id, new_name())).json
    house = mine.post(shutting_out(anne.id, who=f"Organization/{HOSPITAL}")).json
    number = f"{MATRICULE_SYSTEM}|{anne.matricule}"
    whole = Fhir(mine.api).post("Consent/_search", {"patient.identifier": number})
    assert whole.json["total"] == 4
    later = (platform_clock.today() + timedelta(days=1)).isoformat()
    for query, ids in {
        f"&actor=Organization/{HOSPITAL}": [house["id"]],
        f"&actor=Practitioner/{HOSPITAL}": [],
        f"&actor={HOSPITAL},{DOCTOR}": [house["id"], made["id"]],
        f"&identifier=urn:ietf:rfc:3986|{made['identifier'][0]['value']}": [made["id"]],
        f"&identifier=urn:oid:1.2|{made['identifier'][0]['value']}": [],
        "&identifier=302": [house["id"]],
        f"&_id={made['id']}": [made["id"]],
        f"&_lastUpdated=ge{later}": [],
        "&status=inactive": [],
    }.items():
        assert [one["id"] for one in mine.found(query)] == ids, query


def test_on_each_engine_what_was_written_is_read_and_ends(world_on_each: World):
    world = world_on_each
    one = world.patient()
    doctor(world)
    mine = Writer(world.signed_in(one))
    bodies = (
        letting_in(one.id),
        shutting_out(one.id),
        emergencies(one.id, "deny"),
        new_documents(one.id, "secret"),
    )
    names = [new_name() for _body in bodies]
    for body, name in zip(bodies, names, strict=True):
        for status in (201, 200):
            assert mine.send("PUT", f"?identifier={name}", body).status == status
    assert len(mine.found("&status=active")) == 4
    ended = [mine.send("DELETE", f"?identifier={name}").status for name in names]
    assert ended == [204, 204, 204, 400]
    assert len(mine.found("&status=active")) == 2
    assert mine.send("GET", "/x%00").status in (400, 404)

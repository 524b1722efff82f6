"""What a Consent says and the platform cannot keep is refused at its place, and nothing of it is written."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from platform_api.models import AccessRight, ConsentName, RecordSetting
from platform_api.vocabulary import FHIR_BASE, MATRICULE_SYSTEM
from tests.platform_api.fhir.consenting import (
    ETREAT,
    TREAT,
    Writer,
    actor,
    emergencies,
    faults,
    in_days,
    letting_in,
    new_documents,
    new_name,
    shutting_out,
)
from tests.platform_api.fhir.doctor import doctor
from tests.platform_api.world import DOCTOR, HOSPITAL, LABORATORY, Person, World

KEPT_NOT, NOT_ALLOWED, MISSING = "element_not_kept", "value_not_allowed", "element_missing"
ACTOR, PERIOD = "Consent.provision.actor[0].reference", "Consent.provision.period"


@pytest.fixture
def mine(world: World, anne: Person) -> Writer:
    """Anne's own browser, signed in just now; the doctor is in the directory."""
    doctor(world)
    return Writer(world.signed_in(anne))


def _nothing_written(world: World) -> None:
    assert [world.count(one) for one in (AccessRight, ConsentName, RecordSetting)] == [0, 0, 0]


def _with(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Sets one member; a number in the path is a place in a list, None takes the member away."""

    def change(body: dict[str, Any]) -> None:
        *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        inner: Any = body
        for part in way:
            inner = inner[part]
        if value is None:
            del inner[last]
        elif isinstance(last, int) and last == len(inner):
            inner.append(value)
        else:
            inner[last] = value

    return change


CHANGES: dict[str, tuple[Any, tuple[str, str]]] = {
    "extension": ([{"url": "x"}], (KEPT_NOT, "Consent.extension")),
    "modifierExtension": ([{"url": "x"}], (KEPT_NOT, "Consent.modifierExtension")),
    "implicitRules": ("http://example.org", (KEPT_NOT, "Consent.implicitRules")),
    "text": ({"status": "generated", "div": "<div/>"}, (KEPT_NOT, "Consent.text")),
    "contained": ([{"resourceType": "Practitioner"}], (KEPT_NOT, "Consent.contained")),
    "verification": ([{"verified": True}], (KEPT_NOT, "Consent.verification")),
    "policyRule": ({"text": "x"}, (KEPT_NOT, "Consent.policyRule")),
    "sourceReference": ({"reference": "Consent/1"}, (KEPT_NOT, "Consent.sourceReference")),
    "sourceAttachment.data": ("QQ==", (KEPT_NOT, "Consent.sourceAttachment.data")),
    "sourceAttachment.title": ("for my knee only", (KEPT_NOT, "Consent.sourceAttachment.title")),
    "_status": ({"id": "x"}, (KEPT_NOT, "Consent._status")),
    "meta.security": ([{"code": "R"}], (KEPT_NOT, "Consent.meta.security")),
    "meta.profile.0": ("http://example.org/mine", ("profile_unknown", "Consent.meta.profile[0]")),
    "status": ("draft", (NOT_ALLOWED, "Consent.status")),
    "scope.coding.0.code": ("research", (NOT_ALLOWED, "Consent.scope")),
    "scope.coding.0.display": ("Knees", (KEPT_NOT, "Consent.scope.coding[0].display")),
    "category.0.coding.0.code": ("57016-8", (NOT_ALLOWED, "Consent.category[0]")),
    "category.1": ({"text": "x"}, (NOT_ALLOWED, "Consent.category[1]")),
    "patient.display": ("Somebody Else", (KEPT_NOT, "Consent.patient.display")),
    "patient.type": ("Group", ("reference_unknown", "Consent.patient")),
    "patient.reference": (
        "https://elsewhere.example/fhir/Patient/1",
        ("reference_unknown", "Consent.patient"),
    ),
    "performer.0": ({"reference": "RelatedPerson/1"}, ("reference_unknown", "Consent.performer[0]")),
    "performer.1": ({"reference": "RelatedPerson/1"}, (KEPT_NOT, "Consent.performer[1]")),
    "organization.0": ({"reference": f"Organization/{HOSPITAL}"}, (NOT_ALLOWED, "Consent.organization[0]")),
    "policy.0.uri": (f"{FHIR_BASE}/policy/circle/secret", (NOT_ALLOWED, "Consent.policy[0].uri")),
    "policy.0.authority": ("http://example.org", (KEPT_NOT, "Consent.policy[0].authority")),
    "policy.1": ({"uri": f"{FHIR_BASE}/policy/block/normal"}, (KEPT_NOT, "Consent.policy[1]")),
    "identifier": ([{"system": "urn:mine", "value": "1"}], (KEPT_NOT, "Consent.identifier[0]")),
    "dateTime": ("2026-01-01T10:00:00Z", (KEPT_NOT, "Consent.dateTime")),
    "provision.type": ("deny", (NOT_ALLOWED, "Consent.provision.type")),
    "provision.period.end": (in_days(3), (KEPT_NOT, f"{PERIOD}.end")),
    "provision.provision": ([{"type": "deny"}], (KEPT_NOT, "Consent.provision.provision")),
    "provision.action": ([{"text": "read"}], (KEPT_NOT, "Consent.provision.action")),
    "provision.securityLabel": ([TREAT], (KEPT_NOT, "Consent.provision.securityLabel")),
    "provision.class": ([TREAT], (KEPT_NOT, "Consent.provision.class")),
    "provision.code": ([{"text": "x"}], (KEPT_NOT, "Consent.provision.code")),
    "provision.dataPeriod": ({"start": "2020"}, (KEPT_NOT, "Consent.provision.dataPeriod")),
    "provision.data": ([{"meaning": "instance"}], (KEPT_NOT, "Consent.provision.data")),
    "provision.purpose.0": (ETREAT, (KEPT_NOT, "Consent.provision.purpose[0]")),
    "provision.purpose.1": (ETREAT, (KEPT_NOT, "Consent.provision.purpose[1]")),
    "provision.actor.1": (actor(f"Organization/{HOSPITAL}")[0], (KEPT_NOT, "Consent.provision.actor[1]")),
    "provision.actor.0.role.text": ("my doctor", (NOT_ALLOWED, "Consent.provision.actor[0].role")),
    "provision.actor.0.reference.display": ("Dr Somebody", (NOT_ALLOWED, f"{ACTOR}.display")),
    "provision.actor.0.reference.type": ("Organization", (NOT_ALLOWED, f"{ACTOR}.type")),
    "provision.actor.0.reference.identifier": ({"value": "1"}, (KEPT_NOT, f"{ACTOR}.identifier")),
    "provision.actor.0.reference.reference": ("Practitioner/0000000000", ("reference_unknown", ACTOR)),
}


@pytest.mark.parametrize("path", CHANGES)
def test_each_member_that_cannot_be_kept_has_its_place(world: World, anne: Person, mine: Writer, path: str):
    value, told = CHANGES[path]
    body = copy.deepcopy(letting_in(anne.id))
    body["provision"]["period"] = {}
    _with(path, value)(body)
    answer = mine.post(body)
    assert faults(answer) == [told]
    assert answer.status in (400, 422)
    assert answer.json["issue"][0]["diagnostics"]
    _nothing_written(world)


MISSES = {
    "status": "Consent.status",
    "scope": "Consent.scope",
    "category": "Consent.category",
    "patient": "Consent.patient",
    "policy": "Consent.policy[0].uri",
    "provision.type": "Consent.provision.type",
    "provision.actor": "Consent.provision.actor",
    "provision.actor.0.role": "Consent.provision.actor[0].role",
    "provision.actor.0.reference": ACTOR,
}


@pytest.mark.parametrize("path", MISSES)
def test_what_is_missing_is_named(world: World, anne: Person, mine: Writer, path: str):
    body = copy.deepcopy(letting_in(anne.id))
    _with(path, None)(body)
    answer = mine.post(body)
    assert (answer.status, faults(answer)) == (400, [(MISSING, MISSES[path])])
    _nothing_written(world)


ENDS = {
    None: (MISSING, 400),
    "2026": (NOT_ALLOWED, 400),
    "2026-02-30": (NOT_ALLOWED, 400),
    "2026-W48-7": (NOT_ALLOWED, 400),
    "9999-12-31": (NOT_ALLOWED, 400),
    "2099-01-01T10:00:00+01:00": (NOT_ALLOWED, 400),
    "2020-01-01": ("until_not_allowed", 422),
    "2099-01-01": ("until_not_allowed", 422),
}


@pytest.mark.parametrize("end", ENDS)
def test_an_end_that_is_over_or_no_day_is_refused(world: World, anne: Person, mine: Writer, end: str | None):
    body = letting_in(anne.id, until="2026-01-01")
    body["provision"]["period"] = {"end": end} if end else {}
    reason, status = ENDS[end]
    answer = mine.post(body)
    assert (answer.status, faults(answer)) == (status, [(reason, f"{PERIOD}.end")])
    _nothing_written(world)


@pytest.mark.parametrize("start", ["2020-01-01", "2099-01-01", "2020-01-01T00:00:00Z"])
def test_nothing_begins_in_the_past_or_later(world: World, anne: Person, mine: Writer, start: str):
    body = letting_in(anne.id)
    body["provision"]["period"] = {"start": start}
    assert faults(mine.post(body)) == [(KEPT_NOT, f"{PERIOD}.start")]
    body["provision"]["period"] = {"start": "soon"}
    assert faults(mine.post(body)) == [(NOT_ALLOWED, f"{PERIOD}.start")]
    _nothing_written(world)
    body["provision"]["period"] = {"start": in_days(0)}
    assert mine.post(body).status == 201


@pytest.mark.parametrize("template", ["201", "303", "304", "999"])
def test_templates_that_are_not_decided_here_are_refused(
    world: World, anne: Person, mine: Writer, template: str
):
    body = letting_in(anne.id)
    body["identifier"] = [{"type": {"text": "templateId"}, "value": template}]
    answer = mine.post(body)
    assert faults(answer) == [("entry_not_supported", "Consent.identifier[0].value")]
    body["identifier"][0]["value"] = "302"
    assert faults(mine.post(body)) == [(NOT_ALLOWED, "Consent.identifier[0].value")]
    _nothing_written(world)
    body["identifier"][0]["value"] = "301"
    assert mine.post(body).status == 201


@pytest.mark.parametrize(
    "who", ["RelatedPerson/1", "Patient/self", "PractitionerRole/1", "#x", "urn:uuid:1", "x"]
)
def test_only_those_of_the_directory_are_let_in(world: World, anne: Person, mine: Writer, who: str):
    assert faults(mine.post(letting_in(anne.id, who=who))) == [("entry_not_supported", ACTOR)]
    _nothing_written(world)


def test_settings_name_nobody_and_do_not_end(world: World, anne: Person, mine: Writer):
    for body in (emergencies(anne.id, "deny"), new_documents(anne.id, "secret")):
        body["provision"]["actor"] = actor()
        assert faults(mine.post(body)) == [(KEPT_NOT, "Consent.provision.actor[0]")]
        del body["provision"]["actor"]
        body["status"] = "inactive"
        assert faults(mine.send("PUT", f"?identifier={new_name()}", body)) == [
            (NOT_ALLOWED, "Consent.status")
        ]
    _nothing_written(world)


def test_a_block_is_for_every_purpose(world: World, anne: Person, mine: Writer):
    body = shutting_out(anne.id)
    body["provision"]["purpose"] = [TREAT]
    assert faults(mine.post(body)) == [(KEPT_NOT, "Consent.provision.purpose[0]")]
    _nothing_written(world)


def test_every_fault_is_told_at_once(anne: Person, mine: Writer):
    body = letting_in(anne.id)
    body |= {"status": "draft", "category": []}
    del body["provision"]["type"]
    assert [place for _reason, place in faults(mine.post(body))] == [
        "Consent.status",
        "Consent.category",
        "Consent.provision.type",
    ]


def test_a_name_is_a_uuid_in_small_letters(world: World, anne: Person, mine: Writer):
    for value in ("urn:uuid:1", new_name().upper(), "urn:oid:1.2", "", new_name().removeprefix("urn:uuid:")):
        assert faults(mine.post(letting_in(anne.id, value))) == [(NOT_ALLOWED, "Consent.identifier[0].value")]
    _nothing_written(world)


def test_a_consent_bears_no_endless_names(world: World, anne: Person, mine: Writer):
    for _time in range(10):
        assert mine.post(letting_in(anne.id, new_name())).status == 201
    answer = mine.post(letting_in(anne.id, new_name()))
    assert faults(answer) == [(NOT_ALLOWED, "Consent.identifier")]
    assert world.count(ConsentName) == 10


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?identifier=",
        "?identifier=1",
        "?patient=self",
        "?identifier={name}&patient=self",
        "?identifier={name}&identifier={name}",
        "?identifier={name},{name}",
        "?identifier:not={name}",
        "?identifier=urn:mine|{name}",
    ],
)
def test_a_condition_that_would_be_overlooked_is_refused(
    world: World, anne: Person, mine: Writer, query: str
):
    path = query.format(name=new_name())
    for answer in (mine.send("PUT", path, letting_in(anne.id)), mine.send("DELETE", path)):
        assert (answer.status, faults(answer)) == (400, [("malformed_request", "identifier")])
    _nothing_written(world)


def test_the_address_and_the_body_name_the_same_consent(world: World, anne: Person, mine: Writer):
    made = mine.post(letting_in(anne.id)).json
    body = letting_in(anne.id)
    assert faults(mine.send("PUT", f"/{made['id']}", body)) == [(MISSING, "Consent.id")]
    other = {**body, "id": "another"}
    assert faults(mine.send("PUT", f"/{made['id']}", other)) == [(NOT_ALLOWED, "Consent.id")]
    assert faults(mine.send("PUT", f"?identifier={new_name()}", other)) == [(NOT_ALLOWED, "Consent.id")]
    names = letting_in(anne.id, new_name())
    answer = mine.send("PUT", f"?identifier={new_name()}", names)
    assert faults(answer) == [(NOT_ALLOWED, "Consent.identifier")]
    assert mine.send("PUT", "/another", other).status == 404
    elsewhere = letting_in(anne.id, who=f"Organization/{LABORATORY}") | {"id": made["id"]}
    assert faults(mine.send("PUT", f"/{made['id']}", elsewhere)) == [(NOT_ALLOWED, ACTOR)]
    turned = shutting_out(anne.id) | {"id": made["id"]}
    assert faults(mine.send("PUT", f"/{made['id']}", turned)) == [(NOT_ALLOWED, "Consent.policy[0].uri")]
    assert (
        mine.send("DELETE", "/another").status
        == mine.send("DELETE", f"?identifier={new_name()}").status
        == 404
    )


def test_what_ends_stays_as_it_was(anne: Person, mine: Writer):
    made = mine.post(letting_in(anne.id, until=in_days(4))).json
    ending = {**made, "status": "inactive"}
    other_day = {**ending, "provision": {**made["provision"], "period": {"end": in_days(1)}}}
    assert faults(mine.send("PUT", f"/{made['id']}", other_day)) == [(NOT_ALLOWED, f"{PERIOD}.end")]
    other_kind = letting_in(anne.id) | {"id": made["id"], "status": "inactive"}
    assert faults(mine.send("PUT", f"/{made['id']}", other_kind)) == [(NOT_ALLOWED, "Consent.policy[0].uri")]
    assert faults(mine.post(letting_in(anne.id) | {"status": "inactive"})) == [
        (NOT_ALLOWED, "Consent.status")
    ]
    assert mine.found(f"&actor={DOCTOR}&status=active") == [made]


def test_nobody_decides_about_another_record(world: World, anne: Person, mine: Writer):
    other = world.patient("Paul", "Wagner")
    told = set()
    for identifier in (other.id, "no-such-thing"):
        answer = mine.post(letting_in(identifier))
        told.add(answer.told)
        assert (answer.status, faults(answer)) == (400, [("reference_unknown", "Consent.patient")])
    by_number = letting_in(anne.id)
    for number in (other.matricule, "1900010100000"):
        by_number["patient"] = {"identifier": {"system": MATRICULE_SYSTEM, "value": number}}
        told.add(mine.post(by_number).told)
    assert len(told) == 1, "whose record exists is not told"
    _nothing_written(world)
    last = world.entries(anne.id)[-1]
    assert (last["action"], last["outcome"], last["reason"]) == (
        "access.grant",
        "refused",
        "reference_unknown",
    )
    assert not [one for one in world.entries(other.id) if one["action"] == "access.grant"]

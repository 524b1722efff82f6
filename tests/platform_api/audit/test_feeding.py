"""ATNA ITI-20: a hospital tells of the readings in its own system, and the patient finds them in the access log."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from platform_api import clock
from platform_api.audit_trail import Entry, append
from platform_api.fhir.xml_out import to_xml
from platform_api.models import Professional
from platform_api.scopes import USUAL
from platform_api.vocabulary import (
    MATRICULE_SYSTEM,
    PROFESSIONAL_ID_SYSTEM,
    PURPOSE_SYSTEM,
    Action,
    Outcome,
    Role,
)
from tests.platform_api.audit.reporting import FEED
from tests.platform_api.audit.reporting import event as _event
from tests.platform_api.fhir.doctor import Fhir, doctor
from tests.platform_api.world import DOCTOR, HOSPITAL, LABORATORY, Answer, Person, World

JSON = "application/fhir+json"
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def anne(world: World) -> Person:
    return world.patient("Anne", "Reuter")


@pytest.fixture
def hospital(world: World) -> Fhir:
    """The hospital's software, approved for telling of its readings."""
    return Fhir(world.software("feed-1", scopes=(FEED,)))


def _send(api: Fhir, event: Any, form: str = JSON) -> Answer:
    sent: Any = event if isinstance(event, (str, bytes)) else json.dumps(event)
    return api.call("POST", "AuditEvent", sent, Content_Type=form)


def _log(world: World, one: Person, *asked: str) -> list[dict[str, Any]]:
    query = "&".join(("patient=self", "subtype=access.report", *asked))
    found = Fhir(world.signed_in(one)).get(f"AuditEvent?{query}").json
    return [entry["resource"] for entry in found.get("entry", [])]


def _told(event: dict[str, Any]) -> dict[str, str]:
    return {one["type"]: one["valueString"] for entity in event["entity"] for one in entity.get("detail", [])}


def test_the_patient_finds_who_read_when_and_by_whose_word(world: World, anne: Person, hospital: Fhir):
    sent = _event(anne)
    answer = _send(hospital, sent)
    assert (answer.status, answer.data) == (201, b"")
    (event,) = _log(world, anne)
    assert answer.headers["location"].endswith(f"/fhir/AuditEvent/{event['id']}")
    assert event["entity"][1]["what"]["display"] == "Dr Hélène Muller"
    assert [one["who"]["display"] for one in event["agent"][1:]] == ["Spidolia", "DSP"]
    assert _told(event) == {"happened": sent["recorded"], "what-was-done": "R", "succeeded": "true"}
    assert event["purposeOfEvent"][0]["coding"][0]["code"] == "TREAT"
    (entry,) = [one for one in world.entries(anne.id) if one["action"] == Action.REPORT_ACCESS]
    assert "ward-7" not in json.dumps(entry["details"])
    assert (entry["software_id"], entry["object_id"]) == ("feed-1", DOCTOR)


def test_it_goes_in_xml_and_by_reference_too(world: World, anne: Person, hospital: Fhir):
    entity = [{"what": {"reference": f"Patient/{anne.id}"}}]
    agent = [{"who": {"reference": f"Practitioner/{DOCTOR}"}, "requestor": True}]
    event = to_xml(_event(anne, entity=entity, agent=agent))
    assert _send(hospital, event, "application/fhir+xml").status == 201
    assert len(_log(world, anne)) == 1


def test_somebody_whom_the_directory_does_not_know_stands_there_as_the_house(
    world: World, anne: Person, hospital: Fhir
):
    agent = [{"who": {"display": "Nurse Ackermann"}, "requestor": True}]
    assert _send(hospital, _event(anne, agent=agent)).status == 201
    (event,) = _log(world, anne)
    assert event["entity"][1]["what"] == {
        "reference": f"Organization/{HOSPITAL}",
        "display": "Centre hospitalier Pétrusse",
    }
    assert "Ackermann" not in json.dumps(world.entries(anne.id), default=str)


def test_the_same_report_again_has_one_effect(world: World, anne: Person, hospital: Fhir):
    sent = _event(anne)
    places = {_send(hospital, sent).headers["location"] for _ in range(3)}
    assert len(places) == 1
    assert len(_log(world, anne, "_fold=own")) == 1
    another = _event(anne, recorded=(clock.now() - timedelta(days=2)).isoformat())
    assert _send(hospital, another).headers["location"] not in places


@pytest.mark.parametrize(
    ("codes", "kept"),
    [(["TREAT", "ETREAT"], "ETREAT"), (["BTG"], "ETREAT"), (["HRESCH"], "HRESCH"), ([], None)],
)
def test_its_purpose_is_kept(world: World, anne: Person, hospital: Fhir, codes: list[str], kept: str | None):
    why = [{"coding": [{"system": PURPOSE_SYSTEM, "code": code} for code in codes]}] if codes else []
    assert _send(hospital, _event(anne, purposeOfEvent=why)).status == 201
    (event,) = _log(world, anne)
    found = [one["coding"][0]["code"] for one in event.get("purposeOfEvent", [])]
    assert found == ([kept] if kept else [])


def test_what_failed_there_is_told_as_such(world: World, anne: Person, hospital: Fhir):
    assert _send(hospital, _event(anne, outcome="8")).status == 201
    assert _told(_log(world, anne)[0])["succeeded"] == "false"


def _today() -> str:
    return clock.today().isoformat()


def _without(name: str) -> Change:
    return lambda event: event.pop(name)


def _with(**changes: Any) -> Change:
    return lambda event: event.update(changes)


WRONG: tuple[tuple[Change, str, str], ...] = (
    (_without("type"), "element_missing", "AuditEvent.type"),
    (_without("recorded"), "element_missing", "AuditEvent.recorded"),
    (_without("outcome"), "element_missing", "AuditEvent.outcome"),
    (_without("agent"), "element_missing", "AuditEvent.agent"),
    (_without("source"), "element_missing", "AuditEvent.source"),
    (_with(source={}), "element_missing", "AuditEvent.source.observer"),
    (_without("entity"), "element_missing", "AuditEvent.entity"),
    (_with(entity=[{"what": {"reference": "List/1"}}]), "element_missing", "AuditEvent.entity"),
    (_with(outcome="1"), "value_not_allowed", "AuditEvent.outcome"),
    (_with(action="X"), "value_not_allowed", "AuditEvent.action"),
    (_with(recorded="yesterday"), "value_not_allowed", "AuditEvent.recorded"),
    *(
        (_with(recorded=text), "value_not_allowed", "AuditEvent.recorded")
        for text in (
            _today(),
            _today()[:7],
            f"{_today()}T10:00+01:00",
            f"{_today()}T100000+01",
            "2026-W48-1T10:00:00Z",
        )
    ),
    (_with(recorded="2020-01-01T00:00:00Z"), "value_not_allowed", "AuditEvent.recorded"),
    (_with(recorded="2999-01-01T00:00:00Z"), "value_not_allowed", "AuditEvent.recorded"),
    (_with(agent=[{"requestor": False}]), "value_not_allowed", "AuditEvent.agent.requestor"),
    (_with(agent=[{"requestor": True}]), "element_missing", "AuditEvent.agent[0].who"),
    (
        _with(agent=[{"requestor": True, "who": {"reference": "Practitioner/0"}}]),
        "reference_unknown",
        "AuditEvent.agent[0].who",
    ),
    (
        _with(purposeOfEvent=[{"coding": [{"system": "urn:own", "code": "WHIM"}]}]),
        "value_not_allowed",
        "AuditEvent.purposeOfEvent",
    ),
    (_with(modifierExtension=[{"url": "urn:not-so"}]), "element_not_kept", "AuditEvent.modifierExtension"),
    (_with(implicitRules="urn:not-so"), "element_not_kept", "AuditEvent.implicitRules"),
    (_with(entity=[{"what": {"reference": "List/1"}}] * 101), "value_not_allowed", "AuditEvent.entity[100]"),
    (_with(entity="nobody"), "malformed_request", "AuditEvent.entity"),
)


@pytest.mark.parametrize(("change", "reason", "place"), WRONG)
def test_what_says_nothing_is_refused_at_its_place(
    world: World, anne: Person, hospital: Fhir, change: Change, reason: str, place: str
):
    event = _event(anne)
    change(event)
    answer = _send(hospital, event)
    assert (answer.status, answer.reason) == (422 if reason == "element_not_kept" else 400, reason)
    assert answer.json["issue"][0]["expression"] == [place]
    assert _log(world, anne) == []


def test_references_of_their_own_are_understood_by_the_number_beside_them(
    world: World, anne: Person, hospital: Fhir
):
    own = "https://hospital.example/fhir"
    number = {"system": MATRICULE_SYSTEM, "value": anne.matricule}
    entity = [{"what": {"reference": f"{own}/Patient/77", "identifier": number}}]
    nurse = [{"who": {"reference": f"{own}/Practitioner/5", "display": "Nurse Ackermann"}, "requestor": True}]
    assert _send(hospital, _event(anne, entity=entity, agent=nurse)).status == 201
    (event,) = _log(world, anne)
    assert event["entity"][1]["what"]["reference"] == f"Organization/{HOSPITAL}"
    known = {"system": PROFESSIONAL_ID_SYSTEM, "value": DOCTOR}
    doctor_there = [{"who": {"reference": f"{own}/Practitioner/6", "identifier": known}, "requestor": True}]
    assert _send(hospital, _event(anne, agent=doctor_there)).status == 201
    assert _log(world, anne)[0]["entity"][1]["what"]["reference"] == f"Practitioner/{DOCTOR}"


def test_a_reference_and_a_number_of_two_people_are_refused(world: World, anne: Person, hospital: Fhir):
    paul = world.patient("Paul", "Kremer")
    number = {"system": MATRICULE_SYSTEM, "value": paul.matricule}
    both = [{"what": {"reference": f"Patient/{anne.id}", "identifier": number}}]
    answer = _send(hospital, _event(anne, entity=both))
    assert (answer.status, answer.reason) == (400, "value_not_allowed")
    assert [_log(world, one) for one in (anne, paul)] == [[], []]


def test_a_whole_stay_told_once_more_is_recognised(world: World, anne: Person, hospital: Fhir):
    begun = clock.now() - timedelta(days=3)
    first = _event(anne, recorded=begun.isoformat())
    place = _send(hospital, first).headers["location"]
    with world.running.database.write() as connection:
        for minute in range(250):
            entry = Entry(
                chain=anne.id,
                action=Action.REPORT_ACCESS,
                outcome=Outcome.ALLOWED,
                role=Role.SOFTWARE,
                software_id="feed-1",
                details={"digest": str(minute)},
            )
            append(connection, entry)
    assert _send(hospital, first).headers["location"] == place


def test_the_same_report_twice_at_once_has_one_effect(world_on_each: World):
    anne = world_on_each.patient("Anne", "Reuter")
    hospital, event = Fhir(world_on_each.software("feed-1", scopes=(FEED,))), _event(anne)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _n: _send(hospital, event), range(8)))
    assert {one.status for one in answers} == {201}
    assert len({one.headers["location"] for one in answers}) == 1
    told = [one for one in world_on_each.entries(anne.id) if one["action"] == Action.REPORT_ACCESS]
    assert [one["object_kind"] for one in told].count("report") == 7


def test_a_condition_that_nobody_asks_is_refused(world: World, anne: Person, hospital: Fhir):
    answer = hospital.call(
        "POST",
        "AuditEvent",
        json.dumps(_event(anne)),  # type: ignore[arg-type]  # a body, not a form
        Content_Type=JSON,
        If_None_Exist="entity=x",
    )
    assert (answer.status, answer.reason) == (400, "entry_not_supported")
    assert _log(world, anne) == []


def test_one_event_is_about_one_patient(world: World, anne: Person, hospital: Fhir):
    paul = world.patient("Paul", "Kremer")
    both = [{"what": {"reference": f"Patient/{one.id}"}} for one in (anne, paul)]
    answer = _send(hospital, _event(anne, entity=both))
    assert (answer.status, answer.reason) == (400, "value_not_allowed")
    assert answer.json["issue"][0]["expression"] == ["AuditEvent.entity[1].what"]


def test_nobody_tells_of_what_another_house_does(world: World, anne: Person, hospital: Fhir):
    other = {"id": "2999000025", "family": "Weber", "given": "Luc", "prefix": "Dr", "category": "physician"}
    with world.running.database.write() as connection:
        connection.execute(insert(Professional), other | {"organisation_id": LABORATORY})
    agent = [{"who": {"reference": f"Practitioner/{other['id']}"}, "requestor": True}]
    answer = _send(hospital, _event(anne, agent=agent))
    assert (answer.status, answer.reason) == (400, "value_not_allowed")
    assert answer.json["issue"][0]["expression"] == ["AuditEvent.agent[0].who"]
    assert _log(world, anne) == []
    tried = world.entries("system")[-1]
    assert (tried["action"], tried["outcome"], tried["reason"], tried["software_id"]) == (
        "access.report",
        "refused",
        "value_not_allowed",
        "feed-1",
    )


def test_a_patient_who_does_not_exist_is_told_only_to_who_may_report(
    world: World, anne: Person, hospital: Fhir
):
    nobody = [{"what": {"reference": "Patient/no-such-patient"}}]
    answer = _send(hospital, _event(anne, entity=nobody))
    assert (answer.status, answer.reason) == (422, "patient_unknown")
    usual = Fhir(world.software("lab-2", scopes=USUAL))
    told = {_send(usual, event).told for event in (_event(anne), _event(anne, entity=nobody))}
    assert len(told) == 1
    assert next(iter(told))[0] == 403


def test_nobody_else_writes_into_the_trail(world: World, anne: Person, hospital: Fhir):
    event = _event(anne)
    for who in (
        Fhir(world.signed_in(anne)),
        doctor(world),
        Fhir(world.portal()),
        Fhir(world.software("depositing-1")),
    ):
        assert _send(who, event).status in (401, 403)
    assert _send(Fhir(world.anyone()), event).status == 401
    assert _log(world, anne, "outcome=0") == []


def test_withdrawn_software_tells_nothing_any_more(world: World, anne: Person):
    api = Fhir(world.software("feed-9", state="withdrawn", scopes=(FEED,)))
    for event in (_event(anne), _event(anne, outcome="1"), _event(anne, entity=[])):
        answer = _send(api, event)
        assert (answer.status, answer.reason) == (401, "software_not_conformant")
    assert _log(world, anne) == []


@pytest.mark.parametrize("body", ["", "{", "[]", '{"resourceType":"Patient"}', "<AuditEvent/>"])
def test_what_is_no_event_is_refused(hospital: Fhir, body: str):
    assert _send(hospital, body).status == 400

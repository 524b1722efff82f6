"""ITI-81: the holder reads everyone's acts, a doctor their own; the shape is BALP's."""

import base64
from urllib.parse import quote

import pytest

from tests.platform_api.fhir.doctor import Fhir, self_link
from tests.platform_api.world import DOCTOR, Person, World

EVER = "date=ge2020-01-01"


def _events(answer) -> list[dict]:
    assert answer.status == 200, answer
    return [entry["resource"] for entry in answer.json.get("entry", [])]


@pytest.fixture
def read(treating: Fhir, anne: Person, world: World) -> str:
    """The id of a document that the doctor found and read, and of one they could not."""
    rows = {row["type_code"]: row for row in world.documents(anne)}
    treating.get(f"DocumentReference?patient={anne.id}&status=current")
    treating.get(f"Binary/{rows['lab']['id']}")
    hidden = next(row for row in world.documents(anne) if row["confidentiality"] == "secret")
    treating.get(f"Binary/{hidden['id']}")
    return str(rows["lab"]["id"])


def test_a_reading_by_balp(holder: Fhir, read: str, anne: Person):
    (event,) = _events(holder.get(f"AuditEvent?patient=self&entity=DocumentReference/{read}&action=R"))
    assert (event["action"], event["outcome"]) == ("R", "0")
    assert {"system": "http://hl7.org/fhir/restful-interaction", "code": "read"} in event["subtype"]
    user, client, server = event["agent"]
    assert user["who"]["reference"] == f"Practitioner/{DOCTOR}"
    assert user["who"]["display"] == "Dr Hélène Muller"
    assert user["purposeOfUse"][0]["coding"][0]["code"] == "TREAT"
    assert [one["type"]["coding"][0]["code"] for one in (user, client, server)] == [
        "IRCP",
        "110152",
        "110153",
    ]
    assert client["who"]["identifier"]["value"] == "cabinet-1"
    assert all(one["network"]["address"] for one in (client, server))
    patient, data = event["entity"][:2]
    assert patient["what"]["reference"] == f"Patient/{anne.id}"
    assert data["what"]["reference"] == f"DocumentReference/{read}"


def test_a_search_says_whose_record_and_no_words(holder: Fhir, read: str, anne: Person):
    (event,) = _events(
        holder.get(f"AuditEvent?patient=self&subtype=document.list&agent=Practitioner/{DOCTOR}")
    )
    query = next(entity["query"] for entity in event["entity"] if "query" in entity)
    assert base64.b64decode(query).decode() == f"DocumentReference?patient=Patient/{anne.id}"


def test_refused_attempts_stand_there_with_their_reason(holder: Fhir, read: str):
    (event,) = _events(holder.get("AuditEvent?patient=self&outcome=4"))
    assert (event["outcome"], event["outcomeDesc"]) == ("4", "not_allowed")


def test_a_doctor_sees_their_own_acts_only(treating: Fhir, holder: Fhir, read: str, anne: Person):
    mine = _events(treating.get(f"AuditEvent?patient={anne.id}&{EVER}&_count=100"))
    whole = _events(holder.get("AuditEvent?patient=self&_count=100"))
    assert {event["agent"][0]["who"].get("reference") for event in mine} == {f"Practitioner/{DOCTOR}"}
    assert len(mine) < len(whole)


def test_software_names_a_period(treating: Fhir, anne: Person):
    assert treating.get(f"AuditEvent?patient={anne.id}").status == 400
    assert treating.get("AuditEvent?date=ge2020").status == 400
    assert treating.get(f"AuditEvent?patient={anne.id}&date=ge2020&date=le2021").json["total"] == 0


@pytest.mark.parametrize(
    ("asked", "some"),
    [
        ("type=rest", True),
        ("type=x", False),
        ("subtype=read", True),
        ("subtype=x", False),
        ("action=D", False),
    ],
)
def test_each_parameter(holder: Fhir, read: str, asked: str, some: bool):
    assert bool(_events(holder.get(f"AuditEvent?patient=self&{asked}"))) is some


@pytest.mark.parametrize("sort", ["-date", "date", "-_lastUpdated", "_lastUpdated", "date,-_lastUpdated"])
def test_a_journal_has_two_orders_page_by_page(holder: Fhir, read: str, sort: str):
    path = f"AuditEvent?patient=self&action=R&agent=Practitioner/{DOCTOR}&_sort={sort}"
    strict = holder.get(path, Prefer="handling=strict")
    assert self_link(strict).endswith(f"&_sort={quote(sort)}")
    told = [one["recorded"] for one in _events(strict)]
    assert told == sorted(told, reverse=sort.startswith("-"))
    ids = [one["id"] for one in _events(strict)]
    newest_first = [one["id"] for one in _events(holder.get(path.partition("&_sort")[0]))]
    assert ids == (newest_first if sort.startswith("-") else newest_first[::-1])
    assert len(ids) > 1
    page = holder.get(f"{path}&_count=1")
    following = next(one["url"] for one in page.json["link"] if one["relation"] == "next")
    second = holder.get(following.partition("/fhir/")[2])
    assert [one["id"] for one in (*_events(page), *_events(second))] == ids[:2]


def test_an_order_that_a_journal_has_not_is_no_order(holder: Fhir):
    assert holder.get("AuditEvent?patient=self&_sort=agent", Prefer="handling=strict").status == 400
    assert "_sort" not in self_link(holder.get("AuditEvent?patient=self&_sort=agent"))

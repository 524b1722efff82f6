"""Asking for a record: sealed, silent about who is known, decided at the desk with both documents seen."""

from typing import Any

import pytest
from sqlalchemy import select

from platform_api.models import Dossier, Letter, OpeningRequest, Patient, PostalLetter
from platform_api.vocabulary import DossierState, Notice
from tests.platform_api.world import Answer, Api, Person, World
from tests.support.clock import Clock

NEW = "1983081234566"
PATH = "/dsp/v1/openings"


def form(matricule: str = NEW, **changes: Any) -> dict[str, Any]:
    filled = {"last_name": "Klein", "first_name": "Jang", "matricule": matricule, "phone": "621 123 456"}
    return filled | {"address": "1, rue Haute, L-1718 Luxembourg", "email": "", "consent": True} | changes


def ask(world: World, body: dict[str, Any], **options: Any) -> Answer:
    return world.portal(**options).post(PATH, body)


def decide(api: Api, number: str, **changes: Any) -> Answer:
    seen = {"accepted": True, "identity_seen": True, "card_seen": True}
    return api.post(f"{PATH}/{number}/decision", seen | changes)


def state_of(world: World, matricule: str) -> str | None:
    index = world.running.keys.find_by("matricule", matricule)
    with world.running.database.read() as connection:
        found = select(Dossier.state).join(Patient, Patient.id == Dossier.patient_id)
        return connection.execute(found.where(Patient.matricule_index == index)).scalar()


def test_known_unknown_closed_and_objected_are_answered_alike(world: World, anne: Person):
    objected = world.person("Paul", "Wagner", state=DossierState.OBJECTED)
    shapes = set()
    for matricule in (NEW, anne.matricule, objected.matricule):
        answer = ask(world, form(matricule))
        assert answer.status == 202
        shapes.add((tuple(answer.json), len(answer.json["number"]), answer.json["letter_until"]))
    assert len(shapes) == 1


def test_nothing_of_the_form_lies_in_clear(world: World):
    ask(world, form(address="7, rue du Secret, L-9999 Weiswampach"))
    stored = b"".join(path.read_bytes() for path in world.settings.home.glob("platform.sqlite3*"))
    for words in ("rue du Secret", "621 123 456", NEW):
        assert words.encode() not in stored


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"address": "", "phone": ""}, "address_or_phone"),
        ({"consent": False}, "consent_needed"),
        ({"matricule": "2011093077718"}, "adults_only"),
        ({"matricule": "1983081234567"}, "matricule_typo"),
        ({"last_name": " "}, "element_missing"),
        ({"address": "x" * 201}, "malformed_request"),
    ],
)
def test_what_is_missing_or_cannot_be_is_told(world: World, changes: dict[str, Any], reason: str):
    answer = ask(world, form(**changes))
    assert answer.reason == reason
    assert world.count(OpeningRequest) == 0


def test_address_or_telephone_is_enough_and_an_administrative_number_too(world: World):
    assert ask(world, form(address="")).status == 202
    assert ask(world, form(phone="", matricule="1900010100078")).status == 202


def test_flooding_is_stopped_and_the_same_person_waits_once(world: World):
    numbers = {ask(world, form()).json["number"] for _ in range(9)}
    assert len(numbers) == 9
    assert [one["first_name"] for one in world.idle(world.staff()).get(PATH).json["waiting"]] == ["Jang"]
    for _ in range(3):
        last = ask(world, form())
    assert last.reason == "too_many_tries"
    assert ask(world, form(), address="198.51.100.9").status == 202


def test_accepted_somebody_new_has_a_record_that_waits_and_a_letter(world: World):
    number = ask(world, form()).json["number"]
    agent = world.idle(world.staff())
    assert decide(agent, number, card_seen=False).reason == "identity_not_seen"
    assert decide(agent, number).status == 200
    assert state_of(world, NEW) == DossierState.CREATED
    with world.running.database.read() as connection:
        assert connection.execute(select(Letter.state)).scalars().all() == ["asked"]
        row = connection.execute(select(Patient)).one()
        assert (row.postal_code, row.city, row.address_lines) == ("1718", "Luxembourg", ["1, rue Haute"])
    assert decide(agent, number).reason == "decided_already"
    assert agent.get(PATH).json["waiting"] == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (DossierState.OBJECTED, DossierState.CREATED),
        (DossierState.CLOSED, DossierState.REOPENED),
        (DossierState.ACTIVATED, DossierState.ACTIVATED),
        (DossierState.ERASED, DossierState.CREATED),
    ],
)
def test_whoever_left_comes_back(world: World, before: DossierState, after: DossierState):
    one = world.person("Paul", "Wagner", state=before)
    number = ask(world, form(one.matricule)).json["number"]
    assert decide(world.idle(world.staff()), number).status == 200
    assert world.state(one) == after
    actions = [entry["action"] for entry in world.entries(one.id)]
    assert actions[-2:] == ["opening.request", "opening.decide"]


def test_a_frozen_record_is_not_opened_by_a_form(world: World, anne: Person):
    world.signed_in(anne).post("/dsp/v1/freeze")
    number = ask(world, form(anne.matricule)).json["number"]
    assert decide(world.idle(world.staff()), number).reason == "account_frozen"


def test_without_an_address_somebody_new_gets_no_letter(world: World):
    number = ask(world, form(address="")).json["number"]
    assert decide(world.idle(world.staff()), number).reason == "address_needed"
    assert state_of(world, NEW) is None


def decline(world: World, number: str, agent: str, why: str = "not_shown") -> Any:
    body = {"accepted": False, "why": why}
    return world.idle(agent).post(f"/dsp/v1/openings/{number}/decision", body)


def test_declined_what_was_filled_in_is_forgotten_and_the_address_on_the_form_is_told(world: World):
    number, agent = ask(world, form(email="jang@example.lu")).json["number"], world.staff()
    assert (
        world.idle(agent).post(f"/dsp/v1/openings/{number}/decision", {"accepted": False}).reason
        == "value_not_allowed"
    )
    assert decline(world, number, agent).json == {"told": True}
    with world.running.database.read() as connection:
        row = connection.execute(select(OpeningRequest.form_sealed, OpeningRequest.refusal)).one()
    assert tuple(row) == (None, "not_shown")
    (mail,) = world.mail()
    assert (mail.code, mail.address) == (Notice.OPENING_DECLINED, "jang@example.lu")
    assert mail.parameters == {"number": number, "why": "not_shown"}
    assert decline(world, number, agent).status == 404


def test_declined_somebody_known_gets_a_letter_whatever_address_was_typed(world: World, anne: Person):
    """Whoever asked in Anne's name with an address of their own learns nothing; Anne does."""
    asked = form(matricule=anne.matricule, email="thief@example.com")
    number = ask(world, asked).json["number"]
    assert decline(world, number, world.staff(), "somebody_else").json == {"told": True}
    assert not [mail for mail in world.mail() if mail.address == "thief@example.com"]
    with world.running.database.read() as connection:
        found = select(PostalLetter.kind).where(PostalLetter.patient_id == anne.id)
        assert list(connection.execute(found).scalars()) == ["opening_declined"]
    assert world.entries(anne.id)[-1]["details"]["why"] == "somebody_else"


def test_a_long_queue_is_read_in_parts_and_each_request_by_its_number(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("platform_api.opening_desk.AT_ONCE", 2)
    numbers = ("1983081234566", "1975061504286", "1988122400102")
    asked = [ask(world, form(matricule=one)).json["number"] for one in numbers]
    agent = world.idle(world.staff())
    first = agent.get("/dsp/v1/openings").json
    rest = agent.get(f"/dsp/v1/openings?after={first['waiting'][-1]['number']}").json
    assert [one["number"] for part in (first, rest) for one in part["waiting"]] == asked
    assert first["count"] == rest["count"] == 3
    assert agent.get(f"/dsp/v1/openings/{asked[2]}").json["masked_matricule"].startswith("1988")
    assert world.signed_in(world.patient("Berta")).get(f"/dsp/v1/openings/{asked[2]}").status in (403, 404)


def test_the_letter_is_due_within_seven_days(world: World, clock: Clock):
    from tests.platform_api.calls import utc

    clock.set(utc(2026, 3, 25, 12, 0))
    assert ask(world, form()).json["letter_until"] == "2026-04-01"

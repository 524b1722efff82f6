"""What a patient is told about who can open the record is what happens when they try: over random situations."""

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from platform_api import clock
from platform_api.identifiers import new_id
from platform_api.models import AccessRight, Document
from platform_api.vocabulary import Confidentiality, DossierState, Right
from tests.platform_api.consents.conftest import DOCTOR, HOSPITAL, NURSE, PRACTICE, Practice
from tests.platform_api.world import Person, World

HOUSE_OF = {DOCTOR: HOSPITAL, NURSE: PRACTICE}
STATES = [DossierState.ACTIVATED] * 4 + [DossierState.REOPENED, DossierState.CLOSED, DossierState.SUSPENDED]


def a_right(one: Person, chance: random.Random) -> dict[str, Any]:
    moment = clock.now()
    actor = chance.choice([DOCTOR, NURSE, HOSPITAL, PRACTICE])
    kind = chance.choice([Right.CIRCLE, Right.DATED, Right.PRESENCE, Right.BLOCK])
    return {
        "patient_id": one.id,
        "id": new_id(),
        "kind": kind,
        "actor_kind": "professional" if actor in HOUSE_OF else "organisation",
        "actor_id": actor,
        "level": Confidentiality.RESTRICTED if kind is Right.CIRCLE else Confidentiality.NORMAL,
        "starts_at": moment + timedelta(days=chance.choice([-9, -9, -9, 2])),
        "ends_at": chance.choice([None, moment - timedelta(days=1), moment + timedelta(days=3)]),
        "ended_at": chance.choice([None, None, moment - timedelta(hours=2)]),
        "given_by": one.id,
        "reason": None,
    }


def situation(world: World, one: Person, chance: random.Random) -> None:
    rows = [a_right(one, chance) for _ in range(chance.randint(0, 4))]
    world.set_state(one, chance.choice(STATES))
    author = chance.choice([None, None, DOCTOR, NURSE])
    with world.running.database.write() as connection:
        connection.execute(delete(AccessRight).where(AccessRight.patient_id == one.id))
        connection.execute(update(Document).values(author_id=author))
        if rows:
            connection.execute(insert(AccessRight), rows)


@pytest.mark.parametrize("seed", range(4))
def test_can_open_on_the_page_is_can_open_at_the_api(
    world: World, practice: Practice, anne: Person, seed: int
):
    chance = random.Random(seed)
    world.deposit(anne)
    seen = set()
    for _situation in range(12):
        situation(world, anne, chance)
        browser = world.signed_in(anne)
        listed = browser.get("/dsp/v1/rights").json
        open_ids = {actor["id"] for actor in listed["can_open"]}
        shut_ids = {actor["id"] for actor in listed["kept_out"]}
        assert not open_ids & shut_ids
        for professional in HOUSE_OF:
            told = browser.get(f"/dsp/v1/professionals/{professional}").json
            answer = practice.list(anne, professional)
            assert told["can_open"] is (answer.status == 200), (told, answer)
            reason_opens = told["standing"] in ("circle", "dated", "presence", "author")
            assert reason_opens is told["can_open"]
            assert (told["until"] is None) or told["can_open"]
            if professional in open_ids | shut_ids:
                assert (professional in open_ids) is told["can_open"]
            elif told["can_open"]:
                assert told["through_organisation"], "who can open is listed, alone or with the organisation"
                assert HOUSE_OF[professional] in open_ids
            seen.add(told["standing"])
    assert len(seen) >= 4, seen


def test_the_search_forgives_accents_and_capitals_and_finds_by_organisation_and_place(
    world: World, practice: Practice, anne: Person
):
    browser = world.signed_in(anne)

    def found(words: str) -> list[str]:
        return [
            one["id"]
            for one in browser.get("/dsp/v1/professionals", query_string={"q": words}).json["actors"]
        ]

    assert found("helene MULLER") == [DOCTOR]
    assert found("petrusse hélène") == [DOCTOR]
    assert found("esch") == [NURSE, PRACTICE]
    assert found("zoe belval") == [NURSE]
    assert found("") == found("   ") == found("nobody at all") == found("%") == []
    assert found("x" * 5000) == []


def test_a_row_says_why_and_until_when(world: World, practice: Practice, anne: Person):
    browser = world.signed_in(anne)
    until = clock.today() + timedelta(days=5)
    browser.call(
        "PUT",
        f"/dsp/v1/rights/organisation/{HOSPITAL}",
        {"until": until.isoformat(), "reason": "second_opinion"},
    )
    row = browser.get(f"/dsp/v1/professionals/{DOCTOR}").json
    assert (row["name"], row["organisation"]) == ("Dr Hélène Muller", "Centre hospitalier Pétrusse")
    assert (row["standing"], row["through_organisation"], row["granted"]) == ("dated", True, False)
    assert row["reason"] == "second_opinion"
    house = browser.get("/dsp/v1/rights").json["can_open"]
    assert [one["id"] for one in house] == [HOSPITAL]
    assert house[0]["until"].startswith(until.isoformat())

"""An agent's looks at one case: all of them in the trail, one line with the others under it for the holder."""

from typing import Any

import pytest
from flask import Flask

from tests.platform_api.papers.desk import DESK, case_about
from tests.platform_api.world import Person, World


@pytest.fixture
def world(platform_on_each: Flask) -> World:
    """The platform on each engine in turn."""
    return World(platform_on_each)


def looks(world: World, one: Person, *, fold: bool) -> list[dict[str, Any]]:
    """What the holder reads of the helpdesk's looks, the newest first."""
    query = "patient=self&_count=100" + ("&_fold=own" if fold else "")
    found = world.signed_in(one).get(f"/fhir/AuditEvent?{query}").json
    rows = [entry["resource"] for entry in found.get("entry", [])]
    return [row for row in rows if row["subtype"][0]["code"] == "helpdesk.read_case"]


def again(event: dict[str, Any]) -> list[str]:
    """The ids of what stands under it."""
    details = event["entity"][0]["detail"]
    return [one["valueString"].split(" ")[0] for one in details if one["type"] == "again"]


def test_the_looks_of_one_agent_at_one_case_stand_under_the_first(world: World):
    anne, tom, ida = world.patient(), world.staff(), world.staff(given="Ida")
    first = case_about(world, world.idle(tom), anne)
    for _ in range(4):
        assert first.get(f"{DESK}/case").status == 200
    first.delete(f"{DESK}/case")
    second = case_about(world, world.idle(ida), anne)
    assert second.get(f"{DESK}/case").status == 200
    every = looks(world, anne, fold=False)
    assert len(every) == 5, "the trail keeps each look"
    assert all(again(one) == [] for one in every)
    newest, oldest = looks(world, anne, fold=True)
    assert (newest["id"], oldest["id"]) == (every[0]["id"], every[-1]["id"])
    assert again(newest) == []
    assert again(oldest) == [one["id"] for one in every[1:4]]


def test_what_is_folded_is_not_counted(world: World):
    anne, tom = world.patient(), world.staff()
    desk = case_about(world, world.idle(tom), anne)
    for _ in range(3):
        desk.get(f"{DESK}/case")
    me = world.signed_in(anne)
    counted = me.get("/fhir/AuditEvent?patient=self&_fold=own&_count=100").json
    assert counted["total"] == len(counted["entry"])
    with_all = me.get("/fhir/AuditEvent?patient=self&_count=100").json
    assert with_all["total"] >= counted["total"] + 2


def test_folding_hides_no_act_of_the_case(world: World):
    anne, tom = world.patient(), world.staff()
    desk = case_about(world, world.idle(tom), anne)
    desk.get(f"{DESK}/case")
    assert desk.call("PUT", f"{DESK}/case/note", {"text": "Asked for a letter."}).status == 204
    desk.get(f"{DESK}/case")
    found = world.signed_in(anne).get("/fhir/AuditEvent?patient=self&_fold=own&_count=100").json["entry"]
    codes = [entry["resource"]["subtype"][0]["code"] for entry in found]
    assert codes.count("helpdesk.read_case") == 1
    assert {"helpdesk.open_case", "helpdesk.work"} <= set(codes)

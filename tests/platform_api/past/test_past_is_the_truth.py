"""What the page says of a day that is over is what the real API gave on that day: random acts over several days."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from platform_api import clock as platform_clock
from platform_api.scopes import USUAL
from platform_api.vocabulary import Purpose
from tests.platform_api.world import DOCTOR, HOSPITAL, Api, World
from tests.support.clock import Clock

ACTS = (
    "grant",
    "grant for a day",
    "revoke",
    "block",
    "unblock",
    "grant the house",
    "revoke the house",
    "block the house",
    "unblock the house",
    "hide",
    "restrict",
    "show",
    "choose a type",
    "deposit",
    "write",
    "replace",
    "take back",
    "close",
    "undo",
    "undo",
    "emergency off",
    "emergency on",
    "emergency for restricted",
    "emergency without restricted",
    "next day",
    "next day",
    "three days on",
)


_REFUSED = frozenset(
    {
        "record_not_open",
        "record_not_closed",
        "record_takes_nothing",
        "undo_over",
        "blocked_by_holder",
        "reference_unknown",
        "document_withdrawn",
        "not_allowed",
        "not_found",
    }
)
"""Codes of refusals that a random story runs into."""


class Story:
    """Anne, her doctor, and what the doctor's software really got, day by day."""

    def __init__(self, world: World, clock: Clock, hospital: Api) -> None:
        self.world = world
        self.clock = clock
        self.anne = world.patient("Anne")
        self.treating = world.doctor()
        self.urgent = world.doctor(purpose=Purpose.EMERGENCY)
        self.hospital = hospital
        self.mine: list[str] = []
        self.got: dict[date, set[str]] = {}
        self.got_urgent: dict[date, set[str]] = {}
        self.could: dict[date, bool] = {}
        self.done: Counter[str] = Counter()

    def holder(self) -> Api:
        """Signed in just now: every act has its fresh second factor."""
        return self.world.signed_in(self.anne)

    def note(self) -> None:
        """What the doctor gets at this very moment; a morning begins with what the evening before left."""
        today = platform_clock.today()
        listed, urgent = self._listed(self.treating), self._listed(self.urgent)
        self.got.setdefault(today, set()).update(listed or ())
        self.got_urgent.setdefault(today, set()).update(urgent or ())
        self.could[today] = self.could.get(today, False) or listed is not None

    def _listed(self, api: Api) -> list[str] | None:
        form = {"patient": f"Patient/{self.anne.id}", "status": "current", "_count": "200"}
        answer = api.post("/fhir/DocumentReference/_search", form=form)
        if answer.status == 404:
            return None
        assert answer.status == 200, answer
        return [entry["resource"]["id"] for entry in answer.json.get("entry", [])]

    def do(self, act: str, which: int) -> None:
        """One act through the API; what is refused changes nothing, and that must show too."""
        me, one = self.holder(), self.mine[which % len(self.mine)] if self.mine else ""
        until = (platform_clock.today() + timedelta(days=which % 3)).isoformat()
        house, person = f"organisation/{HOSPITAL}", f"professional/{DOCTOR}"
        calls: dict[str, Any] = {
            "grant": lambda: me.call("PUT", f"/dsp/v1/rights/{person}", {}),
            "grant for a day": lambda: me.call("PUT", f"/dsp/v1/rights/{person}", {"until": until}),
            "revoke": lambda: me.delete(f"/dsp/v1/rights/{person}"),
            "block": lambda: me.call("PUT", f"/dsp/v1/blocks/{person}", {}),
            "unblock": lambda: me.delete(f"/dsp/v1/blocks/{person}"),
            "grant the house": lambda: me.call("PUT", f"/dsp/v1/rights/{house}", {}),
            "revoke the house": lambda: me.delete(f"/dsp/v1/rights/{house}"),
            "block the house": lambda: me.call("PUT", f"/dsp/v1/blocks/{house}", {}),
            "unblock the house": lambda: me.delete(f"/dsp/v1/blocks/{house}"),
            "hide": lambda: self._level(me, one, "secret"),
            "restrict": lambda: self._level(me, one, "restricted"),
            "show": lambda: self._level(me, one, None),
            "choose a type": lambda: me.call(
                "PUT",
                "/dsp/v1/confidentiality",
                {"types": {"lab": ("normal", "restricted", "secret")[which % 3]}},
            ),
            "close": lambda: me.post("/dsp/v1/closing", {}),
            "undo": lambda: me.delete("/dsp/v1/closing"),
            "emergency off": lambda: me.call("PUT", "/dsp/v1/emergency", {"allowed": False}),
            "emergency on": lambda: me.call("PUT", "/dsp/v1/emergency", {"allowed": True}),
            "emergency for restricted": lambda: self._emergency(me, restricted=True),
            "emergency without restricted": lambda: self._emergency(me, restricted=False),
            "deposit": lambda: self._bring(self.hospital, which),
            "write": lambda: self._bring(self.treating, which),
            "replace": lambda: self._bring(self.hospital, which, one),
            "take back": lambda: self.hospital.delete(f"/fhir/DocumentReference/{one}") if one else None,
            "next day": lambda: self._days(1),
            "three days on": lambda: self._days(3),
        }
        answer = calls[act]()
        if answer is not None:
            assert answer.status < 300 or answer.reason in _REFUSED, (act, answer)
            self.done[act] += answer.status < 300

    def _emergency(self, me: Api, restricted: bool) -> Any:
        return me.call("PUT", "/dsp/v1/emergency", {"allowed": True, "restricted": restricted})

    def _level(self, me: Api, one: str, level: str | None) -> Any:
        return me.call("PUT", f"/dsp/v1/documents/{one}/confidentiality", {"level": level}) if one else None

    def _days(self, days: int) -> None:
        for _day in range(days):
            self.note()
            tomorrow = platform_clock.in_luxembourg(platform_clock.now()) + timedelta(days=1)
            self.clock.set(tomorrow.replace(hour=0, minute=0, second=1, microsecond=0))
            self.note()

    def _bring(self, api: Api, which: int, replaced: str = "") -> Any:
        changes: dict[str, Any] = {"kind": ("lab", "allergies", "certificate")[which % 3]}
        if replaced:
            target = {"reference": f"DocumentReference/{replaced}"}
            changes["relatesTo"] = [{"code": "replaces", "target": target}]
        answer = api.post("/fhir/DocumentReference", self.world.document(self.anne, **changes))
        if answer.status == 201:
            self.mine.append(str(answer.json["id"]))
        return answer

    def told(self, on: date) -> dict[str, Any]:
        """What the page is told of this day."""
        asked = {"as": f"practitioner:{DOCTOR}", "on": on.isoformat()}
        answer = self.holder().get("/dsp/v1/past", query_string=asked)
        assert answer.status == 200, answer
        found: dict[str, Any] = answer.json
        return found


def _day_of(story: Story, on: date) -> None:
    told = story.told(on)
    rows = {row["id"]: row["status"] for row in story.world.documents(story.anne)}
    really = story.got[on]
    assert set(told["documents"]) == {one for one in really if rows[one] == "current"}
    assert told["gone"] == sum(rows[one] != "current" for one in really)
    assert told["emergency"] == len(story.got_urgent[on])
    assert any(one["can_open"] for one in told["stretches"]) == story.could[on]
    assert None not in [one["can_open"] for one in told["stretches"]]


@pytest.mark.parametrize("seed", range(2))
def test_each_day_says_what_the_doctor_really_got(platform: Flask, clock: Clock, seed: int):
    world = World(platform)
    hospital = world.software("hospital", scopes=USUAL)

    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        phases=(Phase.generate,),
    )
    @given(
        acts=st.lists(
            st.tuples(st.sampled_from(ACTS[seed:] + ACTS[:seed]), st.integers(0, 11)),
            min_size=8,
            max_size=22,
        )
    )
    def agree(acts: list[tuple[str, int]]) -> None:
        story = Story(world, clock, hospital)
        for act in ("deposit", "deposit", "grant"):
            story.do(act, 0)
            story.note()
        for act, which in acts:
            story.do(act, which)
            story.note()
        for on in story.got:
            _day_of(story, on)
        done.update(story.done)

    done: Counter[str] = Counter()
    agree()
    assert min(done["close"], done["hide"]) > 0, "the story was too quiet"

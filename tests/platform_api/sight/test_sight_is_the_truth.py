"""What the holder is shown as somebody's view and what the real API gives never differ: random situations."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update

from platform_api import clock
from platform_api.identifiers import new_id
from platform_api.models import AccessRight, Document, Dossier, Mandate, RecordSetting
from platform_api.vocabulary import Confidentiality, DossierState, MandateVerb, Purpose, Right
from tests.platform_api.world import DOCTOR, HOSPITAL, Api, Person, World

_TYPES = ("lab", "certificate", "allergies", "prescriptions")
_GROUPS = (None, ["laboratory"], ["administrative", "synthesis"])
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Decision:
    """One row of what a holder decided, in force, over, or not begun."""

    kind: Right
    about: str
    level: Confidentiality
    groups: list[str] | None
    begins: int
    ends: int | None
    ended: bool


decisions = st.lists(
    st.builds(
        Decision,
        kind=st.sampled_from([Right.CIRCLE, Right.DATED, Right.PRESENCE, Right.BLOCK]),
        about=st.sampled_from([DOCTOR, HOSPITAL]),
        level=st.sampled_from([Confidentiality.NORMAL, Confidentiality.RESTRICTED]),
        groups=st.sampled_from(_GROUPS),
        begins=st.sampled_from([-2, -1, 1]),
        ends=st.sampled_from([None, -1, 2]),
        ended=st.booleans(),
    ),
    max_size=3,
)


class Record:
    """Anne's record with eight documents, to be put into any situation."""

    def __init__(self, app: Flask) -> None:
        self.world = world = World(app)
        self.anne: Person = world.patient("Anne")
        self.doctor: dict[Purpose, Api] = {
            purpose: world.doctor(purpose=purpose) for purpose in (Purpose.TREATMENT, Purpose.EMERGENCY)
        }
        self.documents = [world.deposit(self.anne, kind=kind) for kind in _TYPES for _one in range(2)]
        self.holder = world.signed_in(self.anne)

    def put(
        self,
        decided: list[Decision],
        levels: list[Confidentiality],
        authored: list[bool],
        state: DossierState,
        emergency: tuple[bool, bool],
        superseded: int,
    ) -> None:
        """Write the rows of this situation by hand, whatever the pages would allow."""
        moment, mine = clock.now(), self.anne.id
        with self.world.running.database.write() as connection:
            connection.execute(delete(AccessRight).where(AccessRight.patient_id == mine))
            connection.execute(delete(RecordSetting).where(RecordSetting.patient_id == mine))
            connection.execute(update(Dossier).where(Dossier.patient_id == mine).values(state=state))
            allowed, restricted = emergency
            row: dict[str, Any] = {"patient_id": mine, "emergency_allowed": allowed, "changed_at": moment}
            row |= {"emergency_restricted": restricted, "default_level": "normal"}
            connection.execute(insert(RecordSetting), row)
            for one in decided:
                connection.execute(insert(AccessRight), self._right(one))
            for place, identifier in enumerate(self.documents):
                values = {
                    "confidentiality": levels[place],
                    "author_id": DOCTOR if authored[place] else None,
                    "status": "superseded" if place == superseded else "current",
                }
                connection.execute(update(Document).where(Document.id == identifier).values(**values))

    def _right(self, one: Decision) -> dict[str, Any]:
        moment = clock.now()
        return {
            "patient_id": self.anne.id,
            "id": new_id(),
            "kind": one.kind,
            "actor_kind": "professional" if one.about == DOCTOR else "organisation",
            "actor_id": one.about,
            "level": one.level,
            "starts_at": moment + one.begins * _DAY,
            "ends_at": None if one.ends is None else moment + one.ends * _DAY,
            "ended_at": moment - timedelta(hours=1) if one.ended else None,
            "given_by": self.anne.id,
            "groups": one.groups if one.kind is Right.PRESENCE else None,
        }

    def shown_to_the_holder(self, onlooker: str) -> list[str]:
        """What the page would say that these eyes see."""
        answer = self.holder.post("/dsp/v1/sight", {"as": onlooker})
        assert answer.status == 200, answer
        found: list[str] = answer.json["documents"]
        return sorted(found)

    def really_listed(self, purpose: Purpose) -> list[str] | None:
        """What the doctor's software gets (ITI-67); None where it is refused."""
        form = {"patient": f"Patient/{self.anne.id}", "status": "current", "_count": "100"}
        answer = self.doctor[purpose].post("/fhir/DocumentReference/_search", form=form)
        if answer.status == 404:
            return None
        assert answer.status == 200, answer
        return sorted(entry["resource"]["id"] for entry in answer.json.get("entry", []))

    def really_opened(self, purpose: Purpose) -> list[str]:
        """The current documents whose bytes the doctor's software gets (ITI-68)."""
        rows = {row["id"]: row["status"] for row in self.world.documents(self.anne)}
        current = [one for one in self.documents if rows[one] == "current"]
        api = self.doctor[purpose]
        return sorted(one for one in current if api.get(f"/fhir/Binary/{one}").status == 200)


def test_what_the_holder_is_shown_is_what_the_doctor_gets(platform: Flask):
    record = Record(platform)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(
        decided=decisions,
        levels=st.lists(st.sampled_from(list(Confidentiality)), min_size=8, max_size=8),
        authored=st.lists(st.booleans(), min_size=8, max_size=8),
        state=st.sampled_from([DossierState.ACTIVATED, DossierState.ACTIVATED, DossierState.CLOSED]),
        emergency=st.tuples(st.booleans(), st.booleans()),
        superseded=st.integers(min_value=-1, max_value=7),
    )
    def agree(**situation: Any) -> None:
        record.put(**situation)
        shown = record.shown_to_the_holder(f"practitioner:{DOCTOR}")
        listed = record.really_listed(Purpose.TREATMENT)
        assert shown == (listed or [])
        assert shown == record.really_opened(Purpose.TREATMENT)

    agree()


def test_what_the_holder_is_shown_of_an_emergency_is_what_a_stranger_gets(platform: Flask):
    """The emergency doctor of the page knows nobody: the doctor who asks has no right, no document, no block."""
    record = Record(platform)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(
        levels=st.lists(st.sampled_from(list(Confidentiality)), min_size=8, max_size=8),
        emergency=st.tuples(st.booleans(), st.booleans()),
        state=st.sampled_from([DossierState.ACTIVATED, DossierState.CLOSED]),
    )
    def agree(levels: list[Confidentiality], emergency: tuple[bool, bool], state: DossierState) -> None:
        record.put([], levels, [False] * 8, state, emergency, -1)
        shown = record.shown_to_the_holder("emergency")
        assert shown == (record.really_listed(Purpose.EMERGENCY) or [])
        assert shown == record.really_opened(Purpose.EMERGENCY)

    agree()


def test_what_the_holder_is_shown_of_a_caregiver_is_what_the_caregiver_gets(platform: Flask):
    record = Record(platform)
    world, anne = record.world, record.anne
    sara = world.delegate()
    mandate = world.mandate(anne.id, sara, MandateVerb.LIST)
    caregiver = world.acting(sara, mandate)

    def listed() -> list[str]:
        form = {"patient": "Patient/self", "status": "current", "_count": "100"}
        answer = caregiver.post("/fhir/DocumentReference/_search", form=form)
        return sorted(entry["resource"]["id"] for entry in answer.json.get("entry", ()))

    def opened() -> list[str]:
        current = [row["id"] for row in world.documents(anne) if row["status"] == "current"]
        view = {"_use": "view"}
        return sorted(
            one for one in current if caregiver.get(f"/fhir/Binary/{one}", query_string=view).status == 200
        )

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(
        verbs=st.sets(st.sampled_from([MandateVerb.LIST, MandateVerb.READ, MandateVerb.SEE_JOURNAL])),
        excluded=st.sets(st.sampled_from(_TYPES)),
        ceiling=st.sampled_from([Confidentiality.NORMAL, Confidentiality.RESTRICTED]),
        state=st.sampled_from(["active", "active", "active", "ended", "suspended"]),
        begins=st.sampled_from([-1, -1, 1]),
        ends=st.sampled_from([-1, 2, 2]),
        levels=st.lists(st.sampled_from(list(Confidentiality)), min_size=8, max_size=8),
        record_state=st.sampled_from([DossierState.ACTIVATED, DossierState.ACTIVATED, DossierState.CLOSED]),
    )
    def agree(verbs, excluded, ceiling, state, begins, ends, levels, record_state) -> None:
        record.put([], levels, [False] * 8, record_state, (True, False), -1)
        moment = clock.now()
        values: dict[str, Any] = {"verbs": sorted(verbs), "excluded_types": sorted(excluded)}
        values |= {"ceiling": ceiling, "state": state}
        values |= {"starts_at": moment + begins * _DAY, "ends_at": moment + ends * _DAY}
        with world.running.database.write() as connection:
            connection.execute(update(Mandate).where(Mandate.id == mandate).values(**values))
        shown = record.shown_to_the_holder(f"mandate:{mandate}")
        assert shown == listed()
        assert opened() == (shown if MandateVerb.READ in verbs else [])

    agree()


def test_a_mandate_of_somebody_else_shows_nothing(platform: Flask):
    record = Record(platform)
    berta, sara = record.world.patient("Berta"), record.world.delegate()
    theirs = record.world.mandate(berta.id, sara, MandateVerb.LIST)
    assert record.holder.post("/dsp/v1/sight", {"as": f"mandate:{theirs}"}).status == 404

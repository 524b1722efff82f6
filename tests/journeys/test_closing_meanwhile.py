"""Closing while laboratories submit: each bundle is in whole or not at all; undone, what was refused is taken."""

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.platform_api.provide.bundles import bundle
from tests.support.practice import Practice
from tests.support.telephone import Axe, Telephone

pytestmark = pytest.mark.browser
MOST = 25


class Laboratory(threading.Thread):
    """Software that submits one bundle of two results after the other, until it is refused."""

    def __init__(self, server: Any, patient_id: str) -> None:
        super().__init__(daemon=True)
        self.software, self.person = Practice(server), SimpleNamespace(id=patient_id)
        self.taken: list[str] = []
        self.has_begun = threading.Event()
        self.refused: tuple[dict[str, Any], int, Any] | None = None

    def run(self) -> None:
        """Go on until the record takes nothing any more."""
        for _turn in range(MOST):
            if not self.submit():
                return

    def submit(self, given: dict[str, Any] | None = None) -> list[str]:
        """The ids of the documents as the platform acknowledges them; none where it refuses."""
        given = given or bundle(self.person, documents=2)  # type: ignore[arg-type]  # only the id is asked
        status, answer = self.software.ask("/fhir", body=given)
        self.has_begun.set()
        if status != 200:
            self.refused = (given, status, answer)
            return []
        places = [entry["response"]["location"].split("/") for entry in answer["entry"]]
        made = [
            place[place.index("DocumentReference") + 1] for place in places if "DocumentReference" in place
        ]
        self.taken += made
        return made


def test_a_laboratory_that_submits_is_taken_whole_or_refused_and_comes_back(
    page: Page, live_server: Any, axe: Axe
):
    claire = Telephone(live_server.home, "Wagener", page, "fr")
    patient_id = claire.known["patient_id"]
    doctor = Practice(live_server, "2999121847")
    before = set(doctor.documents(patient_id))
    claire.open("close")
    claire.tab_to("[name=confirm]")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")

    laboratories = [Laboratory(live_server, patient_id) for _ in range(2)]
    for one in laboratories:
        one.start()
    assert all(one.has_begun.wait(60) for one in laboratories)
    page.keyboard.press("Enter")
    expect(claire.mark("record-state")).to_have_attribute("data-state", "closed")
    claire.well_made(axe)
    for one in laboratories:
        one.join(60)
        assert not one.is_alive()
        if one.refused is None:  # it had nothing left to submit when the record closed
            one.submit()
        assert one.refused is not None, "a closed record takes nothing"
        _given, status, answer = one.refused
        assert 400 <= status < 500, status
        assert answer["resourceType"] == "OperationOutcome"
        assert "record_takes_nothing" in str(answer)
    assert doctor.documents(patient_id) == {}

    claire.open("close/undo")
    claire.well_made(axe)
    claire.press("main form button[type=submit]")
    expect(claire.mark("record-state")).to_have_attribute("data-state", "activated")
    taken = {document for one in laboratories for document in one.taken}
    assert set(doctor.documents(patient_id)) - before == taken, "what was acknowledged, and nothing besides"
    for one in laboratories:
        assert one.refused is not None
        given = one.refused[0]
        again = one.submit(given)
        assert len(again) == 2
        assert one.submit(given) == again, "sent twice, it is the same"
        taken |= set(again)
    assert set(doctor.documents(patient_id)) - before == taken
    assert doctor.opened(set(again)) == set(again)
    claire.open("journal?only=refused")
    refusal = claire.mark("journal-entry").filter(has_text="une tentative d’ajouter un document")
    expect(refusal.first).to_be_visible()
    claire.well_made(axe)

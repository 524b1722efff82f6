"""What a court decided and what a doctor attests: from the counter to the second pair of eyes and to who may act."""

from typing import Any

import pytest

from platform_api import clock as time
from tests.portal.helpdesk.conftest import Desk
from tests.portal.letters.reading import words_of
from tests.portal.papers.conftest import arrive
from tests.support.browser import TestBrowser
from tests.support.tree import LANGUAGES

YES = {"signed": "y", "identity_seen": "y"}
JUDGMENT = {"court": "Tribunal d'arrondissement de Luxembourg", "document": "Jugement 114/26"}
BOTH_SEEN = {"judgment_seen": "y", "identity_seen": "y"}


@pytest.fixture
def today() -> str:
    """The day on which all this happens, as a browser's calendar sends it."""
    return time.today().isoformat()


def at_the_counter(desk: Desk, kind: str) -> TestBrowser:
    """An agent with such a form about Nicolas Reuland beside the case, the visitor's identity document seen."""
    nicolas, tom = desk.demo.patient("Reuland"), desk.agent(0)
    arrive(tom, kind)
    tom.submit(form="enter", matricule=nicolas.matricule, name="Reuland", **YES)
    tom.submit(proof="identity_document", proof_code="AB12")
    return tom


def test_a_guardian_acts_after_four_eyes_and_the_ward_cannot_end_it(desk: Desk, today: str):
    tom, ilinca = at_the_counter(desk, "guardianship"), desk.agent(1)
    assert "Guardianship, number" in tom.page.said("case-paper")
    assert "A guardian" in tom.page.text
    page = tom.follow("Enter the guardianship")
    assert page.has("paper-page") or page.root.xpath("//img[contains(@src, '/pages/1')]")
    page = tom.submit(form="step", name="Claire Wagener", **JUDGMENT, **BOTH_SEEN)
    assert page.status == 422
    assert "Type the day of the decision" in page.text
    assert page.value("court") == JUDGMENT["court"], "what was typed is kept"
    claire: dict[str, Any] = {
        "name": "Claire Wagener",
        "matricule": desk.demo.patient("Wagener").matricule,
    } | JUDGMENT
    page = tom.submit(form="step", **claire, decided_on="2031-01-01", **BOTH_SEEN)
    assert "the decision is not in the future" in page.said("error-summary")
    page = tom.submit(form="step", **claire, decided_on=today, **BOTH_SEEN)
    assert "once a colleague has agreed" in page.said("notice")
    page = ilinca.open("helpdesk/approvals")
    for said in (
        "Who may act: Claire Wagener",
        JUDGMENT["court"],
        JUDGMENT["document"],
        "Day of the decision",
    ):
        assert said in page.said("approval")
    assert "It takes effect" in ilinca.press("agree").said("notice")

    home = desk.patient("Reuland")
    page = home.open("caregivers")
    assert "By law, or named by a court" in page.text
    row = next(one for one in page.marks("mandate-row") if "Claire Wagener" in one.text_content())
    assert not row.xpath(".//button"), "no button that could not work"
    page = home.open(f"caregivers/{row.get('data-mandate-id')}")
    assert "A court decided this" in page.text
    assert not page.root.xpath("//a[contains(@href, '/end') or contains(@href, '/change')]")
    page = home.open(f"caregivers/{row.get('data-mandate-id')}/end")
    page = home.submit(form="step")
    assert "it cannot be changed here" in page.text
    assert "what a court decided about a guardian" in home.open("journal").text
    page = home.follow("A second person of the helpdesk looked")
    assert "Asked for by Tom" in " ".join(page.text.split()), "both who asked and who agreed"

    guardian = desk.patient("Wagener")
    page = guardian.open("acting")
    row = next(one for one in page.marks("mandate-row") if "Nicolas Reuland" in one.text_content())
    assert "Guardian named by a court" in row.text_content()
    page = guardian.submit(form="/en/acting", **{"for": row.get("data-mandate-id")})
    assert "Nicolas Reuland" in page.said("acting-banner")
    assert guardian.open("close").status == 403


def test_a_person_of_trust_is_named_sleeps_and_is_woken_by_a_doctor(desk: Desk, today: str):
    home, claire = desk.patient("Reuland"), desk.patient("Wagener")
    home.open("caregivers")
    assert "once a doctor has attested" in home.page.text
    code = home.submit(form="invite", name="Claire Wagener", template="trusted").said("invitation-code")
    claire.open("caregivers/accept")
    claire.submit(code=code)
    waiting = home.open("caregivers").marks("mandate-row")[0].get("data-mandate-id")
    home.open(f"caregivers/{waiting}/confirm")
    page = home.press("Yes, this is the right person")
    assert "sees nothing until a doctor attests" in page.said("mandate-row")
    assert "You cannot open this record now" in claire.open("acting").text

    tom, ilinca = at_the_counter(desk, "attestation"), desk.agent(1)
    tom.follow("Enter the doctor")
    seen = {"doctor_signed": "y", "identity_seen": "y"}
    nobody: dict[str, Any] = {"doctor": "1", "doctor_name": "Nobody", "attested_on": today} | seen
    page = tom.submit(form="step", name="Somebody Else", **nobody)
    assert "named no person of trust" in page.said("error-summary")
    page = tom.submit(form="step", name="Claire Wagener", **nobody)
    assert "No doctor of the directory has this number" in page.said("error-summary")
    doctor = next(one for one in desk.demo.known["professionals"] if one["category"] == "physician")
    page = tom.submit(form="step", name="Claire Wagener", **nobody | {"doctor": doctor["id"]})
    assert "has another name" in page.said("error-summary")
    assert not page.root.xpath("//input[@name='two_people']"), "asked only where it is needed"
    page = tom.submit(
        form="step", name="Claire Wagener", **nobody | {"doctor": doctor["id"], "doctor_name": doctor["name"]}
    )
    assert "once a colleague has agreed" in page.said("notice")
    page = ilinca.open("helpdesk/approvals")
    assert "Claire Wagener" in page.said("approval")
    assert "Day of the attestation" in page.said("approval")
    assert doctor["id"] in page.said("approval"), "a colleague compares the number with the stamp"
    assert "It takes effect" in ilinca.press("agree").said("notice")

    assert "You can open this record" in claire.open("acting").text
    page = home.open(f"caregivers/{waiting}")
    assert "A doctor attested" in page.said("mandate-row")
    page = home.press("Pause it")
    assert "sees nothing until a doctor attests" in page.said("mandate-row")
    assert "You cannot open this record now" in claire.open("acting").text


def test_the_doctors_form_is_printed_in_advance_with_what_the_mandate_really_opens(desk: Desk):
    home, claire = desk.patient("Reuland"), desk.patient("Wagener")
    home.open("caregivers")
    code = home.submit(form="invite", name="Claire Wagener", template="trusted").said("invitation-code")
    claire.open("caregivers/accept")
    claire.submit(code=code)
    mandate = home.open("caregivers").marks("mandate-row")[0].get("data-mandate-id")
    home.open(f"caregivers/{mandate}/confirm")
    home.press("Yes, this is the right person")
    address = f"forms/attestation?mandate={mandate}"

    def printed(browser: TestBrowser) -> str:
        answer = browser._send("GET", f"https://localhost/en/{address}")
        return " ".join(words_of(answer.get_data()).split())

    assert "read documents marked normal, for" in printed(home)
    home.open(f"caregivers/{mandate}/change")
    home.submit(form="step", ceiling="restricted")
    assert home.open(f"caregivers/{mandate}").root.xpath(f"//a[contains(@href, '{address}')]")
    for browser in (home, claire):
        said = printed(browser)
        assert "marked normal or restricted" in said
        assert "Claire Wagener" in said
        assert "Reuland" in said
    stranger = printed(desk.patient("Maria"))
    assert "what they were named for" in stranger
    assert "Reuland" not in stranger
    assert "Reuland" not in printed(desk.strangers_browser())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["guardianship", "attestation"])
def test_the_pages_stand_in_every_language(desk: Desk, kind: str, language: str):
    tom = at_the_counter(desk, kind)
    page = tom.open(f"/{language}/helpdesk/papers/{kind}")
    assert page.status == 200
    assert page.root.xpath("//form[@id='step']")

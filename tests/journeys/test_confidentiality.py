"""Who sees which document, chosen on a telephone: tried out, kept, felt by the doctor's software at once, undone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.practice import Practice
from tests.support.telephone import Axe, Telephone

pytestmark = pytest.mark.browser


def seen_through(person: Telephone, onlooker: str) -> set[str]:
    """What the page says that somebody sees."""
    person.open(f"see-as?as={onlooker}")
    expect(person.mark("see-as-list")).to_be_visible()
    return person.ids("data-document-id", "[data-testid=see-as-list]")


def really_sees(person: Telephone, practice: Practice, everything: set[str]) -> set[str]:
    """What a doctor's software gets, listed and opened alike; the answer on the doctor's page says the same."""
    listed = set(practice.documents(person.known["patient_id"]))
    assert (
        listed
        == practice.opened(everything)
        == seen_through(person, f"practitioner:{practice.professional_id}")
    )
    person.open(f"professionals/{practice.professional_id}")
    expect(person.page.locator(".answer.is-open")).to_have_count(1 if listed else 0)
    return listed


def test_a_document_kept_for_oneself_by_keyboard_and_undone(page: Page, live_server: Any, axe: Axe):
    claire = Telephone(live_server.home, "Wagener", page, "fr")
    doctor = Practice(live_server, "2999121847")
    stranger = Practice(live_server, "2999104518", "ETREAT")
    claire.open("documents")
    everything = claire.ids("data-document-id", "[data-testid=document-list]")
    allergies = str(
        claire.mark("document-row").filter(has_text="Allergies").first.get_attribute("data-document-id")
    )
    assert really_sees(claire, doctor, everything) == everything

    claire.open(f"documents/{allergies}/confidentiality")
    claire.well_made(axe)
    claire.choose("level", "secret")
    claire.press("#level-form button[type=submit]")
    expect(claire.mark("vital-warning")).to_be_visible()
    expect(claire.mark("effect")).to_have_count(2)  # an emergency, and the doctor with a date
    expect(claire.mark("changes")).to_contain_text("Secret")
    claire.well_made(axe)
    claire.press(claire.mark("effect").last.locator("a"))
    expect(claire.mark("trial")).to_be_visible()
    claire.well_made(axe)
    tried = claire.ids("data-document-id", "[data-testid=see-as-list]")
    assert tried == everything - {allergies}
    assert really_sees(claire, doctor, everything) == everything, "nothing is kept before the yes"

    claire.open(f"documents/{allergies}/confidentiality?try=secret")
    claire.press(claire.mark("effect").first.locator("a"))
    expect(claire.mark("trial")).to_be_visible()
    page.go_back()
    claire.press("#confirm-form button[type=submit]")
    expect(claire.mark("confidentiality-state")).to_have_attribute("data-state", "secret")
    claire.well_made(axe)
    kept = page.url
    assert really_sees(claire, doctor, everything) == tried
    assert set(stranger.documents(claire.known["patient_id"])) == seen_through(claire, "emergency")
    assert doctor.status(f"/fhir/Binary/{allergies}") == 404

    page.goto(kept)
    claire.press("[data-testid=undo] button")
    expect(claire.mark("confidentiality-state")).to_have_attribute("data-state", "normal")
    assert really_sees(claire, doctor, everything) == everything
    claire.open(f"journal?document={allergies}")
    entries = claire.mark("journal-entry")
    expect(entries.filter(has_text="Vous avez changé qui peut voir vos documents.")).to_have_count(2)
    claire.open("journal?only=refused")
    expect(claire.mark("journal-entry").first).to_contain_text("Brenner-Welter")
    claire.well_made(axe)


def test_whole_types_without_scripts_named_for_whoever_helps(
    phone_without_scripts: Page, live_server: Any, axe: Axe
):
    page = phone_without_scripts
    josee = Telephone(live_server.home, "Theisen", page, "lb")
    doctor = Practice(live_server, "2999188337")
    stranger = Practice(live_server, "2999104518", "ETREAT")
    josee.open("documents")
    everything = josee.ids("data-document-id", "[data-testid=document-list]")
    before = really_sees(josee, doctor, everything)

    josee.open("confidentiality")
    josee.field("level").and_(page.locator("[value=restricted]")).check()
    for summary in page.locator("summary").all():
        summary.click()
    josee.field("type-devices").select_option("secret")
    josee.field("type-treatment-plan").select_option("restricted")
    page.locator("#levels button[type=submit]").click()
    expect(josee.mark("changes").locator("dt")).to_have_count(3)
    names = josee.mark("effect")
    expect(names.filter(has_text="Claire Wagener").locator(".is-vital")).to_have_count(2)
    eyes = str(names.filter(has_text="Claire Wagener").locator("a").get_attribute("href"))
    page.goto(eyes)
    tried = josee.ids("data-document-id", "[data-testid=see-as-list]")
    page.locator("[data-testid=trial] a").click()
    page.locator("#confirm-form button[type=submit]").click()
    expect(josee.mark("undo")).to_be_visible()
    undo = page.url
    after = really_sees(josee, doctor, everything)
    assert len(before - after) == 1, "restricted stays open to the care circle, secret does not"
    assert set(stranger.documents(josee.known["patient_id"])) == seen_through(josee, "emergency")
    mandate = eyes.partition("as=")[2].partition("&")[0]
    assert seen_through(josee, mandate) == tried

    page.goto(undo)
    page.locator("[data-testid=undo] button").click()
    josee.prove("#levels")
    assert really_sees(josee, doctor, everything) == before
    josee.open("confidentiality")
    expect(josee.field("level").and_(page.locator(":checked"))).to_have_value("normal")
    expect(josee.field("type-devices")).to_have_value("")

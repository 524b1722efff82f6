"""A statement in somebody's name: written by who may, under a banner, named to the holder, who can withdraw it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.practice import Practice
from tests.support.telephone import Axe, Telephone

pytestmark = pytest.mark.browser
STRANGER = "2999203981"


def begin_acting(helper: Telephone, whom: str) -> None:
    """Choose for whom, on the page of those whom one helps."""
    helper.open("acting")
    helper.page.get_by_label(whom).check()
    helper.page.locator("#act button[type=submit]").click()
    expect(helper.mark("acting-banner")).to_contain_text(whom)


def test_written_by_keyboard_for_somebody_who_sees_by_whom_and_withdraws_it(
    page: Page, another_phone: Page, live_server: Any, axe: Axe
):
    helper = Telephone(live_server.home, "Annika", page, "fr")
    doctor, stranger = Practice(live_server, "2999104518"), Practice(live_server, STRANGER)
    begin_acting(helper, "Nicolas Reuland")
    helper.open("expression")
    expect(helper.mark("acting-banner")).to_be_visible()
    helper.well_made(axe)
    helper.tab_to("[name=what-matters]")
    helper.field("what-matters").fill("")
    page.keyboard.type("Il veut voir ses chevaux.")
    expect(helper.mark("draft-saved")).to_be_visible()
    helper.press("[name=preview]")
    expect(helper.mark("preview")).to_contain_text("Il veut voir ses chevaux.")
    expect(helper.mark("acting-banner")).to_contain_text("Nicolas Reuland")
    helper.well_made(axe)
    helper.press("main [name=publish]")
    published = helper.mark("expression-published")
    expect(published).to_have_attribute("data-state", "current")
    expect(published.locator("a[href$='/expression/withdraw']")).to_have_count(0)
    expect(helper.mark("acting-banner")).to_be_visible()
    helper.well_made(axe)

    nicolas = Telephone(live_server.home, "Nicolas", another_phone, "lb")
    patient_id = nicolas.known["patient_id"]
    nicolas.open("expression")
    own = nicolas.mark("expression-published")
    expect(own).to_contain_text("Annika Reuland")
    expect(nicolas.field("what-matters")).to_have_value("Il veut voir ses chevaux.")
    nicolas.well_made(axe)
    statement = str(own.locator("a").first.get_attribute("href")).rpartition("/")[2]
    nicolas.press(own.locator("a"))
    expect(nicolas.mark("document-body")).to_contain_text("Il veut voir ses chevaux.")
    expect(another_phone.locator("main")).to_contain_text("Annika Reuland")
    nicolas.well_made(axe)
    nicolas.open("journal?only=others")
    expect(nicolas.mark("journal-entry").filter(has_text="Annika Reuland").first).to_be_visible()
    assert statement in doctor.documents(patient_id)
    path = f"/fhir/Binary/{statement}"
    assert doctor.status(path) == 200

    nicolas.open("expression")
    nicolas.press("a[href$='/expression/withdraw']")
    another_phone.wait_for_url("**/expression/withdraw")
    nicolas.well_made(axe)
    nicolas.press("main form button[type=submit]")
    expect(own).to_have_attribute("data-state", "withdrawn")
    nicolas.well_made(axe)
    assert statement not in doctor.documents(patient_id)
    assert (doctor.status(path), stranger.status(path)) == (410, 404), (
        "gone for who read it, nothing for others"
    )
    helper.open("expression")
    expect(page.locator("form[action$='/expression/restore']")).to_have_count(0)
    nicolas.press("form[action$='/expression/restore'] button")
    expect(own).to_have_attribute("data-state", "current")
    assert doctor.status(path) == 200


def test_without_scripts_only_for_whom_the_mandate_says_so(
    phone_without_scripts: Page, another_phone: Page, live_server: Any, axe_without_scripts: Axe, axe: Axe
):
    monique = Telephone(live_server.home, "Monique", phone_without_scripts, "lb")
    page = phone_without_scripts
    begin_acting(monique, "Ferdinand")
    monique.open("expression")
    expect(page.locator("[name=publish]")).to_have_count(0)
    expect(monique.mark("acting-banner")).to_contain_text("Ferdinand")
    monique.well_made(axe_without_scripts)

    begin_acting(monique, "Léonie")
    monique.open("expression")
    monique.field("what-matters").fill("Si huet gär Besuch.")
    page.locator("main [name=publish]").first.click()
    published = monique.mark("expression-published")
    expect(published).to_have_attribute("data-state", "current")
    monique.well_made(axe_without_scripts)
    leonie = Telephone(live_server.home, "Léonie", another_phone, "lb")
    leonie.open("expression")
    expect(leonie.mark("expression-published")).to_contain_text("Monique Kieffer")
    leonie.well_made(axe)
    leonie.open("caregivers")
    mandate = leonie.mark("mandate-row").and_(another_phone.locator("[data-state=active]"))
    mandate.filter(has_text="Monique").locator("form button[type=submit]").first.click()
    expect(leonie.mark("notice")).to_be_visible()

    monique.field("what-matters").fill("Zevill.")
    page.locator("main [name=publish]").first.click()
    expect(published).to_have_count(0)  # the mandate is over: nothing is written any more
    monique.well_made(axe_without_scripts)
    leonie.open("expression")
    expect(leonie.field("what-matters")).to_have_value("Si huet gär Besuch.")

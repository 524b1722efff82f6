"""One's rights used: a mistake to put right and a complaint, with their last day, answered, or taken back."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.telephone import Axe, Telephone

pytestmark = pytest.mark.browser


def facts(petition: Locator) -> list[str]:
    """What the page says about a request: its number, its state, when it was asked, its last day."""
    return petition.locator("dd").all_inner_texts()


def test_a_mistake_is_told_by_keyboard_with_a_last_day_and_answered(
    page: Page, chief: Telephone, live_server: Any, axe: Axe
):
    claire = Telephone(live_server.home, "Wagener", page, "fr")
    claire.open("rights")
    claire.well_made(axe)
    claire.press("[data-article='6'] a")
    expect(claire.field("kind").and_(page.locator(":checked"))).to_have_value("rectification")
    claire.well_made(axe)

    claire.open("documents")
    professionals = claire.mark("document-row").filter(has_text="Allergies")  # not one of her own
    claire.press(professionals.first.get_by_test_id("document-open"))
    expect(claire.mark("document-title")).to_be_visible()
    document, title = page.url, claire.mark("document-title").inner_text()
    claire.press(claire.mark("document-rectification"))
    expect(page.locator(".lead")).to_contain_text(title)
    claire.tab_to("[name=text]")
    page.keyboard.type("La date de naissance est fausse.")
    claire.press("#ask button[type=submit]")
    petition = claire.mark("petition").first
    expect(petition).to_have_attribute("data-state", "received")
    number, _state, asked, due = facts(petition)
    assert due != asked
    claire.well_made(axe)
    claire.press("nav.back a")
    row = claire.mark("request-row").first
    expect(row).to_contain_text(number)
    expect(row).to_contain_text(due)
    claire.well_made(axe)

    chief.open("helpdesk/petitions")
    queued = chief.mark("petition-row").filter(has_text=number)
    expect(queued).to_contain_text(due)
    chief.well_made(axe)
    queued.locator("a").click()
    expect(chief.mark("petition-text")).to_have_text("La date de naissance est fausse.")
    expect(chief.page.locator("main")).not_to_contain_text(title)  # the helpdesk sees no titles
    chief.well_made(axe)
    claire.open("petitions")
    expect(petition).to_have_attribute("data-state", "in_hand")
    chief.field("text").fill("L'auteur a corrigé le document.")
    chief.page.locator("#answer button[type=submit]").click()
    expect(chief.mark("notice")).to_be_visible()
    expect(queued).to_have_count(0)
    claire.open("petitions")
    expect(petition).to_have_attribute("data-state", "answered")
    expect(petition.locator(".tag-new")).to_be_visible()
    expect(petition.locator("form")).to_have_count(0)
    claire.well_made(axe)
    claire.press(petition.locator("a"))
    expect(page).to_have_url(document)
    claire.open("petitions")
    expect(petition.locator(".tag-new")).to_have_count(0)


def test_a_complaint_is_written_and_taken_back_without_scripts(
    phone_without_scripts: Page, chief: Telephone, live_server: Any, axe_without_scripts: Axe
):
    josee = Telephone(live_server.home, "Theisen", phone_without_scripts, "lb")
    page = phone_without_scripts
    josee.open("rights")
    josee.well_made(axe_without_scripts)
    page.locator("[data-article='21'] a").click()
    expect(josee.field("kind").and_(page.locator(":checked"))).to_have_value("complaint")
    page.locator("#ask button[type=submit]").click()
    expect(josee.mark("error-summary")).to_be_visible()
    josee.well_made(axe_without_scripts)
    josee.field("text").fill("Ech hu ganz laang gewaart.")
    page.locator("#ask button[type=submit]").click()
    petition = josee.mark("petition")
    expect(petition).to_have_count(1)
    number, _state, asked, due = facts(petition)
    assert due != asked
    josee.well_made(axe_without_scripts)
    chief.open("helpdesk/petitions")
    queued = chief.mark("petition-row").filter(has_text=number)
    place = str(queued.locator("a").get_attribute("href"))

    petition.locator("form button").click()
    expect(petition).to_have_attribute("data-state", "withdrawn")
    expect(petition).not_to_contain_text(due)
    expect(petition.locator("form")).to_have_count(0)
    josee.well_made(axe_without_scripts)
    chief.open("helpdesk/petitions")
    expect(queued).to_have_count(0)
    chief.page.goto(place)
    expect(chief.mark("notice")).to_be_visible()
    expect(chief.mark("petition-text")).to_have_count(0)  # what was taken back stays unread
    josee.open("rights")
    expect(josee.mark("request-row").filter(has_text=number)).to_have_attribute("data-state", "withdrawn")

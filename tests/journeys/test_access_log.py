"""The access log as a tool: found, explained, asked about and answered beside the entry, kept, and checked later."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.letter import letter_qr, letter_text
from tests.support.practice import Practice
from tests.support.telephone import Axe, Telephone

pytestmark = pytest.mark.browser
STRANGER = "2999203981"
FORMATS = ("pdf", "csv", "fhir")


def answered(chief: Telephone, number: str, text: str) -> None:
    """The supervisor finds the case by its number and answers it."""
    chief.open("helpdesk/petitions")
    chief.mark("petition-row").locator("a").filter(has_text=number).click()
    expect(chief.mark("petition-text")).to_be_visible()
    chief.field("text").fill(text)
    chief.page.locator("#answer button[type=submit]").click()
    expect(chief.mark("notice")).to_be_visible()


def case_of(person: Telephone) -> str:
    """The number that the person was given."""
    petition = person.mark("petition").first
    expect(petition).to_have_attribute("data-state", "received")
    number = petition.locator("dd").first.inner_text()
    expect(person.mark("notice")).to_contain_text(number)
    return number


def verdict_on(page: Page, language: str, receipt: str) -> Locator:
    """What anybody's browser is told about a receipt."""
    page.goto(f"/{language}/journal/check")
    page.locator("[name=receipt]").fill(receipt)
    page.locator("#check button[type=submit]").click()
    return page.locator("[data-testid=verdict]")


def changed(receipt: str) -> str:
    """The same receipt with one sign of its middle exchanged."""
    middle = receipt.index(".") + 9
    return receipt[:middle] + ("A" if receipt[middle] != "A" else "B") + receipt[middle + 1 :]


def copies(person: Telephone) -> dict[str, bytes]:
    """The three files of the page as it is narrowed down now."""
    found = {}
    for kind in FORMATS:
        with person.page.expect_download() as download:
            person.page.locator(f"main a[href*='format={kind}']").click()
        found[kind] = Path(download.value.path()).read_bytes()
    return found


def test_an_access_is_found_asked_about_answered_and_kept_by_keyboard(
    page: Page, another_phone: Page, chief: Telephone, live_server: Any, axe: Axe
):
    nicolas = Telephone(live_server.home, "Reuland", page, "fr")
    practice, stranger = Practice(live_server, "2999104518"), Practice(live_server, STRANGER)
    documents = sorted(practice.documents(nicolas.known["patient_id"]))[:3]
    assert practice.opened(set(documents)) == set(documents)
    assert stranger.documents(nicolas.known["patient_id"]) == {}

    nicolas.open("journal")
    nicolas.press("details.filters > summary")
    nicolas.tab_to("[name=only]")
    nicolas.field("only").select_option("treatment")
    nicolas.press(".filters button[type=submit]")
    page.wait_for_url("**only=treatment**")
    entries = nicolas.mark("journal-entry")
    by_practice = entries.filter(has_text="Viviane Schroell")
    expect(by_practice.filter(has_text="Un document a été ouvert.").first).to_contain_text("But")
    refused = entries.filter(has_text="Refusé").filter(has_text="Gaasch")
    expect(refused.first).to_contain_text("Ce n’était pas permis.")
    expect(entries.filter(has_text="Vous avez")).to_have_count(0)
    nicolas.well_made(axe)

    nicolas.press(by_practice.filter(has_text="Un document a été ouvert.").first.locator("a.entry-link"))
    expect(page.locator("h1")).to_have_text("Un document a été ouvert.")
    entry = page.url
    nicolas.well_made(axe)
    nicolas.press("a[href*='who=']")
    expect(entries.first).to_be_visible()
    expect(entries).to_have_count(by_practice.count())
    nicolas.well_made(axe)
    page.goto(entry)
    nicolas.press("main a[href*='journal?document=']")
    expect(page.locator("main")).to_contain_text("Seulement les entrées sur")
    page.goto(entry)

    nicolas.press("a[href$='/question']")
    expect(nicolas.field("text")).to_be_visible()
    nicolas.press("#ask button[type=submit]")
    expect(nicolas.mark("error-summary")).to_be_visible()
    nicolas.well_made(axe)
    nicolas.tab_to("[name=text]")
    page.keyboard.type("Je n'étais pas au cabinet ce jour-là.")
    nicolas.press("#ask button[type=submit]")
    number = case_of(nicolas)
    nicolas.well_made(axe)

    answered(chief, number, "Votre médecin a préparé une ordonnance.")
    page.goto(entry)
    beside = nicolas.mark("petition")
    expect(beside).to_contain_text(number)
    expect(nicolas.mark("petition-answer")).to_have_text("Votre médecin a préparé une ordonnance.")
    nicolas.well_made(axe)

    nicolas.press("main a[href$='/receipt']")
    receipt = nicolas.mark("receipt").inner_text()
    nicolas.well_made(axe)
    assert letter_qr(page.pdf()) == [receipt], "the printed code is the receipt"
    nicolas.press("main a[href$='/journal/check']")
    nicolas.tab_to("[name=receipt]")
    nicolas.field("receipt").fill(receipt)
    nicolas.press("#check button[type=submit]")
    expect(nicolas.mark("verdict")).to_have_attribute("data-state", "stands")
    nicolas.well_made(axe)
    nicolas.press("nav.back a")
    expect(entries.first).to_be_visible()
    expect(verdict_on(another_phone, "fr", receipt)).to_have_attribute("data-state", "stands")
    expect(verdict_on(another_phone, "fr", changed(receipt))).to_have_attribute("data-state", "not_ours")


def test_the_log_is_narrowed_down_asked_about_and_taken_along_without_scripts(
    phone_without_scripts: Page, chief: Telephone, live_server: Any, axe_without_scripts: Axe
):
    josee = Telephone(live_server.home, "Theisen", phone_without_scripts, "lb")
    page = phone_without_scripts
    practice = Practice(live_server, "2999188337")
    documents = sorted(practice.documents(josee.known["patient_id"]))[:2]
    assert practice.opened(set(documents)) == set(documents)
    Practice(live_server, STRANGER).documents(josee.known["patient_id"])

    josee.open("journal")
    page.locator("details.filters > summary").click()
    josee.field("only").select_option("others")
    josee.field("from").fill("2001-01-01")
    josee.field("to").fill("2001-01-02")
    page.locator(".filters button[type=submit]").click()
    expect(josee.mark("journal-empty")).to_be_visible()
    josee.well_made(axe_without_scripts)
    josee.field("from").fill("2026-01-01")
    josee.field("to").fill("")
    page.locator(".filters button[type=submit]").click()
    entries = josee.mark("journal-entry")
    opened = entries.filter(has_text="Fernand Zeimes").filter(has_text="En Dokument gouf opgemaach.").first
    expect(opened).to_be_visible()
    expect(opened.locator("details.folded li")).to_have_count(1)  # the other document, in the same row
    josee.well_made(axe_without_scripts)

    files = copies(josee)
    paper = letter_text(files["pdf"])
    assert "Fernand Zeimes" in paper
    assert "En Dokument gouf opgemaach." in paper
    head, *rows = list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert all(len(row) == len(head) for row in rows)
    assert sum("Fernand Zeimes" in row[3] and "opgemaach" in row[1] for row in rows) == len(documents)
    assert not any("Dir hutt" in row[1] for row in rows), "only what others did"
    events = [json.loads(line) for line in files["fhir"].splitlines()]
    assert {event["resourceType"] for event in events} == {"AuditEvent"}
    assert [event["id"] for event in events] == [row[-1] for row in rows], "the three say the same"

    opened.locator("a.entry-link").click()
    entry = page.url
    josee.well_made(axe_without_scripts)
    page.locator("a[href$='/question']").click()
    josee.field("text").fill("Ech war do net am Cabinet.")
    page.locator("#ask button[type=submit]").click()
    number = case_of(josee)
    josee.well_made(axe_without_scripts)
    answered(chief, number, "Et war Ären Hausdokter.")
    page.goto(entry)
    expect(josee.mark("petition-answer")).to_have_text("Et war Ären Hausdokter.")
    josee.well_made(axe_without_scripts)
    page.locator("main a[href$='/receipt']").click()
    receipt = josee.mark("receipt").inner_text()
    josee.well_made(axe_without_scripts)
    expect(verdict_on(page, "lb", receipt)).to_have_attribute("data-state", "stands")
    josee.well_made(axe_without_scripts)
    expect(verdict_on(page, "lb", changed(receipt))).to_have_attribute("data-state", "not_ours")


def test_with_text_at_twice_its_size_the_clock_stands_above_the_sentence(
    page: Page, live_server: Any, axe: Axe
):
    thomas = Telephone(live_server.home, "Lambrecht", page, "lb")
    for path in ("documents", "professionals", "account"):
        thomas.open(path)
    page.set_viewport_size({"width": 195, "height": 844})  # as many letters a line as on 390 px at 200 %
    thomas.open("journal")
    entry = thomas.mark("journal-entry").first
    clock, sentence = entry.locator("time").first.bounding_box(), entry.locator("div").first.bounding_box()
    assert clock
    assert sentence
    assert clock["y"] + clock["height"] <= sentence["y"] + 1
    assert sentence["width"] > 140
    for summary in page.locator(".journal summary").all():
        summary.click()
    thomas.well_made(axe)

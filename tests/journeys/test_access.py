"""Who can open the record: given, taken back, blocked, handed over for a visit; the software feels it at once."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from patient_portal import i18n
from tests.support.letter import letter_qr, letter_text
from tests.support.practice import Practice
from tests.support.telephone import Axe, Telephone

pytestmark = pytest.mark.browser
GIVEN = "Vous avez donné l’accès à votre dossier."
TAKEN_BACK = "Vous avez retiré un accès à votre dossier."
BLOCKED = "Vous avez bloqué un professionnel ou un établissement."
BLOCK_ENDED = "Vous avez levé un blocage."
OKAFOR, STRANGER = "2999214872", "2999203981"


def in_days(days: int) -> date:
    """A day from now on, in Luxembourg."""
    return datetime.now(i18n.LUXEMBOURG).date() + timedelta(days=days)


def listed(person: Telephone, practice: Practice, count: int = 100) -> tuple[int, Any]:
    """What a professional's software is answered when it asks for the record's documents."""
    form = {"patient": f"Patient/{person.known['patient_id']}", "status": "current", "_count": str(count)}
    return practice.ask("/fhir/DocumentReference/_search", form=form)


def stands(person: Telephone, state: str) -> None:
    """The page of the professional says so."""
    expect(person.mark("access-state")).to_have_attribute("data-state", state)


def test_given_taken_back_and_blocked_by_keyboard_while_the_practice_reads(
    page: Page, live_server: Any, axe: Axe
):
    nicolas = Telephone(live_server.home, "Reuland", page, "fr")
    practice, stranger = Practice(live_server, OKAFOR), Practice(live_server, STRANGER)
    at_night = Practice(live_server, OKAFOR, "ETREAT")
    nobody = listed(nicolas, stranger)
    assert listed(nicolas, practice) == nobody

    nicolas.open("professionals")
    nicolas.tab_to("[name=q]")
    page.keyboard.type("okafor")
    page.keyboard.press("Enter")
    found = nicolas.mark("professional-row")
    expect(found).to_have_count(1)
    expect(page.locator("[name=q]")).to_be_focused()
    nicolas.well_made(axe)
    nicolas.press(found.locator(".actor-step a"))
    expect(nicolas.field("until")).to_be_visible()
    nicolas.well_made(axe)
    nicolas.tab_to("[name=until]")
    nicolas.field("until").fill(in_days(7).isoformat())
    nicolas.press("#step button[type=submit]")
    stands(nicolas, "dated")
    nicolas.well_made(axe)
    whole = practice.documents(nicolas.known["patient_id"])
    assert whole, "the practice reads on its next request"
    nicolas.press("[data-testid=undo] button")
    stands(nicolas, "no_access")
    assert listed(nicolas, practice) == nobody
    assert practice.opened(set(list(whole)[:3])) == set()

    nicolas.open(f"professionals/{OKAFOR}/grant")
    nicolas.choose("how_long", "always")
    nicolas.press("#step button[type=submit]")
    stands(nicolas, "circle")
    _status, first = listed(nicolas, practice, count=2)
    following = next(link["url"] for link in first["link"] if link["relation"] == "next")
    document = f"/fhir/Binary/{first['entry'][0]['resource']['id']}"
    assert practice.status(following) == practice.status(document) == 200

    other = page.context.new_page()  # the same person's second tab, on the form that gives access
    other.goto(f"/fr/professionals/{OKAFOR}/grant")
    nicolas.press("a[href$='/block']")
    expect(page.locator("#step")).to_be_visible()
    nicolas.well_made(axe)
    nicolas.press("#step button[type=submit]")
    stands(nicolas, "blocked")
    nicolas.well_made(axe)
    assert [practice.ask(path) for path in (following, document)] == [
        stranger.ask(path) for path in (following, document)
    ], "who is blocked in the middle of reading sees what a stranger sees"
    assert listed(nicolas, practice) == nobody == listed(nicolas, at_night)
    other.locator("#step button[type=submit]").click()
    expect(other.locator("[data-testid=error-summary]")).to_contain_text("bloqué")
    other.close()
    assert listed(nicolas, practice) == nobody, "an old tab lets nobody in"

    nicolas.a_while_later()
    nicolas.press(".actions a[href$='/unblock']")
    expect(page.locator("#step")).to_be_visible()
    nicolas.well_made(axe)
    nicolas.press("#step button[type=submit]")
    expect(nicolas.field("totp")).to_be_visible()
    expect(page.locator(".lead")).to_contain_text("ouvre votre dossier")
    nicolas.well_made(axe)
    assert listed(nicolas, practice) == nobody, "nothing is open before the code"
    nicolas.field("totp").fill("000")
    nicolas.field("totp").press("Enter")
    expect(nicolas.mark("error-summary")).to_be_visible()
    nicolas.prove("[data-testid=access-state]")
    stands(nicolas, "circle")
    assert practice.documents(nicolas.known["patient_id"])

    nicolas.open("journal?only=refused")
    expect(nicolas.mark("journal-entry").filter(has_text="Daniel Okafor").first).to_be_visible()
    nicolas.open(f"journal?from={in_days(0)}")
    nicolas.well_made(axe)
    for said, times in ((GIVEN, 2), (TAKEN_BACK, 1), (BLOCKED, 1), (BLOCK_ENDED, 1)):
        assert nicolas.told(said, since=in_days(0)) == times, said


def test_a_visit_pass_on_screen_and_paper_without_scripts(
    phone_without_scripts: Page, live_server: Any, axe_without_scripts: Axe
):
    josee = Telephone(live_server.home, "Theisen", phone_without_scripts, "lb")
    page = phone_without_scripts
    practice, stranger = Practice(live_server, OKAFOR), Practice(live_server, STRANGER)
    nobody = listed(josee, stranger)
    everything = Practice(live_server, "2999188337").documents(josee.known["patient_id"])
    group = sorted(set(everything.values()))[0]
    assert len(set(everything.values())) > 1, "a pass for one kind must leave others closed"

    josee.open("professionals")
    page.locator("main a[href$='/visit-pass']").click()
    josee.well_made(axe_without_scripts)
    josee.field("until").fill(in_days(40).isoformat())
    josee.field("scope").and_(page.locator(f"[value={group}]")).check()
    page.locator("#pass button[type=submit]").click()
    expect(josee.mark("error-summary")).to_be_visible()
    expect(josee.field("scope").and_(page.locator(":checked"))).to_have_value(group)
    josee.well_made(axe_without_scripts)
    josee.field("until").fill(in_days(2).isoformat())
    page.locator("#pass button[type=submit]").click()
    code = josee.mark("presence-code").inner_text()
    josee.well_made(axe_without_scripts)
    paper = page.pdf()
    assert letter_qr(paper) == [code]
    assert code in letter_text(paper)
    assert "Zougrëffsprotokoll" not in letter_text(paper).partition(code)[0], "no menu on paper"

    assert listed(josee, practice) == nobody, "a code that nobody typed opens nothing"
    assert practice.redeem(code.lower().replace("-", " ")) == 200
    seen = practice.documents(josee.known["patient_id"])
    assert seen == {one: kind for one, kind in everything.items() if kind == group}
    assert practice.opened(set(everything)) == set(seen)
    assert stranger.redeem(code) == 422, "a pass is one professional's"
    assert listed(josee, stranger) == nobody

    page.locator("main .actions a[href$='/visit-pass']").click()
    row = josee.mark("pass-row").first
    expect(row).to_have_attribute("data-state", "used")
    expect(row).to_contain_text("Daniel Okafor")
    josee.well_made(axe_without_scripts)
    josee.open(f"professionals/{OKAFOR}")
    stands(josee, "presence")
    josee.open("visit-pass")
    row.locator("button").click()
    expect(row).to_have_attribute("data-state", "revoked")
    assert listed(josee, practice) == nobody == listed(josee, stranger)
    assert practice.redeem(code) == 422

    josee.open("journal?only=others")
    used = josee.mark("journal-entry").filter(has_text="Code fir e Besuch")
    expect(used).to_have_count(1)
    expect(used).to_contain_text("Daniel Okafor")
    josee.well_made(axe_without_scripts)
    for said in ("Dir hutt e Besuchspass gemaach.", "Dir hutt e Besuchspass annuléiert."):
        assert josee.told(said, since=in_days(0)) == 1, said
    josee.open("visit-pass")
    page.locator("#pass button[type=submit]").click()
    unused = josee.mark("presence-code").inner_text()
    josee.open("visit-pass")
    expect(row).to_have_attribute("data-state", "waiting")
    row.locator("button").click()
    expect(josee.mark("notice")).to_contain_text("annuléiert")
    assert practice.redeem(unused) == 422
    assert listed(josee, practice) == nobody

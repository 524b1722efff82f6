"""Three people at once: who is helped, who helps, and an agent. Each act counts at the others' next click."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.telephone import PHONE, Axe, Telephone

pytestmark = pytest.mark.browser


@pytest.fixture
def windows(browser: Browser, live_server: Any, request: pytest.FixtureRequest) -> Iterator[list[Page]]:
    """Three browsers that know nothing of each other; without scripts where the test says so."""
    scripts = bool(request.param)
    contexts = [
        browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=scripts)
        for _person in range(3)
    ]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def well_made(someone: Telephone, axe: Axe, *, scripts: bool) -> None:
    """It fits the window, and axe, which is a script, has nothing to say."""
    if scripts:
        someone.well_made(axe)


def begins_to_act(helper: Telephone, holder: str) -> None:
    helper.open("acting")
    helper.page.get_by_label(holder, exact=True).check()
    helper.press("#act button[type=submit]")
    expect(helper.mark("acting-banner")).to_contain_text(holder)


def opens_a_case(agent: Telephone, holder: Telephone) -> None:
    """The holder calls and reads out the PIN of their own page."""
    holder.open("account")
    pin = holder.mark("support-pin").inner_text()
    agent.open("helpdesk")
    agent.field("matricule").fill(holder.known["matricule"])
    agent.field("name").fill(holder.name)
    agent.field("purpose").select_option("mandate")
    agent.field("name").press("Enter")
    expect(agent.mark("case")).to_be_visible()
    agent.field("proof").select_option("support_pin")
    agent.field("proof_code").fill(pin)
    agent.field("proof_code").press("Enter")
    expect(agent.mark("proof-level")).to_have_attribute("data-level", "2")


@pytest.mark.parametrize(
    ("windows", "language", "helped", "helper"),
    [(True, "fr", "Nicolas Reuland", "Annika Reuland"), (False, "lb", "Josée Theisen", "Claire Wagener")],
    indirect=["windows"],
    ids=["fr-by-keyboard", "lb-without-scripts"],
)
def test_the_helped_the_helper_and_the_agent(
    windows: list[Page], axe: Axe, live_server: Any, language: str, helped: str, helper: str
):
    home, scripts = live_server.home, language == "fr"
    holder = Telephone(home, helped, windows[0], language)
    helping = Telephone(home, helper, windows[1], language)
    agent = Telephone(home, "Tom Weis" if scripts else "Ilinca Popescu", windows[2], language)

    begins_to_act(helping, holder.name)
    helping.open("documents")
    row = helping.mark("document-row").first
    document = str(row.get_attribute("data-document-id"))
    title = row.get_by_role("link").first.inner_text().strip()
    helping.open(f"documents/{document}")
    expect(helping.mark("document-body")).to_be_visible()
    well_made(helping, axe, scripts=scripts)

    opens_a_case(agent, holder)
    well_made(agent, axe, scripts=scripts)
    holder.open("assistance")
    expect(holder.mark("help-now")).to_contain_text(agent.name.split()[0])
    well_made(holder, axe, scripts=scripts)

    agent.press(agent.mark("allowed-act").and_(agent.page.locator("[data-act=end_mandate]")))
    agent.field("caregiver").fill(helping.name)
    agent.press("#step button[type=submit]")
    expect(agent.mark("caregiver-row")).to_contain_text(helping.name)
    well_made(agent, axe, scripts=scripts)
    agent.press(agent.mark("caregiver-row").locator("button"))
    expect(agent.mark("case")).to_be_visible()

    helping.open(f"documents/{document}")  # the next click of who was reading
    expect(helping.mark("document-body")).to_have_count(0)
    expect(helping.page.locator("body")).not_to_contain_text(title)
    well_made(helping, axe, scripts=scripts)
    helping.press("main form button")
    expect(helping.mark("acting-banner")).to_have_count(0)

    if not scripts:
        holder.open("assistance")
    expect(holder.mark("help-acts")).to_be_visible(timeout=60_000)

    for path in (
        f"documents/{document}",
        f"documents/{document}/original",
        "documents",
        "expression",
        "copy",
    ):
        agent.open(path)  # an agent who types addresses by hand
        expect(agent.page.locator("body")).not_to_contain_text(title)
        expect(agent.mark("document-row")).to_have_count(0)
    holder.press(holder.mark("assistance-stop"))
    expect(holder.mark("no-help")).to_be_visible()
    agent.open("helpdesk")
    expect(agent.mark("case")).to_have_count(0)

    holder.open("journal")
    told = holder.page.locator("main")
    expect(told).to_contain_text(helping.name)
    expect(told).to_contain_text(f"{agent.name.split()[0]} (")
    well_made(holder, axe, scripts=scripts)
    holder.open("caregivers")
    expect(holder.page.locator("[data-testid=mandate-row][data-state=ended]")).to_contain_text(helping.name)

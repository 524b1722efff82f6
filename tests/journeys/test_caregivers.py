"""Two people at once: a patient and who helps them, each on a telephone, from the code to the end and the kind page."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.support.authenticator import Authenticator
from tests.support.population import Demo

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 390, "height": 844}
Axe = Callable[[Page], None]


class Someone:
    """Somebody of the demo at a telephone of their own, whose app gives no code twice."""

    def __init__(self, home: Any, name: str, page: Page, language: str) -> None:
        demo = Demo(home)
        everybody = [*demo.known["caregivers"], *demo.known["patients"]]
        known = next(one for one in everybody if name in one["name"] and one.get("password"))
        self.page, self.language, self.name = page, language, known["name"]
        self.authenticator = Authenticator(known["totp_secret"])
        page.set_viewport_size(PHONE)
        self.open("sign-in")
        page.locator("[name=email]").fill(known["email"])
        page.locator("[name=password]").fill(known["password"])
        self.press("main button[type=submit]")
        page.locator("[name=totp]").fill(self.authenticator.code())
        self.press("main button[type=submit]")
        expect(self.mark("signed-in-as")).to_be_visible()

    def open(self, path: str) -> None:
        self.page.goto(f"/{self.language}/{path}")

    def mark(self, name: str) -> Locator:
        return self.page.locator(f"[data-testid={name}]")

    def press(self, button: str) -> None:
        self.page.locator(button).first.click()

    def prove(self) -> None:
        """Type a fresh code where the page asks for one, else the step is done already."""
        self.page.locator("[name=totp], main [data-state=active]").first.wait_for()
        if self.page.locator("[name=totp]").count():
            self.page.locator("[name=totp]").fill(self.authenticator.code())
            self.press("main form:has([name=totp]) button[type=submit]")


def well_made(someone: Someone, axe: Axe) -> None:
    """It fits the window, and axe has nothing to say."""
    assert someone.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), someone.page.url
    axe(someone.page)


def _from_the_code_to_yes(holder: Someone, helper: Someone, template: str) -> str:
    """The holder names somebody, who enters the code; the holder says yes. Returns the mandate's id."""
    holder.open("caregivers")
    holder.page.locator("[name=name]").fill(helper.name)
    holder.page.locator(f"[name=template][value={template}]").check()
    holder.press("#invite button[type=submit]")
    code = holder.mark("invitation-code").inner_text()
    helper.open("caregivers/accept")
    helper.page.locator("[name=code]").fill(code)
    helper.press("#accept button[type=submit]")
    expect(helper.mark("mandate-accepted")).to_be_visible()
    holder.open("caregivers")
    row = holder.page.locator("[data-testid=mandate-row][data-state=accepted]").first
    identifier = str(row.get_attribute("data-mandate-id"))
    holder.open(f"caregivers/{identifier}/confirm")
    expect(holder.page.locator("main")).to_contain_text(helper.name)
    holder.press("#step button[type=submit]")
    holder.prove()
    expect(holder.page.locator("[data-testid=mandate-row][data-state=active]")).to_be_visible()
    return identifier


@pytest.mark.parametrize(
    ("language", "name", "helps"), [("fr", "Bertolini", "Annika"), ("lb", "Theisen", "Monique")]
)
def test_a_helper_writes_for_somebody_until_they_end_it(
    page: Page, another_phone: Page, axe: Axe, live_server, language: str, name: str, helps: str
):
    holder = Someone(live_server.home, name, page, language)
    helper = Someone(live_server.home, helps, another_phone, language)
    identifier = _from_the_code_to_yes(holder, helper, "everything")
    well_made(holder, axe)

    helper.open("acting")
    well_made(helper, axe)
    helper.page.locator(f"[name=for][value='{identifier}']").check()
    helper.page.locator("#act button[type=submit]").focus()
    helper.page.keyboard.press("Enter")
    expect(helper.mark("acting-banner")).to_contain_text(name)
    well_made(helper, axe)
    helper.open("expression")
    helper.page.locator("[name=what-matters]").fill("Rout a Gedold")
    expect(helper.mark("draft-saved")).to_be_visible()
    assert name in helper.page.title()

    holder.open("caregivers")
    well_made(holder, axe)
    holder.press(f"[data-mandate-id='{identifier}'] form button[type=submit]")
    expect(holder.mark("notice")).to_be_visible()
    helper.open("documents")
    expect(helper.page.locator("h1")).to_be_visible()
    expect(helper.page.locator("main form button")).to_be_visible()
    well_made(helper, axe)
    helper.press("main form button")
    expect(helper.mark("acting-banner")).to_have_count(0)


def test_without_scripts_all_the_same(browser: Browser, phone_without_scripts: Page, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    holder = Someone(live_server.home, "Maria", phone_without_scripts, "fr")
    helper = Someone(live_server.home, "Claire", context.new_page(), "fr")
    identifier = _from_the_code_to_yes(holder, helper, "look")
    helper.open("acting")
    helper.page.locator(f"[name=for][value='{identifier}']").check()
    helper.press("#act button[type=submit]")
    expect(helper.mark("acting-banner")).to_contain_text("Vasconcelos")
    helper.press("[data-testid=acting-stop]")
    expect(helper.mark("acting-banner")).to_have_count(0)
    context.close()

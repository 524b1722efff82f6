"""A statement on a telephone: typed, saved by itself, found on another phone, published, read in another language."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from tests.support.authenticator import Authenticator
from tests.support.population import Demo, DemoPatient

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 390, "height": 844}
Axe = Callable[[Page], None]


class Writer:
    """Somebody with an app of their own, which gives no code twice."""

    def __init__(self, home: Any, name: str) -> None:
        self.known: DemoPatient = Demo(home).patient(name)
        self.authenticator = Authenticator(self.known.totp_secret)

    def sign_in(self, page: Page, language: str) -> None:
        page.set_viewport_size(PHONE)
        page.goto(f"/{language}/sign-in")
        page.locator("[name=email]").fill(self.known.email)
        page.locator("[name=password]").fill(self.known.password)
        page.locator("main button[type=submit]").first.click()
        page.locator("[name=totp]").fill(self.authenticator.code())
        page.locator("main button[type=submit]").first.click()
        expect(mark(page, "signed-in-as")).to_be_visible()


@pytest.fixture
def writer(live_server) -> Callable[[str], Writer]:
    """Somebody of the demo by name; each test takes another one, because no code works twice."""
    return lambda name: Writer(live_server.home, name)


@pytest.fixture
def another_phone(browser: Browser, live_server) -> Any:
    """A browser that knows nothing yet."""
    context: BrowserContext = browser.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def mark(page: Page, name: str) -> Locator:
    return page.locator(f"[data-testid={name}]")


def well_made(page: Page, axe: Axe) -> None:
    """It fits the window, and axe has nothing to say."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    axe(page)


@pytest.mark.parametrize(("language", "name"), [("fr", "Reuland"), ("lb", "Léonie")])
def test_a_dead_battery_loses_nothing(
    page: Page, another_phone: Page, axe: Axe, writer: Callable[[str], Writer], language: str, name: str
):
    person = writer(name)
    text = f"Mon chat s'appelle Félix ({language})."
    person.sign_in(page, language)
    page.goto(f"/{language}/expression")
    well_made(page, axe)
    page.locator("[name=what-matters]").fill(text)
    expect(mark(page, "draft-saved")).to_be_visible()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.close()  # the battery

    person.sign_in(another_phone, language)
    another_phone.goto(f"/{language}/expression")
    expect(another_phone.locator("[name=what-matters]")).to_have_value(text)


def test_by_keyboard_alone_to_the_published_statement(page: Page, axe: Axe, writer: Callable[[str], Writer]):
    writer("Theisen").sign_in(page, "lb")
    page.goto("/lb/expression")
    page.locator("[name=what-matters]").focus()
    page.keyboard.type("Roueg Musek.")
    page.locator("[name=organ-donation]").first.focus()
    page.keyboard.press("ArrowDown")
    page.locator("[name=allergies-0]").focus()
    page.keyboard.type("Nëss")
    page.keyboard.press("Enter")  # saves, and does not publish
    expect(mark(page, "notice")).to_contain_text("gespäichert")
    page.locator("[name=preview]").focus()
    page.keyboard.press("Enter")
    expect(mark(page, "preview")).to_contain_text("Jo, ech wëll Organer ginn")
    well_made(page, axe)
    page.locator("main [name=publish]").focus()
    page.keyboard.press("Enter")
    expect(mark(page, "expression-published")).to_have_attribute("data-state", "current")
    well_made(page, axe)
    page.locator("[data-testid=expression-published] a").first.click()
    expect(mark(page, "document-body")).to_contain_text("Roueg Musek.")
    expect(mark(page, "document-rectification")).to_have_count(0)  # one's own words one changes oneself
    well_made(page, axe)
    page.goto(page.url.replace("/lb/", "/fr/"))
    body = mark(page, "document-body")
    expect(body).to_contain_text("Oui, je veux donner mes organes")
    expect(body.locator("p[lang=lb]", has_text="Roueg Musek.")).to_be_visible()


def test_two_windows_are_told_of_each_other(page: Page, axe: Axe, writer: Callable[[str], Writer]):
    writer("Claire").sign_in(page, "fr")
    other = page.context.new_page()
    other.set_viewport_size(PHONE)
    page.goto("/fr/expression")
    other.goto("/fr/expression")
    page.locator("[name=free-text]").fill("Le premier texte")
    expect(mark(page, "draft-saved")).to_be_visible()
    other.locator("[name=free-text]").fill("Le second texte")
    link = other.locator("[data-other]")
    expect(link).to_be_visible()
    link.click()
    texts = mark(other, "draft-text")
    expect(texts).to_have_count(2)
    expect(texts.filter(has_text="Le premier texte")).to_be_visible()
    expect(texts.filter(has_text="Le second texte")).to_be_visible()
    well_made(other, axe)
    texts.filter(has_text="Le premier texte").get_by_role("button").click()
    expect(other.locator("[name=free-text]")).to_have_value("Le premier texte")


def test_a_session_that_ends_while_typing_costs_no_word(page: Page, writer: Callable[[str], Writer]):
    person = writer("Ferdinand")
    person.sign_in(page, "fr")
    page.goto("/fr/expression")
    window = page.context.new_page()  # the same browser: signing out there ends the session here
    window.goto("/fr/record")
    window.locator("form[action$='/sign-out'] button").click()
    expect(mark(window, "signed-out")).to_be_visible()
    page.locator("[name=communication-note]").fill("Parlez-moi lentement.")
    expect(page.locator("[data-unsaved]")).to_contain_text("connexion est terminée")
    page.locator("[name=save]").first.click()
    expect(page.locator("[name=communication-note]")).to_have_value("Parlez-moi lentement.")
    person.sign_in(window, "fr")
    expect(mark(page, "draft-saved")).to_be_visible(timeout=60_000)
    window.goto("/fr/expression")
    expect(window.locator("[name=communication-note]")).to_have_value("Parlez-moi lentement.")

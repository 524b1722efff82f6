"""Somebody of the demo at a telephone of their own, in Chromium: signed in, by touch or by keyboard alone."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, ViewportSize, expect
from sqlalchemy import select, update

from platform_api import clock, operations
from platform_api.models import Account, Session
from tests.support.authenticator import Authenticator
from tests.support.homes import settings_for
from tests.support.population import Demo

PHONE: ViewportSize = {"width": 390, "height": 844}
Axe = Callable[[Page], None]
_MOST_TABS = 150


class Telephone:
    """A signed-in person's page; their app gives no code twice."""

    def __init__(self, home: Any, name: str, page: Page, language: str) -> None:
        demo = Demo(home)
        everybody = [*demo.known["patients"], *demo.known["caregivers"], *demo.known["helpdesk"]]
        self.known = next(one for one in everybody if name in one["name"] and one.get("password"))
        self.home, self.page, self.language, self.name = home, page, language, str(self.known["name"])
        self.authenticator = Authenticator(self.known["totp_secret"])
        page.set_viewport_size(PHONE)
        self.sign_in()

    def sign_in(self) -> None:
        """Password and code; the account's number too where an e-mail address is shared."""
        self.open("sign-in")
        self.page.locator("[name=email]").fill(self.known["email"])
        self.page.locator("[name=password]").fill(self.known["password"])
        self.page.locator("main button[type=submit]").first.click()
        self.page.locator("[name=totp]").fill(self.authenticator.code())
        self.page.locator("main button[type=submit]").first.click()
        expect(self.mark("signed-in-as")).to_be_visible()

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(f"/{self.language}/{path}")

    def mark(self, name: str) -> Locator:
        """The element with this test id."""
        return self.page.locator(f"[data-testid={name}]")

    def field(self, name: str) -> Locator:
        """The fields of this name."""
        return self.page.locator(f"[name='{name}']")

    def press(self, what: str | Locator) -> None:
        """Get there with the Tab key alone, then Enter."""
        self.tab_to(what)
        self.page.keyboard.press("Enter")

    def tab_to(self, what: str | Locator) -> None:
        """Press Tab until the focus is there; an AssertionError where no way leads to it."""
        target = self.page.locator(what).first if isinstance(what, str) else what.first
        expect(target).to_be_visible()
        for _turn in range(_MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way to {what} by Tab on {self.page.url}")

    def choose(self, name: str, value: str) -> None:
        """One of some radio buttons, by keyboard: Tab into the group, then the arrows."""
        group = self.field(name)
        values = group.evaluate_all("radios => radios.map(radio => radio.value)")
        checked = group.and_(self.page.locator(":checked"))
        self.tab_to(checked if checked.count() else group)
        for _turn in values:
            if group.and_(self.page.locator(f"[value='{value}']")).is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} cannot be {value!r} by keyboard on {self.page.url}")

    def prove(self, done: str) -> None:
        """Type a fresh code where the page asks for one, else the step is done: `done` is a selector seen after it."""
        self.page.locator(f"[name=totp], {done}").first.wait_for()
        if self.field("totp").count():
            self.field("totp").fill(self.authenticator.code())
            self.field("totp").press("Enter")
            self.page.locator(done).first.wait_for()

    def a_while_later(self) -> None:
        """Minutes pass: whatever this person proved at signing in is no longer fresh."""
        accounts = select(Account.id).where(Account.patient_id == self.known["patient_id"])
        before = clock.now() - timedelta(minutes=7)
        with operations.running(settings_for(self.home)) as running, running.database.write() as connection:
            changed = connection.execute(
                update(Session).where(Session.account_id.in_(accounts)).values(proved_at=before)
            )
            assert changed.rowcount, "nobody was signed in"

    def ids(self, attribute: str, within: str) -> set[str]:
        """This attribute of everything in this part of the page that has it."""
        found: Iterable[str] = self.page.locator(f"{within} [{attribute}]").evaluate_all(
            f"all => all.map(one => one.getAttribute('{attribute}'))"
        )
        return set(found)

    def told(self, sentence: str, since: date) -> int:
        """How many entries of the access log since this day say so."""
        found = 0
        self.open(f"journal?from={since}")
        while True:
            expect(self.mark("journal-entry").first).to_be_visible()
            found += self.mark("journal-entry").filter(has_text=sentence).count()
            if not self.mark("next-page").count():
                return found
            self.page.goto(str(self.mark("next-page").get_attribute("href")))

    def well_made(self, axe: Axe) -> None:
        """It fits the window, and axe has nothing to say."""
        self.page.wait_for_load_state()
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url
        axe(self.page)

"""A mobile number from the account to the call: added at home, used by the helpdesk, seen afterwards."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from platform_api import clock
from platform_api.db import Database
from platform_api.models import RegisteredPhone
from tests.journeys.test_helpdesk import DESK, PHONE, mark, sign_in
from tests.support.authenticator import Authenticator
from tests.support.homes import settings_for
from tests.support.mailbox import Mailbox
from tests.support.population import Demo

Axe = Callable[[Page], None]


def four_days_pass(home: Path) -> None:
    """Every registered number is no longer new."""
    database = Database(settings_for(home).database)
    with database.write() as connection:
        connection.execute(update(RegisteredPhone).values(since=clock.now() - timedelta(days=4)))
    database.dispose()


def fits(page: Page) -> None:
    """Nothing is cut off at the side."""
    width = page.locator("html").bounding_box()
    assert width is not None
    assert width["width"] <= (page.viewport_size or PHONE)["width"], page.url


@pytest.mark.parametrize(
    ("language", "who", "place", "number", "scripts"),
    [("fr", "Wagener", 0, "+352621600100", True), ("lb", "Diallo", 1, "+33612345678", False)],
    ids=["fr", "lb without scripts"],
)
def test_a_mobile_is_added_and_proves_the_caller(
    browser: Browser,
    live_server: Any,
    axe: Axe,
    axe_without_scripts: Axe,
    language: str,
    who: str,
    place: int,
    number: str,
    scripts: bool,
):
    demo, mailbox = Demo(live_server.home), Mailbox(live_server.home)
    person, agent = demo.patient(who), demo.known["helpdesk"][place]
    check = axe if scripts else axe_without_scripts
    at_home = browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=scripts)
    phone = at_home.new_page()
    sign_in(phone, language, person.known, Authenticator(person.totp_secret))

    # given: the person adds their mobile
    phone.goto(f"/{language}/account")
    phone.locator("a[href$='/account/phone']").click()
    check(phone)
    fits(phone)
    phone.locator("[name=phone]").fill(number)
    phone.locator("#number button[type=submit]").first.click()
    expect(mark(phone, "phone-asked")).to_be_visible()
    check(phone)
    fits(phone)
    phone.locator("[name=phone_code]").fill(mailbox.texted_code(number))
    phone.locator("#code button[type=submit]").first.click()
    expect(mark(phone, "phone")).to_be_visible()
    check(phone)
    fits(phone)

    # when: days later they call, and read out the code that comes
    four_days_pass(live_server.home)
    before = len([one for one in mailbox.text_messages() if one["to"] == number])
    at_work = browser.new_context(base_url=live_server.url, viewport=DESK, java_script_enabled=scripts)
    desk = at_work.new_page()
    sign_in(desk, language, agent, Authenticator(agent["totp_secret"]))
    desk.goto(f"/{language}/helpdesk")
    desk.locator("[name=matricule]").fill(person.matricule)
    desk.locator("[name=name]").fill(person.name.split()[-1])
    desk.locator("main form button[type=submit]").first.click()
    desk.locator("[name=proof]").select_option("sms_code")
    desk.locator("#prove button[type=submit]").click()
    expect(mark(desk, "text-code")).to_contain_text(number[-2:])
    assert number[-6:] not in desk.content()
    code = mailbox.texted_code(number, after=before)
    assert code not in desk.content()
    desk.locator("[name=proof_code]").fill(code)
    desk.locator("#prove button[type=submit]").click()
    expect(mark(desk, "proof-level")).to_have_attribute("data-level", "2")
    check(desk)

    # then: a presence code goes to the mobile, no agent sees it, and the person finds it in the log
    mark(desk, "text-presence-code").click()
    expect(mark(desk, "notice")).to_contain_text(number[-2:])
    presence = mailbox.texted_code(number, after=before + 1)
    assert len(presence) == 14
    assert presence not in desk.content()
    phone.goto(f"/{language}/assistance")
    expect(mark(phone, "help-acts")).to_be_visible()
    phone.goto(f"/{language}/journal")
    assert mark(phone, "journal-entry").count() > 2
    at_work.close()

    # and a visit pass goes to their own telephone
    phone.goto(f"/{language}/visit-pass")
    check(phone)
    phone.locator("[name=by_text]").check()
    phone.locator("#pass button[type=submit]").first.click()
    phone.locator("[name=totp], [data-testid=presence-code]").first.wait_for()
    if phone.locator("[name=totp]").count():  # the way took longer than five minutes
        phone.locator("[name=totp]").fill(Authenticator(person.totp_secret).code())
        phone.locator("main button[type=submit]").first.click()
    shown = mark(phone, "presence-code").inner_text()
    check(phone)
    fits(phone)
    assert mailbox.texted_code(number, after=before + 2) == shown
    at_home.close()

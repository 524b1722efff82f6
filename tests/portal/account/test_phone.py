"""A mobile number on the account's page: entered, proved by the code that comes, changed, removed."""

from pathlib import Path

import pytest
from flask import Flask

from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.clock import Clock
from tests.support.homes import running_portal
from tests.support.mailbox import Mailbox
from tests.support.population import Demo, DemoPatient
from tests.support.steps import sign_in
from tests.support.tree import LANGUAGES

MINE = "+352621600100"


@pytest.fixture
def claire(demo: Demo) -> DemoPatient:
    """Somebody who registered no telephone so far."""
    return demo.patient("Wagener")


def at_home(app: Flask, who: DemoPatient, language: str = "en") -> TestBrowser:
    """Her browser, signed in just now."""
    browser = TestBrowser(app, language=language)
    sign_in(browser, who.email, who.password, Authenticator(who.totp_secret))
    return browser


def register(browser: TestBrowser, mailbox: Mailbox, number: str = MINE) -> None:
    """Type a number and the code that comes."""
    browser.open("account/phone")
    browser.submit(phone=number)
    page = browser.submit(phone_code=mailbox.texted_code(number))
    assert page.said("notice")


def test_a_number_is_added_with_the_code_that_comes(
    demo_portal: Flask, claire: DemoPatient, mailbox: Mailbox
):
    browser = at_home(demo_portal, claire)
    browser.open("account")
    browser.follow("Add your mobile number")
    page = browser.submit(phone="621 600 100")
    assert "on its way" in page.said("notice")
    assert "+352 621 600 100" in "".join(page.mark("phone-asked").itertext())
    text = mailbox.last_text(MINE)
    assert claire.name.split()[0] not in text
    wrong = "000000" if mailbox.texted_code(MINE) != "000000" else "000001"
    page = browser.submit(form="code", phone_code=wrong)
    assert page.status == 422
    assert "newest text message" in page.said("error-summary")
    page = browser.submit(form="code", phone_code=mailbox.texted_code(MINE))
    assert "is registered" in page.said("notice")
    assert "+352 621 600 100" in "".join(page.mark("phone").itertext())
    assert "Ses derniers chiffres" in mailbox.last(claire.email).text
    assert "You registered a mobile number." in browser.open("journal").text


def test_another_number_tells_the_one_before(demo_portal: Flask, claire: DemoPatient, mailbox: Mailbox):
    browser = at_home(demo_portal, claire)
    register(browser, mailbox)
    register(browser, mailbox, "+33612345678")
    assert "+352 00 00 00 00" in mailbox.last_text(MINE, after=1)
    browser.open("account")
    browser.follow("Remove this number")
    page = browser.submit(form="remove")
    assert "is removed" in page.said("notice")
    assert not page.marks("phone")
    assert len([one for one in mailbox.text_messages() if one["to"] == "+33612345678"]) == 2


def test_later_the_second_factor_is_asked_and_the_number_is_not_typed_again(
    demo_portal: Flask, claire: DemoPatient, mailbox: Mailbox, clock: Clock
):
    browser = at_home(demo_portal, claire)
    clock.forward(minutes=6)
    browser.open("account/phone")
    page = browser.submit(form="number", phone="621 600 100")
    assert page.has("totp") or "Code from your app" in page.text
    assert mailbox.text_messages() == []
    page = browser.submit(totp=Authenticator(claire.totp_secret).code())
    assert "on its way" in page.said("notice")
    assert mailbox.texted_code(MINE)


def test_pressed_twice_the_code_is_kindly_taken_twice(
    demo_portal: Flask, claire: DemoPatient, mailbox: Mailbox
):
    browser = at_home(demo_portal, claire)
    browser.open("account/phone")
    page = browser.submit(phone=MINE)
    (form,) = page.root.xpath("//form[@id='code']")
    data = dict(form.form_values()) | {"phone_code": mailbox.texted_code(MINE)}
    told = []
    for _press in range(2):
        page = browser._go("POST", "https://localhost/en/account/phone", data=data)
        assert "Your mobile number is registered" in page.said("notice")
        told.append(len(mailbox.all(to=claire.email)))
    assert told[0] == told[1], "nobody is told twice"


def test_a_new_code_is_sent_and_another_number_typed(
    demo_portal: Flask, claire: DemoPatient, mailbox: Mailbox, clock: Clock
):
    browser = at_home(demo_portal, claire)
    browser.open("account/phone")
    browser.submit(form="number", phone=MINE)
    assert mailbox.texted_code(MINE)
    clock.forward(seconds=11)
    browser.submit(form="again")
    assert mailbox.texted_code(MINE, after=1)
    browser.follow("Type another number")
    page = browser.submit(form="number", phone="+352 691 600 200")
    assert "+352 691 600 200" in page.text
    clock.forward(minutes=11)
    page = browser.submit(form="code", phone_code="123456")
    assert page.status == 422
    assert "too old" in page.said("error-summary")
    assert browser.open("account/phone").value("phone") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_that_no_text_reaches_is_explained(
    demo_portal: Flask, claire: DemoPatient, mailbox: Mailbox, language: str
):
    browser = at_home(demo_portal, claire, language)
    browser.open("account/phone")
    for number in ("", "26 55 50 31", "+351 912 345 678", "06 12 34 56 78"):
        page = browser.submit(form="number", phone=number)
        assert page.status == 422
        assert len(page.said("error-summary")) > 40
    assert mailbox.text_messages() == []


def test_without_a_gateway_production_offers_none(demo: Demo, claire: DemoPatient, home: Path):
    with running_portal(demo.home, environment="production", secret_key="k" * 40) as app:
        browser = at_home(app, claire)
        page = browser.open("account")
        assert "mobile" not in page.text
        assert browser.open("account/phone", status=404).status == 404

"""Impatient fingers, two tabs, two phones, long pauses: exactly one effect, and a kind answer to everything else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests.portal.activation.way import (
    EMAIL,
    PASSWORD,
    refusal,
    to_app,
    to_email,
    to_email_code,
    to_password,
)
from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.clock import Clock
from tests.support.mailbox import Mailbox
from tests.support.population import DemoPatient
from tests.support.steps import recovery_codes, sign_in

Another = Callable[[], TestBrowser]


def test_the_address_always_shows_the_step_that_comes_now(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox
):
    assert "Step 1 of 5" in demo_visitor.open("activate").text
    to_app(demo_visitor, holder, mailbox)
    for language in ("de", "fr", "en"):
        assert demo_visitor.open(f"/{language}/activate").has("totp-secret")


def test_a_form_of_an_earlier_step_leads_back_to_the_present_one(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox
):
    """The back button: the page of an earlier step is still in the browser, and is sent once more."""
    to_email_code(demo_visitor, holder)
    earlier = demo_visitor.twin()
    code = mailbox.last(EMAIL).code
    demo_visitor.submit(email_code=code)
    assert "Step 3 of 5" in earlier.submit(email_code=code).text
    demo_visitor.submit(password=PASSWORD, password_again=PASSWORD)
    assert earlier.submit(password=PASSWORD, password_again=PASSWORD).has("totp-secret")


def test_a_form_of_a_later_step_is_not_taken(demo_visitor: TestBrowser, holder: DemoPatient):
    to_email(demo_visitor, holder)
    token = demo_visitor.page.value("csrf_token")
    for fields in (
        {"email_code": "123456"},
        {"password": PASSWORD, "password_again": PASSWORD},
        {"totp": "123456"},
        {"continue": "yes"},
        {"do": "resend"},
        {"do": "change-password"},
        {"do": "use-proven-email"},
    ):
        page = demo_visitor._go(
            "POST", demo_visitor._absolute("activate"), data={**fields, "csrf_token": token}
        )
        assert page.status == 200, fields
        assert page.heading == "Your e-mail address", fields
        assert "go on here" in page.said("notice"), fields


def test_an_unknown_wish_changes_nothing(demo_visitor: TestBrowser, holder: DemoPatient):
    to_email(demo_visitor, holder)
    data = {"do": "anything", "csrf_token": demo_visitor.page.value("csrf_token")}
    assert "Step 2 of 5" in demo_visitor._go("POST", demo_visitor._absolute("activate"), data=data).text
    data = {"csrf_token": demo_visitor.page.value("csrf_token")}
    assert "Step 2 of 5" in demo_visitor._go("POST", demo_visitor._absolute("activate"), data=data).text


def test_pressing_twice_sends_one_mail_and_makes_one_account(
    demo_visitor: TestBrowser, demo_portal: Flask, holder: DemoPatient, mailbox: Mailbox
):
    to_email(demo_visitor, holder)
    twice = demo_visitor.twin()
    assert "Step 2 of 5" in demo_visitor.submit(email=EMAIL).text
    assert "Step 2 of 5" in twice.submit(email=EMAIL).text
    assert len(mailbox.all(EMAIL)) == 1
    demo_visitor.submit(email_code=mailbox.last(EMAIL).code)
    demo_visitor.submit(password=PASSWORD, password_again=PASSWORD)
    app = Authenticator(demo_visitor.page.said("totp-secret"))
    twice = demo_visitor.twin()
    code = app.code()
    first = demo_visitor.submit(totp=code)
    second = twice.submit(totp=code)
    assert recovery_codes(second) == recovery_codes(first)
    again = twice.twin()
    assert twice.press("continue").has("activated")
    assert again.press("continue").has("activated")
    assert sign_in(TestBrowser(demo_portal), EMAIL, PASSWORD, app).has("signed-in-as")


def test_an_answer_that_got_lost_leaves_a_way_to_sign_in(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox
):
    """The account was made, but the browser never received its new reference."""
    app = to_app(demo_visitor, holder, mailbox)
    lost = demo_visitor.twin()
    demo_visitor.submit(totp=app.code())
    page = lost.open("activate")
    assert page.has("recovery-codes")
    page = lost.press("continue")
    assert page.path == "/en/sign-in"
    assert "Your record is active" in page.said("notice")


def test_the_same_letter_is_taken_up_on_another_device_with_the_address_already_proved(
    demo_visitor: TestBrowser, another_phone: Another, holder: DemoPatient, mailbox: Mailbox
):
    to_password(demo_visitor, holder, mailbox)
    phone = another_phone()
    page = to_email(phone, holder)
    assert "j•••@example.lu" in page.text
    page = phone.press("Use this address")
    assert "Step 3 of 5" in page.text


def test_of_two_phones_with_one_letter_exactly_one_wins(
    demo_visitor: TestBrowser,
    another_phone: Another,
    demo_portal: Flask,
    holder: DemoPatient,
    mailbox: Mailbox,
):
    phones = {}
    for name, browser in (("first", demo_visitor), ("second", another_phone())):
        phones[name] = (browser, to_app(browser, holder, mailbox, f"{name}@example.lu"))
    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(lambda one: one[0].submit(totp=one[1].code()), phones.values()))
    winners = [page for page in pages if page.has("recovery-codes")]
    losers = [page for page in pages if not page.has("recovery-codes")]
    assert len(winners) == 1
    assert losers[0].status == 409
    assert "used on another device" in losers[0].text
    assert "Sign in" in losers[0].text
    name = next(key for key, page in zip(phones, pages, strict=True) if page.has("recovery-codes"))
    browser, app = phones[name]
    assert sign_in(TestBrowser(demo_portal), f"{name}@example.lu", PASSWORD, app).has("signed-in-as")


def test_a_long_pause_begins_again_with_the_letter_and_keeps_the_proved_address(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox, clock: Clock
):
    to_password(demo_visitor, holder, mailbox)
    clock.forward(hours=3)
    page = demo_visitor.submit(password=PASSWORD, password_again=PASSWORD)
    assert page.status == 200
    assert "Step 1 of 5" in page.text
    assert "begin again with the letter" in page.said("notice")
    assert demo_visitor.open("activate").said("notice") == ""
    page = to_email(demo_visitor, holder)
    assert "Use this address" in page.text


def test_a_strange_reference_is_no_obstacle(demo_visitor: TestBrowser, holder: DemoPatient):
    demo_visitor.client.set_cookie(
        "__Host-dsp", "nobody-knows-this-reference", domain="localhost", secure=True
    )
    page = demo_visitor.open("activate")
    assert page.status == 200
    assert "Step 1 of 5" in page.text
    assert "Step 2 of 5" in to_email(demo_visitor, holder).text


def test_half_a_sign_in_is_no_obstacle_either(
    demo_visitor: TestBrowser, holder: DemoPatient, demo, mailbox: Mailbox
):
    known = demo.patient(state="activated")
    demo_visitor.open("sign-in")
    demo_visitor.submit(email=known.email, password=known.password)
    assert "Step 1 of 5" in demo_visitor.open("activate").text
    assert "Step 2 of 5" in to_email(demo_visitor, holder).text


def test_an_outage_keeps_what_was_typed(frame: Flask):
    browser = TestBrowser(frame)
    browser.open("activate")
    page = browser.submit(matricule="1983081234566", code="0000-0000-0000")
    assert page.status == 503
    assert "Something went wrong on our side" in refusal(page)
    assert page.value("matricule") == "1983081234566"
    assert int(page.headers["Retry-After"]) > 0


@pytest.mark.parametrize("path", ["activate", "object", "letter", "forgotten", "forgotten/new-password"])
def test_a_form_from_elsewhere_is_not_taken(demo_visitor: TestBrowser, path: str):
    answer = demo_visitor._send("POST", demo_visitor._absolute(path), data={"matricule": "1983081234566"})
    assert answer.status_code == 403

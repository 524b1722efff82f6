"""From the address to the recovery codes: each step explains itself, keeps what was typed and can be mended."""

import re

import lxml.html
import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from tests.portal.activation.way import (
    EMAIL,
    PASSWORD,
    refusal,
    switch_language,
    to_app,
    to_email,
    to_email_code,
    to_password,
    to_recovery_codes,
)
from tests.support.browser import TestBrowser
from tests.support.clock import Clock
from tests.support.mailbox import Mailbox
from tests.support.population import DemoPatient
from tests.support.steps import recovery_codes, sign_in
from tests.support.tree import LANGUAGES


def test_a_malformed_address_stays_in_its_field(demo_visitor: TestBrowser, holder: DemoPatient):
    to_email(demo_visitor, holder)
    page = demo_visitor.submit(email="jempi at example")
    assert "does not look like an e-mail address" in refusal(page)
    assert page.value("email") == "jempi at example"


def test_the_code_step_shows_the_address_and_the_time_left(demo_visitor: TestBrowser, holder: DemoPatient):
    page = to_email_code(demo_visitor, holder)
    assert EMAIL in page.text
    assert "Time left: 10 minutes" in page.text
    assert "Spam" in page.text


def test_a_wrong_code_says_how_many_tries_are_left_then_asks_for_a_new_one(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox, clock: Clock
):
    to_email_code(demo_visitor, holder)
    right = mailbox.last(EMAIL).code
    wrong = "000000" if right != "000000" else "111111"
    assert "six digits" in refusal(demo_visitor.submit(email_code="12 34"))
    assert "Tries left: 4" in refusal(demo_visitor.submit(email_code=wrong))
    for _turn in range(3):
        demo_visitor.submit(email_code=wrong)
    assert "typed wrong too often" in refusal(demo_visitor.submit(email_code=wrong))
    assert "typed wrong too often" in refusal(demo_visitor.submit(email_code=right))
    assert "a moment ago" in demo_visitor.press("Send a new code").said("notice")
    clock.forward(seconds=15)
    assert "sent you a new code" in demo_visitor.press("Send a new code").said("notice")
    page = demo_visitor.submit(email_code=mailbox.last(EMAIL, after=1).code)
    assert "Step 3 of 5" in page.text


def test_an_old_code_is_explained_and_a_new_one_replaces_it(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox, clock: Clock
):
    to_email_code(demo_visitor, holder)
    first = mailbox.last(EMAIL).code
    clock.forward(minutes=11)
    assert "too old by now" in demo_visitor.again().text
    assert "too old" in refusal(demo_visitor.submit(email_code=first))
    demo_visitor.press("Send a new code")
    second = mailbox.last(EMAIL, after=1).code
    assert "Step 3 of 5" in demo_visitor.submit(email_code=second).text


def test_the_code_may_be_typed_with_spaces(demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox):
    to_email_code(demo_visitor, holder)
    code = mailbox.last(EMAIL).code
    assert "Step 3 of 5" in demo_visitor.submit(email_code=f" {code[:3]} {code[3:]} ").text


def test_a_wrong_address_can_be_corrected_until_it_is_proved(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox
):
    to_email_code(demo_visitor, holder, "jempy@example.lu")
    page = demo_visitor.press("Correct the address")
    assert page.value("email") == "jempy@example.lu"
    page = demo_visitor.submit(email=EMAIL)
    assert EMAIL in page.text
    assert "Step 3 of 5" in demo_visitor.submit(email_code=mailbox.last(EMAIL).code).text


def test_too_many_mails_to_one_address_are_told(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox, clock: Clock
):
    to_email_code(demo_visitor, holder)
    for _turn in range(6):
        clock.forward(seconds=15)
        page = demo_visitor.press("Send a new code")
    assert "too many tries" in refusal(page)
    assert "Time to wait" in refusal(page)
    assert len(mailbox.all(EMAIL)) == 6


def test_the_rules_stand_before_the_password_and_each_mistake_is_named(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox
):
    page = to_password(demo_visitor, holder, mailbox)
    assert "12 characters or more" in page.text
    assert "e-mail address is confirmed" in page.said("notice")
    for typed, again, said in (
        ("short", "short", "too short"),
        (PASSWORD, PASSWORD + "x", "not the same"),
        ("password1234", "password1234", "easy to guess"),
        ("x" * 129, "x" * 129, "too long"),
        ("", "", "would like to have"),
    ):
        page = demo_visitor.submit(password=typed, password_again=again)
        assert said in refusal(page), typed
        assert page.value("password") == page.value("password_again") == ""
        assert "12 characters or more" in page.text


def test_the_app_is_offered_as_a_picture_a_link_and_a_key(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox
):
    app = to_app(demo_visitor, holder, mailbox)
    page = demo_visitor.page
    link = page.root.xpath("//a[starts-with(@href, 'otpauth:')]/@href")[0]
    assert len(app.secret) == 32
    assert f"secret={app.secret}" in link
    picture = page.root.xpath("//div[@class='qr']")[0]
    assert picture.get("role") == "img"
    assert "QR code" in picture.get("aria-label")
    assert _what_a_camera_sees(lxml.html.tostring(picture[0])) == link


def _what_a_camera_sees(svg: bytes) -> str:
    """Draws the picture's one path, which is a row of unit squares after the other, and reads it as a phone would."""
    side = int(re.findall(rb'viewbox="0 0 (\d+)', svg, re.IGNORECASE)[0])
    field = Image.new("L", (side, side), 255)
    for x, y in re.findall(rb"M(\d+),(\d+)H", svg):
        field.putpixel((int(x), int(y)), 0)
    return str(zxingcpp.read_barcodes(field.resize((side * 8, side * 8), Image.Resampling.NEAREST))[0].text)


def test_a_wrong_app_code_is_told_and_the_secret_stays_the_same(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox
):
    app = to_app(demo_visitor, holder, mailbox)
    page = demo_visitor.submit(totp=app.wrong_code())
    assert "not right" in refusal(page)
    assert page.said("totp-secret").replace(" ", "") == app.secret
    assert page.value("totp") == ""


def test_a_phone_whose_clock_is_wrong_is_told_by_how_much(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox
):
    app = to_app(demo_visitor, holder, mailbox)
    assert "wrong by about 5 minutes" in refusal(demo_visitor.submit(totp=app.code(steps_off=10)))
    right = app._totp.now()
    assert demo_visitor.submit(totp=right).has("recovery-codes")


def test_another_password_may_be_chosen_before_the_end(
    demo_visitor: TestBrowser, demo_portal: Flask, holder: DemoPatient, mailbox: Mailbox
):
    app = to_app(demo_visitor, holder, mailbox)
    page = demo_visitor.press("Choose another password")
    assert "Step 3 of 5" in page.text
    other = "quiet marble heron forty"
    page = demo_visitor.submit(password=other, password_again=other)
    assert page.said("totp-secret").replace(" ", "") == app.secret
    demo_visitor.submit(totp=app.code())
    signed_in = sign_in(TestBrowser(demo_portal), EMAIL, other, app)
    assert signed_in.has("signed-in-as")


def test_the_ten_codes_stay_until_they_are_kept_then_they_are_gone(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox
):
    to_recovery_codes(demo_visitor, holder, mailbox)
    codes = recovery_codes(demo_visitor.page)
    assert len(set(codes)) == 10
    assert recovery_codes(demo_visitor.again()) == codes
    file = demo_visitor._send("GET", "https://localhost/en/activate/recovery-codes.txt")
    assert file.headers["Content-Disposition"] == 'attachment; filename="dsp-recovery-codes.txt"'
    assert file.headers["Cache-Control"] == "no-store"
    assert all(code in file.text for code in codes)
    page = demo_visitor.press("continue")
    assert page.has("activated")
    assert "All done" in page.said("notice")
    assert page.mark("activated").get("data-state") == "activated"
    assert not any(code in page.text for code in codes)
    assert demo_visitor._send("GET", "https://localhost/en/activate/recovery-codes.txt").status_code == 404
    assert demo_visitor.follow("Open my record").path == "/en/record"


def test_the_account_number_stands_on_the_page_to_keep(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox
):
    to_recovery_codes(demo_visitor, holder, mailbox)
    assert demo_visitor.page.root.xpath("//strong[@translate='no']/text()")[-1].isdigit()


def test_the_reference_changes_when_the_person_does(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox
):
    def reference() -> str:
        cookie = demo_visitor.client.get_cookie("__Host-dsp")
        return cookie.value if cookie else ""

    app = to_app(demo_visitor, holder, mailbox)
    before = reference()
    demo_visitor.submit(totp=app.code())
    assert before
    assert reference() != before


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_speaks_every_language_and_switches_with_what_was_typed(
    demo_portal: Flask, holder: DemoPatient, mailbox: Mailbox, language: str
):
    browser = TestBrowser(demo_portal, language=language)
    other = "de" if language != "de" else "fr"
    to_email(browser, holder)
    assert switch_language(browser, other, email="jempi@").value("email") == "jempi@"
    browser.open("activate")
    browser.submit(email=EMAIL)
    assert switch_language(browser, other, email_code="123").value("email_code") == "123"
    browser.open("activate")
    browser.submit(email_code=mailbox.last(EMAIL).code)
    page = switch_language(browser, other, password="secret one", password_again="secret two")
    assert page.language == other
    assert b"secret one" not in page.body
    browser.open("activate")
    page = browser.submit(password=PASSWORD, password_again=PASSWORD)
    assert page.language == language
    assert page.has("totp-secret")
    assert switch_language(browser, other, totp="12").value("totp") == "12"


def test_somebody_may_look_at_the_help_in_between(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox
):
    to_password(demo_visitor, holder, mailbox)
    demo_visitor.open("help")
    demo_visitor.open("")
    assert "Step 3 of 5" in demo_visitor.open("activate").text

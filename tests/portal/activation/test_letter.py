"""The first step: typing mistakes are told at once and kindly; every true failure looks the same."""

import pytest
from flask import Flask

from platform_api import letter_codes
from platform_api.matricule import check_digits
from tests.portal.activation.way import (
    EMAIL,
    PASSWORD,
    refusal,
    switch_language,
    to_email,
    to_recovery_codes,
    without_tokens,
)
from tests.support.browser import TestBrowser
from tests.support.clock import Clock
from tests.support.mailbox import Mailbox
from tests.support.population import Demo, DemoPatient
from tests.support.tree import LANGUAGES

NOBODYS = "1987052911" + "4"
ANOTHER_CODE = letter_codes.grouped("ABCDEFGHJKM" + letter_codes.check_character("ABCDEFGHJKM"))


def _as_people_type(code: str) -> str:
    return code.lower().replace("-", " ").replace("0", "o").replace("1", "l")


def test_the_letter_leads_to_the_second_step(demo_visitor: TestBrowser, holder: DemoPatient):
    page = to_email(demo_visitor, holder)
    assert page.status == 200
    assert page.path == "/en/activate"
    assert "Step 2 of 5" in page.text
    assert holder.name.split()[0] in page.text


def test_matricule_and_code_are_read_as_people_type_them(demo_visitor: TestBrowser, holder: DemoPatient):
    number = holder.matricule
    demo_visitor.open("activate")
    page = demo_visitor.submit(
        matricule=f" {number[:4]} {number[4:8]} {number[8:11]}-{number[11:]} ",
        code=_as_people_type(holder.letter_code),
    )
    assert "Step 2 of 5" in page.text


@pytest.mark.parametrize(
    ("matricule", "code", "said"),
    [
        ("", "", "Type your matricule"),
        ("1983081234567", ANOTHER_CODE, "A digit seems wrong"),
        ("1938081234566", ANOTHER_CODE, "A digit seems wrong"),
        ("not a number", ANOTHER_CODE, "A digit seems wrong"),
        ("19830812345", ANOTHER_CODE, "old number with 11 digits"),
        ("1983081234566", "ABCD-EFGH-JKMM", "One character of this code seems wrong"),
        ("1983081234566", "ABCD", "One character of this code seems wrong"),
    ],
)
def test_a_typing_mistake_is_told_and_what_was_typed_stays(
    demo_visitor: TestBrowser, matricule: str, code: str, said: str
):
    demo_visitor.open("activate")
    page = demo_visitor.submit(matricule=matricule, code=code)
    assert said in refusal(page)
    assert page.value("matricule") == matricule
    assert page.value("code") == code
    assert page.root.xpath("//title")[0].text.startswith("Error")


def test_an_old_number_opens_the_help_that_shows_where_the_13_digits_stand(demo_visitor: TestBrowser):
    demo_visitor.open("activate")
    page = demo_visitor.submit(matricule="1983 0812 345", code=ANOTHER_CODE)
    opened = page.root.xpath("//details[@open]")
    assert len(opened) == 1
    assert "you find all 13 on your newest card" in opened[0].text_content()


def test_a_typing_mistake_costs_no_try(demo_visitor: TestBrowser, holder: DemoPatient):
    for _turn in range(8):
        demo_visitor.open("activate")
        demo_visitor.submit(matricule=holder.matricule, code="ABCD-EFGH-JKMM")
    assert "Step 2 of 5" in to_email(demo_visitor, holder).text


def test_an_odd_birth_date_is_no_mistake_but_a_hint(demo_visitor: TestBrowser):
    demo_visitor.open("activate")
    page = demo_visitor.submit(matricule="1983023012312", code=ANOTHER_CODE)
    assert "We cannot accept" in refusal(page)
    assert "no day of the calendar" in page.text


def test_every_true_failure_looks_the_same(
    demo_visitor: TestBrowser,
    demo_portal: Flask,
    demo: Demo,
    holders: list[DemoPatient],
    mailbox: Mailbox,
    clock: Clock,
):
    """Wrong, somebody else's, unknown, used, locked, expired: same status, same page, down to the last sign."""
    used, expiring = holders[0], holders[1]
    to_recovery_codes(TestBrowser(demo_portal), used, mailbox)
    nobody = NOBODYS + check_digits(NOBODYS)
    tries = {
        "wrong code": (expiring.matricule, ANOTHER_CODE),
        "the code of another person": (expiring.matricule, holders[2].letter_code),
        "nobody's matricule": (nobody, expiring.letter_code),
        "used": (used.matricule, used.letter_code),
    }
    seen = {name: _tried(demo_visitor, *typed) for name, typed in tries.items()}
    for _turn in range(5):
        _tried(demo_visitor, expiring.matricule, ANOTHER_CODE)
    seen["locked, although right"] = _tried(demo_visitor, expiring.matricule, expiring.letter_code)
    clock.forward(days=31)
    seen["expired"] = _tried(demo_visitor, expiring.matricule, expiring.letter_code)
    assert {status for status, _page in seen.values()} == {422}
    first = seen["wrong code"][1]
    assert [name for name, (_status, page) in seen.items() if page != first] == []
    assert "Ask for a new letter" in first
    assert "Wait 15 minutes" in first


def _tried(browser: TestBrowser, matricule: str, code: str) -> tuple[int, str]:
    browser.open("activate")
    page = browser.submit(matricule=matricule, code=code)
    source = without_tokens(page)
    for typed in (matricule, code):
        source = source.replace(typed, "…")
    return page.status, source


def test_after_the_lock_the_right_code_works_again(
    demo_visitor: TestBrowser, holder: DemoPatient, clock: Clock
):
    for _turn in range(5):
        _tried(demo_visitor, holder.matricule, ANOTHER_CODE)
    clock.forward(minutes=16)
    assert "Step 2 of 5" in to_email(demo_visitor, holder).text


def test_too_many_tries_from_one_address_are_told_with_the_time_to_wait(demo_visitor: TestBrowser):
    for _turn in range(61):
        demo_visitor.open("activate")
        page = demo_visitor.submit(matricule="1983081234566", code=ANOTHER_CODE)
        if page.status == 429:
            break
    assert "15 minutes" in refusal(page)
    assert int(page.headers["Retry-After"]) > 600
    assert page.value("code") == ANOTHER_CODE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_letter_is_explained_in_every_language(demo_portal: Flask, language: str):
    browser = TestBrowser(demo_portal, language=language)
    browser.open("activate")
    page = browser.submit(matricule="1983081234566", code=ANOTHER_CODE)
    assert refusal(page)
    assert f"/{language}/letter" in " ".join(page.links())
    assert page.root.xpath("//main//a[starts-with(@href, 'tel:')]")


def test_the_form_changes_its_language_and_keeps_what_was_typed(demo_visitor: TestBrowser):
    demo_visitor.open("activate")
    page = switch_language(demo_visitor, "lb", matricule="1983 0812", code="abcd")
    assert page.status == 200
    assert page.language == "lb"
    assert page.value("matricule") == "1983 0812"
    assert page.value("code") == "abcd"
    assert not page.has("error-summary")


def test_somebody_who_is_signed_in_is_told_so_and_can_sign_out(
    demo_visitor: TestBrowser, holders: list[DemoPatient], mailbox: Mailbox
):
    to_recovery_codes(demo_visitor, holders[0], mailbox)
    demo_visitor.press("continue")
    page = demo_visitor.open("activate")
    assert page.has("activated")
    assert page.has("signed-in-as")
    assert not page.root.xpath("//input[@name='code']")
    demo_visitor.submit(form="/en/sign-out")
    assert "Step 2 of 5" in to_email(demo_visitor, holders[1]).text


def test_no_address_and_no_page_carries_a_secret(
    demo_visitor: TestBrowser, holder: DemoPatient, mailbox: Mailbox
):
    to_recovery_codes(demo_visitor, holder, mailbox)
    assert PASSWORD not in demo_visitor.page.body.decode()
    assert EMAIL not in " ".join(demo_visitor.trail)
    assert holder.letter_code not in " ".join(demo_visitor.trail)

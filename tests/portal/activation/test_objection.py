"""Objecting with the letter alone: what it means is said before, what happened is said after."""

import pytest
from flask import Flask

from platform_api import letter_codes
from tests.portal.activation.way import (
    refusal,
    switch_language,
    to_app,
    to_email,
    to_recovery_codes,
    without_tokens,
)
from tests.support.browser import Page, TestBrowser
from tests.support.clock import Clock
from tests.support.mailbox import Mailbox
from tests.support.population import DemoPatient
from tests.support.tree import LANGUAGES

ANOTHER_CODE = letter_codes.grouped("ABCDEFGHJKM" + letter_codes.check_character("ABCDEFGHJKM"))


def _object(browser: TestBrowser, patient: DemoPatient) -> Page:
    browser.open("object")
    return browser.submit(matricule=patient.matricule, code=patient.letter_code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_means_stands_before_the_form_in_every_language(demo_portal: Flask, language: str):
    page = TestBrowser(demo_portal, language=language).open("object")
    before = page.root.xpath("//*[@class='confirm']/following::input[@name='matricule']")
    assert len(before) == 1
    assert len(page.root.xpath("//*[@class='confirm']//li")) == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_confirmation_says_what_happened_and_hides_the_matricule(
    demo_portal: Flask, holder: DemoPatient, language: str
):
    page = _object(TestBrowser(demo_portal, language=language), holder)
    assert page.status == 200
    assert page.mark("objected").get("data-state") == "objected"
    assert holder.matricule not in page.text
    assert f"{holder.matricule[:4]} •••• ••• {holder.matricule[-2:]}" in page.text
    assert page.root.xpath("//button[@data-print]")


def test_no_account_is_made_and_the_letter_is_over(demo_visitor: TestBrowser, holder: DemoPatient):
    assert _object(demo_visitor, holder).has("objected")
    assert not demo_visitor.open("").has("signed-in-as")
    demo_visitor.open("activate")
    page = demo_visitor.submit(matricule=holder.matricule, code=holder.letter_code)
    assert "We cannot accept" in refusal(page)


def test_an_activation_under_way_elsewhere_cannot_finish(
    demo_visitor: TestBrowser, another_phone, holder: DemoPatient, mailbox: Mailbox
):
    app = to_app(demo_visitor, holder, mailbox)
    assert _object(another_phone(), holder).has("objected")
    assert demo_visitor.submit(totp=app.code()).status == 409


def test_every_failure_looks_the_same(demo_visitor: TestBrowser, holders: list[DemoPatient], clock: Clock):
    done, late = holders[0], holders[1]
    _object(demo_visitor, done)
    seen = [
        _tried(demo_visitor, late.matricule, ANOTHER_CODE),
        _tried(demo_visitor, "1983081234566", late.letter_code),
        _tried(demo_visitor, done.matricule, done.letter_code),
    ]
    clock.forward(days=31)
    seen.append(_tried(demo_visitor, late.matricule, late.letter_code))
    assert seen[1:] == seen[:1] * 3
    assert seen[0][0] == 422


def _tried(browser: TestBrowser, matricule: str, code: str) -> tuple[int, str]:
    browser.open("object")
    page = browser.submit(matricule=matricule, code=code)
    source = without_tokens(page)
    return page.status, source.replace(matricule, "…").replace(code, "…")


def test_pressing_twice_is_answered_kindly(demo_visitor: TestBrowser, holder: DemoPatient):
    demo_visitor.open("object")
    twice = demo_visitor.twin()
    assert demo_visitor.submit(matricule=holder.matricule, code=holder.letter_code).has("objected")
    page = twice.submit(matricule=holder.matricule, code=holder.letter_code)
    assert "You have objected with this letter already" in page.text


def test_a_typing_mistake_keeps_what_was_typed(demo_visitor: TestBrowser):
    demo_visitor.open("object")
    page = demo_visitor.submit(matricule="1983081234567", code="abc")
    assert "A digit seems wrong" in refusal(page)
    assert page.value("code") == "abc"


def test_the_form_changes_its_language_with_what_was_typed(demo_visitor: TestBrowser):
    demo_visitor.open("object")
    page = switch_language(demo_visitor, "fr", matricule="1983", code="abc")
    assert page.language == "fr"
    assert (page.value("matricule"), page.value("code")) == ("1983", "abc")


def test_somebody_who_is_signed_in_may_object_for_a_child(
    demo_visitor: TestBrowser, holders: list[DemoPatient], mailbox: Mailbox
):
    to_recovery_codes(demo_visitor, holders[0], mailbox)
    page = _object(demo_visitor, holders[1])
    assert page.has("objected")
    assert page.has("signed-in-as")


def test_after_the_objection_the_activation_is_open_to_nobody(
    demo_visitor: TestBrowser, holders: list[DemoPatient]
):
    _object(demo_visitor, holders[0])
    assert "Step 2 of 5" in to_email(demo_visitor, holders[1]).text

"""Signing in in another language, changed in the middle: what was typed stays, except the password."""

import pytest

from tests.portal.activation.way import switch_language
from tests.portal.sign_in.way import refusal, to_second_step
from tests.support.browser import TestBrowser
from tests.support.population import DemoPatient
from tests.support.tree import LANGUAGES

HEADINGS = {"fr": "Se connecter", "de": "Anmelden", "lb": "Umellen", "en": "Sign in"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_keeps_the_address_and_never_the_password(demo_visitor: TestBrowser, language: str):
    demo_visitor.open("/fr/sign-in" if language != "fr" else "/de/sign-in")
    page = switch_language(demo_visitor, language, email="claire@example.lu", password="geheim 4711")
    assert page.status == 200
    assert page.language == language
    assert page.heading == HEADINGS[language]
    assert page.value("email") == "claire@example.lu"
    assert page.value("password") == ""
    assert b"4711" not in page.body
    assert not page.has("error-summary")


def test_the_switch_keeps_the_way_back(demo_visitor: TestBrowser, claire: DemoPatient):
    demo_visitor.open("/fr/sign-in", next="/fr/journal")
    switch_language(demo_visitor, "de", email="claire@example.lu")
    assert "next=/fr/journal" in demo_visitor.page.url


def test_the_switch_at_the_second_step_stays_at_the_second_step(
    demo_visitor: TestBrowser, claire: DemoPatient
):
    app = to_second_step(demo_visitor, claire)
    page = switch_language(demo_visitor, "lb", totp="12")
    assert page.root.xpath("//input[@name='totp']")
    assert page.language == "lb"
    assert demo_visitor.submit(totp=app.code()).path == "/lb/record"


def test_the_switch_at_the_recovery_code_stays_there(demo_visitor: TestBrowser, claire: DemoPatient):
    to_second_step(demo_visitor, claire)
    demo_visitor.submit(recovery_code="wrong")
    page = switch_language(demo_visitor, "de", recovery_code="AB3CD")
    assert page.root.xpath("//input[@name='recovery_code']")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_worded_in_the_pages_language(demo_visitor: TestBrowser, language: str):
    demo_visitor.language = language
    demo_visitor.open("sign-in")
    said = refusal(demo_visitor.submit(email="nobody@example.lu", password="x"))
    parts = {"fr": "mot de passe", "de": "Passwort", "lb": "Passwuert", "en": "password"}
    assert parts[language] in said

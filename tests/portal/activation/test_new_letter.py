"""Asking for another letter: one answer for everybody, and a letter only for whom it is."""

import pytest
from flask import Flask

from platform_api import operations
from tests.portal.activation.way import refusal, without_tokens
from tests.support.browser import Page, TestBrowser
from tests.support.clock import Clock
from tests.support.homes import settings_for
from tests.support.population import Demo, DemoPatient
from tests.support.tree import LANGUAGES


def _ask(browser: TestBrowser, matricule: str, last_name: str) -> Page:
    browser.open("letter")
    return browser.submit(matricule=matricule, last_name=last_name)


def _pending(demo: Demo) -> list[str]:
    """Whose letters wait to be printed."""
    return [letter.patient_id for letter in operations.mint_letters(settings_for(demo.home))]


def _family_name(patient: DemoPatient) -> str:
    return str(patient.name.split()[-1])


def test_everybody_gets_the_same_answer_and_only_the_right_one_a_letter(
    demo_visitor: TestBrowser, demo: Demo, clock: Clock
):
    patient = demo.patient("Reuland")
    clock.forward(days=2)
    pages = [
        _ask(demo_visitor, patient.matricule, "Somebody"),
        _ask(demo_visitor, "1983081234566", "Nobody"),
        _ask(demo_visitor, patient.matricule, f"  {_family_name(patient).upper()} "),
        _ask(demo_visitor, patient.matricule, _family_name(patient)),
    ]
    assert {page.path for page in pages} == {"/en/letter/asked"}
    assert len({without_tokens(page) for page in pages}) == 1
    assert _pending(demo) == [patient.patient_id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_when_it_comes_and_where_to_in_every_language(demo_portal: Flask, language: str):
    browser = TestBrowser(demo_portal, language=language)
    page = browser.open("letter")
    assert len(page.root.xpath("//main//section//li")) == 5
    page = _ask(browser, "1983081234566", "Weber")
    assert page.has("letter-asked")
    assert page.language == language


@pytest.mark.parametrize(
    ("matricule", "last_name", "said"),
    [
        ("", "Weber", "Type your matricule"),
        ("1983081234567", "Weber", "A digit seems wrong"),
        ("19830812345", "Weber", "11 digits"),
        ("1983081234566", " ", "Type your last name"),
    ],
)
def test_mistakes_are_told_and_what_was_typed_stays(
    demo_visitor: TestBrowser, matricule: str, last_name: str, said: str
):
    page = _ask(demo_visitor, matricule, last_name)
    assert said in refusal(page)
    assert page.value("matricule") == matricule

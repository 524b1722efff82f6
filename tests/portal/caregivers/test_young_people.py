"""A young person of 17 and their mother: who decides, in words that fit a parent, in every language."""

import pytest
from flask import Flask

from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.population import Demo
from tests.support.steps import sign_in
from tests.support.tree import LANGUAGES


def at_home(demo: Demo, app: Flask, name: str, language: str = "en") -> TestBrowser:
    known, browser = demo.patient(name), TestBrowser(app, language=language)
    sign_in(browser, known.email, known.password, Authenticator(known.totp_secret))
    return browser


@pytest.mark.parametrize("language", LANGUAGES)
def test_tim_is_asked_about_his_mother_and_not_about_a_code(demo: Demo, demo_portal: Flask, language: str):
    tim = at_home(demo, demo_portal, "Tim Weyland", language)
    page = tim.open("caregivers")
    (row,) = page.marks("mandate-row")
    page = tim.open(f"caregivers/{row.get('data-mandate-id')}/confirm")
    assert page.status == 200
    if language == "en":
        assert page.heading == "May your mother or your father look into your record?"
        assert "Your code was entered" not in page.text


def test_while_he_has_not_answered_his_page_does_not_look_as_if_she_saw_something(
    demo: Demo, demo_portal: Flask
):
    tim = at_home(demo, demo_portal, "Tim Weyland")
    row = tim.open("caregivers").mark("mandate-row")
    page = tim.open(f"caregivers/{row.get('data-mandate-id')}")
    assert "Until you say yes, this person sees nothing" in page.said("mandate-row")
    assert "is-open" not in str(page.mark("mandate-row").get("class"))
    assert "What this person may do once it counts" in page.text
    assert "Pause it" not in page.text
    assert "See what this person sees" not in page.text


def test_he_says_no_and_his_mother_is_not_told(demo: Demo, demo_portal: Flask):
    mother, tim = at_home(demo, demo_portal, "Nathalie"), at_home(demo, demo_portal, "Tim Weyland")
    assert "They can allow it to you in their own account" in mother.open("acting").text
    row = tim.open("caregivers").mark("mandate-row")
    tim.open(f"caregivers/{row.get('data-mandate-id')}/confirm")
    tim.press("No, and tell nobody")
    assert "Tim Weyland" not in mother.open("acting").text


def test_his_mother_reads_from_which_day_on_lena_decides(demo: Demo, demo_portal: Flask):
    page = at_home(demo, demo_portal, "Nathalie").open("acting")
    assert "This child decides for themself from" in page.text

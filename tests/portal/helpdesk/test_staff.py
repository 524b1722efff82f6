"""Staff sign in with both factors, land on the desk, and find no page of a patient."""

import pytest
from flask import Flask

from tests.portal.helpdesk.conftest import Desk
from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.population import Demo
from tests.support.served import dsp
from tests.support.steps import sign_in

PATIENT_PAGES = ("record", "documents", "journal", "professionals", "emergency")


@pytest.mark.parametrize("who", ["agent", "supervisor"])
def test_staff_land_on_the_desk_and_see_no_page_of_a_patient(desk: Desk, who: str):
    browser = getattr(desk, who)()
    assert browser.page.path == "/en/helpdesk"
    menu = browser.page.root.xpath("//header//nav//a/@href")
    assert "/en/helpdesk" in menu
    assert not [link for link in menu if link.rpartition("/")[2] in PATIENT_PAGES]
    for path in PATIENT_PAGES:
        assert browser.open(path).status in (403, 404), path
    assert browser.open("").path == "/en/helpdesk"


def test_a_patient_finds_no_desk(desk: Desk):
    browser = desk.patient("Reuland")
    assert browser.page.path != "/en/helpdesk"
    assert not [link for link in browser.page.links() if link.endswith("/helpdesk")]
    assert browser.open("helpdesk").status == 403


def test_a_stranger_is_sent_to_sign_in(demo_visitor: TestBrowser):
    assert demo_visitor.open("helpdesk").path == "/en/sign-in"


def test_the_operator_adds_somebody_who_signs_in_at_once(demo: Demo, demo_portal: Flask):
    told = dsp(
        demo.home, "staff", "add", "new@desk.lu", "--role", "agent", "--given", "Eva", "--family", "Kremer"
    ).stdout.split("\n")[0]
    email, role, password, totp = told.split("\t")
    assert (email, role) == ("new@desk.lu", "agent")
    browser = TestBrowser(demo_portal)
    secret = Authenticator(totp.removeprefix("TOTP "))
    page = sign_in(browser, email, password.removeprefix("password "), secret)
    assert page.path == "/en/helpdesk"
    assert "Eva Kremer" in page.said("signed-in-as")

"""Two people with one e-mail address: the account number is asked for only where nothing else tells them apart."""

import re

import pytest

from tests.portal.sign_in.way import into_the_record, reference, refusal
from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.mailbox import Mailbox
from tests.support.population import DemoPatient

SAME = "kachen lantern brisk seventeen"


@pytest.fixture
def numbers(
    demo_visitor: TestBrowser, mailbox: Mailbox, ferdinand: DemoPatient, leonie: DemoPatient
) -> dict[str, str]:
    """Both choose the same new password by their mailed links; returns their account numbers by name."""
    demo_visitor.open("forgotten")
    demo_visitor.submit(email=ferdinand.email)
    mails = [mail for mail in mailbox.all(ferdinand.email) if "#t=" in mail.text]
    assert len(mails) == 2
    found = {}
    for mail in mails:
        number = re.search(r"[0-9]{8}", mail.text)
        assert number is not None
        token = next(link for link in mail.links if "#t=" in link).partition("#t=")[2]
        for person in (ferdinand, leonie):
            demo_visitor.open("forgotten/new-password")
            code = Authenticator(person.totp_secret).code(steps_off=-1)
            fields = {"token": token, "password": SAME, "password_again": SAME, "totp": code}
            if demo_visitor.submit(**fields).status == 200:
                found[person.name] = number.group()
                break
    assert len(found) == 2
    return found


def test_the_same_password_asks_for_the_number_and_keeps_the_address(
    demo_visitor: TestBrowser, leonie: DemoPatient, numbers: dict[str, str]
):
    demo_visitor.open("sign-in")
    page = demo_visitor.submit(email=leonie.email, password=SAME)
    assert "Two people use this e-mail address" in refusal(page)
    assert page.value("email") == leonie.email
    assert page.value("password") == ""
    assert reference(demo_visitor) is None
    number = numbers[leonie.name]
    page = demo_visitor.submit(password=SAME, account_number=f" {number[:4]} {number[4:]} ")
    assert page.root.xpath("//input[@name='totp']")
    page = demo_visitor.submit(totp=Authenticator(leonie.totp_secret).code())
    assert page.said("signed-in-as") == f"Signed in as {leonie.name}"


def test_a_number_of_nobody_is_just_wrong_and_stays_in_its_field(
    demo_visitor: TestBrowser, leonie: DemoPatient, numbers: dict[str, str]
):
    demo_visitor.open("sign-in")
    demo_visitor.submit(email=leonie.email, password=SAME)
    page = demo_visitor.submit(password=SAME, account_number="12345678")
    assert "not right" in refusal(page)
    assert page.value("account_number") == "12345678"


@pytest.mark.parametrize("name", ["Ferdinand", "Léonie"])
def test_different_passwords_need_no_number(
    demo_visitor: TestBrowser, ferdinand: DemoPatient, leonie: DemoPatient, name: str
):
    person = ferdinand if name == "Ferdinand" else leonie
    demo_visitor.open("sign-in")
    assert not demo_visitor.page.root.xpath("//input[@name='account_number']")
    into_the_record(demo_visitor, person)
    assert person.name in demo_visitor.page.said("signed-in-as")


def test_the_partners_app_opens_nothing(
    demo_visitor: TestBrowser, ferdinand: DemoPatient, leonie: DemoPatient
):
    demo_visitor.open("sign-in")
    demo_visitor.submit(email=ferdinand.email, password=ferdinand.password)
    page = demo_visitor.submit(totp=Authenticator(leonie.totp_secret).code())
    assert "not right" in refusal(page)


def test_a_wrong_password_never_asks_for_the_number(demo_visitor: TestBrowser, ferdinand: DemoPatient):
    demo_visitor.open("sign-in")
    page = demo_visitor.submit(email=ferdinand.email, password="neither of the two")
    assert "not right" in refusal(page)
    assert not page.root.xpath("//input[@name='account_number']")

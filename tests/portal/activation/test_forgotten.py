"""A forgotten password: the mailed code and the second factor together, and no way to learn who has an account."""

import pytest
from flask import Flask

from tests.portal.activation.way import refusal, without_tokens
from tests.support.authenticator import Authenticator
from tests.support.browser import Page, TestBrowser
from tests.support.clock import Clock
from tests.support.mailbox import Mail, Mailbox
from tests.support.population import Demo, DemoPatient
from tests.support.steps import sign_in
from tests.support.tree import LANGUAGES

NEW = "quiet marble heron forty"


@pytest.fixture
def owner(demo: Demo) -> DemoPatient:
    """Somebody with an account."""
    return demo.patient(state="activated")


@pytest.fixture
def token(demo_visitor: TestBrowser, owner: DemoPatient, mailbox: Mailbox) -> str:
    """The code in the mail that the person asked for."""
    _ask(demo_visitor, owner.email)
    return _token(mailbox.last(owner.email))


def _ask(browser: TestBrowser, email: str) -> Page:
    browser.open("forgotten")
    return browser.submit(email=email)


def _token(mail: Mail) -> str:
    return next(link for link in mail.links if "#t=" in link).partition("#t=")[2]


def _choose(browser: TestBrowser, code: str, **proof: str) -> Page:
    browser.open("forgotten/new-password")
    fields = {
        "token": code,
        "password": NEW,
        "password_again": NEW,
        "totp": "",
        "recovery_code": "",
        **proof,
    }
    return browser.submit(**fields)


def test_every_address_gets_the_same_answer(demo_visitor: TestBrowser, owner: DemoPatient, mailbox: Mailbox):
    known, unknown = _ask(demo_visitor, owner.email), _ask(demo_visitor, "nobody@example.lu")
    assert known.path == unknown.path == "/en/forgotten/sent"
    assert without_tokens(known) == without_tokens(unknown)
    assert len(mailbox.all(owner.email)) == 1
    assert mailbox.all("nobody@example.lu") == []


def test_a_new_password_opens_the_account_and_the_old_one_does_not(
    demo_visitor: TestBrowser, demo_portal: Flask, owner: DemoPatient, token: str
):
    app = Authenticator(owner.totp_secret)
    elsewhere = TestBrowser(demo_portal)
    assert sign_in(elsewhere, owner.email, owner.password, app).has("signed-in-as")
    page = _choose(demo_visitor, token, totp=app.code())
    assert page.path == "/en/sign-in"
    assert "new password is set" in page.said("notice")
    assert not elsewhere.open("record").has("signed-in-as")
    demo_visitor.open("sign-in")
    assert refusal(demo_visitor.submit(email=owner.email, password=owner.password))
    assert demo_visitor.submit(email=owner.email, password=NEW).root.xpath("//input[@name='totp']")


def test_the_token_never_reaches_an_address_or_a_log(
    demo_visitor: TestBrowser, owner: DemoPatient, token: str, mailbox: Mailbox
):
    link = next(link for link in mailbox.last(owner.email).links if "#t=" in link)
    assert token not in link.partition("#")[0]
    _choose(demo_visitor, token, totp=Authenticator(owner.totp_secret).code())
    assert token not in " ".join(demo_visitor.trail)


def test_a_used_link_is_not_taken_again(demo_visitor: TestBrowser, owner: DemoPatient, token: str):
    app = Authenticator(owner.totp_secret)
    _choose(demo_visitor, token, totp=app.code())
    page = _choose(demo_visitor, token, totp=app.code())
    assert "too old or was used already" in refusal(page)
    assert page.value("token") == token


def test_an_old_link_is_not_taken(demo_visitor: TestBrowser, owner: DemoPatient, token: str, clock: Clock):
    clock.forward(minutes=31)
    page = _choose(demo_visitor, token, totp=Authenticator(owner.totp_secret).code())
    assert "too old or was used already" in refusal(page)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"token": ""}, "Copy the long code"),
        ({"password": "short", "password_again": "short"}, "too short"),
        ({"password_again": "another"}, "not the same"),
        ({"totp": "", "recovery_code": ""}, "or one of your recovery codes"),
        ({"totp": "12"}, "six digits"),
        ({"recovery_code": "AAAAA-AAAAA", "totp": ""}, "recovery code is not right"),
    ],
)
def test_each_mistake_is_told_beside_its_field(
    demo_visitor: TestBrowser, token: str, fields: dict[str, str], said: str
):
    page = _choose(demo_visitor, token, **{"totp": "123456", **fields})
    assert said in refusal(page)
    assert page.value("password") == ""


def test_a_wrong_app_code_changes_nothing(demo_visitor: TestBrowser, owner: DemoPatient, token: str):
    app = Authenticator(owner.totp_secret)
    assert "not right" in refusal(_choose(demo_visitor, token, totp=app.wrong_code()))
    demo_visitor.open("sign-in")
    page = demo_visitor.submit(email=owner.email, password=owner.password)
    assert page.root.xpath("//input[@name='totp']")


def test_a_recovery_code_stands_in_for_the_phone_and_its_field_lies_open_when_it_was_wrong(
    demo_visitor: TestBrowser, token: str
):
    page = _choose(demo_visitor, token, recovery_code="AAAAA-AAAAA")
    assert page.root.xpath("//details[@open]//input[@name='recovery_code']")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_it_speaks_every_language(demo_portal: Flask, language: str):
    browser = TestBrowser(demo_portal, language=language)
    assert refusal(_ask(browser, "not an address"))
    assert _ask(browser, "nobody@example.lu").has("link-sent")
    page = browser.open("forgotten/new-password")
    assert page.language == language
    assert refusal(_choose(browser, "x"))

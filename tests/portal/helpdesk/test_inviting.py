"""A daughter abroad gets an account: entered by one agent, agreed by another, set up on her phone, then used."""

import pytest
from flask import Flask

from tests.portal.activation.way import refusal, switch_language
from tests.portal.helpdesk.conftest import Desk
from tests.support.authenticator import Authenticator
from tests.support.browser import Page, TestBrowser
from tests.support.clock import Clock
from tests.support.mailbox import Mailbox
from tests.support.steps import sign_in
from tests.support.tree import LANGUAGES

EMAIL = "claire.weber@example.fr"
PASSWORD = "quiet marble heron forty"
CLAIRE = {
    "given": "Claire",
    "family": "Weber",
    "birth_date": "14.3.1979",
    "email": EMAIL,
    "email_again": EMAIL,
    "written_in": "fr",
    "document": "passport",
    "seen": "post",
}


def enter(agent: TestBrowser, **changes: str) -> Page:
    """The agent types who it is."""
    agent.open("helpdesk/invited")
    return agent.submit(**CLAIRE | changes)


def invited(desk: Desk, mailbox: Mailbox, first: TestBrowser | None = None) -> str:
    """Both agents did their part; returns the link's code."""
    assert enter(first or desk.agent(0)).has("notice")
    second = desk.agent(1)
    second.open("helpdesk/approvals")
    second.press("agree")
    return token(mailbox)


def token(mailbox: Mailbox) -> str:
    """The code behind the # of the newest link."""
    return next(link for link in mailbox.last(EMAIL).links if "#t=" in link).partition("#t=")[2]


def at_the_link(desk: Desk, code: str, language: str = "en", born: str = "14 03 1979") -> TestBrowser:
    """Claire's phone, her birth date typed."""
    browser = TestBrowser(desk.app, language=language)
    browser.open("invited")
    browser.submit(token=code, birth_date=born)
    return browser


def finish(browser: TestBrowser, **changes: str) -> Page:
    """Password, app, code."""
    app = Authenticator(browser.page.said("totp-secret"))
    typed = {"password": PASSWORD, "password_again": PASSWORD, "totp": app.code()}
    return browser.submit(**typed | changes)


def test_from_the_desk_to_the_record_of_her_mother(desk: Desk, mailbox: Mailbox):
    tom, ilinca = desk.agent(0), desk.agent(1)
    tom.open("helpdesk")
    tom.follow("An account for a caregiver from abroad")
    page = enter(tom)
    assert "once a colleague has agreed" in page.said("notice")
    assert page.mark("invited").get("data-state") == "waiting"
    assert mailbox.all(EMAIL) == []
    assert "You asked for this" in tom.open("helpdesk/approvals").said("approval")
    row = ilinca.open("helpdesk/approvals").said("approval")
    for evidence in ("Claire Weber", "14 March 1979", EMAIL, "Passport", "By post", "L3"):
        assert evidence in row, evidence
    assert "Decision" not in row
    ilinca.press("agree")
    mail = mailbox.last(EMAIL)
    assert token(mailbox) in mail.text

    phone = at_the_link(desk, token(mailbox), "fr")
    assert phone.page.heading == "Mot de passe et application"
    page = finish(phone)
    assert len(page.mark("recovery-codes").xpath("li")) == 10
    assert mailbox.last(EMAIL).subject == "Votre compte est prêt"
    page = phone.follow("continue")
    assert page.path == "/fr/caregivers/accept"


def test_what_is_wrong_is_told_beside_its_field_and_stays(desk: Desk):
    tom = desk.agent(0)
    page = enter(tom, email_again="claire@example.fr", birth_date="14.3.79", family="")
    said = refusal(page)
    assert "not the same" in said
    assert "four digits" in said
    assert "family name" in said
    assert (page.value("given"), page.value("birth_date"), page.value("email")) == (
        "Claire",
        "14.3.79",
        EMAIL,
    )
    assert "under 18" in refusal(enter(tom, birth_date="1.1.2015"))
    enter(tom)
    assert "under way" in refusal(enter(tom))


def test_sent_again_and_called_back_at_the_desk(desk: Desk, mailbox: Mailbox):
    tom = desk.agent(0)
    old = invited(desk, mailbox, tom)
    assert tom.open("helpdesk/invited").mark("invited").get("data-state") == "sent"
    assert "new e-mail is on its way" in tom.press("send").said("notice")
    new = token(mailbox)
    assert new != old
    assert "not accepted" in refusal(at_the_link(desk, old).page)
    late = tom.twin()
    late.open("helpdesk/invited")
    assert "called back" in tom.press("call-back").said("notice")
    assert tom.page.has("nobody-invited")
    assert "not accepted" in refusal(at_the_link(desk, new).page)
    assert "is over" in late.press("call-back").said("notice")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_three_pages_in_every_language_without_scripts(desk: Desk, mailbox: Mailbox, language: str):
    code = invited(desk, mailbox)
    phone = at_the_link(desk, code, language, born="13.3.1979")
    assert refusal(phone.page)
    assert (phone.page.value("token"), phone.page.value("birth_date")) == (code, "13.3.1979")
    phone.submit(birth_date="14031979")
    assert phone.page.language == language
    page = finish(phone, totp="000000")
    assert refusal(page)
    assert page.has("password-again")
    assert (page.value("token"), page.value("birth_date"), page.value("password")) == (code, "14031979", "")
    page = finish(phone)
    assert page.has("recovery-codes")
    assert page.has("signed-in-as")
    assert phone.follow("continue").path == f"/{language}/caregivers/accept"


def test_an_impatient_finger_ends_on_the_codes_too(desk: Desk, mailbox: Mailbox):
    phone = at_the_link(desk, invited(desk, mailbox))
    finger = phone.twin()
    kept = [one.text_content() for one in finish(phone).mark("recovery-codes").xpath("li")]
    page = finish(finger)
    assert [one.text_content() for one in page.mark("recovery-codes").xpath("li")] == kept
    assert page.has("signed-in-as")
    assert finger.follow("continue").path == "/en/caregivers/accept"


def test_the_language_can_be_changed_on_the_way(desk: Desk, mailbox: Mailbox):
    phone = at_the_link(desk, invited(desk, mailbox), "fr")
    secret = phone.page.said("totp-secret")
    typed = {"token": phone.page.value("token"), "birth_date": "14.3.1979", "password": "", "totp": ""}
    page = switch_language(phone, "lb", **typed, password_again="")
    assert (page.status, page.language, page.heading) == (200, "lb", "Passwuert an App")
    assert page.said("totp-secret") == secret
    phone.language = "lb"
    assert finish(phone).has("recovery-codes")


def test_the_link_stays_out_of_every_address(desk: Desk, mailbox: Mailbox):
    code = invited(desk, mailbox)
    phone = at_the_link(desk, code)
    finish(phone)
    assert code not in " ".join(phone.trail)


def test_too_many_wrong_birth_dates_are_told_with_the_time_to_wait(desk: Desk, mailbox: Mailbox):
    phone = at_the_link(desk, invited(desk, mailbox), born="1.1.1979")
    for day in range(2, 7):
        page = phone.submit(birth_date=f"{day}.1.1979")
    assert page.status == 429
    assert page.headers["Retry-After"]
    assert "too many tries" in refusal(page)


def test_the_new_account_takes_up_a_code_and_signs_in(
    desk: Desk, mailbox: Mailbox, demo_portal: Flask, clock: Clock
):
    phone = at_the_link(desk, invited(desk, mailbox))
    app = Authenticator(phone.page.said("totp-secret"))
    finish(phone)
    holder = desk.demo.patient(state="activated")
    mother = TestBrowser(demo_portal)
    sign_in(mother, holder.email, holder.password, Authenticator(holder.totp_secret))
    mother.open("caregivers")
    page = mother.submit(name="Claire Weber", template="look")
    code = page.said("invitation-code")
    phone.follow("continue")
    page = phone.submit(code=code)
    assert page.status == 200
    assert "Claire Weber" in mother.open("caregivers").text
    clock.forward(minutes=2)
    again = TestBrowser(demo_portal)
    assert sign_in(again, EMAIL, PASSWORD, app).has("signed-in-as")


def test_nobody_but_agents_comes_to_the_desks_page(desk: Desk):
    patient = desk.demo.patient(state="activated")
    browser = TestBrowser(desk.app)
    sign_in(browser, patient.email, patient.password, Authenticator(patient.totp_secret))
    assert browser.open("helpdesk/invited").status == 403
    assert desk.supervisor().open("helpdesk/invited").status == 403
    assert "/sign-in" in desk.strangers_browser().open("helpdesk/invited").path

"""The account: what stands there, its language, and the devices that are signed in."""

from collections.abc import Callable

import pytest

from tests.portal.sign_in.way import notice
from tests.support.authenticator import Authenticator
from tests.support.browser import ORIGIN, TestBrowser
from tests.support.clock import Clock
from tests.support.mailbox import Mailbox
from tests.support.population import Demo, DemoPatient
from tests.support.tree import LANGUAGES

Enter = Callable[[DemoPatient, Authenticator], TestBrowser]


def _devices(browser: TestBrowser) -> list[str]:
    page = browser.open("account")
    return [
        " ".join(one.text_content().split()) for one in page.root.xpath("//li[contains(@class, 'device')]")
    ]


def _end_of_the_other(browser: TestBrowser) -> str:
    found = browser.open("account").root.xpath("//form[contains(@action, '/sessions/')]/@action")
    assert len(found) == 1
    return str(found[0])


def test_the_account_says_who_and_how_we_reach_them(claire: DemoPatient, enter: Enter):
    page = enter(claire, Authenticator(claire.totp_secret)).open("account")
    for text in (claire.name, claire.email, "Recovery codes left", "Account number"):
        assert text in page.text
    assert claire.matricule not in page.body.decode()


def test_its_helpdesk_number_can_be_called(claire: DemoPatient, enter: Enter):
    page = enter(claire, Authenticator(claire.totp_secret)).open("account")
    assert page.root.xpath("//main//a[starts-with(@href, 'tel:')]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_kept_and_the_page_goes_on_in_it(claire: DemoPatient, enter: Enter, language: str):
    browser = enter(claire, Authenticator(claire.totp_secret))
    browser.open("account")
    page = browser.submit(form="/en/account/language", language=language)
    assert page.path == f"/{language}/account"
    assert page.language == language
    assert page.value("language") == language
    assert notice(page)


def test_mail_is_written_in_the_chosen_language(claire: DemoPatient, enter: Enter, mailbox: Mailbox):
    browser = enter(claire, Authenticator(claire.totp_secret))
    browser.open("account")
    browser.submit(form="/en/account/language", language="de")
    stranger = TestBrowser(browser.app, language="de")
    stranger.open("forgotten")
    stranger.submit(email=claire.email)
    assert mailbox.last(claire.email).message["Content-Language"] == "de"


@pytest.mark.parametrize("wrong", ["xx", "", "../fr", "fr\r\nX: y", "//evil.example"])
def test_a_language_we_do_not_speak_changes_nothing(claire: DemoPatient, enter: Enter, wrong: str):
    browser = enter(claire, Authenticator(claire.totp_secret))
    before = browser.open("account").value("language")
    page = browser.submit(form="/en/account/language", language=wrong)
    assert page.path == "/en/account"
    assert page.value("language") == before


def test_the_language_switch_of_the_page_leaves_the_letters_alone(claire: DemoPatient, enter: Enter):
    browser = enter(claire, Authenticator(claire.totp_secret))
    before = browser.open("account").value("language")
    assert browser.open("/de/account").value("language") == before


def test_each_device_is_named_and_this_one_is_marked(claire: DemoPatient, enter: Enter):
    browser = enter(claire, Authenticator(claire.totp_secret))
    devices = _devices(browser)
    assert len(devices) == 1
    assert "this device" in devices[0]
    assert "Last used:" in devices[0]
    assert not browser.page.root.xpath("//form[contains(@action, '/sessions/')]")


def test_ending_another_session_ends_it_at_once(claire: DemoPatient, enter: Enter):
    app = Authenticator(claire.totp_secret)
    lost, here = enter(claire, app), enter(claire, app)
    assert len(_devices(here)) == 2
    page = here.submit(form=_end_of_the_other(here))
    assert "signed out" in notice(page)
    assert len(_devices(here)) == 1
    page = lost.open("documents")
    assert page.path == "/en/sign-in"
    assert "You are signed out" in notice(page)
    assert here.open("documents").has("signed-in-as")


def test_ending_it_twice_does_no_harm(claire: DemoPatient, enter: Enter):
    app = Authenticator(claire.totp_secret)
    enter(claire, app)
    here = enter(claire, app)
    end = _end_of_the_other(here)
    window = here.page
    here.submit(form=end)
    here.page = window
    assert here.submit(form=end).path == "/en/account"


def test_a_half_way_sign_in_is_no_device(claire: DemoPatient, enter: Enter):
    here = enter(claire, Authenticator(claire.totp_secret))
    other = TestBrowser(here.app)
    other.open("sign-in")
    other.submit(email=claire.email, password=claire.password)
    assert len(_devices(here)) == 1


def test_a_session_that_ran_out_is_no_device(claire: DemoPatient, enter: Enter, clock: Clock):
    app = Authenticator(claire.totp_secret)
    enter(claire, app)
    clock.forward(minutes=20)
    assert len(_devices(enter(claire, app))) == 1


def test_a_strangers_session_and_one_that_never_was_get_the_same_answer(
    claire: DemoPatient, enter: Enter, demo: Demo
):
    other = demo.patient("Thomas")
    victim = enter(other, app := Authenticator(other.totp_secret))
    second = enter(other, app)
    theirs = _end_of_the_other(second)
    here = enter(claire, Authenticator(claire.totp_secret))
    token = here.open("account").root.xpath("//main//input[@name='csrf_token']/@value")[0]
    answers = [
        here._send("POST", ORIGIN + path, data={"csrf_token": token})
        for path in (theirs, "/en/account/sessions/01a20baa-0000-7000-8000-000000000000/end")
    ]
    assert {(one.status_code, one.headers["Location"], one.get_data()) for one in answers} == {
        (answers[0].status_code, answers[0].headers["Location"], answers[0].get_data())
    }
    assert victim.open("record").has("signed-in-as")


def test_the_account_is_nobodys_without_signing_in(demo_visitor: TestBrowser):
    assert demo_visitor.open("account").path == "/en/sign-in"
    page = demo_visitor.open("help")
    token = page.root.xpath("//input[@name='csrf_token']/@value")
    answer = demo_visitor._send(
        "POST", ORIGIN + "/en/account/language", data={"csrf_token": token[:1], "language": "de"}
    )
    assert answer.status_code in (303, 403)

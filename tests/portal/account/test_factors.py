"""A new telephone: the new app counts, the old one no more; new recovery codes; found by whoever lost the app."""

import pytest
from flask import Flask

from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.clock import Clock
from tests.support.mailbox import Mailbox
from tests.support.population import Demo, DemoPatient
from tests.support.steps import sign_in
from tests.support.tree import LANGUAGES


@pytest.fixture
def claire(demo: Demo) -> DemoPatient:
    """Somebody with a new telephone."""
    return demo.patient("Wagener")


def at_home(app: Flask, who: DemoPatient, language: str = "en") -> TestBrowser:
    """Her browser, signed in just now."""
    browser = TestBrowser(app, language=language)
    sign_in(browser, who.email, who.password, Authenticator(who.totp_secret))
    return browser


def begin(browser: TestBrowser) -> Authenticator:
    """Begin, and scan the code with the new telephone."""
    browser.open("account")
    browser.open("account/app")
    browser.submit(form="begin")
    return Authenticator("".join(browser.page.mark("totp-secret").itertext()).replace(" ", ""))


def codes_of(browser: TestBrowser) -> list[str]:
    """Make new recovery codes and write them down."""
    browser.open("account/recovery-codes")
    browser.submit(form="codes")
    return [str(one.text) for one in browser.page.mark("recovery-codes").iter("code")]


def test_only_the_new_app_opens_the_record(
    demo_portal: Flask, claire: DemoPatient, mailbox: Mailbox, clock: Clock
):
    browser = at_home(demo_portal, claire)
    clock.forward(seconds=31)
    other = at_home(demo_portal, claire)
    new = begin(browser)
    page = browser.submit(form="connect", totp="000000")
    assert page.status == 422
    assert "".join(page.mark("totp-secret").itertext())
    page = browser.submit(form="connect", totp=new.code())
    assert "Your new app counts" in page.said("notice")
    assert "sign-in" in other.open("record").url, "the other device is signed out"
    assert "nouvelle application" in mailbox.last(claire.email).text
    clock.forward(minutes=1)
    back = TestBrowser(demo_portal)
    back.open("sign-in")
    back.submit(email=claire.email, password=claire.password)
    back.submit(totp=Authenticator(claire.totp_secret).code())
    assert not back.page.has("signed-in-as")
    back.submit(totp=new.code())
    assert back.page.has("signed-in-as")
    assert "You connected a new app" in browser.open("journal").text


def test_later_an_old_code_is_asked_and_a_recovery_code_will_do(
    demo_portal: Flask, claire: DemoPatient, clock: Clock
):
    browser = at_home(demo_portal, claire)
    code = codes_of(browser)[0]
    clock.forward(minutes=7)
    browser.open("account/app")
    browser.submit(form="begin")
    assert not browser.page.marks("totp-secret")
    browser.press("recovery-code")
    browser.submit(recovery_code=code)
    new = Authenticator("".join(browser.page.mark("totp-secret").itertext()))
    assert "Your new app counts" in browser.submit(form="connect", totp=new.code()).said("notice")


def test_what_waited_too_long_begins_again(demo_portal: Flask, claire: DemoPatient, clock: Clock):
    browser = at_home(demo_portal, claire)
    new = begin(browser)
    for _ in range(4):
        clock.forward(minutes=8)
        browser.twin().open("account")
    page = browser.submit(form="connect", totp=new.code())
    assert "took too long" in page.said("notice")


def test_what_somebody_else_began_is_refused(demo_portal: Flask, demo: Demo, claire: DemoPatient):
    mine, theirs = at_home(demo_portal, claire), at_home(demo_portal, demo.patient("Reuland"))
    begin(theirs)
    pending = theirs.page.root.xpath("//input[@name='pending']/@value")[0]
    new = begin(mine)
    assert mine.submit(form="connect", pending=str(pending), totp=new.code()).status >= 400


def test_ten_new_codes_and_the_earlier_ones_are_dead(
    demo_portal: Flask, claire: DemoPatient, mailbox: Mailbox, clock: Clock
):
    browser = at_home(demo_portal, claire)
    first, second = codes_of(browser), codes_of(browser)
    assert (len(second), set(first) & set(second)) == (10, set())
    assert "ne sont plus valables" in mailbox.last(claire.email).text
    assert second[0] not in mailbox.last(claire.email).text
    back = TestBrowser(demo_portal)
    back.open("sign-in")
    back.submit(email=claire.email, password=claire.password)
    back.submit(recovery_code=first[0])
    assert not back.page.has("signed-in-as")
    back.submit(recovery_code=second[0])
    assert back.page.has("signed-in-as")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_stand_in_every_language(demo_portal: Flask, claire: DemoPatient, language: str):
    browser = at_home(demo_portal, claire, language)
    assert browser.open("account/app").status == 200
    browser.submit(form="begin")
    assert browser.page.marks("totp-secret")
    assert browser.open("account/recovery-codes").status == 200


def test_a_stranger_gets_to_none_of_it(demo_portal: Flask):
    for path in ("account/app", "account/recovery-codes"):
        assert "sign-in" in TestBrowser(demo_portal).open(path).url

"""The ten recovery codes as the second step: each once, read forgivingly, and a warning before they run out."""

import pytest

from tests.portal.activation.way import EMAIL, PASSWORD, to_recovery_codes
from tests.portal.sign_in.way import notice, refusal
from tests.support.browser import Page, TestBrowser
from tests.support.mailbox import Mailbox
from tests.support.population import Demo
from tests.support.steps import recovery_codes, sign_out


@pytest.fixture
def codes(demo_visitor: TestBrowser, demo: Demo, mailbox: Mailbox) -> list[str]:
    """Somebody's ten codes, fresh from the activation."""
    holder = next(one for one in demo.patients if one.state == "created" and one.letter_code)
    to_recovery_codes(demo_visitor, holder, mailbox)
    found = recovery_codes(demo_visitor.page)
    assert len(found) == 10
    demo_visitor.press("Continue")
    sign_out(demo_visitor)
    return found


def _sign_in_with(browser: TestBrowser, code: str) -> Page:
    browser.open("sign-in")
    browser.submit(email=EMAIL, password=PASSWORD)
    return browser.submit(recovery_code=code)


def test_a_code_opens_once(demo_visitor: TestBrowser, codes: list[str]):
    assert _sign_in_with(demo_visitor, codes[0]).has("signed-in-as")
    assert notice(demo_visitor.page) == ""
    sign_out(demo_visitor)
    assert "used already" in refusal(_sign_in_with(demo_visitor, codes[0]))
    assert demo_visitor.submit(recovery_code=codes[1]).has("signed-in-as")


def test_a_code_is_read_forgivingly(demo_visitor: TestBrowser, codes: list[str]):
    typed = " " + codes[0].lower().replace("-", " ") + " "
    assert _sign_in_with(demo_visitor, typed).has("signed-in-as")


def test_the_last_three_come_with_a_warning_and_the_account_counts_them(
    demo_visitor: TestBrowser, codes: list[str]
):
    for used, code in enumerate(codes, start=1):
        page = _sign_in_with(demo_visitor, code)
        assert page.has("signed-in-as")
        left = 10 - used
        if left > 3:
            assert notice(page) == ""
        else:
            assert f"You have {left or 'no'} recovery code" in notice(page)
            assert ("in time" if left else "now") in notice(page)
        shown = demo_visitor.open("account").root.xpath(
            "//dt[contains(., 'Recovery codes')]/following::dd[1]"
        )
        assert shown[0].text_content().strip() == str(left)
        sign_out(demo_visitor)

"""The way in, taken only as far as a test needs it."""

from tests.support.authenticator import Authenticator
from tests.support.browser import Page, TestBrowser
from tests.support.population import DemoPatient

COOKIE = "__Host-dsp"


def to_second_step(browser: TestBrowser, patient: DemoPatient) -> Authenticator:
    """The password is right; returns the person's app."""
    browser.open("sign-in")
    page = browser.submit(email=patient.email, password=patient.password)
    assert page.root.xpath("//input[@name='totp']"), page.text[:600]
    return Authenticator(patient.totp_secret)


def into_the_record(browser: TestBrowser, patient: DemoPatient) -> Authenticator:
    """Both steps; returns the person's app."""
    app = to_second_step(browser, patient)
    page = browser.submit(totp=app.code())
    assert page.has("signed-in-as"), page.text[:600]
    return app


def refusal(page: Page) -> str:
    """What the page says is wrong; an AssertionError when the form was not refused."""
    assert page.status in (422, 429), f"{page.url} answered {page.status}:\n{page.text[:600]}"
    return page.said("error-summary")


def notice(page: Page) -> str:
    """What the page says has just happened."""
    return page.said("notice")


def reference(browser: TestBrowser) -> str | None:
    """What the browser's session cookie holds."""
    cookie = browser.client.get_cookie(COOKIE, "localhost")
    return cookie.value if cookie else None


def source(page: Page) -> str:
    """The page's bytes, with the form token, which no two answers share, taken out."""
    text = page.body.decode()
    for token in page.root.xpath("//input[@name='csrf_token']/@value"):
        text = text.replace(str(token), "")
    return text

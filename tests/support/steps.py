"""What people do in several tests, through the pages: activate, sign in, sign out."""

from dataclasses import dataclass, field

from tests.support.authenticator import Authenticator
from tests.support.browser import Page, TestBrowser
from tests.support.mailbox import Mailbox
from tests.support.population import DemoPatient

PASSWORD = "brisk otter lantern seventeen"


@dataclass
class Person:
    """Someone who has an account, with what they remember of it."""

    email: str
    password: str
    authenticator: Authenticator
    recovery_codes: list[str] = field(default_factory=list)


def activate(
    browser: TestBrowser,
    matricule: str,
    code: str,
    mailbox: Mailbox,
    *,
    email: str = "jempi.weber@example.lu",
) -> Person:
    """The whole activation, from the letter's code to the page that says it is done; the browser stays signed in."""
    sent = len(mailbox.all(email))
    browser.open("activate")
    browser.submit(matricule=matricule, code=code)
    browser.submit(email=email)
    browser.submit(email_code=mailbox.last(email, after=sent).code)
    browser.submit(password=PASSWORD, password_again=PASSWORD)
    authenticator = Authenticator(browser.page.said("totp-secret"))
    page = browser.submit(totp=authenticator.code())
    codes = recovery_codes(page)
    return Person(email, PASSWORD, authenticator, codes)


def recovery_codes(page: Page) -> list[str]:
    """The ten codes shown once, in their order."""
    return [" ".join(item.text_content().split()) for item in page.mark("recovery-codes").xpath(".//li")]


def sign_in(browser: TestBrowser, email: str, password: str, authenticator: Authenticator) -> Page:
    """Password and second factor; returns the page the person lands on."""
    browser.open("sign-in")
    browser.submit(email=email, password=password)
    return browser.submit(totp=authenticator.code())


def sign_in_as(browser: TestBrowser, patient: DemoPatient) -> Page:
    """Sign in as someone of the demo population who has activated their record."""
    return sign_in(browser, patient.email, patient.password, Authenticator(patient.totp_secret))


def sign_out(browser: TestBrowser) -> Page:
    """The button on every signed-in page."""
    return browser.submit(form=f"/{browser.page.language}/sign-out")

"""The way from the letter to the account, taken only as far as a test needs it."""

import lxml.html

from tests.support.authenticator import Authenticator
from tests.support.browser import Page, TestBrowser
from tests.support.mailbox import Mailbox
from tests.support.population import DemoPatient

EMAIL = "jempi.weber@example.lu"
PASSWORD = "brisk otter lantern seventeen"


def to_email(browser: TestBrowser, patient: DemoPatient) -> Page:
    """The letter is accepted."""
    browser.open("activate")
    return browser.submit(matricule=patient.matricule, code=patient.letter_code)


def to_email_code(browser: TestBrowser, patient: DemoPatient, email: str = EMAIL) -> Page:
    """The e-mail is on its way."""
    to_email(browser, patient)
    return browser.submit(email=email)


def to_password(browser: TestBrowser, patient: DemoPatient, mailbox: Mailbox, email: str = EMAIL) -> Page:
    """The address is proved."""
    sent = len(mailbox.all(email))
    to_email_code(browser, patient, email)
    return browser.submit(email_code=mailbox.last(email, after=sent).code)


def to_app(browser: TestBrowser, patient: DemoPatient, mailbox: Mailbox, email: str = EMAIL) -> Authenticator:
    """The password is chosen; returns the app that the page connects."""
    to_password(browser, patient, mailbox, email)
    page = browser.submit(password=PASSWORD, password_again=PASSWORD)
    return Authenticator(page.said("totp-secret"))


def to_recovery_codes(
    browser: TestBrowser, patient: DemoPatient, mailbox: Mailbox, email: str = EMAIL
) -> Authenticator:
    """The app is connected; the ten codes are in front."""
    app = to_app(browser, patient, mailbox, email)
    browser.submit(totp=app.code())
    return app


def refusal(page: Page) -> str:
    """What the page says is wrong; an AssertionError when the form was not refused."""
    assert page.status in (422, 429, 503), f"{page.url} answered {page.status}:\n{page.text[:600]}"
    return page.said("error-summary")


def switch_language(browser: TestBrowser, language: str, **typed: str) -> Page:
    """Press a language above a form, which sends the form as it stands to that language's address."""
    button = browser.page.root.xpath(f"//button[@name='_language' and @value='{language}']")[0]
    data = {**typed, "csrf_token": browser.page.value("csrf_token"), "_language": language}
    return browser._go("POST", browser._absolute(button.get("formaction")), data=data)


def without_tokens(page: Page) -> str:
    """The page's source, with the parts that no two answers share taken out."""
    for field in page.root.xpath("//input[@name='csrf_token']"):
        field.set("value", "")
    return str(lxml.html.tostring(page.root, encoding="unicode"))

"""What the browser keeps of a visit: nothing. And passwords and codes are pasted as a password manager does."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.authenticator import Authenticator
from tests.support.chromium import Complaints
from tests.support.mailbox import Mailbox
from tests.support.population import Demo

pytestmark = pytest.mark.browser
PASSWORD = "brisk otter lantern seventeen"
STORES = """async () => ({
    local: {...localStorage},
    session: {...sessionStorage},
    indexed: (await indexedDB.databases()).map(one => one.name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).map(one => one.scope),
    cookies: document.cookie,
    window: window.name,
})"""
NOTHING: dict[str, Any] = {
    "local": {},
    "session": {},
    "indexed": [],
    "caches": [],
    "workers": [],
    "cookies": "",
    "window": "",
}
CACHED = """async addresses => {
    const kept = [];
    for (const address of addresses) {
        const found = await fetch(address, {cache: "only-if-cached", mode: "same-origin"}).catch(() => null);
        if (found && found.ok) kept.push(address);
    }
    return kept;
}"""


def _paste(page: Page, name: str, text: str) -> None:
    """Put the text into the clipboard, and from there into the field, by the keys that everybody knows."""
    page.locator(f"[name={name}]").wait_for()
    page.evaluate(
        """text => {
            const beside = document.body.appendChild(document.createElement("textarea"));
            beside.value = text; beside.id = "beside"; beside.select();
        }""",
        text,
    )
    page.keyboard.press("Control+C")
    page.evaluate("document.getElementById('beside').remove()")
    page.locator(f"[name={name}]").focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+V")


def _go_on(page: Page, **pasted: str) -> None:
    for name, text in pasted.items():
        _paste(page, name, text)
    form = page.locator("main form").filter(has=page.locator(f"[name={next(iter(pasted))}]"))
    form.locator("button[type=submit]").first.click()


def test_every_secret_can_be_pasted_from_the_letter_to_the_app(page: Page, live_server: Any):
    """Also with the spaces and the line end that come along when something is copied."""
    patient = next(
        one
        for one in Demo(live_server.home).patients
        if one.state == "created" and one.known.get("letter_pdf")
    )
    mailbox, address = Mailbox(live_server.home), "pasted@example.lu"
    page.goto("/en/activate")
    _go_on(page, matricule=f" {patient.matricule} ", code=f"{patient.letter_code}\n")
    _go_on(page, email=address)
    expect(page.locator("[name=email_code]")).to_be_visible()
    _go_on(page, email_code=f" {mailbox.last(address).code} ")
    _go_on(page, password=PASSWORD, password_again=PASSWORD)
    app = Authenticator(page.get_by_test_id("totp-secret").inner_text())
    code = app.code()
    _go_on(page, totp=f"{code[:3]} {code[3:]}")
    expect(page.get_by_test_id("recovery-codes")).to_be_visible()


def test_no_store_of_the_browser_holds_anything_during_a_visit_or_after_it(
    page: Page, live_server: Any, complaints: Complaints
):
    patient = Demo(live_server.home).patient("Nicolas Reuland")
    page.goto("/en/sign-in")
    _go_on(page, email=patient.email, password=patient.password)
    _go_on(page, totp=f" {Authenticator(patient.totp_secret).code()}\t")
    expect(page.get_by_test_id("signed-in-as")).to_contain_text(patient.name)

    seen: list[str] = []
    page.on("response", lambda answer: seen.append(answer.url) if answer.ok else None)
    page.goto("/en/documents")
    page.fill("#q", "Lettre")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=Lettre*")
    assert page.evaluate(STORES) == NOTHING
    page.get_by_test_id("document-open").first.click()
    expect(page.get_by_test_id("document-body")).to_be_visible()
    for path in ("journal", "account", "professionals", "expression"):
        page.goto(f"/en/{path}")
        assert page.evaluate(STORES) == NOTHING, path
    personal = sorted({one for one in seen if "/static/" not in one})
    assert len(personal) >= 7, "the list, the search, a document and four pages"
    assert page.evaluate(CACHED, personal) == [], "no page lies in the cache, while signed in or afterwards"
    assert all(one["httpOnly"] for one in page.context.cookies())

    page.locator('form[action$="/sign-out"] button').click()
    expect(page.get_by_test_id("signed-out")).to_be_visible()
    assert page.evaluate(STORES) == NOTHING
    assert page.evaluate(CACHED, personal) == []
    complaints.expect("ERR_CACHE_MISS")
    left = page.context.cookies()
    for _back in range(4):
        page.go_back()
        assert patient.name not in page.content()
        assert page.get_by_test_id("signed-in-as").count() == 0
    assert {one["name"]: one["value"] for one in left} == {"__Host-dsp-language": "en"}

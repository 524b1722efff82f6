"""The browser's Back after a refused form: a page, never the question whether to send the form again."""

from playwright.sync_api import Page

from tests.support.served import Served


def test_back_after_a_refused_form_shows_a_page(live_server: Served, page: Page) -> None:
    page.goto(f"{live_server.url}/en/sign-in")
    page.fill("[name=email]", "nobody@example.lu")
    page.fill("[name=password]", "not the right one at all")
    page.click("main button[type=submit]")
    page.wait_for_selector("[data-testid=error-summary]")
    page.click("footer a[href$='/help']")
    page.wait_for_url("**/help")
    page.go_back()
    assert page.inner_text("h1") == "Sign in"
    assert page.locator("[name=email]").count() == 1

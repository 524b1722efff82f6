"""What static/js/app.js adds, and that nothing needs it."""

import pytest
from playwright.sync_api import expect


def test_refused_form_is_said_first_and_leads_to_its_field(specimen_page):
    page = specimen_page("step-fr")
    summary = page.get_by_test_id("error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(page.locator("#matricule")).to_be_focused()


def test_enter_sends_the_form_and_not_the_language(specimen_page):
    page = specimen_page("step-fr")
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.locator("#matricule").fill("1983081234566")
    page.locator("#matricule").press("Enter")
    page.wait_for_load_state()
    assert "_language" not in (sent[0].post_data or "")
    assert sent[0].url.endswith("/step-fr")


def test_language_button_keeps_what_was_typed(specimen_page):
    page = specimen_page("step-fr")
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.locator("#matricule").fill("1983081234566")
    page.get_by_role("button", name="Deutsch").click()
    page.wait_for_load_state()
    assert "matricule=1983081234566" in sent[0].post_data
    assert "_language=de" in sent[0].post_data


def test_second_press_is_not_sent(specimen_page):
    page = specimen_page("factor-fr")
    page.evaluate(
        """() => {
          window.sent = 0;
          addEventListener('submit', (event) => { window.sent += !event.defaultPrevented; event.preventDefault(); });
        }"""
    )
    button = page.get_by_role("button", name="Continuer")
    button.click()
    button.click(force=True)
    assert page.evaluate("window.sent") == 1


def test_code_in_the_address_fills_the_field_and_leaves_the_address(specimen_page):
    page = specimen_page("home-fr")
    page.goto("http://specimen.test/step-en#c=ABCD-EFGH-JKMN")
    assert page.url.endswith("/step-en")
    assert page.locator('input[name="code"]').input_value() == "7KQ2-MX4D-93RT"
    page.locator('input[name="code"]').evaluate("field => field.defaultValue = ''")
    page.goto("http://specimen.test/home-fr")
    page.goto("http://specimen.test/code-fr#c=ABCD-EFGH-JKMN")
    assert page.locator('input[name="code"]').input_value() == "ABCD-EFGH-JKMN"
    assert "#" not in page.url


def test_password_is_shown_and_hidden_again(specimen_page):
    page = specimen_page("step-en")
    field = page.locator("#password")
    page.get_by_role("button", name="Show password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide password").click()
    expect(field).to_have_attribute("type", "password")


def test_secret_is_copied_without_spaces(specimen_page):
    page = specimen_page("factor-en", permissions=["clipboard-read", "clipboard-write"])
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => { window.copied = text; }}})"
    )
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("window.copied") == "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    assert page.get_by_test_id("totp-secret").inner_text() == "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.mark.parametrize("lang", ["fr", "lb"])
def test_idle_person_is_asked_before_being_signed_out(specimen_page, lang):
    page = specimen_page("error-en")
    page.clock.install()
    page.goto(f"http://specimen.test/home-{lang}")
    dialog = page.locator("#idle")
    page.clock.run_for(770_000)
    expect(dialog).to_be_hidden()
    page.clock.run_for(20_000)
    expect(dialog).to_be_visible()
    page.route(f"**/{lang}/session/extend", lambda route: route.fulfill(status=204))
    dialog.get_by_role("button").first.click()
    expect(dialog).to_be_hidden()
    page.clock.run_for(770_000)
    expect(dialog).to_be_hidden()
    page.clock.run_for(140_000)
    page.wait_for_url(f"**/{lang}/sign-in")


def test_without_scripts_nothing_is_missing(specimen_page):
    page = specimen_page("factor-fr", java_script_enabled=False)
    expect(page.get_by_test_id("totp-secret")).to_be_visible()
    expect(page.get_by_test_id("recovery-codes")).to_be_visible()
    expect(page.get_by_text("Imprimer ces codes")).to_be_hidden()
    page = specimen_page("list-fr", width=390, java_script_enabled=False)
    page.locator("details.filters summary").click()
    expect(page.get_by_label("Établissement")).to_be_visible()
    page = specimen_page("list-fr", width=1280, java_script_enabled=False)
    expect(page.get_by_label("Établissement")).to_be_visible()

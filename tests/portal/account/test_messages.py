"""How accesses are told: chosen on the page, kept, and said again."""

from tests.portal.professionals.conftest import Patient, nicolas

__all__ = ["nicolas"]


def test_a_choice_is_kept(nicolas: Patient):
    page = nicolas.go("account/messages")
    assert "We always write at once" in page.text
    nicolas.browser.submit(accesses="each", refusals="portal", period="monthly")
    page = nicolas.go("account/messages")
    chosen = {one.get("name"): one.get("value") for one in page.root.xpath("//main//input[@checked]")}
    assert chosen == {"accesses": "each", "refusals": "portal", "period": "monthly"}
    assert "You changed how we tell you of accesses." in nicolas.go("journal").text


def test_an_unknown_choice_is_asked_again(nicolas: Patient):
    nicolas.go("account/messages")
    page = nicolas.browser.submit(accesses="never", refusals="each", period="daily")
    assert page.status == 422

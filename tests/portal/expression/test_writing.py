"""Writing without scripts: every word is kept, two windows keep two texts, the statement is published and withdrawn."""

import pytest

from tests.portal.expression.conftest import Writer
from tests.support.browser import Page, TestBrowser

PARTS = {
    "what-matters": "Rester chez moi.\n\nMon chat Félix.",
    "contacts-0-name": "Tom Reuland",
    "contacts-0-phone": "621 123 456",
    "contacts-0-relation": "child",
    "trusted-person": "Tom Reuland",
    "allergies-0": "Pénicilline",
    "implants-0": "Pacemaker, 2019",
    "medicines-0": "Bisoprolol 5 mg",
    "communication": "hearing",
    "end-of-life": "Pas d'acharnement.",
    "advance-directive": "palliative-directive",
    "organ-donation": "donation-yes",
    "free-text": "Merci à ceux qui lisent ceci.",
}


def document_link(page: Page) -> str:
    return next(link for link in page.links() if "/documents/" in link)


def test_a_draft_is_saved_and_there_on_another_phone(nicolas: Writer):
    nicolas.browser.open("expression")
    page = nicolas.browser.submit(button="save", **PARTS)
    assert page.has("draft-saved")
    other = nicolas.another_browser()
    page = other.open("expression")
    assert page.value("what-matters") == PARTS["what-matters"]
    assert page.value("contacts-0-phone") == "621 123 456"
    (chosen,) = page.root.xpath("//input[@name='organ-donation' and @checked]")
    assert chosen.get("value") == "donation-yes"


def test_another_row_is_added_without_losing_anything(nicolas: Writer):
    nicolas.browser.open("expression")
    page = nicolas.browser.submit(button="Add another allergy", **{"allergies-0": "Pénicilline"})
    assert page.value("allergies-0") == "Pénicilline"
    page = nicolas.browser.submit(button="save", **{"allergies-1": "Noix"})
    assert [page.value(f"allergies-{row}") for row in (0, 1)] == ["Pénicilline", "Noix"]


def test_two_windows_keep_two_texts_to_choose_from(nicolas: Writer):
    first, second = nicolas.browser, nicolas.another_browser()
    first.open("expression")
    second.open("expression")
    first.submit(button="save", **{"free-text": "Erster Text"})
    page = second.submit(button="save", **{"free-text": "Zweiter Text"})
    assert "another window" in page.said("notice")
    texts = [" ".join(text.text_content().split()) for text in page.marks("draft-text")]
    assert any("Erster Text" in text for text in texts)
    assert any("Zweiter Text" in text for text in texts)
    chosen = next(number for number, text in enumerate(texts, 1) if "Erster Text" in text)
    page = second.press(f"Go on with text number {chosen}")
    assert page.value("free-text") == "Erster Text"


def test_published_it_is_read_in_any_language_corrected_and_withdrawn(nicolas: Writer):
    browser = nicolas.browser
    browser.open("expression")
    page = browser.submit(button="preview", **PARTS)
    assert page.said("preview").count("Yes, I want to give organs") == 1
    page = browser.press("Publish")
    assert page.mark("expression-published").get("data-state") == "current"
    address = document_link(page)
    identifier = address.rpartition("/")[2]
    for language, choice in (
        ("fr", "Oui, je veux donner mes organes"),
        ("de", "Ja, ich möchte Organe spenden"),
        ("lb", "Jo, ech wëll Organer ginn"),
        ("en", "Yes, I want to give organs"),
    ):
        browser.language = language
        body = browser.open(f"documents/{identifier}").mark("document-body")
        assert choice in body.text_content()
        (own,) = [one for one in body.iter("p") if one.text_content() == "Merci à ceux qui lisent ceci."]
        assert own.get("lang") == "en"  # the language of the page on which it was written
    assert 200 in nicolas.as_doctors(f"/fhir/Binary/{identifier}")

    page = browser.open("expression")
    assert page.value("free-text") == PARTS["free-text"]
    page = browser.submit(button="publish", **{"free-text": "Nouveau texte."})
    assert "Version 2" in page.said("expression-published")
    old = browser.open(f"documents/{identifier}")
    assert "old version" in old.text

    browser.open("expression/withdraw")
    page = browser.submit()
    assert page.mark("expression-published").get("data-state") == "withdrawn"
    assert browser.open(f"documents/{identifier}").status == 410
    assert nicolas.as_doctors(f"/fhir/Binary/{identifier}") == {404, 410}
    browser.open("expression")
    page = browser.press("Bring it back")
    assert page.mark("expression-published").get("data-state") == "current"
    assert browser.open(f"documents/{identifier}").status == 200


@pytest.mark.parametrize("text", ["🙂🙂🙂", "‮​⁠"])
def test_signs_alone_are_explained_and_kept(nicolas: Writer, text: str):
    nicolas.browser.open("expression")
    page = nicolas.browser.submit(button="publish", **{"free-text": text})
    assert page.status == 422
    assert "no words yet" in page.said("error-summary")
    assert not page.has("expression-published")


def test_ten_thousand_words_are_kept_and_the_limit_is_told(nicolas: Writer):
    words = " ".join(["quelquefois"] * 10_000)
    nicolas.browser.open("expression")
    page = nicolas.browser.submit(button="publish", **{"what-matters": words})
    assert page.status == 422
    assert "119,999" in page.said("error-summary")
    assert page.value("what-matters") == words
    assert nicolas.browser.open("expression").value("what-matters") == words


def test_markup_and_hiding_signs_are_only_text(nicolas: Writer):
    nicolas.browser.open("expression")
    page = nicolas.browser.submit(
        button="preview", **{"free-text": "<b>fett</b> \u202egnirts\u202c 🙂 Katze"}
    )
    assert "<b>fett</b> gnirts 🙂 Katze" in page.mark("preview").text_content()
    assert not page.mark("preview").xpath(".//b")
    page = nicolas.browser.press("Publish")
    assert page.mark("expression-published").get("data-state") == "current"
    printed = nicolas.browser.open("documents", q="PDF")
    assert printed.marks("document-row")


def test_a_language_switch_keeps_what_was_typed_and_saves_nothing_else(nicolas: Writer):
    nicolas.browser.open("expression")
    page = nicolas.browser.submit(button="DE Deutsch", **{"free-text": "Noch nicht fertig"})
    assert page.value("free-text") == "Noch nicht fertig"
    assert nicolas.browser.open("expression").value("free-text") == ""


def test_what_two_windows_published_is_told(nicolas: Writer):
    first, second = nicolas.browser, nicolas.another_browser()
    first.open("expression")
    second.open("expression")
    first.submit(button="publish", **{"free-text": "Erster Text"})
    page = second.submit(button="publish", **{"free-text": "Zweiter Text"})
    assert page.status == 422
    assert "changed meanwhile" in page.said("error-summary")
    assert page.value("free-text") == "Zweiter Text"
    page = second.press("Publish")
    assert "Version 2" in page.said("expression-published")


def test_the_pdf_of_the_preview_is_one(nicolas: Writer):
    nicolas.browser.open("expression")
    nicolas.browser.submit(button="preview", **PARTS)
    answer = nicolas.browser.open("expression/preview/pdf")
    assert answer.headers["Content-Type"] == "application/pdf"


def test_a_draft_is_forgotten_when_asked(nicolas: Writer):
    nicolas.browser.open("expression")
    nicolas.browser.submit(button="save", **{"free-text": "Weg damit"})
    page = nicolas.browser.press("Delete the draft")
    assert page.value("free-text") == ""


def test_the_page_is_reached_from_the_record_and_the_documents(nicolas: Writer):
    for path in ("record", "documents"):
        assert any(link.endswith("/expression") for link in nicolas.browser.open(path).links())


def test_a_stranger_signs_in_first(demo_visitor: TestBrowser):
    for path in ("expression", "expression/preview", "expression/withdraw"):
        assert demo_visitor.open(path).path.endswith("/sign-in")

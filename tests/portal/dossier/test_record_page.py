"""The first page of a signed-in person: the record's state, what is new, and what to do when nothing is there."""

import re

import pytest

from tests.portal.sign_in.way import into_the_record
from tests.support.browser import TestBrowser
from tests.support.population import Demo
from tests.support.tree import LANGUAGES


def test_the_record_says_its_state_and_since_when(demo_visitor: TestBrowser, demo: Demo):
    into_the_record(demo_visitor, demo.patient("Nicolas"))
    page = demo_visitor.open("record")
    assert page.mark("record-state").get("data-state") == "activated"
    assert "Open: you activated it" in page.said("record-state")
    assert re.search(r"\d{4}", page.said("record-state"))


def test_the_counts_agree_with_the_list(demo_visitor: TestBrowser, demo: Demo):
    into_the_record(demo_visitor, demo.patient("Nicolas"))
    text = demo_visitor.open("record").text
    new = re.search(r"There are (\d+) documents that you have not opened yet", text)
    assert new is not None
    listed = demo_visitor.open("documents").text
    total = re.search(r"Documents\W+(\d+)", text)
    assert total is not None
    assert total.group(1) in listed
    demo_visitor.open("documents")


def test_a_document_read_is_new_no_more(demo_visitor: TestBrowser, demo: Demo):
    into_the_record(demo_visitor, demo.patient("Nicolas"))
    before = _new(demo_visitor)
    rows = demo_visitor.open("documents").marks("document-row")
    unread = next(row for row in rows if "new" in row.text_content().casefold())
    demo_visitor.open(f"documents/{unread.get('data-document-id')}")
    assert _new(demo_visitor) == before - 1


def test_an_empty_record_explains_itself_and_what_to_do(demo_visitor: TestBrowser, demo: Demo):
    into_the_record(demo_visitor, demo.patient("Fatoumata"))
    page = demo_visitor.open("record")
    assert "Nothing is here yet" in page.text
    assert "At your next visit, ask" in page.text
    assert page.mark("record-state").get("data-state") == "activated"
    assert demo_visitor.open("documents").has("document-empty")


def test_a_full_record_is_not_told_that_it_is_empty(demo_visitor: TestBrowser, demo: Demo):
    into_the_record(demo_visitor, demo.patient("Nicolas"))
    assert "Nothing is here yet" not in demo_visitor.open("record").text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["Nicolas", "Fatoumata"])
def test_every_way_from_it_leads_somewhere(demo_visitor: TestBrowser, demo: Demo, language: str, name: str):
    into_the_record(demo_visitor, demo.patient(name))
    page = demo_visitor.open(f"/{language}/record")
    ways = [url for url in page.root.xpath("//main//a/@href") if url.startswith("/")]
    assert {f"/{language}/{path}" for path in ("documents", "journal", "account")} <= set(ways)
    for way in ways:
        assert demo_visitor.open(way).status == 200


def test_a_very_long_name_stands_whole_in_its_place(demo_visitor: TestBrowser, demo: Demo):
    person = demo.patient("Maria da Conceição")
    into_the_record(demo_visitor, person)
    assert person.name in demo_visitor.page.said("signed-in-as")


def _new(browser: TestBrowser) -> int:
    found = re.search(r"There (?:is|are) (\d+) documents? that you have not", browser.open("record").text)
    return int(found.group(1)) if found else 0

"""The list of documents: rows, search, filters, sorting, paging, empty states, and who gets nothing."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from platform_api.document_types import document_types
from platform_api.vocabulary import LANGUAGES
from tests.portal.documents.deposits import deposit
from tests.support.browser import Page, TestBrowser
from tests.support.steps import sign_in_as

NICOLAS, FATOUMATA = "Nicolas Reuland", "Fatoumata Diallo"


def days(page: Page) -> list[str]:
    """The dates in the order of the list, in ISO form."""
    return [str(day) for day in page.mark("document-list").xpath(".//time/@datetime")]


def test_list_shows_what_a_person_needs_to_choose_a_document(nicolas: TestBrowser) -> None:
    page = nicolas.open("documents")
    rows = page.marks("document-row")
    assert len(rows) == 20
    assert all(len(row.get("data-document-id")) == 36 for row in rows)
    assert days(page) == sorted(days(page), reverse=True)
    first = rows[0]
    assert first.xpath("string(.//*[@class='document-type'])")
    assert first.xpath("string(.//*[@class='document-organisation'])")


def test_a_title_in_another_language_says_so(nicolas: TestBrowser) -> None:
    page = nicolas.open("documents")
    assert {link.get("lang") for link in page.marks("document-open")} <= {"fr", "de"}
    french = nicolas.open("/fr/documents")
    assert None in {link.get("lang") for link in french.marks("document-open")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_type_is_told_in_the_language_of_the_page(nicolas: TestBrowser, language: str) -> None:
    page = nicolas.open(f"/{language}/documents", group="laboratory")
    named = document_types()["lab"].labels[language]
    assert named in page.said("document-list")


def test_opening_a_document_takes_its_new_mark_away(demo: Any, demo_visitor: TestBrowser) -> None:
    deposit(demo.home, demo.patient(FATOUMATA).patient_id, b"Befund", "text/plain")
    sign_in_as(demo_visitor, demo.patient(FATOUMATA))
    assert "is-new" in demo_visitor.open("documents").mark("document-row").get("class")
    demo_visitor.follow("document-open")
    assert "is-new" not in demo_visitor.open("documents").mark("document-row").get("class", "")


def test_paging_reaches_every_document_once(nicolas: TestBrowser) -> None:
    page = nicolas.open("documents")
    seen = [row.get("data-document-id") for row in page.marks("document-row")]
    while page.has("next-page"):
        page = nicolas.follow("next-page")
        seen += [row.get("data-document-id") for row in page.marks("document-row")]
    assert len(seen) == len(set(seen)) > 300
    assert page.has("previous-page")


def test_a_page_beyond_the_end_leads_to_the_last_one(nicolas: TestBrowser) -> None:
    page = nicolas.open("documents", page=900)
    assert page.status == 200
    assert page.marks("document-row")
    assert not page.has("next-page")


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e9", "99999999999999999999"])
def test_a_page_that_is_no_number_is_the_first(nicolas: TestBrowser, page: str) -> None:
    assert len(nicolas.open("documents", page=page).marks("document-row")) == 20


def test_search_forgives_case_and_accents(nicolas: TestBrowser) -> None:
    nicolas.open("documents")
    page = nicolas.submit(q="RESUME")
    assert any("Résumé" in row.text_content() for row in page.marks("document-row"))
    assert page.value("q") == "RESUME"


def test_filters_work_together_and_each_can_be_removed(nicolas: TestBrowser) -> None:
    nicolas.open("documents")
    page = nicolas.submit(group="laboratory", **{"from": "2024-01-01", "to": "31.12.2025"})
    assert all("2024-01-01" <= day <= "2025-12-31" for day in days(page))
    assert page.value("from") == "2024-01-01"
    assert page.value("to") == "2025-12-31"
    wider = nicolas.follow("Laboratory")
    assert wider.value("group") == ""
    assert wider.value("from") == "2024-01-01"
    assert len(days(wider)) >= len(days(page))
    everything = nicolas.follow("Remove all filters")
    assert len(everything.marks("document-row")) == 20


def test_organisations_are_offered_with_their_number_of_documents(nicolas: TestBrowser) -> None:
    page = nicolas.open("documents")
    options = page.root.xpath("//select[@name='organisation']/option[@value!='']")
    counts = {
        option.get("value"): int(option.text_content().rpartition("(")[2].strip(")")) for option in options
    }
    total = int("".join(filter(str.isdigit, page.root.xpath("string(//*[@class='count'])"))))
    assert 0 < sum(counts.values()) <= total  # what a person wrote has no organisation
    identifier, count = min(counts.items(), key=lambda pair: pair[1])
    narrowed = nicolas.submit(organisation=identifier)
    assert narrowed.root.xpath("string(//*[@class='count'])").startswith(str(count))


@pytest.mark.parametrize("sort", ["date", "type", "author", "custodian"])
def test_sorting_keeps_the_filters(nicolas: TestBrowser, sort: str) -> None:
    page = nicolas.open("documents", group="laboratory", sort=sort)
    assert page.value("sort") == sort
    assert page.value("group") == "laboratory"
    if sort == "date":
        assert days(page) == sorted(days(page))


def test_a_wrong_day_is_explained_and_stays_as_it_was_typed(nicolas: TestBrowser) -> None:
    page = nicolas.open("documents", **{"from": "31.2.2026", "q": "labo"})
    assert page.status == 422
    assert "not a day of the calendar" in page.said("error-summary")
    assert page.value("from") == "31.2.2026"
    assert page.value("q") == "labo"


def test_a_period_that_ends_before_it_begins_is_explained(nicolas: TestBrowser) -> None:
    page = nicolas.open("documents", **{"from": "2026-02-01", "to": "2026-01-01"})
    assert page.status == 422
    assert "comes before the first one" in page.said("error-summary")
    assert page.value("to") == "2026-01-01"


def test_nothing_found_says_what_was_searched_and_how_to_clear_it(nicolas: TestBrowser) -> None:
    page = nicolas.open("documents", q="zzz <b>", group="imaging")
    assert "zzz <b>" in page.said("document-empty")
    assert "Imaging" in page.said("document-empty")
    assert not page.has("document-list")
    assert len(nicolas.follow("Show all documents").marks("document-row")) == 20


def test_choices_that_do_not_exist_are_left_out(nicolas: TestBrowser) -> None:
    page = nicolas.open("documents", group="nonsense", sort="; drop table", page="2")
    assert len(page.marks("document-row")) == 20


def test_an_empty_record_says_why_and_what_to_do(demo: Any, demo_visitor: TestBrowser) -> None:
    sign_in_as(demo_visitor, demo.patient(FATOUMATA))
    page = demo_visitor.open("documents")
    assert "no document in your record yet" in page.said("document-empty")
    assert "next visit" in page.said("document-empty")
    assert not page.root.xpath("//input[@name='q']")


@pytest.mark.parametrize(
    "query", ["", "q=labo&group=laboratory", "q=zzz", "page=2&sort=author", "from=nonsense"]
)
def test_what_htmx_gets_is_the_block_of_the_page(nicolas: TestBrowser, query: str) -> None:
    path = f"documents?{query}"
    page = nicolas.open(path)
    fragment = nicolas.fragment(path, target="list")
    block = page.root.xpath("//div[@id='list']")[0]
    assert _plain(block) == _plain(fragment.root)
    assert fragment.status == page.status
    assert "HX-Request" in fragment.headers["Vary"]
    assert "HX-Request" in page.headers["Vary"]


def _plain(element: Any) -> list[str]:
    return " ".join(element.text_content().split()).split()


def test_a_normal_list_costs_one_call_to_the_platform(nicolas: TestBrowser) -> None:
    nicolas.open("documents")
    with calls_counted(nicolas.app) as calls:
        nicolas.open("documents", q="labo", group="laboratory")
    assert calls == ["POST /fhir/DocumentReference/_search"]


class calls_counted:  # noqa: N801 - reads as a statement
    """Counts what the portal asks of the platform while the block runs."""

    def __init__(self, app: Flask) -> None:
        self.transport = app.extensions["dsp-platform-client"].transport
        self.calls: list[str] = []

    def __enter__(self) -> list[str]:
        self.send: Callable[..., Any] = self.transport.send

        def counted(call: Any) -> Any:
            self.calls.append(f"{call.method} {call.path}")
            return self.send(call)

        self.transport.send = counted
        return self.calls

    def __exit__(self, *_error: object) -> None:
        del self.transport.send


def test_strangers_are_asked_to_sign_in(demo_visitor: TestBrowser) -> None:
    page = demo_visitor.open("documents", q="labo")
    assert page.path == "/en/sign-in"


def test_nobody_sees_somebody_elses_documents(demo: Any, demo_visitor: TestBrowser) -> None:
    deposit(demo.home, demo.patient(NICOLAS).patient_id, b"<ClinicalDocument/>", title="Only for Nicolas")
    sign_in_as(demo_visitor, demo.patient(FATOUMATA))
    page = demo_visitor.open("documents", q="Only")
    assert "Only for Nicolas" not in page.text


def test_a_document_of_a_type_that_nobody_published_breaks_nothing(
    demo: Any, demo_visitor: TestBrowser
) -> None:
    from sqlalchemy import update

    from platform_api import operations
    from platform_api.models import Document
    from tests.support.homes import settings_for

    patient = demo.patient(FATOUMATA)
    identifier = deposit(demo.home, patient.patient_id, b"Guten Tag", "text/plain")
    with operations.running(settings_for(demo.home)) as running, running.database.write() as connection:
        odd = {"type_code": "horoscope", "group_code": "stars"}
        connection.execute(update(Document).where(Document.id == identifier).values(**odd))
    sign_in_as(demo_visitor, patient)
    page = demo_visitor.open("documents")
    assert "Document of another kind" in page.said("document-list")
    assert "horoscope" not in page.text
    assert "Guten Tag" in demo_visitor.follow("document-open").said("document-body")


def test_a_document_written_before_midnight_here_has_its_own_day(
    demo: Any, demo_visitor: TestBrowser
) -> None:
    patient = demo.patient(FATOUMATA)
    late = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)  # already February in Luxembourg
    deposit(demo.home, patient.patient_id, b"x", "text/plain", created_at=late)
    sign_in_as(demo_visitor, patient)
    assert days(demo_visitor.open("documents", **{"from": "2026-02-01"})) == ["2026-02-01"]
    assert demo_visitor.open("documents", to="2026-01-31").has("document-empty")

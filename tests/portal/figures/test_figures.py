"""Figures of the whole country: open to everybody, in the reader's language, drawn and in a table."""

from flask import Flask

from patient_portal.figures.presenters import bars
from tests.support.browser import TestBrowser


def test_anybody_reads_the_figures_and_the_table_has_every_type(demo_visitor: TestBrowser):
    page = demo_visitor.open("figures")
    rows = page.mark("figures-table").xpath(".//tbody/tr")
    assert len(rows) == 27
    totals = [int(row.xpath("./td[1]")[0].text_content().replace(",", "")) for row in rows]
    assert sum(totals) > 300  # one person of the demo alone has more than 300 documents
    assert totals == sorted(totals, reverse=True)


def test_the_months_can_be_those_of_one_type(demo_visitor: TestBrowser):
    page = demo_visitor.open("figures", type="lab")
    assert "Only this type:" in page.text
    assert page.root.xpath("//table//a[@aria-current='true']")


def test_an_unknown_type_is_not_a_page(demo_visitor: TestBrowser):
    assert demo_visitor.open("figures", type="lab'--").status == 404


def test_the_pilot_s_sums_are_those_that_were_published(visitor: TestBrowser):
    visitor.language = "de"
    page = visitor.open("figures/pilot")
    sums = [cell.text_content() for cell in page.mark("figures-table").xpath(".//tfoot//td")]
    assert sums[0] == "118"
    assert sums[-1] == "14.070"


def test_every_bar_is_in_the_drawing_and_nothing_is_no_bar(portal: Flask):
    with portal.test_request_context("/fr/figures"):
        drawn = bars([("2026-01", 0), ("2026-02", 1), ("2026-03", 5000)])
    assert [bar.height for bar in drawn] == [0.0, 2.0, 200.0]
    assert all(0 <= bar.y <= 200 and bar.x + bar.width <= 720 for bar in drawn)


def test_signed_in_people_keep_their_menu(demo_visitor: TestBrowser):
    assert "Figures" in demo_visitor.open("help").text

"""The pages of a record's end: what it means, the box, the way back; calm words where the record is closed."""

import io

import pikepdf
import pytest
from flask import Flask

from tests.support.authenticator import Authenticator
from tests.support.browser import ORIGIN, TestBrowser
from tests.support.clock import Clock
from tests.support.population import Demo, DemoPatient
from tests.support.steps import sign_in


@pytest.fixture
def claire(demo: Demo) -> DemoPatient:
    """Somebody who activated her record."""
    return demo.patient("Claire")


@pytest.fixture
def browser(demo_portal: Flask, claire: DemoPatient) -> TestBrowser:
    """Her browser, signed in just now."""
    at_home = TestBrowser(demo_portal)
    sign_in(at_home, claire.email, claire.password, Authenticator(claire.totp_secret))
    return at_home


def _state(browser: TestBrowser) -> str:
    return str(browser.page.mark("record-state").get("data-state"))


def test_closed_undone_closed_reopened(browser: TestBrowser, clock: Clock):
    browser.open("close")
    assert _state(browser) == "activated"
    assert browser.submit(form="close").status == 422, "the box must be ticked"
    browser.submit(confirm="y")
    assert _state(browser) == "closed"
    browser.open("close/undo")
    browser.submit()
    assert (browser.page.path, _state(browser)) == ("/en/record", "activated")
    browser.open("close")
    browser.submit(confirm="y")
    clock.forward(minutes=10)
    browser.open("record")
    assert _state(browser) == "closed"


def test_a_closed_record_s_other_pages_lead_to_the_one_that_says_what_is_possible(browser: TestBrowser):
    browser.open("close")
    browser.submit(confirm="y")
    for path in ("documents", "visit-pass"):
        assert browser.open(path).status == 200
    assert browser.open("documents").path == "/en/record"
    assert _state(browser) == "closed"


def test_while_it_is_closed_nobody_opens_it_not_even_in_an_emergency(browser: TestBrowser):
    browser.open("close")
    browser.submit(confirm="y")
    page = browser.open("professionals")
    assert "Nobody: your record itself is not open." in page.said("who-can-open")
    assert not page.marks("emergency-state")
    page = browser.open("emergency")
    assert page.mark("emergency-state").get("data-state") == "record_not_open"
    assert "now nobody can open it" in page.said("emergency-state")
    page = browser.submit(allowed="no", restricted="no")
    assert "counts from this moment" not in page.text
    assert "Your choice is saved." in page.text


def test_later_a_code_of_the_app_is_asked_and_the_tick_is_kept(
    browser: TestBrowser, claire: DemoPatient, clock: Clock
):
    clock.forward(minutes=7)
    browser.open("close")
    browser.submit(confirm="y")
    app = Authenticator(claire.totp_secret)
    browser.submit(totp=app.code())
    assert _state(browser) == "closed"


def test_a_code_alone_without_the_tick_closes_nothing(
    browser: TestBrowser, claire: DemoPatient, clock: Clock
):
    clock.forward(minutes=7)
    page = browser.open("close")
    token = page.root.xpath("//input[@name='csrf_token']/@value")[0]
    typed = {"csrf_token": token, "totp": Authenticator(claire.totp_secret).code()}
    assert browser.client.post("/en/close", data=typed, base_url=ORIGIN).status_code in (400, 422)
    browser.open("close")
    assert _state(browser) == "activated"


def test_the_certificate_is_a_pdf_and_only_where_there_is_something_to_certify(browser: TestBrowser):
    assert browser.open("close/certificate").path == "/en/record"
    browser.open("close")
    browser.submit(confirm="y")
    assert "close/certificate" in " ".join(browser.page.links())
    pdf = browser.client.get("/en/close/certificate", base_url=ORIGIN)
    with pikepdf.open(io.BytesIO(pdf.data)) as document:
        assert len(document.pages) == 1
        [field] = document.Root.AcroForm.Fields
        assert field.V.SubFilter == "/ETSI.CAdES.detached"


def test_whoever_stops_every_sign_in_is_signed_out_and_told_how_to_come_back(
    browser: TestBrowser, claire: DemoPatient
):
    browser.open("freeze")
    browser.submit(form="freeze")
    assert browser.page.has("account-frozen")
    browser.open("sign-in")
    page = browser.submit(email=claire.email, password=claire.password)
    assert "show your identity document" in page.text


def test_a_stranger_types_the_letters_code_and_learns_nothing(demo_portal: Flask, claire: DemoPatient):
    stranger = TestBrowser(demo_portal)
    stranger.open("freeze")
    said = []
    for matricule in (claire.matricule, "1983081234566"):
        page = stranger.submit(form="freeze", matricule=matricule, code="7K2M0QXAB81" + "Z")
        said.append((page.status, page.mark("error-summary").text_content().split()))
        stranger.open("freeze")
    assert said[0] == said[1]


def test_asking_for_a_record_gives_a_number_whoever_asks(demo_portal: Flask, claire: DemoPatient):
    stranger = TestBrowser(demo_portal)
    stranger.open("open")
    page = stranger.submit(form="opening")
    assert page.status == 422
    shapes = set()
    for matricule in (claire.matricule, "1983081234566"):
        stranger.open("open")
        page = stranger.submit(
            last_name="Klein", first_name="Jang", matricule=matricule, phone="621 123 456", consent="y"
        )
        shapes.add(len(page.said("request-number")))
        assert matricule not in page.body.decode()
    assert shapes == {9}


def test_every_right_has_its_place_and_requests_are_tracked(browser: TestBrowser, demo_portal: Flask):
    articles = ["3", "4", "5", "6", "7", "8", "9", "10", "71", "21"]
    for one in (TestBrowser(demo_portal), browser):
        page = one.open("rights")
        assert [right.get("data-article") for right in page.marks("right")] == articles
    assert page.mark("record-state").get("data-state") == "activated"
    browser.open("petitions/new", kind="complaint")
    assert browser.page.status == 200
    browser.open("rights/secondary-use")
    browser.submit(allowed="no")
    assert browser.page.mark("secondary-use").get("data-state") == "objected"


def test_forms_are_listed_for_everybody(demo_portal: Flask):
    page = TestBrowser(demo_portal).open("forms")
    assert len(page.mark("form-list").xpath(".//a")) == 6

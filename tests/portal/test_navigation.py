"""The menu shows what is there and what is theirs, and says where one is."""

from flask import Flask

from patient_portal import navigation, sessions
from patient_portal.i18n import LANGUAGES
from patient_portal.platform_client import SessionContext
from patient_portal.platform_client.vocabulary import Action, Role
from tests.support.browser import ORIGIN, TestBrowser


def menu(app: Flask, path: str, context: SessionContext | None = None) -> list[navigation.Item]:
    with app.test_request_context(path, base_url=ORIGIN):
        sessions.platform().context = context
        return navigation.items({})


def person(*may: Action) -> SessionContext:
    return SessionContext(kind="person", name="Marie", role=Role.PATIENT, may=frozenset(may))


def test_a_stranger_finds_the_way_in_and_help(frame: Flask):
    urls = [item.url for item in menu(frame, "/de/help")]
    assert urls[0] == "/de/"
    assert urls[-1] == "/de/help"


def test_the_menu_says_where_one_is(at_frame: TestBrowser):
    page = at_frame.open("help")
    assert page.root.xpath("//nav//a[@aria-current='page']/@href") == ["/en/help"]


def test_a_person_sees_only_what_they_may_open(portal: Flask):
    few = {item.url for item in menu(portal, "/en/help", person())}
    more = {item.url for item in menu(portal, "/en/help", person(*Action))}
    assert few == {"/en/help"}
    assert few < more
    assert "/en/documents" in more


def test_somebody_half_way_through_signing_in_is_still_a_stranger(frame: Flask):
    half = SessionContext(kind="half", name="Marie")
    assert menu(frame, "/fr/help", half) == menu(frame, "/fr/help")


def test_every_entry_leads_to_a_page_that_exists(portal: Flask):
    adapter = portal.url_map.bind("localhost")
    for language in LANGUAGES:
        for context in (None, person(*Action)):
            for item in menu(portal, f"/{language}/help", context):
                assert adapter.match(item.url, method="GET")
                assert item.label

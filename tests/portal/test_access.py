"""Every route says who may ask for it, and strangers are sent to sign in and come back."""

import pytest
from flask import Blueprint, Flask

from patient_portal import access, sessions
from patient_portal.platform_client.vocabulary import Action
from tests.support.browser import ORIGIN


def test_every_route_of_the_portal_declares_who_may_ask(portal: Flask):
    access.check(portal)
    for rule in portal.url_map.iter_rules():
        if rule.endpoint != "static":
            assert access.declared(portal, rule.endpoint) is not None, rule.endpoint


def test_a_route_that_declares_nothing_stops_the_start(portal: Flask):
    bare = Blueprint("bare", __name__)
    bare.add_url_rule("/bare", "open", lambda: "ok")
    portal.register_blueprint(bare)
    with pytest.raises(access.UndeclaredRoute, match=r"bare\.open"):
        access.check(portal)


def test_allows_needs_an_action():
    with pytest.raises(access.UndeclaredRoute):
        access.allows()


def test_a_view_may_allow_one_of_several_actions():
    @access.allows(Action.READ_DOCUMENT, Action.LIST_DOCUMENTS)
    def view() -> str:
        return ""

    app = Flask("one")
    app.add_url_rule("/", "one", view)
    assert access.declared(app, "one") == frozenset({Action.READ_DOCUMENT, Action.LIST_DOCUMENTS})


def test_a_stranger_is_sent_to_sign_in_and_told_where_to_come_back(portal: Flask):
    answer = portal.test_client().get("/de/session/extend", base_url=ORIGIN)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/de/sign-in?next=/de/session/extend"


def test_a_made_up_session_is_sent_to_sign_in(portal: Flask):
    client = portal.test_client()
    client.set_cookie(sessions.COOKIE, "x" * 43, domain="localhost", secure=True)
    answer = client.get("/fr/session/extend", base_url=ORIGIN)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/fr/sign-in")


def test_htmx_is_told_to_leave_instead_of_being_given_the_sign_in_page(portal: Flask):
    headers = {"HX-Request": "true", "HX-Current-URL": f"{ORIGIN}/fr/help?x=1"}
    answer = portal.test_client().get("/fr/session/extend", base_url=ORIGIN, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == "/fr/sign-in?next=/fr/help%3Fx%3D1"
    assert answer.data == b""


def test_htmx_on_another_site_gives_no_way_back(portal: Flask):
    headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/fr/help"}
    answer = portal.test_client().get("/fr/session/extend", base_url=ORIGIN, headers=headers)
    assert answer.headers["HX-Redirect"] == "/fr/sign-in"

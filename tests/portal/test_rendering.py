"""Pages and their fragments are one template; htmx and a plain browser get the same."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.portal.tiny_feature import acts
from tests.support.browser import ORIGIN, TestBrowser

HTMX = {"HX-Request": "true", "HX-Current-URL": f"{ORIGIN}/en/tiny/rows"}


def get(frame: Flask, path: str = "/en/tiny/rows", **headers: str) -> TestResponse:
    return frame.test_client().get(path, base_url=ORIGIN, headers=headers)


def test_a_fragment_is_a_part_of_its_page(frame: Flask):
    whole = get(frame).text
    part = get(frame, **HTMX).text
    assert part.strip().startswith("<p")
    assert part in whole
    assert "<b>" not in part


@pytest.mark.parametrize("extra", [{"HX-Boosted": "true"}, {"HX-History-Restore-Request": "true"}, {}])
def test_only_a_request_for_a_part_gets_a_part(frame: Flask, extra: dict[str, str]):
    answer = get(frame, **({**HTMX, **extra} if extra else {}))
    assert "<h1>" in answer.text


def test_caches_are_told_that_the_two_differ(frame: Flask):
    assert "HX-Request" in get(frame).headers["Vary"]
    assert "HX-Request" in get(frame, **HTMX).headers["Vary"]


def test_a_notice_waits_for_a_whole_page(at_frame: TestBrowser):
    from flask import flash

    acts.append(lambda: flash("Saved.", "success"))
    at_frame.open("tiny/act")
    assert b"Saved." not in at_frame.fragment("tiny/rows").body
    assert "Saved." in at_frame.open("tiny/rows").text


def test_after_a_change_htmx_follows_to_the_fragment(frame: Flask):
    browser = TestBrowser(frame)
    token = browser.open("tiny/form").value("csrf_token")
    from tests.portal.test_forms import RIGHT

    answer = browser.client.post(
        "/en/tiny/form",
        base_url=ORIGIN,
        headers={**HTMX, "Origin": ORIGIN},
        data={**RIGHT, "csrf_token": token},
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/tiny/rows")


@pytest.mark.parametrize("encoding", ["gzip", "gzip, deflate, br"])
def test_a_page_is_compressed_for_who_takes_it_and_its_length_tells_nothing(frame: Flask, encoding: str):
    import gzip

    answers = [get(frame, **{"Accept-Encoding": encoding}) for _ in range(12)]
    plain = get(frame).data
    assert all(answer.headers["Content-Encoding"] == "gzip" for answer in answers)
    assert all(gzip.decompress(answer.data) == plain for answer in answers)
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in answers)
    assert len({len(answer.data) for answer in answers}) > 3


def test_the_first_page_is_light(frame: Flask):
    answer = get(frame, "/fr/", **{"Accept-Encoding": "gzip"})
    assert len(answer.data) < 14 * 1024


def test_htmx_is_told_to_leave_where_there_is_no_fragment(frame: Flask):
    from patient_portal.rendering import after

    with frame.test_request_context("/en/tiny/form", method="POST", base_url=ORIGIN, headers=HTMX):
        answer = after("tiny.rows")
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/en/tiny/rows")
    with frame.test_request_context("/en/tiny/form", method="POST", base_url=ORIGIN):
        assert after("tiny.rows", page=2).headers["Location"] == "/en/tiny/rows?page=2"

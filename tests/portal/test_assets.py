"""Static files: hashed addresses that may be kept for ever, integrity, nothing outside their folder."""

import gzip
import re
from base64 import b64encode
from hashlib import sha384
from pathlib import Path

import pytest
from flask import Flask

from patient_portal import paths
from patient_portal.assets import Assets
from tests.support.browser import ORIGIN, TestBrowser


def linked(browser: TestBrowser) -> list[tuple[str, str]]:
    page = browser.open("help")
    found = page.root.xpath("//link[@rel='stylesheet']|//script[@src]")
    return [(element.get("href") or element.get("src"), element.get("integrity")) for element in found]


def test_every_style_and_script_has_its_integrity_and_is_kept_for_ever(at_frame: TestBrowser):
    assert linked(at_frame)
    for url, integrity in linked(at_frame):
        answer = at_frame.client.get(url, base_url=ORIGIN)
        assert integrity == "sha384-" + b64encode(sha384(answer.data).digest()).decode()
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers


def test_without_its_hash_a_file_is_kept_for_a_day(frame: Flask):
    for url in ("/static/css/app.css", "/static/css/app.css?v=0000"):
        answer = frame.test_client().get(url, base_url=ORIGIN)
        assert answer.headers["Cache-Control"] == "public, max-age=86400"


def test_a_file_known_to_the_browser_is_not_sent_again(frame: Flask):
    client = frame.test_client()
    etag = client.get("/static/css/app.css", base_url=ORIGIN).headers["ETag"]
    answer = client.get("/static/css/app.css", base_url=ORIGIN, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_text_is_sent_compressed_to_who_takes_it(frame: Flask):
    plain = frame.test_client().get("/static/css/app.css", base_url=ORIGIN)
    small = frame.test_client().get(
        "/static/css/app.css", base_url=ORIGIN, headers={"Accept-Encoding": "gzip"}
    )
    assert gzip.decompress(small.data) == plain.data
    assert small.headers["Content-Type"] == plain.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "Accept-Encoding" in plain.headers["Vary"]


@pytest.mark.parametrize(
    "path",
    ["../pyproject.toml", "..%2fpyproject.toml", "css/../../pyproject.toml", "/etc/passwd", "css", "", "nothing.css",
     "vendor/vendor.sh", "vendor/README.md", "vendor/strip_identity.py", ".git/config"],
)  # fmt: skip
def test_nothing_but_the_portals_own_files_is_served(frame: Flask, path: str):
    assert (
        frame.test_client().get(f"/static/{path}", base_url=ORIGIN, follow_redirects=True).status_code == 404
    )


def test_a_file_that_changes_while_developing_gets_a_new_address(tmp_path: Path):
    file = tmp_path / "a.css"
    file.write_text("a{}")
    watched, fixed = Assets(tmp_path, watch=0), Assets(tmp_path)
    before, once = watched.url("a.css"), fixed.url("a.css")
    file.write_text("b{}")
    assert watched.url("a.css") != before
    assert fixed.url("a.css") == once


def test_a_page_that_names_a_missing_file_is_a_mistake(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        Assets(tmp_path).url("missing.css")


def test_the_first_page_and_all_it_needs_weigh_less_than_a_hundred_kilobytes(at_frame: TestBrowser):
    takes = {"Accept-Encoding": "gzip"}
    page = at_frame.open("")
    urls = {url for url, _integrity in linked(at_frame)}
    urls |= set(page.root.xpath("//link[@rel='preload' or @rel='icon']/@href"))
    weight = len(at_frame.client.get("/en/", base_url=ORIGIN, headers=takes).data)
    weight += sum(len(at_frame.client.get(url, base_url=ORIGIN, headers=takes).data) for url in urls)
    assert len(urls) < 8
    assert weight < 100_000, weight


def test_style_sheets_name_only_files_that_are_there():
    for sheet in (paths.STATIC / "css").glob("*.css"):
        for name in re.findall(r"url\([\"']?([^)\"'?#]+)", sheet.read_text()):
            if not name.startswith("data:"):
                assert (sheet.parent / name).resolve().is_file() or name.startswith("/static/"), (
                    f"{sheet.name}: {name}"
                )

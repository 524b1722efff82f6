"""Taking the record along: asked for with a fresh code, made by the worker, unpacked, checked, deleted."""

import hashlib
import io
import json
import tempfile
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from urllib.parse import unquote

import pytest
from flask import Flask
from lxml import html

from patient_portal.exporting import reading
from patient_portal.platform_client import Document
from platform_api.exports import routes
from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.clock import Clock
from tests.support.homes import make_copies
from tests.support.mailbox import Mailbox
from tests.support.population import Demo, DemoPatient
from tests.support.steps import sign_in
from tests.support.tree import LANGUAGES


@pytest.fixture
def nicolas(demo: Demo) -> DemoPatient:
    """Somebody with many documents."""
    return demo.patient("Reuland")


def at_home(app: Flask, who: DemoPatient, language: str = "en") -> TestBrowser:
    """A browser of theirs, signed in just now."""
    browser = TestBrowser(app, language=language)
    sign_in(browser, who.email, who.password, Authenticator(who.totp_secret))
    return browser


def ask(browser: TestBrowser, language: str = "fr") -> None:
    """Ask for a copy."""
    browser.open("export")
    browser.submit(form="ask", language=language)


def unpacked(browser: TestBrowser) -> dict[str, bytes]:
    """Every part saved and unpacked into one folder."""
    files: dict[str, bytes] = {}
    for link in browser.open("export").marks("copy-part"):
        answer = browser.client.get(link.get("href"), base_url="https://localhost")
        assert answer.status_code == 200
        assert answer.mimetype == "application/zip"
        with zipfile.ZipFile(io.BytesIO(answer.data)) as zipped:
            assert zipped.testzip() is None
            files |= {name: zipped.read(name) for name in zipped.namelist()}
    return files


def test_the_whole_record_lies_in_the_copy_and_every_checksum_is_right(
    demo_portal: Flask, nicolas: DemoPatient, mailbox: Mailbox
):
    browser = at_home(demo_portal, nicolas)
    assert browser.open("export").has("no-copy")
    assert browser.page.mark("record-state").get("data-state") == "activated"
    ask(browser)
    assert browser.page.mark("copy").get("data-state") == "making"
    assert "0 of 1 part is made" in browser.page.text
    assert make_copies(demo_portal) == 1
    files = unpacked(browser)
    told = mailbox.last(nicolas.email)
    assert "/export" in told.text
    assert not any(name in told.text for name in ("documents/", ".pdf", "reading/"))
    lines = files["SHA256SUMS-1.txt"].decode().strip().splitlines()
    sums = {line[66:]: line[:64] for line in lines}
    assert set(sums) == set(files) - {"SHA256SUMS-1.txt"}
    assert all(hashlib.sha256(files[name]).hexdigest() == known for name, known in sums.items())
    index = html.document_fromstring(files["index.html"].decode())
    assert index.get("lang") == "fr"
    linked = {unquote(str(one.get("href"))) for one in index.iter("a")}
    assert linked <= set(files), "every link of the index opens"
    assert len(list(index.iter("li"))) > 5
    pages = [name for name in files if name.startswith("reading/")]
    assert pages
    assert b"<script" not in b"".join(files[name] for name in pages)
    bundle = json.loads(files["fhir/DocumentReference.json"])
    addresses = [one["resource"]["content"][0]["attachment"]["url"] for one in bundle["entry"]]
    assert {unquote(one.removeprefix("../")) for one in addresses} <= set(files), (
        "FHIR names the files beside it"
    )
    assert json.loads(files["fhir/Patient.json"])["resourceType"] == "Patient"
    assert "access-log.csv" in files
    plain = [name.rpartition(".")[2] for name in files if name.startswith("documents/")]
    assert "bin" not in plain, "every kind in this record has an ending that a computer knows"
    listed = json.loads(files["manifest.json"])["documents"]
    assert len(listed) == len(bundle["entry"])
    assert all(files[one["file"]] and (one["page"] is None or files[one["page"]]) for one in listed)


@pytest.mark.parametrize(
    ("title", "media_type", "ends"),
    [
        ("My statement", "application/hl7-v3+xml", "My statement.xml"),
        ("photo.jpg", "image/jpeg", "photo.jpg"),
        ("photo.jpg", "application/pdf", "photo.jpg.pdf"),
        ("Page", "text/html", "Page.bin"),
    ],
)
def test_a_file_in_the_copy_ends_once_as_its_kind_says(title: str, media_type: str, ends: str):
    document = SimpleNamespace(title=title, content_type=media_type, written_at=None, deposited_at=None)
    assert reading.file_name(7, cast(Document, document)) == f"documents/0007 {ends}"


def test_later_the_app_is_asked_and_the_language_is_kept(
    demo_portal: Flask, nicolas: DemoPatient, clock: Clock
):
    browser = at_home(demo_portal, nicolas)
    clock.forward(minutes=7)
    ask(browser, "lb")
    assert not browser.page.marks("copy")
    browser.submit(totp=Authenticator(nicolas.totp_secret).code())
    assert "Luxembourgish" in browser.page.said("copy")


def test_who_asks_twice_gets_one_copy(demo_portal: Flask, nicolas: DemoPatient):
    telephone = at_home(demo_portal, nicolas)
    desk = telephone.twin()
    ask(telephone)
    ask(desk, "de")
    assert len(desk.open("export").marks("copy")) == 1


def test_a_save_that_broke_off_goes_on(demo_portal: Flask, nicolas: DemoPatient):
    browser = at_home(demo_portal, nicolas)
    ask(browser)
    make_copies(demo_portal)
    url = str(browser.open("export").mark("copy-part").get("href"))
    whole = browser.client.get(url, base_url="https://localhost")
    rest = browser.client.get(
        url, base_url="https://localhost", headers={"Range": "bytes=100-", "If-Range": whole.headers["ETag"]}
    )
    assert (rest.status_code, rest.data) == (206, whole.data[100:])


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, (200, slice(None))),
        ({"Range": "bytes=2500-4099"}, (206, slice(2500, 4100))),
        ({"Range": "bytes=-700"}, (206, slice(-700, None))),
        ({"Range": "bytes=1000-1000"}, (206, slice(1000, 1001))),
        ({"Range": "bytes=3000-", "If-Range": '"another"'}, (200, slice(None))),
        ({"Range": "bytes=0-9,20-29"}, (200, slice(None))),
        ({"Range": "bytes=999999999-"}, (416, None)),
    ],
)
def test_a_part_comes_in_pieces_and_whole(
    demo_portal: Flask,
    nicolas: DemoPatient,
    monkeypatch: pytest.MonkeyPatch,
    headers: dict[str, str],
    expected: tuple[int, slice | None],
):
    browser = at_home(demo_portal, nicolas)
    ask(browser)
    make_copies(demo_portal)
    link = browser.open("export").mark("copy-part")
    whole = browser.client.get(link.get("href"), base_url="https://localhost").data
    sha256 = browser.page.root.xpath("//*[@class='copy-sum']")[0].text_content().strip()
    assert hashlib.sha256(whole).hexdigest() == sha256
    monkeypatch.setattr(routes, "AT_ONCE", 100_000)
    found = browser.client.get(link.get("href"), base_url="https://localhost", headers=headers)
    status, wanted = expected
    assert found.status_code == status
    if wanted is not None:
        assert found.data == whole[wanted]
        assert found.headers["Content-Length"] == str(len(whole[wanted]))


def test_while_it_is_made_nothing_of_it_lies_open(
    demo_portal: Flask, nicolas: DemoPatient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """The ZIP on its way is sealed: neither its own beginning nor a page of it stands in the file."""
    lying_there = tmp_path / "spool"
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: lying_there.open("w+b"))
    browser = at_home(demo_portal, nicolas)
    ask(browser)
    make_copies(demo_portal)
    lying = lying_there.read_bytes()
    assert len(lying) > 10_000
    assert not any(mark in lying for mark in (b"PK\x03\x04", b"index.html", b"documents/0001"))


def test_a_copy_is_deleted_at_once_or_after_a_week(demo_portal: Flask, nicolas: DemoPatient, clock: Clock):
    browser = at_home(demo_portal, nicolas)
    ask(browser)
    make_copies(demo_portal)
    url = str(browser.open("export").mark("copy-part").get("href"))
    page = browser.press("Delete this copy")
    assert page.has("no-copy")
    assert browser.client.get(url, base_url="https://localhost").status_code == 404
    ask(browser)
    make_copies(demo_portal)
    clock.forward(days=7, minutes=1)
    again = at_home(demo_portal, nicolas)
    assert again.open("export").has("no-copy")


def test_before_closing_a_copy_is_offered_and_can_be_fetched_until_it_is_final(
    demo_portal: Flask, nicolas: DemoPatient
):
    browser = at_home(demo_portal, nicolas)
    assert "/en/export" in str(browser.open("close").root.xpath("//main//a/@href"))
    browser.submit(confirm="y")
    ask(browser)
    assert make_copies(demo_portal) == 1
    assert unpacked(browser)


def test_nobody_else_sees_or_fetches_it(demo: Demo, demo_portal: Flask, nicolas: DemoPatient):
    browser = at_home(demo_portal, nicolas)
    ask(browser)
    make_copies(demo_portal)
    url = str(browser.open("export").mark("copy-part").get("href"))
    other = at_home(demo_portal, demo.patient("Claire"))
    assert other.client.get(url, base_url="https://localhost").status_code == 404
    assert other.open("export").has("no-copy")
    stranger = TestBrowser(demo_portal)
    assert stranger.client.get(url, base_url="https://localhost").status_code in (302, 303)


def test_a_document_withdrawn_meanwhile_or_damaged_holds_up_no_other(
    demo_portal: Flask, nicolas: DemoPatient, demo: Demo
):
    browser = at_home(demo_portal, nicolas)
    ask(browser)
    victim = max((demo.home / "blobs").glob("*/*"), key=lambda path: path.stat().st_size)
    Path(victim).write_bytes(b"damaged")
    assert make_copies(demo_portal) == 1
    files = unpacked(browser)
    assert "index.html" in files


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_is_in_the_language_chosen(demo_portal: Flask, nicolas: DemoPatient, language: str):
    browser = at_home(demo_portal, nicolas, "fr" if language != "fr" else "de")
    ask(browser, language)
    make_copies(demo_portal)
    assert html.document_fromstring(unpacked(browser)["index.html"].decode()).get("lang") == language

"""Adding a document of one's own without scripts: typed once, shown, confirmed, withdrawn, brought back."""

from io import BytesIO

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from patient_portal.documents.adding_forms import file_name, suggested_title
from patient_portal.receiving import SealedSpool
from tests.platform_api.uploads.files import pdf, photo
from tests.support.browser import TestBrowser
from tests.support.population import Demo
from tests.support.steps import sign_in_as


@pytest.fixture
def browser(demo: Demo, demo_portal: Flask) -> TestBrowser:
    found = TestBrowser(demo_portal)
    sign_in_as(found, demo.patient("Reuland"))
    return found


def _file(name: str, data: bytes) -> FileStorage:
    return FileStorage(BytesIO(data), name)


def test_two_steps_lead_to_a_document_and_back(browser: TestBrowser):
    browser.open("documents")
    browser.follow("Add a document of your own")
    page = browser.submit(
        file=[_file("Bilan mars.pdf", pdf()), _file("1.jpg", photo())], type="lab", date="2026-03-02"
    )
    assert page.has("upload-preview")
    assert "Befund Seite 2" in page.said("upload-preview")
    page = browser.submit(confirm=None)
    assert page.status == 422
    assert "Tick this box" in page.said("error-summary")
    page = browser.submit(confirm="y", title="Bilan de mars")
    assert page.heading == "Bilan de mars"
    address = page.path
    assert len(page.marks("own-file")) == 2
    browser.follow("document-withdraw")
    page = browser.submit(form="step")
    assert "Bilan de mars" in page.text
    page = browser.submit(button="restore")
    assert page.path == address


def test_what_was_right_is_kept_beside_what_was_wrong(browser: TestBrowser):
    browser.open("documents/new")
    page = browser.submit(
        file=[_file("good.jpg", photo()), _file("photo.heic", b"\0\0\0\x18ftypheic" + bytes(40))],
        type="lab",
        date="31.2.2026",
    )
    assert page.status == 422
    said = page.said("error-summary")
    assert "HEIC" in said
    assert "not a day of the calendar" in said
    assert "good.jpg" in page.text
    assert page.value("type") == "lab"
    page = browser.submit(date="2026-03-02")
    assert page.has("upload-preview")


def test_a_file_beyond_the_limit_is_refused_by_name_of_the_limit(browser: TestBrowser, demo_portal: Flask):
    object.__setattr__(demo_portal.extensions["dsp-settings"], "largest_file", 2000)
    browser.open("documents/new")
    page = browser.submit(file=_file("huge.txt", b"x" * 3000), type="lab", date="2026-03-02")
    assert page.status == 413
    assert "50 MB" in page.said("error-summary")
    assert page.value("date") == "2026-03-02"


def test_the_summary_names_the_file_that_was_not_taken_and_leads_to_the_field(browser: TestBrowser):
    browser.open("documents/new")
    files = [
        _file("Befund <b>.pdf", b"MZ\x90\0" + bytes(range(256)) * 8),
        _file("foto.jpg", b"PK\x03\x04" + bytes(300)),
        _file("good.txt", b"Bilan"),
    ]
    page = browser.submit(file=files, type="lab", date="2026-03-02")
    links = page.mark("error-summary").xpath(".//a")
    assert [link.get("href") for link in links] == ["#file", "#file"]
    for link, name in zip(links, ("Befund <b>.pdf", "foto.jpg"), strict=True):
        assert link.text_content().startswith(f"{name} – This file is not what its name says")
    assert page.root.xpath("//*[@id='file']")
    assert "good.txt" in page.text


def test_nothing_chosen_is_told_kindly(browser: TestBrowser):
    browser.open("documents/new")
    page = browser.submit(type="lab", date="2026-03-02")
    assert page.status == 422
    assert "Choose a file first" in page.said("error-summary")


def test_a_yes_sent_twice_leads_to_the_same_document(browser: TestBrowser):
    browser.open("documents/new")
    browser.submit(file=_file("a.txt", b"Bilan"), type="lab", date="2026-03-02")
    window = browser.twin()
    first = browser.submit(confirm="y").path
    assert window.submit(confirm="y").path == first


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Anne\\Bilan.pdf", "Bilan.pdf"),
        ("a\r\nSet-Cookie: x\0.pdf", "a Set-Cookie: x .pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("1983081234566.pdf", "….pdf"),
        ("x" * 4096 + ".pdf", "x" * 76 + ".pdf"),
        (None, ""),
    ],
)
def test_a_files_name_is_one_harmless_line(given: str | None, shown: str):
    assert file_name(given) == shown


def test_a_camera_gives_no_title():
    assert suggested_title("IMG_20260302_1201.jpg", "Laboratory results") == "Laboratory results"
    assert suggested_title("Bilan_mars.pdf", "Laboratory results") == "Bilan mars"


def test_a_spool_gives_back_what_came_and_keeps_nothing_open():
    spool = SealedSpool(5_000_000)
    data = bytes(range(256)) * 12_000
    for start in range(0, len(data), 70_000):
        spool.write(data[start : start + 70_000])
    spool.seek(0)
    assert data[:100] not in spool._file.read()
    spool.seek(0)
    assert b"".join(iter(lambda: spool.read(65_536), b"")) == data
    assert spool.size == len(data)
    assert not spool.is_too_large
    spool.close()


def test_a_script_sends_one_file_at_a_time_and_is_told_whether_it_was_taken(browser: TestBrowser):
    browser.open("documents/new")
    token = browser.page.value("csrf_token")

    def send(name: str, data: bytes) -> int:
        answer = browser.client.post(
            "/en/documents/new",
            base_url="https://localhost",
            headers={"Origin": "https://localhost"},
            data={"csrf_token": token, "one": "1", "file": (BytesIO(data), name)},
        )
        return answer.status_code

    assert send("a.jpg", photo()) == 204
    assert send("a.jpg", photo()) == 204, "it came before the line broke off"
    assert send("b.heic", b"\0\0\0\x18ftypheic" + bytes(40)) == 422
    page = browser.open("documents/new")
    assert [row.text_content() for row in page.root.xpath("//*[@class='given-name']")] == ["a.jpg"]

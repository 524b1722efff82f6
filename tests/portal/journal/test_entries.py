"""The journal as a tool: entries explained, narrowed down, folded, asked about, kept as a copy, checked."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate
from flask import Flask

from patient_portal.journal import copies, told_reasons
from patient_portal.platform_client.vocabulary import Reason
from platform_api import operations
from tests.portal.professionals.conftest import Patient, nicolas
from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.clock import Clock
from tests.support.homes import settings_for
from tests.support.steps import sign_in, sign_in_as

__all__ = ["nicolas"]


def _first_of_others(nicolas: Patient) -> str:
    page = nicolas.browser.open("journal", only="others")
    found: str = page.marks("journal-entry")[0].xpath(".//a[contains(@class, 'entry-link')]")[0].get("href")
    return found


def test_an_entry_is_explained_and_asked_about_and_the_answer_stands_beside_it(nicolas: Patient):
    nicolas.opens_for(nicolas.doctor(opens=True)["id"])
    entry = _first_of_others(nicolas)
    page = nicolas.browser.open(entry)
    assert "Professionals open records through software" in page.text
    nicolas.browser.follow("I do not recognise this access")
    page = nicolas.browser.submit(text="I was not there on that day.")
    assert page.mark("petition").get("data-state") == "received"
    chief = TestBrowser(nicolas.app)
    known = next(one for one in nicolas.demo.known["helpdesk"] if one["role"] == "supervisor")
    sign_in(chief, known["email"], known["password"], Authenticator(known["totp_secret"]))
    page = chief.open("helpdesk/petitions")
    chief.open(page.marks("petition-row")[0].xpath(".//a")[0].get("href"))
    assert chief.page.said("petition-text") == "I was not there on that day."
    chief.submit(text="It was your own doctor's practice.")
    page = nicolas.browser.open(entry)
    assert page.said("petition-answer") == "It was your own doctor's practice."


def test_a_refusal_is_told_to_its_reader_not_to_whoever_tried(nicolas: Patient):
    doctor = nicolas.doctor(opens=False)
    page = nicolas.browser.open("journal", only="refused")
    nicolas.browser.open(
        page.marks("journal-entry")[0].xpath(".//a[contains(@class, 'entry-link')]")[0].get("href")
    )
    assert doctor["name"] in nicolas.browser.page.text
    assert "This was not allowed." in nicolas.browser.page.text
    copy = nicolas.browser.client.get(
        "/en/journal/copy?format=csv&only=refused", base_url="https://localhost"
    )
    for told in (nicolas.browser.page.text, page.text, copy.get_data(as_text=True)):
        assert "You may not do this" not in told


def test_a_sign_in_that_was_refused_says_what_happened_not_what_to_do(nicolas: Patient):
    browser = TestBrowser(nicolas.app)
    browser.open("sign-in")
    browser.submit(email=nicolas.known.email, password=nicolas.known.password)
    browser.submit(totp="000000")
    page = nicolas.browser.open("journal", only="refused")
    assert "Reason: The code from the app was not right." in page.text
    copy = nicolas.browser.client.get(
        "/en/journal/copy?format=csv&only=refused", base_url="https://localhost"
    ).get_data(as_text=True)
    for told in (page.text, copy):
        assert "Look at the app again" not in told


def test_no_reason_in_the_log_asks_for_anything(portal: Flask):
    asks = "ask call check choose compare copy end enter give look make please read save set split take tick type use"
    with portal.test_request_context("/en/journal"):
        told = [told_reasons.told(reason) for reason in Reason]
    first_words = {part.split()[0].strip(",:").lower() for said in told for part in said.split(". ")}
    assert not first_words & {*asks.split(), "wait", "withdraw", "write", "you"}
    assert not [said for said in told if "please" in said.lower() or " below" in said]


def test_ones_own_code_asked_for_before_a_step_is_no_refusal_to_be_afraid_of(nicolas: Patient, clock: Clock):
    nicolas.go("emergency")
    nicolas.browser.submit(allowed="no")
    clock.forward(minutes=6)
    nicolas.go("emergency")
    assert nicolas.browser.submit(allowed="yes").heading == "Is it really you?"
    entry = nicolas.browser.open("journal").marks("journal-entry")[0]
    assert "Before an important step you were asked for a new code." in entry.text_content()
    assert "Refused" not in entry.text_content()
    page = nicolas.browser.open(entry.xpath(".//a[contains(@class, 'entry-link')]")[0].get("href"))
    assert "Nothing is changed before the code is typed." in page.text
    assert "It was only tried" not in page.text


def test_from_one_entry_to_everything_that_person_did(nicolas: Patient):
    physicians = [one["id"] for one in nicolas.doctors if one["category"] == "physician"]
    for doctor in [one for one in physicians if nicolas.opens_for(one)][:2]:
        page = nicolas.browser.open(f"professionals/{doctor}")
        name = page.heading
        nicolas.browser.follow("See in the access log what they opened")
        page = nicolas.browser.page
        assert f"Only entries about: {name}" in page.text
        nicolas.browser.open(
            page.marks("journal-entry")[0].xpath(".//a[contains(@class, 'entry-link')]")[0].get("href")
        )
        page = nicolas.browser.follow("Everything this person did")
        assert all(name in entry.text_content() for entry in page.marks("journal-entry"))


def test_only_accesses_for_treatment(nicolas: Patient):
    doctor = nicolas.doctor(opens=True)
    nicolas.opens_for(doctor["id"], "ETREAT")
    treated = nicolas.browser.open("journal", only="treatment").text
    assert "Purpose: treatment" in treated.replace("Treatment", "treatment")
    assert "emergency" not in treated.partition("Keep a copy")[0].rpartition("Only emergencies")[2].lower()


def test_an_empty_question_is_asked_again(nicolas: Patient):
    nicolas.opens_for(nicolas.doctor(opens=True)["id"])
    nicolas.browser.open(_first_of_others(nicolas) + "/question")
    page = nicolas.browser.submit(text="   ")
    assert page.status == 422
    assert "Write what you want to ask or tell us." in page.text


def test_who_asks_about_an_attempt_is_told_at_once_that_it_was_one(nicolas: Patient):
    doctor = nicolas.doctor(opens=False)
    assert not nicolas.opens_for(doctor["id"])
    page = nicolas.browser.open("journal", only="refused", who=doctor["id"])
    entry = page.marks("journal-entry")[0].xpath(".//a[contains(@class, 'entry-link')]")[0].get("href")
    page = nicolas.browser.open(entry + "/question")
    facts = page.root.xpath("//dl[1]//dd")
    assert " ".join(facts[1].text_content().split()) == "Refused: it was only an attempt"


def test_reads_in_a_row_by_one_person_are_folded(nicolas: Patient):
    doctor = nicolas.doctor(opens=True)["id"]
    for _one in range(3):
        nicolas.opens_for(doctor)
    page = nicolas.browser.open("journal", only="others")
    assert "more like this" in page.text, page.mark("journal-entry").getparent().text_content()
    assert len(page.marks("journal-entry-more")) >= 2


def test_a_copy_comes_as_pdf_csv_and_fhir(nicolas: Patient):
    client = nicolas.browser.client
    base = "https://localhost/fr/journal/copy"
    pdf = client.get(base, query_string={"format": "pdf"}, base_url="https://localhost")
    with pikepdf.open(io.BytesIO(pdf.data)) as document:
        assert str(document.Root.Lang) == "fr"
        assert document.Root.MarkInfo.Marked
        [field] = document.Root.AcroForm.Fields
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
    sheet = client.get(base, query_string={"format": "csv"}, base_url="https://localhost").data.decode(
        "utf-8-sig"
    )
    rows = list(csv.reader(io.StringIO(sheet)))
    assert rows[0][0] == "Quand"
    assert len(rows) > 3
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    lines = client.get(base, query_string={"format": "fhir"}, base_url="https://localhost")
    assert lines.content_type == "application/fhir+ndjson"
    assert lines.data.startswith(b'{"resourceType":"AuditEvent"')


def test_the_page_of_receipts_names_the_certificate_of_the_seal(nicolas: Patient, demo_portal: Flask):
    pem = nicolas.browser.client.get("/.well-known/dsp-seal.pem", base_url="https://localhost").data
    known = load_pem_x509_certificate(pem)
    page = TestBrowser(demo_portal).open("journal/check")
    said = page.said("seal-certificate")
    assert known.fingerprint(SHA256()).hex().upper() in said.replace(" ", "")
    assert any(link.endswith("/.well-known/dsp-seal.pem") for link in page.links())


@pytest.mark.parametrize("cell", ["=1+1", "+352", "-1", "@sum", "\t=1", "\r=1"])
def test_no_cell_of_the_csv_is_calculated(cell: str):
    assert copies._harmless(cell) == f"'{cell}"


def test_a_receipt_is_checked_by_anybody(nicolas: Patient, demo_portal: Flask):
    nicolas.browser.open(_entry_of_own(nicolas) + "/receipt")
    receipt = nicolas.browser.page.said("receipt")
    stranger = TestBrowser(demo_portal)
    stranger.open("journal/check")
    page = stranger.submit(receipt=receipt)
    assert page.mark("verdict").get("data-state") == "stands"
    page = stranger.submit(receipt=receipt[:-4] + "AAAA")
    assert page.mark("verdict").get("data-state") == "not_ours"


def test_an_entry_of_somebody_else_is_not_there(nicolas: Patient):
    entry = _entry_of_own(nicolas)
    other = TestBrowser(nicolas.app)
    sign_in_as(other, nicolas.demo.patient("Maria"))
    for path in (entry, entry + "/receipt", entry + "/question"):
        assert other.open(path).status == 404


def test_the_queue_is_for_supervisors_only(nicolas: Patient):
    assert nicolas.browser.open("helpdesk/petitions").status == 403
    agent = TestBrowser(nicolas.app)
    known = next(one for one in nicolas.demo.known["helpdesk"] if one["role"] == "agent")
    sign_in(agent, known["email"], known["password"], Authenticator(known["totp_secret"]))
    assert agent.open("helpdesk/petitions").status == 403


def _entry_of_own(nicolas: Patient) -> str:
    page = nicolas.browser.open("journal")
    found: str = page.root.xpath("//a[contains(@class, 'entry-link')]")[0].get("href")
    return found


def test_what_was_read_in_a_hospital_s_own_system_is_told_as_that(nicolas: Patient):
    doctor = nicolas.doctor(opens=True)
    software = next(one for one in nicolas.demo.known["software"] if one["state"] == "conformant")
    token = operations.obtain_token(settings_for(nicolas.demo.home), software["client_id"])
    for minutes in (7, 5):
        event = {
            "resourceType": "AuditEvent",
            "type": {"system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest"},
            "action": "R",
            "recorded": (datetime.now(UTC) - timedelta(days=1, minutes=minutes)).isoformat(),
            "outcome": "0",
            "agent": [{"requestor": True, "who": {"reference": f"Practitioner/{doctor['id']}"}}],
            "source": {"observer": {"display": "ward"}},
            "entity": [{"what": {"reference": f"Patient/{nicolas.known.patient_id}"}}],
        }
        sent = nicolas.app.test_client().post(
            "/fhir/AuditEvent",
            data=json.dumps(event),
            content_type="application/fhir+json",
            headers={"Authorization": f"Bearer {token}"},
        )
        assert sent.status_code == 201, sent.get_data(as_text=True)
    page = nicolas.browser.open("journal")
    first = page.marks("journal-entry")[0].text_content()
    assert "Your data were looked at in another system, which told us of it." in first
    assert doctor["name"] in first
    assert "Looked at there on" in first
    assert "1 more like this" in first
    page = nicolas.browser.open(
        page.marks("journal-entry")[0].xpath(".//a[contains(@class, 'entry-link')]")[0].get("href")
    )
    assert "not in your record here, but in the system of the hospital" in page.text
    assert "no person read your record" not in page.text
    copy = nicolas.browser.client.get("/en/journal/copy?format=csv", base_url="https://localhost")
    assert "Your data were looked at in another system" in copy.get_data(as_text=True)

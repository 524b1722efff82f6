"""What a person may type, what is forgiven, and how a mistake is told."""

import pytest
from flask import Flask

from patient_portal.forms import Form, OneTimeCodeField, PeriodForm
from tests.portal.tiny_feature import TinyForm, done
from tests.support.browser import ORIGIN, TestBrowser

RIGHT = {
    "matricule": "1983 0812 345 66",
    "code": "0000-0000-0000",
    "email": "marie@example.lu",
    "totp": "123 456",
    "password": "four long words here",
    "password_again": "four long words here",
    "day": "3.11.2026",
    "note": "a note",
}


def filled(frame: Flask, language: str = "en", **changed: str) -> TinyForm:
    with frame.test_request_context(
        f"/{language}/tiny/form", method="POST", base_url=ORIGIN, data={**RIGHT, **changed}
    ):
        form = TinyForm()
        form.validate_on_submit()
        return form


def test_spaces_and_look_alike_letters_are_forgiven(frame: Flask):
    form = filled(frame, code="oooo oOOO-O0lI", email="  marie@example.lu ")
    assert form.matricule.data == "1983081234566"
    assert form.totp.data == "123456"
    assert form.email.data == "marie@example.lu"
    assert form.code._value() == "oooo oOOO-O0lI"


def test_a_right_form_is_right(frame: Flask):
    with frame.test_request_context("/en/tiny/form", method="POST", base_url=ORIGIN, data=RIGHT):
        form = TinyForm()
        assert form.validate_on_submit()
        assert not form.is_refused
        assert str(form.day.day) == "2026-11-03"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("matricule", "1983081234567", "digit seems wrong"),
        ("matricule", "1983 0812", "digit seems wrong"),
        ("matricule", "19830812345", "old number"),
        ("matricule", "", "Type your matricule"),
        ("code", "0000-0000-0001", "One character"),
        ("code", "  ", "Type your code"),
        ("email", "marie@", "e-mail address"),
        ("email", "marie at example.lu", "e-mail address"),
        ("totp", "12345", "six digits"),
        ("totp", "abcdef", "six digits"),
        ("totp", "१२३४५६", "six digits"),
        ("password", "", "Choose a password"),
        ("password_again", "other", "The two differ"),
        ("day", "31.2.2026", "not a day"),
        ("day", "someday", "not a day"),
        ("day", "0.0.0", "not a day"),
        ("note", "x" * 2001, "too long"),
    ],
)
def test_a_mistake_is_told_beside_its_field(frame: Flask, field: str, typed: str, said: str):
    with frame.test_request_context(
        "/en/tiny/form", method="POST", base_url=ORIGIN, data={**RIGHT, field: typed}
    ):
        form = TinyForm()
        assert not form.validate_on_submit()
        assert form.is_refused
        assert said in form[field].errors[0]
        assert [name for name in form.errors if name not in (field, "password_again")] == []


@pytest.mark.parametrize(
    "text", ["3.11.2026", "03.11.2026", "3/11/2026", "3-11-2026", "2026-11-03", " 3.11.2026 "]
)
def test_a_day_may_be_typed_as_people_do(frame: Flask, text: str):
    assert str(filled(frame, day=text).day.day) == "2026-11-03"


def test_what_was_typed_stays_except_passwords_and_one_time_codes(at_frame: TestBrowser):
    at_frame.open("tiny/form")
    page = at_frame.submit(form="tiny", **{**RIGHT, "matricule": "1983081234567", "password_again": "other"})
    assert page.status == 422
    assert page.value("matricule") == "1983081234567"
    assert page.value("email") == "marie@example.lu"
    assert page.value("note") == "a note"
    for secret in ("password", "password_again", "totp"):
        assert page.value(secret) == ""


def test_the_summary_leads_to_each_field_and_the_title_says_that_something_is_wrong(at_frame: TestBrowser):
    at_frame.open("tiny/form")
    page = at_frame.submit(form="tiny", matricule="1", code="")
    summary = page.mark("error-summary")
    assert {"#matricule", "#code"} <= set(summary.xpath(".//a/@href"))
    assert page.root.xpath("string(//title)").startswith("Error")


def test_a_refusal_of_the_platform_stands_beside_the_field_that_it_concerns(at_frame: TestBrowser):
    at_frame.open("tiny/form")
    page = at_frame.submit(form="tiny", **{**RIGHT, "note": "refuse"})
    assert page.status == 422
    assert page.mark("error-summary").xpath(".//a/@href") == ["#code"]
    assert "We cannot accept" in page.text


def test_a_sent_form_does_its_work_once_and_leads_on(at_frame: TestBrowser):
    before = len(done)
    at_frame.open("tiny/form")
    page = at_frame.submit(form="tiny", **RIGHT)
    assert page.path == "/en/tiny/rows"
    assert "It is done." in page.said("notice")
    assert len(done) == before + 1
    assert "It is done." not in at_frame.again().text


def test_a_second_value_of_the_same_name_is_never_looked_at(frame: Flask):
    with frame.test_request_context(
        "/en/tiny/form",
        method="POST",
        base_url=ORIGIN,
        data={**RIGHT, "email": ["a@example.lu", "b@example.lu"]},
    ):
        assert TinyForm().email.data == "a@example.lu"


def test_control_characters_are_dropped_and_accents_composed(frame: Flask):
    assert filled(frame, note="Zoe\u0308\x00\r\n\u202eabc").note.data == "Zo\u00ebabc"


def test_no_message_of_the_form_library_is_ever_shown(frame: Flask):
    with frame.test_request_context("/lb/tiny/form", method="POST", base_url=ORIGIN, data={}):
        form = TinyForm()
        form.validate_on_submit()
        said = [str(text) for errors in form.errors.values() for text in errors]
        assert said
        assert not any("field is required" in text for text in said)


def test_a_one_time_code_survives_a_language_switch_only(frame: Flask):
    class CodeForm(Form):
        totp = OneTimeCodeField("Code")

    for extra, expected in (({}, ""), ({"_language": "de"}, "123456")):
        with frame.test_request_context(
            "/de/tiny/form", method="POST", base_url=ORIGIN, data={"totp": "123456", **extra}
        ):
            assert CodeForm().totp._value() == expected


def test_a_period_that_ends_before_it_begins_does_not_filter_by_its_end(frame: Flask):
    with frame.test_request_context("/en/tiny/rows?from=2026-03-01&to=2026-02-01", base_url=ORIGIN):
        form = PeriodForm.from_query()
        form.check()
        assert (str(form.start), form.end) == ("2026-03-01", None)
        assert form.until.errors

"""From the code to the record and out again, through the pages, two people at once."""

import re

from flask import Flask

from patient_portal import access
from tests.portal.caregivers.conftest import People
from tests.portal.caregivers.conftest import act_for as _act


def test_two_people_from_the_code_to_the_end(people: People):
    holder, helper = people("Bertolini"), people("Annika")
    assert helper.browser.page.path.endswith("/acting")
    holder.go("caregivers")
    page = holder.browser.submit(name="Annika Reuland", template="daily")
    code = page.said("invitation-code")
    assert len(code.replace("-", "")) == 8

    helper.go("caregivers/accept")
    page = helper.browser.submit(code=code.lower())
    assert page.said("mandate-accepted") == "Giulia Bertolini"
    page = holder.go("caregivers")
    row = next(one for one in page.marks("mandate-row") if one.get("data-state") == "accepted")
    assert "Annika Reuland" in row.text_content()
    identifier = row.get("data-mandate-id")
    holder.go(f"caregivers/{identifier}/confirm")
    page = holder.browser.press("Yes, this is the right person")
    assert page.mark("mandate-row").get("data-state") == "active"
    page = holder.go(f"see-as?as=mandate:{identifier}")
    seen = {one.get("data-document-id") for one in page.marks("document-row")}

    _act(helper, "Giulia")
    page = helper.browser.page
    assert page.path == "/en/record" or page.path.endswith("/record")
    assert "Giulia Bertolini" in page.said("acting-banner")
    page = helper.go("documents")
    assert {one.get("data-document-id") for one in page.marks("document-row")} == seen
    document = page.marks("document-row")[0].get("data-document-id")
    page = helper.go(f"documents/{document}")
    assert page.has("document-body")
    assert not page.has("document-original")  # may look, not keep
    assert helper.go(f"documents/{document}/original").status == 404

    holder.go("caregivers")
    page = holder.browser.submit(form=f"/en/caregivers/{identifier}/end")
    assert "ended" in page.said("notice")
    page = helper.go("documents")
    assert page.status == 403
    assert "no longer act" in page.heading
    page = helper.browser.press("Back to my own pages")
    assert page.path.endswith("/acting")
    assert not page.has("acting-banner")


def test_a_banner_on_every_page_and_one_press_ends_it(people: People):
    helper = people("Annika")
    _act(helper, "Nicolas")
    for path in (
        "record",
        "documents",
        "professionals",
        "journal",
        "expression",
        "account",
        "help",
        "acting",
    ):
        page = helper.go(path)
        assert page.status == 200, path
        assert "Nicolas Reuland" in page.said("acting-banner"), path
        assert page.root.findtext(".//title").startswith("Acting for: Nicolas Reuland"), path
    helper.go("documents/no-such-document")
    assert "Nicolas Reuland" in helper.browser.page.said("acting-banner")
    page = helper.browser.press("Stop acting for someone else")
    assert not page.has("acting-banner")


def test_a_caregiver_who_is_a_patient_goes_there_and_back(people: People):
    claire = people("Claire")
    page = claire.go("record")
    own = page.said("record-state")
    _act(claire, "Josée")
    assert "Josée Theisen" in claire.browser.page.said("acting-banner")
    claire.browser.press("Stop acting for someone else")
    assert claire.go("record").said("record-state") == own


def test_a_code_typed_wrong_keeps_what_was_typed_and_says_why(people: People):
    helper = people("Annika")
    helper.go("caregivers/accept")
    page = helper.browser.submit(code="AAAA-AAAB")
    assert page.status == 422
    assert "seems wrong" in page.said("error-summary")
    assert page.value("code") == "AAAA-AAAB"
    for _try in range(5):
        page = helper.browser.submit(code="0000-0000")
    page = helper.browser.submit(code="0000-0000")
    assert "too many tries" in page.said("error-summary")


def test_ones_own_code_is_for_somebody_else(people: People):
    holder = people("Bertolini")
    holder.go("caregivers")
    code = holder.browser.submit(name="Tom Weber", template="look").said("invitation-code")
    holder.go("caregivers/accept")
    page = holder.browser.submit(code=code)
    assert "your own code" in page.said("error-summary")


def test_a_name_is_needed(people: People):
    holder = people("Bertolini")
    holder.go("caregivers")
    page = holder.browser.submit(name="", template="everything", until="2020-01-01")
    assert page.status == 422
    assert page.value("until") == "2020-01-01"


def test_resigning_while_acting_leads_home(people: People):
    helper = people("Annika")
    _act(helper, "Nicolas")
    page = helper.go("acting")
    identifier = page.marks("mandate-row")[0].get("data-mandate-id")
    helper.go(f"acting/{identifier}/resign")
    page = helper.browser.press("Give it back")
    assert not page.has("acting-banner")
    assert page.has("acting-empty")


def test_adjusting_what_somebody_may(people: People):
    holder = people("Nicolas")
    page = holder.go("caregivers")
    row = next(one for one in page.marks("mandate-row") if "Annika" in one.text_content())
    identifier = row.get("data-mandate-id")
    holder.go(f"caregivers/{identifier}/change")
    page = holder.browser.submit(verbs=["list"], excluded=["lab"], ceiling="normal", notices=[])
    page = holder.proving(page)
    assert "saved" in page.said("notice")
    assert "Read the documents" not in page.text.split("What this person may do")[1]


def test_what_a_mandate_opens_is_told_in_the_tense_of_where_it_stands(people: People):
    holder, helper = people("Bertolini"), people("Annika")
    holder.go("caregivers")
    code = holder.browser.submit(name="Annika Reuland", template="daily").said("invitation-code")
    identifier = holder.go("caregivers").marks("mandate-row")[0].get("data-mandate-id")
    here = f"caregivers/{identifier}"
    assert "What this person may do once it counts" in holder.go(here).text
    helper.go("caregivers/accept")
    helper.browser.submit(code=code)
    assert "What this person may do once it counts" in holder.go(here).text
    holder.go(f"{here}/confirm")
    holder.browser.press("No, this is somebody else")
    page = holder.go(here)
    assert page.mark("mandate-row").get("data-state") not in {"proposed", "accepted", "active", "suspended"}
    assert "What had been chosen" in page.text
    assert "What this person may do" not in page.text


def test_no_page_of_what_cannot_be_delegated_opens(people: People, demo_portal: Flask):
    """The caregiver with every verb there is tries every page that needs one of these."""
    helper = people("Annika")
    _act(helper, "Nicolas")
    identifier = helper.go("acting").marks("mandate-row")[0].get("data-mandate-id")
    document = helper.go("documents").marks("document-row")[0].get("data-document-id")
    values = {
        "mandate_id": identifier,
        "document_id": document,
        "actor_id": "2999000017",
        "kind": "professional",
        "number": "1",
    }
    tried = 0
    for rule in demo_portal.url_map.iter_rules():
        needs = access.declared(demo_portal, rule.endpoint)
        if not needs or not needs <= access.NEVER_DELEGATED or "GET" not in (rule.methods or ()):
            continue
        path = rule.rule.removeprefix("/<language:lang>")
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda name: values.get(name[1], "x"), path)
        page = helper.go(path.strip("/"))
        assert page.status in (403, 404), rule
        tried += 1
    assert tried >= 5

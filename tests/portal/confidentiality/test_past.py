"""What could somebody open on a day that is over: asked on the page, after what the doctor's software really got."""

from datetime import timedelta

from platform_api import clock as platform_clock
from tests.portal.confidentiality.conftest import hospital_doctor, seen_by
from tests.portal.professionals.conftest import Patient
from tests.support.clock import Clock


def _answer(nicolas: Patient, doctor: str, days_ago: int) -> str:
    day = (platform_clock.today() - timedelta(days=days_ago)).isoformat()
    page = nicolas.browser.open("see-as/day", **{"as": f"practitioner:{doctor}", "on": day})
    return str(page.mark("past-answer").get("data-state"))


def test_a_block_leaves_the_day_before_it_as_it_was(nicolas: Patient, clock: Clock):
    doctor = hospital_doctor(nicolas)
    seen = set(seen_by(nicolas, doctor))
    assert seen
    clock.forward(minutes=1)
    nicolas.go(f"professionals/{doctor}/block")
    nicolas.browser.submit(reason="not_told")
    assert not seen_by(nicolas, doctor)
    clock.forward(minutes=1)
    assert _answer(nicolas, doctor, 0) == "partly"
    listed = {row.get("data-document-id") for row in nicolas.browser.page.marks("document-row")}
    assert listed <= seen
    assert listed
    assert "because you had blocked them" in nicolas.browser.page.text
    assert _answer(nicolas, doctor, 1) in ("yes", "partly")
    assert "because you had blocked them" not in nicolas.browser.page.text


def test_the_question_is_asked_from_the_page_of_other_eyes(nicolas: Patient):
    nicolas.go("see-as")
    page = nicolas.browser.follow("What could somebody open on an earlier day?")
    assert page.heading == "What could they open on that day?"
    page = nicolas.browser.submit(on="")
    assert "Choose a day." in page.text
    page = nicolas.browser.submit(on="1.1.2199")
    assert "This day is still to come." in page.text
    page = nicolas.browser.submit(on=(platform_clock.today() - timedelta(days=1)).isoformat())
    assert page.has("past-answer")
    page = nicolas.browser.submit(on="3.3.1999")
    assert page.mark("past-answer").get("data-state") == "no_record"


def test_an_access_leads_to_its_day(nicolas: Patient):
    doctor = nicolas.doctor(opens=True)
    nicolas.opens_for(doctor["id"])
    page = nicolas.browser.open("journal", only="treatment")
    entry = page.marks("journal-entry")[0].xpath(".//a[contains(@class, 'entry-link')]")[0].get("href")
    nicolas.browser.open(entry)
    page = nicolas.browser.follow("What could they open on that day?")
    assert page.mark("past-answer").get("data-state") in ("yes", "partly")


def test_somebody_who_never_had_to_do_with_the_record_can_be_asked_about(nicolas: Patient):
    stranger = nicolas.doctor(opens=False)["id"]
    nicolas.go(f"professionals/{stranger}")
    page = nicolas.browser.follow("What could they open on an earlier day?")
    page = nicolas.browser.submit(on=platform_clock.today().isoformat())
    assert page.mark("past-answer").get("data-state") == "no"


def test_what_was_asked_stands_in_the_access_log(nicolas: Patient):
    _answer(nicolas, hospital_doctor(nicolas), 1)
    assert "You looked at what somebody could open on a day." in nicolas.go("journal").text

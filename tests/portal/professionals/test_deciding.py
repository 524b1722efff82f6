"""Letting in, taking back, blocking and unblocking through the pages; the doctor's software feels it at once."""

from datetime import date, datetime, timedelta

import pytest

from patient_portal import i18n
from tests.portal.professionals.conftest import Patient
from tests.support.clock import Clock
from tests.support.tree import LANGUAGES


def today() -> date:
    return datetime.now(i18n.LUXEMBOURG).date()


def state(patient: Patient) -> str:
    return str(patient.browser.page.mark("access-state").get("data-state"))


def test_a_doctor_is_found_let_in_and_the_access_taken_back(nicolas: Patient):
    doctor = nicolas.doctor(opens=False)
    browser = nicolas.browser
    page = nicolas.go(f"professionals?q={doctor['name'].split()[-1]}")
    rows = [row.get("data-professional-id") for row in page.marks("professional-row")]
    assert doctor["id"] in rows

    nicolas.go(f"professionals/{doctor['id']}")
    first = state(nicolas)
    if first == "blocked":
        browser.follow("End the block")
        browser.press("End the block")
    browser.follow("Give access")
    last = today() + timedelta(days=7)
    page = browser.submit(until=last.isoformat(), reason="second_opinion")
    assert "Access is given" in page.said("notice")
    assert state(nicolas) == "dated"
    assert page.said("access-state").startswith("Yes")
    assert nicolas.opens_for(doctor["id"])

    page = browser.press("Undo: take the access back")
    assert state(nicolas) in ("no_access", "author")
    assert not nicolas.opens_for(doctor["id"]) or state(nicolas) == "author"


def test_a_doctor_is_blocked_and_unblocked_and_each_step_can_be_undone(nicolas: Patient):
    doctor = nicolas.doctor(opens=True)
    browser = nicolas.browser
    page = nicolas.go(f"professionals/{doctor['id']}")
    before = state(nicolas)
    page = browser.follow("Block this professional")
    assert "not even what they wrote themselves" in page.text
    page = browser.submit(reason="no_trust")
    assert "The block is in force" in page.said("notice")
    assert state(nicolas) == "blocked"
    assert not nicolas.opens_for(doctor["id"])
    assert not nicolas.opens_for(doctor["id"], "ETREAT")
    kept_out = nicolas.go("professionals").mark("kept-out")
    assert doctor["name"] in " ".join(kept_out.text_content().split())
    assert doctor["name"] not in browser.page.said("who-can-open")

    nicolas.go(f"professionals/{doctor['id']}?done=blocked")
    browser.press("Undo: end the block")
    assert state(nicolas) == before
    assert nicolas.opens_for(doctor["id"])
    browser.press("Undo: block again")
    assert state(nicolas) == "blocked"


def test_what_was_taken_back_can_be_given_again_as_it_was(nicolas: Patient):
    page = nicolas.go("professionals")
    row = next(row for row in page.marks("professional-row") if row.get("data-state") in ("circle", "dated"))
    before, doctor = row.get("data-state"), row.get("data-professional-id")
    nicolas.go(f"professionals/{doctor}/revoke")
    nicolas.browser.press("Take access back")
    assert not nicolas.opens_for(doctor) or state(nicolas) == "author"
    assert doctor not in [
        row.get("data-professional-id")
        for row in nicolas.browser.twin().open("professionals").mark("who-can-open").iter()
    ]
    nicolas.browser.press("Undo: give the access again")
    assert state(nicolas) == before
    assert nicolas.opens_for(doctor)


def test_opening_asks_for_a_code_on_the_spot_and_goes_on_with_what_was_chosen(nicolas: Patient, clock: Clock):
    doctor = nicolas.doctor(opens=False)["id"]
    browser = nicolas.browser
    clock.forward(minutes=7)
    nicolas.go(f"professionals/{doctor}")
    blocked = state(nicolas) == "blocked"
    last = today() + timedelta(days=3)
    if blocked:
        browser.follow("End the block")
        page = browser.press("End the block")
    else:
        browser.follow("Give access")
        page = browser.submit(until=last.isoformat(), reason="care_at_home")
    assert page.heading == "Is it really you?"
    page = browser.submit(totp="123")
    assert page.status == 422
    assert page.has("error-summary")
    page = browser.submit(totp=nicolas.authenticator.code())
    assert page.has("notice")
    if not blocked:
        assert "They care for me at home" in page.text
        assert state(nicolas) == "dated"


def test_a_recovery_code_does_it_too_and_the_choice_is_kept(nicolas: Patient, clock: Clock):
    browser = nicolas.browser
    nicolas.go("emergency")
    browser.submit(allowed="no")
    clock.forward(minutes=6)
    nicolas.go("emergency")
    page = browser.submit(allowed="yes")
    assert page.heading == "Is it really you?"
    page = browser.submit(button="with", form="prove")
    assert page.value("allowed") == "yes"
    page = browser.submit(recovery_code="AAAAA-AAAAA")
    assert page.status == 422
    page = browser.submit(button="with", form="prove")
    page = browser.submit(totp=nicolas.authenticator.code())
    assert page.mark("emergency-state").get("data-state") == "allowed"


def test_the_language_can_be_changed_while_a_code_is_asked(nicolas: Patient, clock: Clock):
    browser = nicolas.browser
    browser.open("emergency")
    browser.submit(allowed="no")
    clock.forward(minutes=6)
    browser.open("emergency")
    browser.submit(allowed="yes")
    form = next(f for f in browser.page.root.xpath("//form[@id='prove']"))
    data = dict(form.form_values()) | {"_language": "fr"}
    page = browser._go("POST", "https://localhost/fr/emergency", data=data)
    assert page.language == "fr"
    assert page.value("allowed") == "yes"
    page = browser.submit(totp=nicolas.authenticator.code())
    assert page.mark("emergency-state").get("data-state") == "allowed"


def test_protecting_never_asks_for_a_code(nicolas: Patient, clock: Clock):
    doctor = nicolas.doctor(opens=True)["id"]
    clock.forward(minutes=9)
    nicolas.go(f"professionals/{doctor}/block")
    nicolas.browser.press("Block now")
    assert state(nicolas) == "blocked"
    nicolas.go("emergency")
    page = nicolas.browser.submit(allowed="no")
    assert page.mark("emergency-state").get("data-state") == "not_allowed"


def test_emergency_access_off_and_back_again(nicolas: Patient):
    someone = next(
        one["id"]
        for one in nicolas.doctors
        if one["category"] == "physician"
        and not nicolas.opens_for(one["id"])
        and nicolas.opens_for(one["id"], "ETREAT")
    )
    page = nicolas.go("emergency")
    page = nicolas.browser.submit(allowed="no")
    assert "Your choice is saved" in page.said("notice")
    assert not nicolas.opens_for(someone, "ETREAT")
    page = nicolas.browser.press("Undo")
    assert page.mark("emergency-state").get("data-state") == "allowed"
    assert nicolas.opens_for(someone, "ETREAT")


def test_restricted_documents_in_an_emergency_are_a_second_choice_with_its_undo(
    nicolas: Patient, clock: Clock
):
    page = nicolas.go("emergency")
    chosen = [(one.get("name"), one.get("value")) for one in page.root.xpath("//input[@checked]")]
    assert chosen == [("allowed", "yes"), ("restricted", "no")]
    assert "closed to them" in nicolas.go("see-as?as=emergency").said("emergency-state")
    clock.forward(minutes=6)
    nicolas.go("emergency")
    page = nicolas.browser.submit(restricted="yes")
    assert page.heading == "Is it really you?", "opening more asks for a fresh code"
    page = nicolas.browser.submit(totp=nicolas.authenticator.code())
    assert "Your choice is saved" in page.said("notice")
    assert page.mark("emergency-state").get("data-state") == "allowed_restricted"
    assert "with your restricted documents" in nicolas.go("professionals").said("emergency-state")
    assert "because you chose so" in nicolas.go("see-as?as=emergency").said("emergency-state")

    clock.forward(minutes=6)
    nicolas.go("emergency")
    page = nicolas.browser.submit(allowed="no")
    assert page.mark("emergency-state").get("data-state") == "not_allowed", "closing asks for nothing"
    assert page.mark("undo").xpath("following::form[@id='emergency']"), (
        "the way back stands with what was done"
    )
    page = nicolas.browser.press("Undo")
    assert page.heading == "Is it really you?"
    page = nicolas.browser.submit(totp=nicolas.authenticator.code())
    assert page.mark("emergency-state").get("data-state") == "allowed_restricted", "both choices come back"
    page = nicolas.browser.submit(form="emergency", restricted="no")
    assert page.mark("emergency-state").get("data-state") == "allowed"
    page = nicolas.browser.submit(form="emergency", restricted="no")
    assert not page.marks("undo"), "nothing was changed, nothing can be undone"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"until": ""}, "Choose a day from today on"),
        ({"until": "2020-01-01"}, "Choose a day from today on"),
        ({"until": "31.2.2027"}, "not a day of the calendar"),
        ({"until": "2099-01-01"}, "Choose a day from today on"),
        ({"how_long": "for ever"}, "Choose one of these"),
        ({"reason": "<script>"}, "Choose one of these"),
    ],
)
def test_a_mistake_is_explained_and_lets_nobody_in(nicolas: Patient, fields: dict[str, str], said: str):
    doctor = next(
        one["id"]
        for one in nicolas.doctors
        if one["category"] == "physician" and not nicolas.opens_for(one["id"])
    )
    nicolas.go(f"professionals/{doctor}/grant")
    page = nicolas.browser.submit(**fields)
    if page.has("error-summary"):
        assert said in page.said("error-summary") or "blocked" in page.said("error-summary")
    assert page.status == 422
    assert not nicolas.opens_for(doctor)


def test_sent_twice_counts_once_and_both_answers_are_kind(nicolas: Patient):
    doctor = nicolas.doctor(opens=True)["id"]
    browser = nicolas.browser
    nicolas.go(f"professionals/{doctor}/block")
    other = browser.twin()
    for window in (browser, other):
        page = window.press("Block now")
        assert "The block is in force" in page.said("notice")


def test_the_journal_tells_it_with_the_name(nicolas: Patient):
    doctor = nicolas.doctor(opens=True)
    nicolas.go(f"professionals/{doctor['id']}/block")
    nicolas.browser.press("Block now")
    nicolas.opens_for(doctor["id"])
    page = nicolas.go("journal")
    entries = [" ".join(entry.text_content().split()) for entry in page.marks("journal-entry")]
    assert any("You blocked a professional" in entry and doctor["name"] in entry for entry in entries), (
        entries[:6]
    )
    refused = next(entry for entry in page.marks("journal-entry") if entry.get("data-state") == "refused")
    assert doctor["name"] in " ".join(refused.text_content().split())


def test_nobody_of_this_number_is_a_kind_404(nicolas: Patient):
    for path in ("professionals/nobody", "professionals/nobody/block", "organisations/%2e%2e/grant"):
        assert nicolas.go(path).status == 404


def test_an_organisation_as_a_whole(nicolas: Patient):
    doctor = nicolas.doctor(opens=False)
    browser = nicolas.browser
    nicolas.go(f"professionals?q={doctor['organisation'].split()[-1]}")
    house = browser.page.marks("organisation-row")[0].get("data-organisation-id")
    nicolas.go(f"organisations/{house}/block")
    page = browser.press("Block now")
    assert "Nobody who works there" in page.said("access-state")
    for one in nicolas.doctors:
        if one["organisation"] == page.heading:
            assert not nicolas.opens_for(one["id"])
            said = nicolas.go(f"professionals/{one['id']}").said("access-state")
            assert said.startswith("No")
            assert "not even in an emergency" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_every_language(nicolas: Patient, language: str):
    doctor = nicolas.doctor(opens=True)["id"]
    nicolas.browser.language = language
    for path in (
        "professionals",
        "professionals?q=e",
        "professionals?q=qqqq",
        f"professionals/{doctor}",
        f"professionals/{doctor}/grant",
        f"professionals/{doctor}/revoke",
        f"professionals/{doctor}/block",
        f"professionals/{doctor}/unblock",
        "emergency",
    ):
        assert nicolas.go(path).status == 200, path


def test_a_stranger_is_sent_to_sign_in_and_comes_back(demo_visitor):
    for path in ("professionals", "professionals/1/block", "emergency"):
        assert demo_visitor.open(path).path.endswith("/sign-in")

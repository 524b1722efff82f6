"""Who may see which document: chosen on the page, felt by the doctor's software at its very next request."""

from datetime import UTC, datetime

from tests.portal.confidentiality.conftest import hospital_doctor, seen_by
from tests.portal.documents.deposits import deposit
from tests.portal.professionals.conftest import Patient
from tests.support.browser import TestBrowser
from tests.support.steps import sign_in_as


def _seen_by(nicolas: Patient, doctor: str) -> set[str]:
    return set(seen_by(nicolas, doctor))


def _allergies(nicolas: Patient) -> str:
    page = nicolas.browser.open("documents", q="allergies")
    found: str = page.marks("document-row")[0].get("data-document-id")
    return found


def test_a_secret_document_vanishes_for_the_doctor_at_once_and_comes_back(nicolas: Patient):
    doctor, document = hospital_doctor(nicolas), _allergies(nicolas)
    assert document in _seen_by(nicolas, doctor)
    nicolas.go(f"documents/{document}/confidentiality")
    page = nicolas.browser.submit(level="secret")
    assert "This is what changes" in page.text
    assert "Important in an emergency" in page.text  # an allergy is named before it is hidden
    assert document in _seen_by(nicolas, doctor)  # nothing is kept before the yes
    page = nicolas.browser.submit(form="confirm-form")
    assert page.mark("confidentiality-state").get("data-state") == "secret"
    assert document not in _seen_by(nicolas, doctor)
    page = nicolas.browser.submit(button="Undo")
    assert page.mark("confidentiality-state").get("data-state") == "normal"
    assert document in _seen_by(nicolas, doctor)
    journal = nicolas.go("journal").text
    assert "You changed who may see your documents." in journal


def test_undone_it_is_again_as_its_author_put_it_in_and_follows_its_type(nicolas: Patient):
    document = _allergies(nicolas)
    nicolas.go(f"documents/{document}/confidentiality")
    nicolas.browser.submit(level="secret")
    nicolas.browser.submit(form="confirm-form")
    page = nicolas.browser.submit(button="Undo")
    assert "As its author put it in" in page.text
    nicolas.go("confidentiality")
    nicolas.browser.submit(**{"type-allergies": "secret"})
    nicolas.browser.submit(form="confirm-form")
    assert document not in _seen_by(nicolas, hospital_doctor(nicolas))


def test_setting_who_sees_a_document_is_no_opening_of_it(nicolas: Patient):
    document = _allergies(nicolas)
    nicolas.go(f"documents/{document}/confidentiality")
    nicolas.browser.submit(level="secret")
    journal = nicolas.go("journal").text
    assert "You looked at who may see which of your documents." in journal
    assert "You opened a document." not in journal


def test_whoever_helps_is_named_and_the_eyes_lead_back_to_the_choice(nicolas: Patient):
    document = _allergies(nicolas)
    nicolas.go(f"documents/{document}/confidentiality")
    page = nicolas.browser.submit(level="secret")
    assert "Annika Reuland" in page.text
    link = next(one for one in page.root.xpath("//a[contains(@href, 'mandate')]/@href"))
    page = nicolas.browser.open(link.removeprefix("/en/"))
    assert page.marks("trial")
    page = nicolas.browser.follow("Back to your choice")
    nicolas.browser.submit(form="confirm-form")
    assert document not in _seen_by(nicolas, hospital_doctor(nicolas))


def test_what_was_chosen_for_types_is_tried_out_through_other_eyes_and_undone(nicolas: Patient):
    doctor = hospital_doctor(nicolas)
    before = _seen_by(nicolas, doctor)
    nicolas.go("confidentiality")
    page = nicolas.browser.submit(level="restricted", **{"type-allergies": "secret", "type-lab": "secret"})
    assert "New documents" in page.mark("changes").text_content()
    eyes = next(one for one in page.root.xpath("//a[contains(@href, 'practitioner')]/@href"))
    assert nicolas.browser.open(eyes.removeprefix("/en/")).marks("trial")
    nicolas.browser.follow("Back to your choice")
    nicolas.browser.submit(form="confirm-form")
    assert _seen_by(nicolas, doctor) < before
    page = nicolas.browser.submit(button="Undo")
    assert _seen_by(nicolas, doctor) == before
    chosen = page.root.xpath("//form[@id='levels']//*[@checked]/@value | //select/option[@selected]/@value")
    assert set(chosen) == {"normal", ""}


def test_those_for_whom_the_same_changes_stand_together(nicolas: Patient):
    strangers: list[dict[str, str]] = []
    for one in nicolas.doctors:
        if one["category"] != "physician" or nicolas.opens_for(one["id"]) or len(strangers) == 5:
            continue
        nicolas.go(f"professionals/{one['id']}/grant")
        if nicolas.browser.submit(how_long="day").marks("undo"):  # a blocked one stays out
            strangers.append(one)
    nicolas.go("confidentiality")
    page = nicolas.browser.submit(level="normal", **{"type-lab": "secret"})
    (block,) = (one for one in page.marks("effect") if strangers[0]["name"] in one.text_content())
    links = [str(one) for one in block.xpath(".//a/@href")]
    assert all(any(one["id"] in link for link in links) for one in strangers), "each has their own eyes"
    assert "professionals to whom you gave access" in block.xpath(".//h2")[0].text_content()
    folded = block.xpath(".//details")[0].text_content()
    assert "others" in folded
    assert [one["name"] in folded for one in strangers].count(True) >= 2
    assert len(block.xpath("./ul[contains(@class, 'lost')]")) == 2, "the names once, what they lose once"


def test_a_row_reads_the_same_through_other_eyes(nicolas: Patient):
    late = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)  # the 29th in Luxembourg
    identifier = deposit(
        nicolas.demo.home, nicolas.known.patient_id, b"Befund", "text/plain", title="Nachts", created_at=late
    )
    row = f"//*[@data-document-id='{identifier}']"
    mine = nicolas.go("documents").root.xpath(f"{row}//time/@datetime")
    theirs = nicolas.go("see-as?as=emergency").root.xpath(f"{row}//time/@datetime")
    assert mine == theirs == ["2026-11-29"]


def test_a_choice_that_changes_nothing_for_anybody_says_so(nicolas: Patient):
    document = _allergies(nicolas)
    nicolas.go(f"documents/{document}/confidentiality")
    page = nicolas.browser.submit(level="normal")
    assert page.marks("no-effect")


def test_opening_again_long_after_signing_in_asks_for_a_fresh_code(nicolas: Patient, clock):
    document = _allergies(nicolas)
    nicolas.go(f"documents/{document}/confidentiality")
    nicolas.browser.submit(level="restricted")
    nicolas.browser.submit(form="confirm-form")
    clock.forward(minutes=6)
    nicolas.go(f"documents/{document}/confidentiality")
    nicolas.browser.submit(level="normal")
    page = nicolas.browser.submit(form="confirm-form")
    assert "Is it really you?" in page.text
    clock.forward(seconds=60)
    page = nicolas.browser.submit(totp=nicolas.authenticator.code())
    assert page.mark("confidentiality-state").get("data-state") == "normal"


def test_a_type_is_hidden_as_a_whole_and_single_choices_stay(nicolas: Patient):
    doctor = hospital_doctor(nicolas)
    before = _seen_by(nicolas, doctor)
    document = _allergies(nicolas)
    nicolas.go(f"documents/{document}/confidentiality")
    nicolas.browser.submit(level="restricted")
    nicolas.browser.submit(form="confirm-form")
    nicolas.go("confidentiality")
    nicolas.browser.submit(**{"type-patient-summary": "secret"})
    nicolas.browser.submit(form="confirm-form")
    after = _seen_by(nicolas, doctor)
    assert len(before - after) > 100  # he has some 170 patient summaries
    nicolas.go("confidentiality")
    nicolas.browser.submit(**{"type-patient-summary": ""})
    nicolas.browser.submit(form="confirm-form")
    assert _seen_by(nicolas, doctor) >= before - {document}


def test_what_the_page_shows_is_what_the_doctor_s_software_gets(nicolas: Patient):
    doctor = hospital_doctor(nicolas)
    page, shown = nicolas.browser.open("see-as", **{"as": f"practitioner:{doctor}"}), set()
    while True:
        shown |= {
            row.get("data-document-id") for row in page.mark("see-as-list").xpath(".//tr[@data-document-id]")
        }
        if not page.marks("next-page"):
            break
        page = nicolas.browser.follow("next-page")
    assert shown == _seen_by(nicolas, doctor)


def test_a_choice_can_be_tried_out_without_being_kept(nicolas: Patient):
    document = _allergies(nicolas)
    page = nicolas.browser.open("see-as", **{"as": "emergency", "document": document, "level": "secret"})
    assert page.marks("trial")
    assert "Documents that they see:" in page.text
    assert document in _seen_by(nicolas, hospital_doctor(nicolas))


def test_nobody_sees_as_nobody(nicolas: Patient):
    for onlooker in ("practitioner:nobody", "practitioner:", "mandate:x", "king", "emergency:1"):
        assert nicolas.browser.open("see-as", **{"as": onlooker}).status == 404


def test_a_document_of_somebody_else_is_not_there(nicolas: Patient):
    document = _allergies(nicolas)
    other = TestBrowser(nicolas.app)
    sign_in_as(other, nicolas.demo.patient("Maria"))
    assert other.open(f"documents/{document}/confidentiality").status == 404


def test_a_stranger_signs_in_first(demo_visitor: TestBrowser):
    for path in ("confidentiality", "see-as", "visit-pass", "documents/x/confidentiality"):
        assert demo_visitor.open(path).path.endswith("/sign-in")


def test_an_unknown_level_is_asked_again_and_nothing_changes(nicolas: Patient):
    document = _allergies(nicolas)
    page = nicolas.go(f"documents/{document}/confidentiality")
    page = nicolas.browser.submit(level="hidden")
    assert page.status == 422
    assert "Choose one of these." in page.text


def test_from_the_table_of_professions_a_way_leads_back_to_the_choice(nicolas: Patient):
    nicolas.go("confidentiality")
    nicolas.browser.follow("Which profession may read which type of document")
    page = nicolas.browser.follow("Confidentiality of your documents")
    assert page.heading == "Confidentiality of your documents"


def test_anybody_reads_which_profession_may_read_what(visitor: TestBrowser):
    page = visitor.open("professions")
    assert not page.root.xpath("//nav[@class='back']"), "a visitor has no page of choices to go back to"
    assert len(page.mark("profession-table").xpath(".//tbody/tr")) == 27

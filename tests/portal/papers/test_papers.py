"""Paper forms at the desk: from the QR code of a print to the act, by pages that work without a script."""

import pytest

from tests.portal.helpdesk.conftest import Desk, call
from tests.portal.papers.conftest import arrive, printed, scan
from tests.support.browser import TestBrowser
from tests.support.clock import Clock
from tests.support.population import DemoPatient
from tests.support.tree import LANGUAGES

JANG = {
    "last_name": "Klein",
    "first_name": "Jang",
    "matricule": "1900010100078",
    "address": "1, rue Haute, 1718 Luxembourg",
}
YES = {"signed": "y", "identity_seen": "y"}


def number_of(agent: TestBrowser) -> str:
    """The number of the form whose page is open."""
    return agent.page.url.rpartition("/")[2]


def test_the_qr_code_of_a_print_leads_to_the_page_that_takes_it_in(desk: Desk):
    address = printed(desk.strangers_browser(), "closing")
    agent = desk.agent()
    page = agent.open(address)
    assert page.heading == "Register a form"
    number = address.rpartition("/")[2]
    assert (page.value("number"), page.value("kind")) == (number, "closing")
    page = agent.submit(form="register", file=scan())
    assert number in page.said("notice")
    assert page.mark("paper").get("data-kind") == "closing"
    assert len(page.marks("paper-page")) == 1
    assert agent.open(address).mark("paper").get("data-kind") == "closing", "scanned again it is known"


def test_each_print_has_a_number_of_its_own(desk: Desk):
    visitor = desk.strangers_browser()
    assert len({printed(visitor, "objection") for _ in range(3)}) == 3


def test_an_objection_on_paper_goes_all_the_way(desk: Desk):
    sandrine, tom, ilinca = desk.demo.patient("Sandrine Colin"), desk.agent(0), desk.agent(1)
    arrive(tom, "objection")
    number = number_of(tom)
    (queue,) = [
        row for row in tom.open("helpdesk/queues").marks("queue") if row.get("data-queue") == "papers"
    ]
    assert "1" in "".join(queue.itertext())
    tom.open(f"helpdesk/papers/{number}")
    page = tom.submit(form="enter", matricule=sandrine.matricule, name="Colin", signed="y")
    assert page.status == 422
    assert "send it back" in page.said("error-summary")
    page = tom.submit(form="enter", matricule=sandrine.matricule, name="Colin", **YES)
    assert page.heading == "The person objects to the record"
    page = tom.press("Enter the objection")
    assert "once a colleague has agreed" in page.said("notice")
    page = ilinca.open("helpdesk/approvals")
    assert page.mark("approval-paper").get("href") == f"/en/helpdesk/papers/{number}"
    assert ilinca.open(f"helpdesk/papers/{number}").has("paper-page"), "the evidence is in view"
    ilinca.open("helpdesk/approvals")
    assert "It takes effect" in ilinca.press("agree").said("notice")
    page = ilinca.open(f"helpdesk/papers/{number}")
    assert page.mark("paper-state").get("data-state") == "entered"
    assert not page.has("paper-page")


def test_an_objection_that_comes_too_late_leads_to_the_case_and_what_it_offers(desk: Desk):
    nicolas, tom = desk.demo.patient("Reuland"), desk.agent()
    arrive(tom, "objection")
    page = tom.submit(form="enter", matricule=nicolas.matricule, name="Reuland", **YES)
    assert page.has("case")
    assert "not possible now" in page.said("notice")
    assert "Objection, number" in page.said("case-paper")


def test_a_closing_stands_in_the_journal_of_its_holder(desk: Desk):
    nicolas, tom, ilinca = desk.demo.patient("Reuland"), desk.agent(0), desk.agent(1)
    arrive(tom, "closing")
    tom.submit(form="enter", matricule=nicolas.matricule, name="Reuland", **YES)
    tom.press("Enter the closing")
    ilinca.open("helpdesk/approvals")
    ilinca.press("agree")
    told = " ".join(desk.patient("Reuland").open("journal").text.split())
    assert "The helpdesk put the paper form that you signed with your case." in told
    assert "A second person of the helpdesk looked at what was asked for you." in told


def test_a_complaint_is_typed_beside_its_scan_and_stands_among_the_holders_requests(desk: Desk):
    nicolas, tom = desk.demo.patient("Reuland"), desk.agent()
    arrive(tom, "complaint")
    page = tom.submit(form="enter", matricule=nicolas.matricule, name="Reuland", **YES)
    assert page.heading == "Type a complaint or a correction"
    assert "Type what the person says" in tom.submit(form="step", text="").said("error-summary")
    page = tom.submit(form="step", kind="complaint", text="Nobody answers the telephone.")
    assert "The request is entered" in page.said("notice")
    assert "Nobody answers the telephone." in desk.patient("Reuland").open("petitions").text


def test_a_request_for_a_record_is_entered_with_both_documents_seen(desk: Desk):
    agent = desk.agent()
    arrive(agent, "opening")
    page = agent.submit(form="enter", **JANG, consent="y", identity_seen="y")
    assert page.status == 422
    assert page.value("last_name") == "Klein", "what was typed is kept"
    page = agent.submit(form="enter", **JANG, consent="y", identity_seen="y", card_seen="y")
    assert "The record is prepared" in page.said("notice")
    assert page.has("no-paper")
    call(agent, JANG["matricule"], "Klein")
    assert agent.page.has("case")


def test_a_statement_is_put_in_unseen_and_read_and_withdrawn_by_its_holder(desk: Desk):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent()
    page = arrive(agent, "statement")
    assert not page.has("paper-page")
    assert "never shown" in page.text
    assert (
        agent._send("GET", f"https://localhost/en{page.path.removeprefix('/en')}/pages/1").status_code == 404
    )
    page = agent.submit(form="enter", matricule=nicolas.matricule, name="Reuland", **YES)
    assert page.heading == "Put the statement into the record"
    page = agent.press("Put it into the record")
    assert "Nobody at the helpdesk can open it" in page.said("notice")
    home = desk.patient("Reuland")
    home.open("documents", q="papier")
    row = home.page.marks("document-row")[0]
    page = home.open(f"documents/{row.get('data-document-id')}")
    assert "pas lue" in page.text
    home.follow("document-withdraw")
    assert "withdrawn" in home.submit(form="step").said("notice")
    told = home.open("journal").text
    assert "without reading it" in told


def test_a_form_that_is_another_one_is_put_right_on_its_page(desk: Desk):
    nicolas, agent, other = desk.demo.patient("Reuland"), desk.agent(0), desk.agent(1)
    page = arrive(agent, "closing")
    number = number_of(agent)
    assert page.has("paper-page")
    kinds = [one.get("value") for one in page.root.xpath("//select[@name='right_kind']/option")]
    assert "statement" in kinds
    assert "closing" not in kinds, "what it is already is no correction"
    page = agent.submit(form="correct", right_kind="statement")
    assert "put right" in page.said("notice")
    assert page.mark("paper").get("data-kind") == "statement"
    assert not page.has("paper-page")
    assert not other.open(f"helpdesk/papers/{number}").root.xpath("//form[@id='correct']")
    agent.open(f"helpdesk/papers/{number}")
    agent.submit(form="enter", matricule=nicolas.matricule, name="Reuland", **YES)
    agent.press("Put it into the record")
    page = agent.open(f"helpdesk/papers/{number}")
    page = agent.submit(form="correct")
    assert "withdrawn from the record" in page.said("notice")
    assert "Scan the sheet again" in page.said("paper-state")
    told = desk.patient("Reuland").open("journal").text
    assert "put right a paper form of yours" in told


def test_a_mandate_signed_by_both_is_entered_at_the_counter(desk: Desk):
    nicolas = desk.demo.patient("Reuland")
    tom, ilinca = desk.agent(0), desk.agent(1)
    arrive(tom, "mandate")
    tom.submit(form="enter", matricule=nicolas.matricule, name="Reuland", **YES)
    assert "Mandate, number" in tom.page.said("case-paper")
    assert tom.page.has("locked-act")
    tom.submit(proof="identity_document", proof_code="AB12")
    page = tom.follow("Enter the mandate on paper")
    assert "https://localhost/en/helpdesk/invited" in page.links(), (
        "a daughter abroad has neither number nor account"
    )
    seen = {"both_signed": "y", "both_seen": "y"}
    page = tom.submit(form="step", template="look", trusted_name="Nobody Known", **seen)
    assert "needs an account first: you can ask for one below" in page.said("error-summary")
    wanted = {"trusted_name": "Claire Wagener", "trusted_matricule": desk.demo.patient("Wagener").matricule}
    page = tom.submit(form="step", template="look", **wanted, **seen)
    assert "once a colleague has agreed" in page.said("notice")
    page = ilinca.open("helpdesk/approvals")
    assert "Who may act: Claire Wagener" in page.said("approval")
    assert "Look with me" in page.said("approval")
    assert "It takes effect" in ilinca.press("agree").said("notice")
    home = desk.patient("Reuland").open("caregivers")
    assert any("Claire Wagener" in " ".join(row.itertext()) for row in home.marks("mandate-row"))


def test_two_agents_and_one_form_the_second_is_told_who_has_it_and_until_when(desk: Desk, clock: Clock):
    tom, ilinca = desk.agent(0), desk.agent(1)
    arrive(tom, "closing")
    number = number_of(tom)
    page = ilinca.open(f"helpdesk/papers/{number}")
    assert "has this form in hand until" in page.said("paper-state")
    assert not page.has("paper-page")
    tom.open(f"helpdesk/papers/{number}")
    assert "waits for a colleague" in tom.press("Put it back for a colleague").said("notice")
    late = ilinca.twin()
    late.open(f"helpdesk/papers/{number}")
    tom.open(f"helpdesk/papers/{number}")
    tom.press("Take it in hand")
    page = late.press("Take it in hand")
    assert "A colleague has this form in hand" in page.said("notice")
    assert "Tom" in page.said("paper-state")


@pytest.mark.parametrize("kind", ["opening", "closing"])
def test_of_two_who_enter_one_form_the_second_is_told_and_nothing_is_there_twice(desk: Desk, kind: str):
    nicolas, tom, ilinca = desk.demo.patient("Reuland"), desk.agent(0), desk.agent(1)
    arrive(tom, kind)
    number = number_of(tom)
    other_tab = tom.twin()
    other_tab.open(f"helpdesk/papers/{number}")
    other_tab.press("Put it back for a colleague")
    ilinca.open(f"helpdesk/papers/{number}")
    ilinca.press("Take it in hand")
    typed = (
        JANG | {"consent": "y", "card_seen": "y"} if kind == "opening" else _whose(nicolas) | {"signed": "y"}
    )
    typed |= {"identity_seen": "y"}
    twice = ilinca.twin()
    page = tom.submit(form="enter", **typed)
    assert "A colleague has this form in hand" in page.said("notice")
    assert "Ilinca" in page.said("paper-state")
    assert not tom.open("helpdesk").has("case"), "no case was opened in vain"
    assert ilinca.submit(form="enter", **typed).status == 200
    if kind == "opening":
        assert "waits no longer" in twice.submit(form="enter", **typed).said("notice")
        assert tom.open("helpdesk/papers").has("no-paper")
        assert tom.open("helpdesk/openings").status == 200


def test_a_hold_that_ran_out_while_typing_is_taken_up_again(desk: Desk):
    tom, nicolas = desk.agent(), desk.demo.patient("Reuland")
    arrive(tom, "closing")
    number = number_of(tom)
    other_tab = tom.twin()
    other_tab.open(f"helpdesk/papers/{number}")
    other_tab.press("Put it back for a colleague")
    page = tom.submit(form="enter", **_whose(nicolas), signed="y", identity_seen="y")
    assert page.path == "/en/helpdesk/closing"


def _whose(one: DemoPatient) -> dict[str, str]:
    return {"matricule": one.matricule, "name": "Reuland"}


def test_a_form_without_a_signature_goes_back_with_a_letter(desk: Desk):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent()
    arrive(agent, "closing")
    page = agent.submit(
        form="refuse", why="unsigned", refused_matricule=nicolas.matricule, refused_name="Colin"
    )
    assert page.status == 422
    page = agent.submit(
        form="refuse", why="unsigned", refused_matricule=nicolas.matricule, refused_name="Reuland"
    )
    assert "A letter with the reason" in page.said("notice")
    assert page.has("no-paper")
    told = desk.patient("Reuland").open("journal").text
    assert "The helpdesk could not enter your paper form. A letter tells you why." in told


def test_a_wrong_number_no_file_and_a_disguised_file_are_said_beside_what_was_typed(desk: Desk):
    agent = desk.agent()
    agent.open("helpdesk/papers/new")
    page = agent.submit(form="register", number="ABCD-EFGH", kind="closing", file=scan())
    assert page.status == 422
    assert "A character of this number" in page.said("error-summary")
    assert (page.value("number"), page.value("kind")) == ("ABCD-EFGH", "closing")
    page = agent.submit(form="register", number="", kind="closing")
    assert "file" in page.said("error-summary")
    page = agent.submit(form="register", kind="closing", file=scan(data=b"<html><script>x</script>"))
    assert page.status == 422
    assert agent.open("helpdesk/papers").has("no-paper")


def test_photos_become_pages_and_more_can_follow(desk: Desk):
    agent = desk.agent()
    agent.open("helpdesk/papers/new")
    page = agent.submit(
        form="register", kind="closing", file=[scan("1.pdf"), scan("2.pdf"), scan("3.txt", b"x")]
    )
    assert "3.txt" in page.said("notice")
    assert len(page.marks("paper-page")) == 2
    page = agent.submit(form="pages", file=scan("copy.pdf"))
    assert len(page.marks("paper-page")) == 3
    assert "Choose" in agent.submit(form="pages").said("notice")


def test_the_same_number_twice_is_said(desk: Desk):
    agent = desk.agent()
    arrive(agent, "closing")
    number = number_of(agent)
    page = arrive(agent, "closing", number=number)
    assert "registered already" in page.said("error-summary")


def test_what_is_late_is_said_in_a_word(desk: Desk, clock: Clock):
    arrive(desk.agent(), "opening")
    clock.forward(days=9)
    agent = desk.agent()
    assert "Late" in agent.open("helpdesk/papers").said("paper-row")
    assert "Late" in agent.open("helpdesk/queues").said("queues")


def test_patients_and_strangers_get_nowhere(desk: Desk):
    tom = desk.agent()
    arrive(tom, "complaint")
    number = number_of(tom)
    patient = desk.patient("Reuland")
    for path in ("helpdesk/papers", "helpdesk/papers/new", f"helpdesk/papers/{number}"):
        if not path.endswith("new"):
            assert patient.open(path).status == 403
        assert "sign-in" in desk.strangers_browser().open(path).url
    assert patient.open(f"helpdesk/papers/{number}/pages/1").status in (403, 404)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_stand_in_every_language(desk: Desk, language: str):
    agent = desk.agent(language=language)
    for kind in ("opening", "objection"):
        arrive(agent, kind)
        assert agent.page.has("paper")
    assert agent.open("helpdesk/papers").has("papers")
    assert agent.open("helpdesk/petition").status in (200, 303, 403)

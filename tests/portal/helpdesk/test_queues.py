"""What waits at the helpdesk: requests for a record are decided with both documents seen, once, in four languages."""

import pytest

from patient_portal.letters.confirmation import _opening_declined
from patient_portal.letters.words import Words
from patient_portal.platform_client.vocabulary import OpeningRefusal
from tests.portal.helpdesk.conftest import Desk, call
from tests.support.browser import TestBrowser
from tests.support.clock import Clock
from tests.support.tree import LANGUAGES

JANG = {
    "last_name": "Klein",
    "first_name": "Jang",
    "matricule": "1988122400102",
    "address": "1, rue Haute, 1718 Luxembourg",
}
STRANGE = "1900010100078"


def ask(browser: TestBrowser, **changes: str) -> None:
    """Somebody fills in the form at home."""
    browser.open("open")
    browser.submit(**{**JANG, "matricule": STRANGE, **changes}, consent="y")
    assert browser.page.status == 200


def test_a_request_becomes_a_record_when_both_documents_were_seen(desk: Desk):
    agent = desk.agent()
    assert agent.open("helpdesk/openings").has("no-opening")
    ask(desk.strangers_browser())
    page = agent.open("helpdesk/queues")
    (queue,) = [row for row in page.marks("queue") if row.get("data-queue") == "openings"]
    assert "1" in "".join(queue.itertext())
    agent.open("helpdesk/openings")
    number = agent.page.mark("opening-row").xpath(".//a")[0].text
    agent.follow(number)
    assert "Jang" in agent.page.said("opening-facts")
    assert STRANGE not in agent.page.text
    page = agent.submit(form="decide", identity_seen="y")
    assert page.status == 422
    assert "Look at the identity document" in page.said("error-summary")
    page = agent.submit(form="decide", identity_seen="y", card_seen="y")
    assert "The record is prepared" in page.said("notice")
    assert page.has("no-opening")
    call(agent, STRANGE, "Klein")
    assert agent.page.has("case")


def test_two_agents_who_decide_make_one_decision(desk: Desk):
    tom, ilinca = desk.agent(0), desk.agent(1)
    ask(desk.strangers_browser())
    for agent in (tom, ilinca):
        agent.open("helpdesk/openings")
        agent.follow(agent.page.mark("opening-row").xpath(".//a")[0].text)
    assert "Choose one of these" in tom.submit(form="decline", button="decision").said("error-summary")
    page = tom.submit(form="decline", button="decision", why="not_shown")
    assert page.mark("declining").get("data-told") == "nobody"
    assert "Nobody can be told" in page.said("declining")
    page = tom.submit(form="confirm")
    assert "declined" in page.said("notice")
    assert "Nobody could be told" in page.said("notice")
    assert "waits no longer" in ilinca.submit(form="decide", identity_seen="y", card_seen="y").said("notice")


def waiting(agent: TestBrowser) -> str:
    """The one request that waits; returns its number, its page open."""
    number = str(agent.open("helpdesk/openings").mark("opening-row").xpath(".//a")[0].text)
    agent.open(f"helpdesk/openings/{number}")
    return number


def test_before_a_request_is_declined_the_agent_reads_what_is_told_and_to_whom_and_can_go_back(desk: Desk):
    agent = desk.agent()
    ask(desk.strangers_browser(), email="jang@example.lu")
    number = waiting(agent)
    page = agent.submit(form="decline", button="decision", why="somebody_else")
    assert page.mark("declining").get("data-told") == "email"
    assert "jang@example.lu" in page.said("declining")
    assert "somebody else’s" in page.said("told")
    agent.follow("No, back to the request")
    assert agent.page.has("opening-facts"), "nothing was declined"
    assert number in agent.open("helpdesk/openings").text
    agent.open(f"helpdesk/openings/{number}/decline?why=incomplete")
    assert "The person is told why" in agent.submit(form="confirm").said("notice")
    assert agent.page.has("no-opening")
    assert agent.open(f"helpdesk/openings/{number}/decline?why=incomplete").status == 200
    assert "waits no longer" in agent.page.said("notice")
    assert agent.open(f"helpdesk/openings/{number}/decline?why=because").status == 404


def test_the_letter_says_word_for_word_what_the_agent_read(desk: Desk):
    agent, nicolas = desk.agent(), desk.demo.patient("Reuland")
    ask(desk.strangers_browser(), matricule=nicolas.matricule, last_name="Reuland", email="thief@example.com")
    waiting(agent)
    for why in OpeningRefusal:
        agent.open(f"helpdesk/openings/{waiting(agent)}/decline?why={why.value}")
        page = agent.page
        assert page.mark("declining").get("data-told") == "letter"
        assert "thief@example.com" not in page.text
        letter = _opening_declined(Words("en"), {"why": why.value, "number": "1"})
        assert [text for text in letter.introduction if "1" not in text] == [
            one.text for one in page.mark("told").xpath("./p")
        ]


def test_a_colleagues_request_is_a_supervisors_to_decide_and_nobodys_own(desk: Desk):
    """Ilinca Popescu works at the desk and has a record herself."""
    ilinca, tom, ida = desk.agent(1), desk.agent(0), desk.supervisor()
    ask(
        desk.strangers_browser(), matricule=desk.demo.patient("Ilinca Popescu").matricule, last_name="Popescu"
    )
    number = tom.open("helpdesk/openings").mark("opening-row").xpath(".//a")[0].text
    said = {ilinca: "about you or your family", tom: "Only a supervisor"}
    for agent, words in said.items():
        agent.open(f"helpdesk/openings/{number}")
        page = agent.submit(form="decide", identity_seen="y", card_seen="y")
        assert words in page.said("error-summary"), words
        agent.submit(form="decline", button="decision", why="incomplete")
        assert words in agent.submit(form="confirm").said("error-summary")
    ida.open(f"helpdesk/openings/{number}")
    page = ida.submit(form="decide", identity_seen="y", card_seen="y")
    assert "The record is prepared" in page.said("notice")


def test_what_is_late_is_said_in_a_word(desk: Desk, clock: Clock):
    ask(desk.strangers_browser())
    clock.forward(days=40)
    agent = desk.agent()
    assert "Late" in agent.open("helpdesk/openings").said("opening-row")
    assert "Late" in agent.open("helpdesk/queues").said("queues")


def test_an_agent_sees_how_many_complaints_wait_and_a_supervisor_reads_them(desk: Desk):
    complained = desk.patient("Reuland")
    complained.open("petitions/new")
    complained.submit(kind="complaint", text="Nobody answered my call about the letter.")
    rows = {}
    for who in (desk.agent(), desk.supervisor()):
        page = who.open("helpdesk/queues")
        assert [row.get("data-queue") for row in page.marks("queue")] == [
            "openings",
            "papers",
            "approvals",
            "returned",
            "petitions",
        ]
        rows[who] = page.marks("queue")[-1]
        assert "my call" not in page.text
    seen_by_agent, seen_by_supervisor = rows.values()
    counts = [row.xpath(".//*[@data-testid='queue-count']")[0].text for row in rows.values()]
    assert counts == ["1", "1"]
    assert not seen_by_agent.xpath(".//a")
    assert "A supervisor answers these." in seen_by_agent.text_content()
    assert seen_by_supervisor.xpath(".//a/@href") == ["/en/helpdesk/petitions"]
    assert desk.agent(1).open("helpdesk/petitions").status == 403


def test_patients_and_strangers_see_no_queue(desk: Desk):
    patient = desk.patient("Reuland")
    for path in ("helpdesk/queues", "helpdesk/openings", "helpdesk/openings/ABCD-EFGH"):
        assert patient.open(path).status == 403
        assert "sign-in" in desk.strangers_browser().open(path).url


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_stand_in_every_language(desk: Desk, language: str):
    agent = desk.agent(language=language)
    ask(desk.strangers_browser())
    for path in ("helpdesk/queues", "helpdesk/openings"):
        assert agent.open(path).status == 200
    agent.open(str(agent.page.mark("opening-row").xpath(".//a/@href")[0]))
    assert agent.page.has("opening-facts")

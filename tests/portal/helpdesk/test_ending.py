"""What a caller protects, closes and opens again through the helpdesk, and the caregiver whom they part with."""

import pytest

from tests.portal.helpdesk.conftest import Desk, acts, call, level
from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.mailbox import Mailbox
from tests.support.population import DemoPatient
from tests.support.steps import sign_in
from tests.support.tree import LANGUAGES

CLOSE, REOPEN, CAREGIVER = "Close the record", "Open the record again", "End what a caregiver may do"


def prove(agent: TestBrowser, who: DemoPatient, mailbox: Mailbox) -> None:
    """The caller reads out the code that came by e-mail: L2."""
    agent.submit(proof="email_code", proof_code="")
    agent.submit(proof="email_code", proof_code=mailbox.last(who.email).code)
    assert level(agent) == "2"


def agree(colleague: TestBrowser) -> None:
    """A colleague looks at what waits, and agrees."""
    colleague.open("helpdesk/approvals")
    assert "It takes effect" in colleague.press("agree").said("notice")


def test_a_closing_counts_when_a_colleague_agrees_and_the_record_opens_again(desk: Desk, mailbox: Mailbox):
    nicolas, agent, colleague = desk.demo.patient("Reuland"), desk.agent(), desk.agent(1)
    at_home = desk.patient("Reuland")
    call(agent, nicolas.matricule, "Reuland")
    assert "closing" not in acts(agent)
    prove(agent, nicolas, mailbox)
    agent.follow(CLOSE)
    assert "nobody will see the record any more" in agent.page.text
    assert "once a colleague has agreed" in agent.press("Enter the closing").said("notice")
    assert at_home.open("documents").status == 200
    assert "A second person looks at it" in at_home.open("journal").text

    assert "A caller wants the record closed" in colleague.open("helpdesk/approvals").said("approval")
    agree(colleague)
    assert "record is closed" in at_home.open("documents").text
    agent.open("helpdesk")
    assert "The record is closed" in agent.page.said("stuck")
    assert "closing" not in acts(agent)
    assert agent.page.marks("allowed-act")[0].get("data-act") == "reopening"
    agent.follow(REOPEN)
    assert "open again" in agent.press(REOPEN).said("notice")
    assert at_home.open("documents").status == 200
    assert "Your record was opened again" in at_home.open("journal").text


def test_two_agents_who_enter_the_closing_make_one(desk: Desk, mailbox: Mailbox):
    nicolas = desk.demo.patient("Reuland")
    for agent in (desk.agent(0), desk.agent(1)):
        call(agent, nicolas.matricule, "Reuland")
        prove(agent, nicolas, mailbox)
        agent.follow(CLOSE)
        agent.press("Enter the closing")
    assert len(desk.supervisor().open("helpdesk/approvals").marks("approval")) == 1


def test_sign_in_stops_with_matricule_and_name_and_starts_again_with_a_document(desk: Desk):
    nicolas, agent, at_home = desk.demo.patient("Reuland"), desk.agent(), desk.patient("Reuland")
    call(agent, nicolas.matricule, "Reuland", purpose="freeze", channel="counter")
    agent.follow("Stop every sign-in")
    assert "It counts from this moment" in agent.press("Stop every sign-in").said("notice")
    assert "Every sign-in was stopped" in agent.page.said("stuck")
    assert "unfreeze" not in acts(agent)
    assert "/sign-in" in at_home.open("documents").url
    agent.submit(proof="identity_document", proof_code="AB12")
    assert level(agent) == "3"
    agent.follow("Allow signing in again")
    assert "can sign in again" in agent.press("Allow signing in again").said("notice")
    back = desk.strangers_browser()
    sign_in(back, nicolas.email, nicolas.password, Authenticator(nicolas.totp_secret))
    assert back.open("documents").status == 200


def test_a_caregiver_whom_the_caller_names_can_no_longer_act(desk: Desk, mailbox: Mailbox):
    holder, agent, caregiver = desk.demo.patient("Reuland"), desk.agent(), "Annika Reuland"
    call(agent, holder.matricule, "Reuland")
    prove(agent, holder, mailbox)
    agent.follow(CAREGIVER)
    page = agent.submit(caregiver="Somebody Else")
    assert not page.marks("caregiver-row")
    assert "Nobody has exactly this name" in page.text
    page = agent.submit(caregiver=caregiver)
    assert len(page.marks("caregiver-row")) == 1
    assert "can no longer act" in agent.press("End it now Annika Reuland").said("notice")
    agent.open("helpdesk/caregivers")
    assert not agent.submit(caregiver=caregiver).marks("caregiver-row")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_steps_stand_in_every_language(desk: Desk, mailbox: Mailbox, language: str):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent(language=language)
    call(agent, nicolas.matricule, "Reuland")
    prove(agent, nicolas, mailbox)
    for name in ("freeze", "closing", "caregivers"):
        assert agent.open(f"helpdesk/{name}").status == 200


def test_without_a_case_no_step_is_there(desk: Desk):
    agent = desk.agent()
    for name in ("freeze", "unfreeze", "closing", "reopening", "caregivers"):
        page = agent.open(f"helpdesk/{name}")
        assert page.status == 403 or page.url.endswith("/helpdesk"), name
        assert not page.has("case")

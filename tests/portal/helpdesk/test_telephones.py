"""Another telephone number on the agent's pages: the code read out, mistakes explained, four languages."""

import pytest

from tests.portal.helpdesk.conftest import Desk, acts, call, level
from tests.support.browser import TestBrowser
from tests.support.homes import running_portal
from tests.support.mailbox import Mailbox
from tests.support.population import Demo
from tests.support.tree import LANGUAGES

NEW = "+352621333444"


def at_the_counter(desk: Desk, language: str = "en") -> TestBrowser:
    """An agent who saw Nicolas's identity document at the counter."""
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent(language=language)
    call(agent, nicolas.matricule, "Reuland", channel="counter")
    agent.submit(proof="identity_document", proof_code="7731")
    assert level(agent) == "3"
    return agent


def test_the_new_number_is_registered_with_the_code_that_the_caller_reads_out(desk: Desk, mailbox: Mailbox):
    agent = at_the_counter(desk)
    assert "phone" in acts(agent)
    page = agent.open("helpdesk/phone")
    assert "identity document" in page.text
    page = agent.submit(phone="12")
    assert (page.status, page.value("phone")) == (422, "12")
    page = agent.submit(phone="621 333 444")
    assert page.heading == "Type the code that the caller reads out"
    code = mailbox.texted_code(NEW)
    assert "helpdesk" in mailbox.last_text(NEW)
    assert code not in page.text
    page = agent.submit(phone_code="000000" if code != "000000" else "111111")
    assert page.status == 422
    page = agent.submit(phone_code=code)
    assert "The new number is registered" in page.said("notice")
    assert "Change the telephone number" in page.said("acts-done")
    agent.open("helpdesk/phone/code")
    page = agent.submit(phone_code=code)
    assert "The new number is registered" in page.said("notice"), "pressed twice"
    home = desk.patient("Reuland")
    assert "+352 621 333 444" in home.open("account").text
    journal = home.open("journal").text
    assert "Your telephone number was changed." in journal
    assert "621 333 444" not in journal


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_every_language_and_a_landline_without_a_code(
    desk: Desk, mailbox: Mailbox, language: str
):
    agent = at_the_counter(desk, language)
    assert agent.open("helpdesk/phone/code").status == 200
    assert agent.open("helpdesk/phone").status == 200
    page = agent.submit(phone="26 55 50 31")
    assert page.said("notice")
    assert mailbox.last(to=desk.demo.patient("Reuland").email).subject


def test_below_l3_the_page_says_which_proof_is_missing(desk: Desk, mailbox: Mailbox):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent()
    call(agent, nicolas.matricule, "Reuland")
    assert "phone" not in acts(agent)
    locked = {one.get("data-act") for one in agent.page.marks("locked-act")}
    assert "phone" in locked
    agent.open("helpdesk/phone")
    page = agent.submit(phone="621 333 444")
    assert page.path.endswith("/helpdesk")
    assert page.said("notice")
    assert mailbox.text_messages() == []


def test_where_no_text_message_is_sent_a_mobile_is_not_taken(demo: Demo):
    with running_portal(demo.home, environment="production", secret_key="k" * 40) as app:
        agent = at_the_counter(Desk(demo, app))
        agent.open("helpdesk/phone")
        page = agent.submit(phone="621 333 444")
        assert page.status == 422
        assert "only a landline" in page.said("error-summary")
        assert "registered" in agent.submit(phone="26 55 50 31").said("notice")

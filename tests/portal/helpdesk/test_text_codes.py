"""The proof by text message on the agent's page, in four languages; not offered where no text message would go out."""

from dataclasses import replace

import pytest
from flask import Flask

from patient_portal.messages import deliver_due, gateway
from patient_portal.platform_client import PlatformClient, Shared, Visitor
from patient_portal.platform_client.transport import connect
from tests.portal.helpdesk.conftest import Desk, acts, call, level
from tests.portal.messages.text_gateway import TextGateway
from tests.support.homes import _embedded, running_portal
from tests.support.mailbox import Mailbox
from tests.support.population import Demo
from tests.support.tree import LANGUAGES

NICOLAS = "+352621000011"


def test_the_caller_is_proved_by_a_text_message(desk: Desk, mailbox: Mailbox):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent()
    call(agent, nicolas.matricule, "Reuland")
    page = agent.submit(proof="sms_code", proof_code="")
    assert "last digits: 11" in page.said("text-code")
    code = mailbox.texted_code(NICOLAS)
    assert code not in page.text
    assert "621 000" not in page.text
    page = agent.submit(proof="sms_code", proof_code="000000" if code != "000000" else "111111")
    assert (page.status, level(agent)) == (422, "1")
    agent.submit(proof="sms_code", proof_code=code)
    assert level(agent) == "2"
    assert "presence_code" in acts(agent)
    page = agent.press("text-presence-code")
    assert "last digits: 11" in page.said("notice")
    code = mailbox.texted_code(NICOLAS, after=1)
    assert code not in page.text
    lines = mailbox.last_text(NICOLAS).split("\n")
    assert lines[0] == code
    assert len(lines) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_landline_is_explained_and_still_called_back(desk: Desk, mailbox: Mailbox, language: str):
    victorine, agent = desk.demo.patient("Schiltz"), desk.agent(language=language)
    call(agent, victorine.matricule, victorine.name)
    page = agent.submit(proof="sms_code", proof_code="")
    assert page.status == 422
    assert page.said("error-summary")
    assert mailbox.text_messages() == []
    page = agent.submit(proof="call_back", proof_code="")
    assert "+352 20 00 40 20" in page.said("notice")
    agent.submit(proof="call_back", proof_code="4020")
    assert level(agent) == "2"
    assert not agent.page.has("text-presence-code")


def test_too_many_codes_are_told(desk: Desk, mailbox: Mailbox):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent()
    call(agent, nicolas.matricule, "Reuland")
    for _ in range(5):
        assert agent.submit(proof="sms_code", proof_code="").said("text-code")
    page = agent.submit(proof="sms_code", proof_code="")
    assert page.status == 422
    assert "too many tries" in page.said("error-summary")
    assert len(mailbox.text_messages()) == 1


def test_without_a_gateway_production_offers_none(demo: Demo):
    with running_portal(demo.home, environment="production", secret_key="k" * 40) as app:
        desk = Desk(demo, app)
        nicolas, agent = demo.patient("Reuland"), desk.agent()
        call(agent, nicolas.matricule, "Reuland")
        offered = {one.get("value") for one in agent.page.root.xpath("//select[@name='proof']/option")}
        assert "email_code" in offered
        assert "sms_code" not in offered


def test_a_pass_is_sent_to_ones_own_mobile(desk: Desk, demo_portal: Flask, mailbox: Mailbox):
    home = desk.patient("Reuland")
    page = home.open("visit-pass")
    assert "last digits: 11" in page.text
    page = home.submit(form="pass", by_text="y")
    assert page.has("pass-texted")
    assert mailbox.texted_code(NICOLAS) == page.said("presence-code")
    other = desk.patient("Wagener")
    assert "by_text" not in {one.get("name") for one in other.open("visit-pass").root.xpath("//input")}
    del demo_portal


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_number_is_said_on_the_case_with_what_else_proves_the_caller(
    desk: Desk, demo_portal: Flask, language: str
):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent(language=language)
    call(agent, nicolas.matricule, "Reuland")
    page = agent.submit(proof="sms_code", proof_code="")
    (waits,) = page.marks("text-code")
    assert (waits.get("data-state"), waits.get("hx-get")) == ("waiting", f"/{language}/helpdesk")
    settings = demo_portal.extensions["dsp-settings"]
    shared = Shared(connect(settings, _embedded(demo_portal), scope="worker"))
    with TextGateway(refused=(NICOLAS,)) as server:
        ways_out = gateway(replace(settings, sms_url=server.url()))
        deliver_due(PlatformClient(shared, Visitor()), ways_out)
    part = agent.fragment("helpdesk", target="text-code")
    (refused,) = part.marks("text-code")
    assert refused.get("data-state") == "refused"
    assert refused.get("hx-get") is None, "it is looked at no more"
    ways = [one.get("href") for one in part.root.xpath("//a")]
    assert ways[0] == f"/{language}/helpdesk?proof=call_back#prove"
    assert len(ways) == 4
    page = agent.open("helpdesk?proof=call_back")
    assert page.value("proof") == "call_back"
    page = agent.submit(proof="sms_code", proof_code="")
    assert page.status == 422
    assert page.said("error-summary")

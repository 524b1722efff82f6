"""At the desk: somebody without an account is offered what can work; a number that takes no texts is said at once."""

from dataclasses import replace

import pytest
from flask import Flask

from patient_portal.messages import deliver_due, gateway
from patient_portal.platform_client import PlatformClient, Shared, Visitor
from patient_portal.platform_client.transport import connect
from tests.portal.helpdesk.conftest import Desk, acts, call, level
from tests.portal.messages.text_gateway import TextGateway
from tests.support.homes import _embedded
from tests.support.tree import LANGUAGES

NEW = "+352621333444"


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_account_only_what_can_work_is_offered(desk: Desk, language: str):
    aloyse, agent = desk.demo.patient("Berscheid"), desk.agent(language=language)
    call(agent, aloyse.matricule, "Berscheid", channel="counter")
    offered = {one.get("value") for one in agent.page.root.xpath("//select[@name='proof']/option")}
    assert "call_back" in offered
    assert not offered & {"email_code", "support_pin"}
    assert agent.page.value("proof") == "call_back"
    agent.submit(proof="identity_document", proof_code="7731")
    assert level(agent) == "3"
    assert {"letter", "phone", "closing", "end_mandate"} <= acts(agent)
    locked = {one.get("data-act") for one in agent.page.marks("locked-act")}
    assert not (acts(agent) | locked) & {"contact", "factor_reset", "unblock"}
    assert agent.page.said("no-account")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_account_a_block_ends_with_a_colleague(desk: Desk, language: str):
    aloyse, agent, second = desk.demo.patient("Berscheid"), desk.agent(language=language), desk.agent(1)
    doctor = next(one for one in desk.demo.known["professionals"] if one["category"] == "physician")
    name = str(doctor["id"])
    call(agent, aloyse.matricule, "Berscheid", channel="counter")
    agent.submit(proof="identity_document", proof_code="7731")
    agent.open("helpdesk/professionals")
    agent.submit(professional=name)
    agent.open(f"helpdesk/professionals/{name}/block")
    agent.submit()
    agent.open("helpdesk/professionals")
    page = agent.submit(professional=name)
    assert page.mark("professional-row").get("data-state") == "blocked"
    assert page.root.xpath(f"//a[@href='/{language}/helpdesk/professionals/{name}/unblock']")
    agent.open(f"helpdesk/professionals/{name}/unblock")
    page = agent.submit()
    assert page.said("notice")
    waiting = second.open("helpdesk/approvals")
    assert name not in waiting.text
    row = waiting.mark("approval").get("data-approval-id")
    assert second.page.root.xpath(f"//label[@for='professional-{row}']")
    assert "not the professional" in second.submit(button="agree", professional="Paul Else").said("notice")
    assert second.submit(button="agree", professional=name).has("nothing-waits")
    agent.open("helpdesk/professionals")
    assert agent.submit(professional=name).mark("professional-row").get("data-state") != "blocked"


def test_with_an_account_nothing_is_left_out(desk: Desk):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent()
    call(agent, nicolas.matricule, "Reuland", channel="counter")
    agent.submit(proof="identity_document", proof_code="7731")
    assert {"contact", "factor_reset", "unblock"} <= acts(agent)
    assert not agent.page.marks("no-account")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_number_that_is_refused_is_said_on_the_page_of_its_code(
    desk: Desk, demo_portal: Flask, language: str
):
    aloyse, agent = desk.demo.patient("Berscheid"), desk.agent(language=language)
    call(agent, aloyse.matricule, "Berscheid", channel="counter")
    agent.submit(proof="identity_document", proof_code="7731")
    agent.open("helpdesk/phone")
    page = agent.submit(phone="621 333 444")
    (waits,) = page.marks("new-phone")
    assert (waits.get("data-state"), waits.get("hx-get")) == ("waiting", f"/{language}/helpdesk/phone/code")
    settings = demo_portal.extensions["dsp-settings"]
    shared = Shared(connect(settings, _embedded(demo_portal), scope="worker"))
    with TextGateway(refused=(NEW,)) as server:
        deliver_due(PlatformClient(shared, Visitor()), gateway(replace(settings, sms_url=server.url())))
    part = agent.fragment("helpdesk/phone/code", target="new-phone")
    (refused,) = part.marks("new-phone")
    assert (refused.get("data-state"), refused.get("hx-get")) == ("refused", None)
    assert [one.get("href") for one in part.root.xpath("//a")] == [f"/{language}/helpdesk/phone"]
    assert "621 333" not in part.text


def test_the_page_of_the_code_tells_nothing_of_a_number_that_the_person_typed_at_home(desk: Desk):
    nicolas, agent, home = desk.demo.patient("Reuland"), desk.agent(), desk.patient("Reuland")
    home.open("account/phone")
    home.submit(phone="621 333 444")
    call(agent, nicolas.matricule, "Reuland", channel="counter")
    agent.submit(proof="identity_document", proof_code="7731")
    assert not agent.open("helpdesk/phone/code").marks("new-phone")

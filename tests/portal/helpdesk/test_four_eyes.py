"""A second pair of eyes: asked by one, agreed by another, one effect; what a supervisor sees, and whom they let in."""

from tests.portal.helpdesk.conftest import Desk, acts, call, level
from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.steps import sign_in
from tests.support.tree import LANGUAGES


def enter_objection(desk: Desk, agent: TestBrowser) -> str:
    """Sandrine Colin objects at the counter; the agent enters it."""
    sandrine = desk.demo.patient("Sandrine Colin")
    call(agent, sandrine.matricule, "Colin", channel="counter", purpose="closing")
    agent.submit(proof="identity_document", proof_code="AB12")
    assert level(agent) == "3"
    assert "objection" in acts(agent)
    agent.follow("Enter an objection")
    page = agent.press("Enter the objection")
    assert "once a colleague has agreed" in page.said("notice")
    return str(sandrine.matricule)


def test_an_objection_waits_for_a_colleague_and_happens_once(desk: Desk):
    tom, ilinca = desk.agent(0), desk.agent(1)
    number = enter_objection(desk, tom)
    page = tom.open("helpdesk/approvals")
    assert "You asked for this" in page.said("approval")
    identifier = page.mark("approval").get("data-approval-id")
    page = ilinca.open("helpdesk/approvals")
    assert "Sandrine Colin" in page.said("approval")
    assert "L3" in page.said("approval")
    late = ilinca.twin()
    late.open("helpdesk/approvals")
    page = ilinca.press("agree")
    assert "It takes effect" in page.said("notice")
    assert page.has("nothing-waits")
    page = late.press("agree")
    assert "waits no longer" in page.said("notice")
    tom.open("helpdesk")
    tom.press("End the case")
    call(tom, number, "Colin")
    assert "objected to the record" in tom.page.said("stuck")
    assert identifier


def test_nobody_agrees_to_their_own_act_by_hand(desk: Desk):
    tom = desk.agent(0)
    enter_objection(desk, tom)
    page = tom.open("helpdesk/approvals")
    identifier = page.mark("approval").get("data-approval-id")
    token = page.root.xpath("//input[@name='csrf_token']/@value")[0]
    page = tom._go(
        "POST",
        f"https://localhost/en/helpdesk/approvals/{identifier}",
        data={"csrf_token": token, "decision": "agree"},
    )
    assert "You asked for this yourself" in page.said("notice")
    assert page.has("approval")


def test_two_agents_who_enter_the_same_form_make_one(desk: Desk):
    enter_objection(desk, desk.agent(0))
    ilinca = desk.agent(1)
    enter_objection(desk, ilinca)
    assert len(ilinca.open("helpdesk/approvals").marks("approval")) == 1


def test_a_colleagues_record_opens_after_a_supervisors_word(desk: Desk):
    tom, ida = desk.agent(0), desk.supervisor()
    ilinca = desk.demo.patient("Ilinca Popescu")
    call(tom, ilinca.matricule, "Popescu")
    assert "A supervisor must agree first" in tom.page.said("error-summary")
    other = desk.agent(1)
    assert other.open("helpdesk/approvals").has("nothing-waits"), "nobody else learns who was looked up"
    mine = tom.open("helpdesk/approvals")
    assert "You asked for this" in mine.said("approval")
    page = ida.open("helpdesk/approvals")
    assert "Ilinca Popescu" in page.said("approval")
    identifier = page.mark("approval").get("data-approval-id")
    token = other.page.root.xpath("//input[@name='csrf_token']/@value")[0]
    told = other._go(
        "POST",
        f"https://localhost/en/helpdesk/approvals/{identifier}",
        data={"csrf_token": token, "decision": "agree"},
    )
    assert told.has("nothing-waits"), "nor by hand"
    assert told.said("notice")
    ida.press("agree")
    call(tom, ilinca.matricule, "Popescu")
    assert tom.page.has("case")
    tom.press("End the case")
    page = ida.open("helpdesk/supervision")
    flags = [" ".join(one.text_content().split()) for one in page.marks("sampled-case")]
    assert any("a colleague" in text and "without an act" in text for text in flags), flags
    assert "a colleague" in page.said("attempts")
    page = ida.press("question")
    assert "Ask the agent" in page.marks("verdict")[0].text_content()


def test_the_supervisor_sees_the_months_numbers(desk: Desk):
    tom, ida = desk.agent(0), desk.supervisor()
    call(tom, desk.demo.patient("Camille Faber").matricule, "Faber")
    tom.press("Send a new activation letter")
    page = ida.open("helpdesk/supervision")
    assert page.has("reasons-table")
    assert "Letter and activation" in page.said("reasons-table")
    assert page.root.xpath("//*[local-name()='svg' and @role='img']")


def test_staff_are_added_and_suspended_at_once(desk: Desk):
    ida, tom = desk.supervisor(), desk.agent(0)
    ida.open("helpdesk/staff")
    page = ida.submit(email="eva@desk.lu", given="Eva", family="Kremer", role="agent")
    password, secret = (str(code.text_content()) for code in page.mark("new-member").xpath(".//code"))
    eva = desk.strangers_browser()
    assert sign_in(eva, "eva@desk.lu", password, Authenticator(secret)).path == "/en/helpdesk"
    page = ida.submit(email="eva@desk.lu", given="Eva", family="Kremer", role="agent")
    assert "has this e-mail address already" in page.said("error-summary")
    member = next(
        one for one in ida.open("helpdesk/staff").marks("member") if "Tom Weis" in one.text_content()
    )
    form = member.xpath(".//form")[0].get("action")
    ida.submit(form=form)
    assert tom.open("helpdesk").path == "/en/sign-in"


def test_conformity_is_taken_with_four_eyes(desk: Desk):
    ida, tom = desk.supervisor(), desk.agent(0)
    version = next(one for one in desk.demo.known["software"] if one["state"] == "conformant")
    ida.open("helpdesk/software")
    ida.submit(form=f"take-{version['client_id']}")
    assert "You asked for this" in ida.page.said("approval")
    page = tom.open("helpdesk/approvals")
    assert version["client_id"] in page.said("approval")
    page = tom.press("agree")
    assert "It takes effect" in page.said("notice")


def test_agents_and_patients_find_no_supervision(desk: Desk):
    for browser in (desk.agent(0), desk.patient("Reuland")):
        for path in (
            "helpdesk/supervision",
            "helpdesk/staff",
            "helpdesk/software",
            "helpdesk/emergencies",
            "helpdesk/guarded",
        ):
            assert browser.open(path).status in (403, 404), path


def test_every_list_in_every_language(desk: Desk):
    ida = desk.supervisor()
    for language in LANGUAGES:
        ida.language = language
        for name in ("", "/approvals", "/supervision", "/staff", "/software", "/emergencies", "/guarded"):
            assert ida.open(f"helpdesk{name}").status == 200, (language, name)


def test_a_protected_record_needs_a_supervisors_word_each_time(desk: Desk):
    tom, ida = desk.agent(0), desk.supervisor()
    giulia = desk.demo.patient("Giulia Bertolini")
    ida.open("helpdesk/guarded")
    page = ida.submit(matricule="1893120105732", wanted="guard")
    assert page.status == 422
    page = ida.submit(matricule=giulia.matricule, wanted="guard")
    assert "It counts from the next call" in page.said("notice")
    call(tom, giulia.matricule, "Bertolini")
    assert "specially protected" in tom.page.said("error-summary")
    assert not tom.page.has("case")
    ida.open("helpdesk/approvals")
    page = ida.press("refuse")
    assert "Nothing happens" in page.said("notice")
    call(tom, giulia.matricule, "Bertolini")
    assert not tom.page.has("case")
    ida.open("helpdesk/guarded")
    ida.submit(matricule=giulia.matricule, wanted="release")
    call(tom, giulia.matricule, "Bertolini")
    assert tom.page.has("case")

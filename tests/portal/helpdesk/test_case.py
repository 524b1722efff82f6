"""A case from the call to its end: found exactly, proved step by step, helped, watched and stopped by the person."""

import pytest
from flask import Flask

from tests.portal.helpdesk.conftest import Desk, acts, call, level
from tests.support.clock import Clock
from tests.support.mailbox import Mailbox
from tests.support.tree import LANGUAGES


def test_a_new_letter_takes_a_handful_of_keystrokes(desk: Desk):
    """The matricule, a tab, the name, Enter; the letter's button has the focus: Enter."""
    rui = desk.demo.patient("Sandrine Colin")
    agent = desk.agent()
    page = agent.open("helpdesk")
    first = page.root.xpath("//main//*[self::input or self::select or self::button][not(@type='hidden')]")
    assert first[0].get("name") == "matricule"
    assert first[0].get("autofocus") is not None
    assert first[1].get("name") == "name"
    typed = rui.matricule + "\t" + "Colin" + "\n"
    call(agent, rui.matricule, "Colin")
    button = agent.page.root.xpath("//*[@data-act='letter']")[0]
    keys = len(typed) + 1
    assert keys <= 21
    page = agent.press("Send a new activation letter")
    assert "The letter is ordered" in page.said("notice") or "ordered already" in page.said("notice")
    assert button is not None
    page = agent.press("Send a new activation letter")
    assert "ordered already" in page.said("notice")


def test_who_lost_a_letter_that_still_counts_gets_a_new_one_with_one_key_too(desk: Desk):
    """Rui's letter is on its way and valid: whoever calls about it does not have it."""
    agent = desk.agent()
    call(agent, desk.demo.patient("Rui").matricule, "Antunes")
    assert "in the post" in agent.page.said("stuck")
    (first, *_others) = agent.page.marks("allowed-act")
    assert first.get("data-act") == "letter"
    assert first.get("autofocus") is not None
    assert "0 ends the case" in agent.page.text, "the keys are told"
    page = agent.press("Send a new activation letter")
    assert not page.root.xpath("//*[@data-act='letter'][@autofocus]"), "a second Enter sends no second letter"
    agent.press("End the case")
    call(agent, desk.demo.patient("Rui").matricule, "Antunes", purpose="contact")
    assert not agent.page.root.xpath("//*[@data-act='letter'][@autofocus]")


def test_only_the_exact_person_is_found(desk: Desk):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent()
    for number, name in (
        (nicolas.matricule, "Reu"),
        (nicolas.matricule, "Nicolas"),
        (nicolas.matricule, "Wagener"),
        ("1983081234566", "Reuland"),
        ("1893120105732", "Reuland"),
    ):
        call(agent, number, name)
        assert agent.page.status == 422, (number, name)
        assert "Nobody has this matricule" in agent.page.said("error-summary")
        assert "Nicolas Reuland" not in agent.page.text
    call(agent, "1983081234567", "Reuland")
    assert "A digit seems wrong" in agent.page.said("error-summary")
    call(agent, nicolas.matricule, "REULAND")
    assert agent.page.has("case")
    assert agent.page.mark("case").get("data-case-id")
    assert agent.page.has("assistance-banner")


def test_the_ladder_is_climbed_by_a_code_read_back(desk: Desk, mailbox: Mailbox):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent()
    call(agent, nicolas.matricule, "Reuland")
    assert (level(agent), acts(agent)) == ("1", {"letter", "freeze"})
    page = agent.submit(proof="email_code", proof_code="")
    assert "A code is on its way" in page.said("notice")
    code = mailbox.last(nicolas.email).code
    assert code not in page.text
    page = agent.submit(proof="email_code", proof_code="000000" if code != "000000" else "111111")
    assert page.status == 422
    assert level(agent) == "1"
    agent.submit(proof="email_code", proof_code=code)
    assert level(agent) == "2"
    protecting = {"block", "freeze", "closing", "end_mandate"}
    assert protecting | {"letter", "grant", "unblock", "contact", "presence_code", "petition"} == acts(agent)
    agent.submit(proof="email_code", proof_code=code)
    assert agent.page.status == 422, "a code proves once"


def test_the_support_pin_is_read_out_and_counts_once(desk: Desk):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent()
    home = desk.patient("Reuland")
    pin = home.open("account").said("support-pin")
    call(agent, nicolas.matricule, "Reuland")
    agent.submit(proof="support_pin", proof_code=pin)
    assert level(agent) == "2"
    agent.press("End the case")
    other = desk.agent(1)
    call(other, nicolas.matricule, "Reuland")
    other.submit(proof="support_pin", proof_code=pin)
    assert level(other) == "1"


def test_a_document_is_seen_only_where_it_can_be_seen(desk: Desk):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent()
    call(agent, nicolas.matricule, "Reuland")
    page = agent.submit(proof="identity_document", proof_code="AB12")
    assert "only at the counter" in page.said("error-summary")
    agent.press("End the case")
    call(agent, nicolas.matricule, "Reuland", channel="counter")
    agent.submit(proof="identity_document", proof_code="AB12")
    assert level(agent) == "3"
    assert "factor_reset" in acts(agent)


def test_a_lost_factor_is_replaced_by_a_code_that_only_the_person_gets(desk: Desk, mailbox: Mailbox):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent()
    call(agent, nicolas.matricule, "Reuland", channel="counter")
    agent.submit(proof="identity_document", proof_code="AB12")
    agent.follow("Replace a lost second factor")
    page = agent.press("Send the recovery code")
    lines = [line for mail in mailbox.all(nicolas.email) for line in mail.text.splitlines()]
    code = next(line for line in lines if len(line) == 11 and line[5] == "-")
    assert code not in page.text
    home = desk.strangers_browser()
    home.open("sign-in")
    home.submit(email=nicolas.email, password=nicolas.password)
    home.open("sign-in?with=recovery-code")
    assert home.submit(recovery_code=code).has("signed-in-as")


def test_the_person_watches_it_live_stops_it_and_finds_it_afterwards(desk: Desk, mailbox: Mailbox):
    nicolas, agent, home = desk.demo.patient("Reuland"), desk.agent(), desk.patient("Reuland")
    assert not home.open("documents").has("assistance-stop")
    call(agent, nicolas.matricule, "Reuland")
    number = agent.page.root.xpath("string(//p[@class='lead'])").split()[-1]
    for path in ("documents", "account", "journal", "professionals", "help"):
        assert home.open(path).has("assistance-stop"), path
    agent.press("Send a new activation letter")
    page = home.open("assistance")
    assert "Tom" in page.text
    assert number in page.text
    assert "A new activation letter was ordered." in page.said("help-acts")
    assert home.fragment("assistance", "live").root.xpath("//*[@data-testid='help-acts']")
    assert any(number in mail.text for mail in mailbox.all(nicolas.email))
    page = home.press("Stop")
    assert "The helpdesk is stopped" in page.said("notice")
    assert page.has("no-help")
    page = agent.open("helpdesk")
    assert not page.has("case")
    assert "Your last case is over" in page.text
    page = agent.open("helpdesk/professionals")
    assert "You are helping nobody now" in page.said("notice")
    journal = home.open("journal").text
    assert "The helpdesk opened a case to help you." in journal
    assert "An activation letter was ordered." in journal
    assert f"Case number: {number}" in journal
    assert "Tom" in journal


def test_two_agents_at_once_are_both_seen_and_both_stopped(desk: Desk):
    nicolas, home = desk.demo.patient("Reuland"), desk.patient("Reuland")
    tom, ilinca = desk.agent(), desk.agent(1)
    call(tom, nicolas.matricule, "Reuland")
    call(ilinca, nicolas.matricule, "Reuland")
    page = home.open("assistance")
    assert "Tom" in page.text
    assert "Ilinca" in page.text
    page = home.press("Stop")
    assert "The helpdesk is stopped" in page.said("notice")
    assert page.has("no-help")
    for agent in (tom, ilinca):
        assert not agent.open("helpdesk").has("case")


def test_a_case_left_open_over_lunch_ends_by_itself(desk: Desk, clock: Clock):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent()
    call(agent, nicolas.matricule, "Reuland")
    clock.forward(minutes=10)
    page = agent.press("15 minutes more")
    assert "fifteen minutes more" in page.said("notice")
    clock.forward(minutes=10)
    page = agent.press("15 minutes more")
    assert "extended once already" in page.said("notice")
    clock.forward(minutes=9)
    assert agent.open("helpdesk").has("case")
    clock.forward(minutes=2)
    assert not agent.open("helpdesk").has("case")


def test_a_note_refuses_health_and_identifiers_politely(desk: Desk):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent()
    call(agent, nicolas.matricule, "Reuland")
    for text, said in (
        ("Il prend de l'insuline", "health"),
        ("Rückruf wegen Krebsbehandlung", "health"),
        (f"call {nicolas.matricule}", "matricules"),
        ("écrire à a@b.lu", "matricules"),
    ):
        page = agent.submit(note=text)
        assert page.status == 422, text
        assert said in page.said("error-summary")
        assert page.value("note") == text
    page = agent.submit(note="Rappeler jeudi, lettre en gros caractères")
    assert "The note is kept" in page.said("notice")
    assert page.value("note").startswith("Rappeler")


def test_an_agent_helps_neither_themself_nor_their_family_nor_a_colleague(desk: Desk):
    ilinca, tom = desk.agent(1), desk.agent(0)
    her, father = desk.demo.patient("Ilinca Popescu"), desk.demo.patient("Paul Hoscheid")
    call(ilinca, her.matricule, "Popescu")
    assert "your own record" in ilinca.page.said("error-summary")
    call(ilinca, father.matricule, "Hoscheid")
    assert "your family" in ilinca.page.said("error-summary")
    call(tom, her.matricule, "Popescu")
    assert "colleague" in tom.page.said("error-summary")


def test_the_same_person_every_day_is_passed_on(desk: Desk, clock: Clock):
    nicolas = desk.demo.patient("Reuland")
    for _day in range(3):
        agent = desk.agent()
        call(agent, nicolas.matricule, "Reuland")
        assert agent.page.has("case")
        clock.forward(days=1)
    agent = desk.agent()
    call(agent, nicolas.matricule, "Reuland")
    assert "on several days" in agent.page.said("error-summary")
    other = desk.agent(1)
    call(other, nicolas.matricule, "Reuland")
    assert other.page.has("case")


def test_a_professional_whom_the_caller_names_is_blocked_and_the_person_ends_it(desk: Desk):
    nicolas, agent, home = desk.demo.patient("Reuland"), desk.agent(), desk.patient("Reuland")
    doctor = next(one for one in desk.demo.known["professionals"] if one["category"] == "physician")
    pin = home.open("account").said("support-pin")
    call(agent, nicolas.matricule, "Reuland")
    agent.submit(proof="support_pin", proof_code=pin)
    agent.follow("Block a professional")
    assert not agent.submit(professional=doctor["name"][:6]).marks("professional-row")
    page = agent.submit(professional=doctor["name"])
    assert [row.get("data-professional-id") for row in page.marks("professional-row")] == [doctor["id"]]
    agent.open(f"helpdesk/professionals/{doctor['id']}/block")
    page = agent.press("Block now")
    assert "The block is in force" in page.said("notice")
    assert home.open(f"professionals/{doctor['id']}").mark("access-state").get("data-state") == "blocked"
    page = agent.press("Ask the person to end a block")
    assert "They end the block themselves" in page.said("notice")
    assert home.open(f"professionals/{doctor['id']}").mark("access-state").get("data-state") == "blocked"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_every_language(desk: Desk, language: str):
    nicolas, agent = desk.demo.patient("Reuland"), desk.agent(language=language)
    call(agent, nicolas.matricule, "Reuland", channel="counter")
    agent.submit(proof="identity_document", proof_code="AB12")
    for path in (
        "helpdesk",
        "helpdesk/professionals",
        "helpdesk/professionals/2999000017/grant",
        "helpdesk/professionals/2999000017/block",
        "helpdesk/contact",
        "helpdesk/factor",
        "helpdesk/journal",
    ):
        assert agent.open(path).status == 200, path
    home = desk.patient("Reuland", language)
    for path in ("assistance", "account"):
        assert home.open(path).status == 200, path


def test_a_stranger_and_a_patient_get_nowhere(desk: Desk, demo_portal: Flask):
    home = desk.patient("Reuland")
    for path in ("helpdesk", "helpdesk/professionals", "helpdesk/contact", "helpdesk/factor"):
        assert home.open(path).status in (403, 404), path


def test_a_page_of_the_case_is_one_look_and_the_holder_reads_them_as_one_line(desk: Desk):
    nicolas, tom = desk.demo.patient("Reuland"), desk.agent()
    call(tom, nicolas.matricule, "Reuland")
    for _ in range(3):
        tom.open("helpdesk")
    home = desk.patient("Reuland")
    page = home.open("journal")
    said = "The helpdesk looked at what stands in your way"
    (line,) = [one for one in page.marks("journal-entry") if said in one.text_content()]
    assert "3 more like this" in " ".join(line.text_content().split()), (
        "one call of the platform for each page"
    )
    more = line.xpath(".//li[@data-testid='journal-entry-more']//a")
    assert len(more) == 3
    assert said in home.open(more[0].get("href")).text

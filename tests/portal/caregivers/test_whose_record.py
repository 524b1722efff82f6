"""What a caregiver reads says whose record it is; a discreet end sends no message."""

from sqlalchemy import func, select

from platform_api.models import Notice as NoticeRow
from platform_api.vocabulary import Notice
from tests.portal.caregivers.conftest import People, Someone, act_for
from tests.support.homes import _embedded


def told(someone: Someone, notice: Notice) -> int:
    """How many messages of this kind were queued so far."""
    running = _embedded(someone.browser.app).__self__.extensions["dsp-platform"]
    counted = select(func.count()).select_from(NoticeRow).where(NoticeRow.code == notice.value)
    with running.database.read() as connection:
        return int(connection.execute(counted).scalar_one())


def authors(someone: Someone) -> set[str]:
    """Who wrote the documents of the list in front."""
    cells = someone.browser.page.root.xpath("//*[@data-testid='document-row']//td[2]")
    return {" ".join(str(cell.text_content()).split()) for cell in cells}


def test_another_persons_documents_are_not_yours(people: People):
    claire = people("Claire")
    act_for(claire, "Josée")
    page = claire.go("documents")
    assert page.heading == "Documents of the person whom you help"
    assert "The person themself" in page.text
    assert not {one for one in authors(claire) if one.startswith("You")}
    assert "This record" in page.text
    assert "My record" not in page.text
    josee = people("Josée")
    page = josee.go("documents")
    assert page.heading == "Your documents"
    assert "The person themself" not in page.text
    assert "My record" in page.text


def test_the_access_log_names_a_caregiver_who_reads_it(people: People):
    annika = people("Annika")
    act_for(annika, "Nicolas")
    annika.go("documents")
    page = annika.go("journal")
    assert page.said("speaks-to-the-holder").endswith("mean: Nicolas Reuland")
    newest = page.marks("journal-entry")[0].text_content()
    assert "Annika Reuland" in newest
    assert "You looked" not in page.text
    entry = page.marks("journal-entry")[0].xpath(".//a[contains(@class, 'entry-link')]")[0].get("href")
    assert annika.browser.open(entry).has("speaks-to-the-holder")
    assert annika.go("rights").has("speaks-to-the-holder")
    assert annika.go("expression").heading == "The statement of this person"
    page = annika.go("account")
    assert "Annika Reuland" in page.said("signed-in-as")
    assert "/en/freeze" not in page.links(), "nobody freezes for another person"
    nicolas = people("Nicolas")
    page = nicolas.go("journal")
    assert not page.has("speaks-to-the-holder")
    assert nicolas.go("professionals").heading == "Who can open your record"


def test_who_can_open_it_is_told_of_the_record_to_a_caregiver_and_of_yours_to_its_holder(people: People):
    annika, nicolas = people("Annika"), people("Nicolas")
    act_for(annika, "Nicolas")
    page = annika.go("professionals")
    assert page.heading == "Who can open the record"
    assert "because they are in the care circle." in page.said("who-can-open")
    assert "because they are blocked." in page.said("kept-out")
    assert "this record too" in page.said("emergency-state")
    rows = [row for mark in ("who-can-open", "kept-out", "authors") for row in page.marks(mark)]
    assert not [row for row in rows if "you" in " ".join(row.text_content().lower().split()).split()]
    doctor = page.mark("kept-out").xpath(".//a")[0].get("href")
    page = annika.browser.open(doctor)
    assert "Can they open the record now?" in page.text
    assert "your record" not in page.said("access-state")
    page = annika.browser.open(doctor + "/unblock")
    assert page.said("whose-record").endswith("Nicolas Reuland")
    assert "because you blocked them." in nicolas.go("professionals").said("kept-out")


def test_a_caregiver_who_decides_finds_the_visit_pass_beside_the_list(people: People):
    annika = people("Annika")
    act_for(annika, "Nicolas")
    ways = annika.go("professionals").root.xpath("//*[@id='list']//ul[@class='ways']//a/@href")
    assert ways == ["/en/visit-pass"], "what shows the record as others see it stays the holder's own"


def test_after_the_end_no_page_says_that_one_acts(people: People):
    annika, nicolas = people("Annika"), people("Nicolas")
    act_for(annika, "Nicolas")
    assert "Acting for: Nicolas Reuland" in annika.go("documents").root.xpath("string(//title)")
    nicolas.go("caregivers")
    quiet = next(one for one in nicolas.browser.page.links() if one.endswith("/end?quiet=yes"))
    page = nicolas.browser._go("GET", quiet)
    assert page.root.xpath("//input[@name='quiet' and @checked]"), "nothing else is to be chosen"
    nicolas.browser.submit(form="step", quiet="y")
    assert told(nicolas, Notice.MANDATE_ENDED) == 0
    page = annika.go("documents")
    assert "Acting for" not in page.root.xpath("string(//title)")
    assert "You no longer act for:" in page.said("acting-banner")
    assert "You are acting for" not in page.text


def test_whose_help_it_is_a_caregiver_is_told_by_a_page(people: People):
    annika = people("Annika")
    act_for(annika, "Nicolas")
    page = annika.go("assistance")
    assert (page.status, page.heading) == (403, "You cannot do this for somebody else")


def test_a_step_about_somebody_elses_record_never_says_yours(people: People):
    annika, nicolas = people("Annika"), people("Nicolas")
    act_for(annika, "Nicolas")
    page = annika.go("professionals")
    doctors = {
        mark: page.mark(mark).xpath(".//a")[0].get("href").split("?")[0]
        for mark in ("who-can-open", "kept-out")
    }
    steps = [
        doctors["who-can-open"] + "/grant",
        doctors["who-can-open"] + "/revoke",
        doctors["who-can-open"] + "/block",
        doctors["kept-out"] + "/unblock",
        "/en/visit-pass",
    ]
    for step in steps:
        page = annika.browser.open(step)
        assert page.status == 200, step
        said = " ".join(str(page.root.xpath("string(//main)")).lower().split())
        words = set(said.replace(".", " ").replace(",", " ").replace(":", " ").split())
        assert not words & {"your", "me", "my"}, (step, said)
        assert step == "/en/visit-pass" or page.said("whose-record").endswith("Nicolas Reuland")
    page = nicolas.browser.open(steps[0])
    assert not page.has("whose-record")
    assert "your record" in page.text

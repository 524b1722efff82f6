"""The journal: who, what, when in sentences; refusals marked; one act told once; who may read it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from patient_portal.journal import sentences, tried_sentences
from patient_portal.platform_client.vocabulary import Action
from platform_api import operations
from platform_api.guard import permit_as
from platform_api.principal import Caller
from platform_api.problems import Refused
from tests.portal.documents.deposits import SOFTWARE, WRITE, deposit
from tests.support.browser import Page, TestBrowser
from tests.support.homes import settings_for

Record = tuple[Path, str]


def entries(page: Page) -> list[str]:
    """The entries as they are read, the newest first."""
    return [" ".join(entry.text_content().split()) for entry in page.marks("journal-entry")]


def test_opening_a_document_is_told_once_with_its_pages(
    fatoumata: TestBrowser, fatoumatas_record: Record
) -> None:
    identifier = deposit(*fatoumatas_record, b"Befund", "text/plain", title="Mein Befund")
    fatoumata.open("documents")
    fatoumata.open("documents", q="Befund")
    fatoumata.open(f"documents/{identifier}")
    for _page in range(3):
        fatoumata.client.get(f"/en/documents/{identifier}/original", base_url="https://localhost")
    told = entries(fatoumata.open("journal"))
    assert "You opened a document. Mein Befund" in told[0] or "You looked at this access log." in told[0]
    assert sum("Mein Befund" in entry and "You opened" in entry for entry in told) == 1
    listed = [n for n, entry in enumerate(told) if "You looked at the list of your documents." in entry]
    assert len(listed) == 1


def test_a_deposit_is_told_with_who_did_it(fatoumata: TestBrowser, fatoumatas_record: Record) -> None:
    deposit(*fatoumatas_record, b"Befund", "text/plain", title="Vom Spital")
    told = next(entry for entry in entries(fatoumata.open("journal")) if "A document was added" in entry)
    assert "By: Spidolia (Software)" in told


def test_signing_in_is_told_once(fatoumata: TestBrowser) -> None:
    told = entries(fatoumata.open("journal"))
    assert sum("You signed in." in entry for entry in told) == 1
    assert not any("but not the code" in entry for entry in told)


def test_a_refused_attempt_is_marked_and_explained(fatoumata: TestBrowser, fatoumatas_record: Record) -> None:
    home, patient_id = fatoumatas_record
    asking = Caller(SOFTWARE, WRITE, None, "192.0.2.1", "test", "fr", "")

    def look(_connection: object, _principal: object) -> object:
        from platform_api.guard import Subject

        return Subject(patient_id, "record", patient_id)

    with (
        operations.running(settings_for(home)) as running,
        pytest.raises(Refused),
        permit_as(running, asking, Action.LIST_DOCUMENTS, look),  # type: ignore[arg-type]  # a look-up of this test's own
    ):
        raise AssertionError("a software may not list anybody's documents")
    page = fatoumata.open("journal")
    refused = page.root.xpath("//*[@data-testid='journal-entry'][@data-state='refused']")
    said = [" ".join(entry.text_content().split()) for entry in refused]
    assert any("Refused: an attempt to look at the list of your documents" in entry for entry in said)
    assert any("By: Spidolia" in entry and "Reason: This was not allowed." in entry for entry in said)


def test_a_document_in_the_journal_can_be_opened(fatoumata: TestBrowser, fatoumatas_record: Record) -> None:
    deposit(*fatoumatas_record, b"Befund", "text/plain", title="Aus dem Protokoll")
    fatoumata.open("journal")
    assert fatoumata.follow("Aus dem Protokoll").said("document-title") == "Aus dem Protokoll"


def test_entries_stand_under_their_day_the_newest_first(nicolas: TestBrowser) -> None:
    page = nicolas.open("journal")
    assert page.root.xpath("string((//main//h2)[1])") == "Today"
    moments = _moments(page)
    assert len(moments) == 20
    assert moments == sorted(moments, reverse=True)


def test_paging_reaches_older_entries(nicolas: TestBrowser) -> None:
    first = nicolas.open("journal")
    page = nicolas.follow("next-page")
    assert len(first.marks("journal-entry")) == 20
    assert page.marks("journal-entry")
    assert max(_moments(page)) <= min(_moments(first))
    assert page.has("previous-page")
    assert nicolas.open("journal", page=900).marks("journal-entry")


def test_a_period_without_entries_says_so(nicolas: TestBrowser) -> None:
    nicolas.open("journal")
    page = nicolas.submit(**{"from": "2001-01-01", "to": "1.2.2001"})
    assert page.has("journal-empty")
    assert not page.marks("journal-entry")
    assert nicolas.follow("Show all entries").marks("journal-entry")


def test_a_wrong_day_is_explained_and_stays(nicolas: TestBrowser) -> None:
    page = nicolas.open("journal", **{"from": "2026-13-01"})
    assert page.status == 422
    assert page.value("from") == "2026-13-01"
    assert page.marks("journal-entry")


@pytest.mark.parametrize("query", ["", "page=2", "from=2001-01-01&to=2001-01-02", "to=nonsense"])
def test_what_htmx_gets_is_the_block_of_the_page(nicolas: TestBrowser, query: str) -> None:
    nicolas.open("journal")
    page = nicolas.open(f"journal?{query}")
    fragment = nicolas.fragment(f"journal?{query}", target="list")
    block = page.root.xpath("//div[@id='list']")[0]
    assert block.text_content().split() == fragment.root.text_content().split()
    assert "HX-Request" in fragment.headers["Vary"]


def test_strangers_are_asked_to_sign_in(shared_portal: Flask) -> None:
    assert TestBrowser(shared_portal).open("journal").path == "/en/sign-in"


def test_nobody_reads_somebody_elses_journal(
    signed_in: Callable[[str], TestBrowser], fatoumatas_record: Record
) -> None:
    deposit(*fatoumatas_record, b"x", "text/plain", title="Nur für Fatoumata")
    assert "Nur für Fatoumata" not in signed_in("Nicolas Reuland").open("journal").text


@pytest.mark.parametrize("action", list(Action))
def test_every_act_has_its_sentences(action: Action) -> None:
    assert str(sentences.DONE[action])
    assert str(tried_sentences.TRIED[action])


def test_an_act_of_a_later_release_is_told_all_the_same(shared_portal: Flask) -> None:
    with shared_portal.test_request_context("/en/journal"):
        assert sentences.sentence("record.teleport", is_own=False, is_refused=False)
        assert sentences.sentence("record.teleport", is_own=True, is_refused=True).startswith("Refused")


@pytest.mark.parametrize("language", ["fr", "de", "lb", "en"])
def test_the_journal_speaks_every_language(nicolas: TestBrowser, language: str) -> None:
    page = nicolas.open(f"/{language}/journal")
    assert page.language == language
    assert page.marks("journal-entry")


def _moments(page: Page) -> list[str]:
    return [str(moment) for moment in page.root.xpath("//*[@data-testid='journal-entry']/time/@datetime")]

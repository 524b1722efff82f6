"""Whoever acts for somebody meets no dead link: every page that is shown opens, for each template of a mandate."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import update

from platform_api.mandates.templates import TEMPLATES
from platform_api.models import Mandate
from platform_api.vocabulary import MandateTemplate
from tests.portal.caregivers.conftest import People, Someone, act_for
from tests.support.homes import _embedded
from tests.support.tree import LANGUAGES


def with_template(someone: Someone, template: MandateTemplate) -> None:
    """What the template opens, for every mandate of the demo."""
    running = _embedded(someone.browser.app).__self__.extensions["dsp-platform"]
    found = TEMPLATES[template]
    values = {"template": template, "verbs": sorted(found.verbs), "ceiling": found.ceiling}
    with running.database.write() as connection:
        connection.execute(update(Mandate).values(**values))


def walk(someone: Someone, start: str = "record") -> dict[str, tuple[int, str]]:
    """Every page that links lead to from here, one of each kind: its status, and the page that had the link."""
    found: dict[str, tuple[int, str]] = {}
    seen: set[str] = set()
    adapter = someone.browser.app.url_map.bind("localhost")
    waiting = [(someone.go(start).url, "")]
    while waiting:
        address, before = waiting.pop(0)
        parts = urlsplit(address)
        if address in found or parts.netloc != "localhost" or not parts.path.startswith("/en/"):
            continue
        endpoint = adapter.match(parts.path)[0]
        if endpoint in seen:
            continue
        seen.add(endpoint)
        page = someone.browser._go("GET", address)
        found[address] = (page.status, before)
        if page.status < 400 and "text/html" in page.headers.get("Content-Type", ""):
            waiting += [(one.split("#")[0], parts.path) for one in page.links()]
    return found


@pytest.mark.parametrize(
    "template", [MandateTemplate.LOOK, MandateTemplate.DAILY, MandateTemplate.EVERYTHING]
)
def test_every_link_that_a_caregiver_is_shown_opens(people: People, template: MandateTemplate):
    helper = people("Annika")
    with_template(helper, template)
    act_for(helper, "Nicolas")
    found = walk(helper)
    assert len(found) > 8
    assert {address: one for address, one in found.items() if one[0] >= 400} == {}


@pytest.mark.parametrize(
    ("template", "path", "opens"),
    [
        (MandateTemplate.DAILY, "journal", "Decide which professionals may open the record"),
        (MandateTemplate.DAILY, "expression", "Read the documents"),
        (MandateTemplate.LOOK, "professionals", "See which documents there are"),
        (MandateTemplate.LOOK, "visit-pass", "Read the documents"),
    ],
)
def test_an_address_beyond_the_mandate_says_what_it_opens_and_whom_to_ask(
    people: People, template: MandateTemplate, path: str, opens: str
):
    helper = people("Annika")
    with_template(helper, template)
    act_for(helper, "Nicolas")
    page = helper.go(path)
    assert (page.status, page.heading) == (403, "This is not part of what you may do")
    assert "Nicolas Reuland" in page.text
    assert opens in page.said("mandate-opens")
    assert "Speak with them" in page.text


@pytest.mark.parametrize("path", ["documents/new", "emergency", "close", "petitions/new", "caregivers"])
def test_what_stays_the_holders_own_is_said_even_to_who_manages_everything(people: People, path: str):
    helper = people("Annika")
    with_template(helper, MandateTemplate.EVERYTHING)
    act_for(helper, "Nicolas")
    page = helper.go(path)
    assert (page.status, page.heading) == (403, "You cannot do this for somebody else")
    assert "from their own account" in page.text


def test_a_question_about_an_access_is_closed_to_a_caregiver_before_anything_is_typed(people: People):
    helper = people("Annika")
    with_template(helper, MandateTemplate.EVERYTHING)
    act_for(helper, "Nicolas")
    entry = next(one for one in helper.go("journal").links() if "/journal/0" in one)
    assert helper.browser.open(entry).status == 200
    page = helper.browser.open(entry.split("#")[0] + "/question")
    assert (page.status, page.heading) == (403, "You cannot do this for somebody else")


def test_an_address_that_leads_nowhere_is_still_not_found(people: People):
    helper = people("Annika")
    act_for(helper, "Nicolas")
    for path in ("documents/no-such-document", "nowhere"):
        assert helper.go(path).status == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_explanation_in_every_language(people: People, language: str):
    helper = people("Annika")
    with_template(helper, MandateTemplate.DAILY)
    act_for(helper, "Nicolas")
    helper.browser.language = language
    for path in ("journal", "emergency"):
        assert helper.go(path).status == 403

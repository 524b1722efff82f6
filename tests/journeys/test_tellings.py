"""How accesses are told: each by a mail of its own, then many in one, then none; felt in the outbox each time."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from platform_api import clock, operations
from platform_api.db import Database
from platform_api.models import Notice, TellingChoice
from tests.support.homes import settings_for
from tests.support.mailbox import Mail, Mailbox
from tests.support.practice import Practice
from tests.support.telephone import PHONE, Telephone

pytestmark = pytest.mark.browser
Axe = Callable[[Page], None]
_DOCTOR = "2999121847"
_LOG = "/journal"  # what an access is told by leads there; the mail about a new device, which may come late, does not


def _time_passes(home: Path) -> None:
    """Eight days: the quiet hour after a mail, and the week of a digest, are over."""
    settings = settings_for(home)
    database = Database(settings.database)
    before = clock.now() - timedelta(days=8)
    with database.write() as connection:
        connection.execute(update(TellingChoice).values(told_at=before))
        connection.execute(update(Notice).values(created_at=before))
    database.dispose()
    operations.sweep(settings)


def _choose(person: Telephone, way: str) -> None:
    """Choose on the page how each access is told, and save it."""
    person.open("account")
    person.page.locator("main a[href$='/account/messages']").click()
    for name in ("accesses", "refusals"):
        person.page.locator(f"[name={name}][value={way}]").check()
    person.page.locator("[name=period][value=weekly]").check()
    person.page.locator("#tellings button[type=submit]").first.click()
    expect(person.mark("notice")).to_be_visible()


def _says_nothing_of_health(mail: Mail, person: Telephone) -> None:
    assert person.name.split()[-1] not in mail.text


@pytest.mark.parametrize(
    ("language", "scripts"), [("fr", True), ("lb", False)], ids=["fr", "lb without scripts"]
)
def test_told_each_time_then_in_a_digest_then_not_at_all(
    browser: Browser, live_server: Any, axe: Axe, axe_without_scripts: Axe, language: str, scripts: bool
):
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=scripts)
    who = "Wagener" if scripts else "Reuland"
    person = Telephone(live_server.home, who, context.new_page(), language)
    mailbox, practice = Mailbox(live_server.home), Practice(live_server, _DOCTOR)
    patient_id, address = person.known["patient_id"], person.known["email"]

    # given: "tell me each time"; when the doctor's software reads, then a mail comes
    _choose(person, "each")
    (axe if scripts else axe_without_scripts)(person.page)
    before = len(mailbox.all(address, leading=_LOG))
    assert practice.documents(patient_id)
    _says_nothing_of_health(mailbox.last(address, after=before, leading=_LOG), person)

    # given: one mail for many; when it is read, nothing comes before the week is over, then one mail with the number
    before = len(mailbox.all(address, leading=_LOG))
    _choose(person, "digest")
    _time_passes(live_server.home)
    mailbox.last(address, after=before, leading=_LOG)  # about what was read until now
    before = len(mailbox.all(address, leading=_LOG))
    for _one in range(3):
        assert practice.documents(patient_id)
    person.open("journal?only=others")
    expect(person.mark("journal-entry").first).to_be_visible()
    assert len(mailbox.all(address, leading=_LOG)) == before
    _time_passes(live_server.home)
    digest = mailbox.last(address, after=before, leading=_LOG)
    _says_nothing_of_health(digest, person)
    number = re.search(r": (\d+)\s", digest.text)
    assert number is not None
    assert int(number[1]) >= 3

    # given: only in the portal; then no mail comes, whatever time passes, and the access stands in the log
    _choose(person, "portal")
    before = len(mailbox.all(address, leading=_LOG))
    assert practice.documents(patient_id)
    _time_passes(live_server.home)
    person.open("journal?only=others")
    expect(person.mark("journal-entry").first).to_be_visible()
    assert len(mailbox.all(address, leading=_LOG)) == before
    context.close()

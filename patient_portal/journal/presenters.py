"""The journal in words: days, sentences, who and why."""

from dataclasses import dataclass
from itertools import groupby
from typing import Literal
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from patient_portal import i18n, labels
from patient_portal.forms import PeriodForm
from patient_portal.journal.sentences import sentence
from patient_portal.platform_client import JournalEntry, JournalFilters, JournalPage
from patient_portal.platform_client.vocabulary import Action, Outcome, Purpose, Reason, Role

_ICONS: dict[str, str] = {
    Action.ACTIVATE_RECORD: "tick",
    Action.OPEN_BY_DEFAULT: "tick",
    Action.OBJECT_BY_LETTER: "cross",
    Action.REQUEST_LETTER: "letter",
    Action.ISSUE_LETTER: "letter",
    Action.MINT_LETTER: "letter",
    Action.ACKNOWLEDGE_LETTER: "letter",
    Action.SEND_NOTICE: "letter",
    Action.SIGN_IN: "sign-in",
    Action.SIGN_OUT: "sign-out",
    Action.END_SESSION: "sign-out",
    Action.RESET_PASSWORD: "account",
    Action.READ_ACCOUNT: "account",
    Action.CHANGE_LANGUAGE: "account",
    Action.READ_DOSSIER: "home",
    Action.LIST_DOCUMENTS: "documents",
    Action.READ_DOCUMENT: "documents",
    Action.DEPOSIT_DOCUMENT: "documents",
    Action.READ_JOURNAL: "journal",
    Action.READ_RIGHTS: "people",
    Action.SEARCH_DIRECTORY: "people",
    Action.GRANT_ACCESS: "people",
    Action.REVOKE_ACCESS: "people",
    Action.BLOCK_PROFESSIONAL: "lock",
    Action.UNBLOCK_PROFESSIONAL: "people",
    Action.SET_EMERGENCY: "lock",
    Action.PROVE_AGAIN: "key",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: when, the sentence, the document it is about, by whom, why; empty parts are not shown."""

    time: str
    moment: str
    icon: str
    sentence: str
    refused: bool
    document: str
    document_url: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Day:
    """The acts of one day."""

    label: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class JournalView:
    """All that the page of the journal shows; `empty` tells why there is nothing."""

    url: str
    days: list[Day]
    count: str
    is_filtered: bool
    page: int
    pages: int
    previous_url: str | None
    next_url: str | None
    empty: Literal["journal", "period"] | None


def journal_view(form: PeriodForm, asked: JournalFilters, found: JournalPage, account_id: str) -> JournalView:
    """One page of the journal, ready for its template; `account_id` tells the person's own acts."""
    filtered = bool(asked.start or asked.end)
    by_day = groupby(found.entries, key=lambda entry: entry.when.astimezone(i18n.LUXEMBOURG).date())
    return JournalView(
        url=url_for("journal.index"),
        days=[
            Day(_capital(i18n.relative_day(day)), [_entry(one, account_id) for one in entries])
            for day, entries in by_day
        ],
        count=ngettext("%(num)s entry", "%(num)s entries", found.total),
        is_filtered=filtered,
        page=asked.page,
        pages=found.pages,
        previous_url=page_url(form, asked.page - 1) if asked.page > 1 else None,
        next_url=page_url(form, asked.page + 1) if asked.page < found.pages else None,
        empty=None if found.total else ("period" if filtered else "journal"),
    )


def page_url(form: PeriodForm, page: int) -> str:
    """One page of the journal with the same period."""
    given = {"from": form.since._value(), "to": form.until._value(), "page": str(page) if page > 1 else ""}
    query = urlencode({name: value for name, value in given.items() if value})
    base = url_for("journal.index")
    return f"{base}?{query}" if query else base


def _entry(entry: JournalEntry, account_id: str) -> Entry:
    refused = entry.outcome is Outcome.REFUSED
    own = bool(account_id) and entry.who_id == account_id
    readable = bool(entry.document_id) and bool(entry.document_title)
    return Entry(
        time=i18n.clock_time(entry.when),
        moment=entry.when.isoformat(timespec="seconds"),
        icon="warning" if refused else _ICONS.get(entry.action, "info"),
        sentence=sentence(entry.action, is_own=own, is_refused=refused),
        refused=refused,
        document=entry.document_title or entry.about,
        document_url=url_for("documents.show", document_id=entry.document_id) if readable else "",
        by=_by(entry, own=own, refused=refused),
        why=_why(entry, own=own, refused=refused),
    )


def _by(entry: JournalEntry, *, own: bool, refused: bool) -> str:
    """Who it was, in a line of its own; nothing for the person's own acts, unless they were refused."""
    if own:
        return _("By: you") if refused else ""
    name = entry.who or entry.software
    role = labels.role(entry.role)
    if entry.role == Role.VISITOR or not name:
        return _("By: %(who)s", who=role) if role and refused else ""
    parts = [name, entry.organisation if entry.organisation != name else ""]
    who = ", ".join(part for part in parts if part)
    return _("By: %(who)s (%(role)s)", who=who, role=role) if role else _("By: %(who)s", who=who)


def _why(entry: JournalEntry, *, own: bool, refused: bool) -> str:
    if entry.case and not refused:
        return _("Case number: %(number)s", number=entry.case)
    if refused and entry.reason:
        return _("Reason: %(reason)s", reason=_reason(entry.reason))
    if entry.purpose and not (own or entry.purpose == Purpose.PATIENT_REQUEST):
        return _("Purpose: %(purpose)s", purpose=labels.purpose(entry.purpose))
    return ""


def _reason(code: str) -> str:
    try:
        return str(labels.REASONS[Reason(code)])
    except ValueError:
        return code


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

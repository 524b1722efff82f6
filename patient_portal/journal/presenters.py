"""The journal in words: days, sentences, who and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Literal
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from patient_portal import i18n, labels
from patient_portal.journal.forms import JournalForm
from patient_portal.journal.sentences import is_check, of_check, sentence
from patient_portal.journal.told_reasons import told
from patient_portal.platform_client import JournalEntry, JournalFilters, JournalPage
from patient_portal.platform_client.vocabulary import LOOKS, Action, Outcome, Purpose, Role

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
    Action.READ_SUMMARY: "documents",
    Action.DEPOSIT_DOCUMENT: "documents",
    Action.KEEP_UPLOAD: "documents",
    Action.WITHDRAW_DOCUMENT: "documents",
    Action.RESTORE_DOCUMENT: "documents",
    Action.TAKE_BACK_DOCUMENT: "documents",
    Action.READ_JOURNAL: "journal",
    Action.REPORT_ACCESS: "people",
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
    url: str
    same: str
    more: tuple["Entry", ...] = ()
    more_text: str = ""


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
    copy_urls: list[tuple[str, str]]
    only_one: str
    page: int
    pages: int
    previous_url: str | None
    next_url: str | None
    empty: Literal["journal", "period"] | None


def journal_view(
    form: JournalForm, asked: JournalFilters, found: JournalPage, account_id: str
) -> JournalView:
    """One page of the journal, ready for its template; `account_id` tells the person's own acts."""
    filtered = any((asked.start, asked.end, asked.who, asked.document, asked.only))
    by_day = groupby(found.entries, key=lambda entry: entry.when.astimezone(i18n.LUXEMBOURG).date())
    return JournalView(
        url=url_for("journal.index"),
        days=[
            Day(
                _capital(i18n.relative_day(day)),
                _folded([_with_looks(one, found.looks, account_id) for one in entries]),
            )
            for day, entries in by_day
        ],
        count=ngettext("%(num)s entry", "%(num)s entries", found.total),
        is_filtered=filtered,
        copy_urls=_copy_urls(form),
        only_one=_only_one(asked, found),
        page=asked.page,
        pages=found.pages,
        previous_url=page_url(form, asked.page - 1) if asked.page > 1 else None,
        next_url=page_url(form, asked.page + 1) if asked.page < found.pages else None,
        empty=None if found.total else ("period" if filtered else "journal"),
    )


def page_url(form: JournalForm, page: int) -> str:
    """One page of the journal with the same choices."""
    given = form.given | {"page": str(page) if page > 1 else ""}
    query = urlencode({name: value for name, value in given.items() if value})
    base = url_for("journal.index")
    return f"{base}?{query}" if query else base


def _copy_urls(form: JournalForm) -> list[tuple[str, str]]:
    given = {name: value for name, value in form.given.items() if value}
    base = url_for("journal.copy")
    words = {
        "pdf": _("PDF, to read and print"),
        "csv": _("CSV, for a spreadsheet"),
        "fhir": _("FHIR, for other software"),
    }
    return [(text, f"{base}?{urlencode({**given, 'format': kind})}") for kind, text in words.items()]


def _only_one(asked: JournalFilters, found: JournalPage) -> str:
    """The person or document that the list is narrowed down to, by name."""
    first = found.entries[0] if found.entries else None
    if asked.who:
        return (first.who or first.software) if first else ""
    return first.document_title if asked.document and first else ""


def _entry(entry: JournalEntry, account_id: str) -> Entry:
    own = bool(account_id) and entry.who_id == account_id
    check = entry.outcome is Outcome.REFUSED and is_check(entry.reason, is_own=own)
    refused = entry.outcome is Outcome.REFUSED and not check
    readable = bool(entry.document_id) and bool(entry.document_title)
    head = Entry(
        time=i18n.clock_time(entry.when),
        moment=entry.when.isoformat(timespec="seconds"),
        icon="warning" if refused else _ICONS.get(entry.action, "info"),
        sentence=of_check() if check else sentence(entry.action, is_own=own, is_refused=refused),
        refused=refused,
        document=entry.document_title or entry.about,
        document_url=url_for("documents.show", document_id=entry.document_id) if readable else "",
        by=_by(entry, own=own, refused=refused),
        why=_why(entry, own=own, refused=refused),
        url=url_for("journal.entry", entry_id=entry.id),
        same="" if own or not entry.who_id else _like(entry),
    )
    return _under(head, [_once_more(head, *one) for one in entry.again]) if entry.again else head


def _like(entry: JournalEntry) -> str:
    """What entries have in common that stand together."""
    told_of = entry.about if entry.happened else ""
    return f"{entry.who_id} {entry.action} {entry.outcome} {told_of}"


def _once_more(head: Entry, identifier: str, when: datetime) -> Entry:
    """A further entry that the platform folded into this one; it has its own page."""
    moment = when.isoformat(timespec="seconds")
    return replace(
        head, time=i18n.clock_time(when), moment=moment, url=url_for("journal.entry", entry_id=identifier)
    )


def _under(head: Entry, others: Sequence[Entry]) -> Entry:
    """One entry with others behind a count that opens."""
    text = ngettext("%(num)s more like this", "%(num)s more like this", len(others))
    return replace(head, more=tuple(others), more_text=text)


def _with_looks(entry: JournalEntry, looks: Sequence[JournalEntry], account_id: str) -> Entry:
    """The entry, and where it stands for the person's own looks of its day, those below it."""
    shown = _entry(entry, account_id)
    own = bool(account_id) and entry.who_id == account_id
    if not own or entry.outcome is Outcome.REFUSED or entry.action not in LOOKS:
        return shown
    day = entry.when.astimezone(i18n.LUXEMBOURG).date()
    below = [one for one in looks if one.when.astimezone(i18n.LUXEMBOURG).date() == day]
    if not below:
        return shown
    text = ngettext(
        "%(num)s more look of yours on this day", "%(num)s more looks of yours on this day", len(below)
    )
    return replace(shown, more=tuple(_entry(one, account_id) for one in below), more_text=text)


def _folded(entries: list[Entry]) -> list[Entry]:
    """Acts of one kind by the same person in a row stand under the first of them; one's own are never folded."""
    found = []
    for key, some in groupby(entries, key=lambda entry: entry.same):
        rows = list(some)
        if not key or len(rows) == 1:
            found += rows
            continue
        others = [*rows[0].more]
        for one in rows[1:]:
            others += [replace(one, more=()), *one.more]
        found.append(_under(rows[0], others))
    return found


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
        return _("Reason: %(reason)s", reason=told(entry.reason))
    if entry.happened and not refused:
        return _("Looked at there on %(moment)s", moment=i18n.day_and_time(entry.happened))
    if entry.purpose and not (own or entry.purpose == Purpose.PATIENT_REQUEST):
        return _("Purpose: %(purpose)s", purpose=labels.purpose(entry.purpose))
    return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

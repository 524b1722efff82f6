"""The list of documents in words: rows, choices, what is filtered, where to go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from patient_portal import i18n
from patient_portal.document_rows import Row, rows
from patient_portal.documents.forms import NEWEST_FIRST, SORTS, FilterForm
from patient_portal.labels import DOCUMENT_GROUPS
from patient_portal.platform_client import DocumentFilters, DocumentPage, DocumentType


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a select."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another view of the list."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class ListView:
    """All that the page of the list shows; `empty` tells why there are no rows."""

    url: str
    rows: list[Row]
    count: str
    groups: list[Choice]
    organisations: list[Choice]
    active: list[Link]
    sorting: list[Link]
    sort: str
    page: int
    pages: int
    previous_url: str | None
    next_url: str | None
    clear_url: str
    empty: Literal["record", "search"] | None


def list_view(
    form: FilterForm, asked: DocumentFilters, found: DocumentPage, types: tuple[DocumentType, ...]
) -> ListView:
    """One page of the list, ready for its template."""
    base = url_for("documents.index")
    given = _given(form, asked)
    groups, sorts = _choices()
    active = _active(base, given, asked, found)
    return ListView(
        url=base,
        rows=rows(found.documents, types),
        count=_count(found.total, is_filtered=bool(active)),
        groups=[Choice(code, label, code == asked.group) for code, label in groups],
        organisations=_organisations(asked, found),
        active=active,
        sorting=[
            Link(
                label,
                address(base, given | {"sort": "" if sort == NEWEST_FIRST else sort}),
                sort == asked.sort,
            )
            for sort, label in sorts
        ],
        sort="" if asked.sort == NEWEST_FIRST else asked.sort,
        page=asked.page,
        pages=found.pages,
        previous_url=page_url(base, given, asked.page - 1) if asked.page > 1 else None,
        next_url=page_url(base, given, asked.page + 1) if asked.page < found.pages else None,
        clear_url=address(base, {"sort": given["sort"]}),
        empty=None if found.total else ("search" if active else "record"),
    )


def last_page_url(form: FilterForm, asked: DocumentFilters, found: DocumentPage) -> str:
    """Where a page number beyond the end leads."""
    return page_url(url_for("documents.index"), _given(form, asked), found.pages)


def address(base: str, given: Mapping[str, str]) -> str:
    """The list with these choices, nothing said of what was left empty."""
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{base}?{query}" if query else base


def page_url(base: str, given: Mapping[str, str], page: int) -> str:
    """One page of the list; the first needs no number."""
    return address(base, {**given, "page": str(page) if page > 1 else ""})


def _choices() -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """The groups and the orders in the page's language; looked up in the catalogue once per application."""
    known: dict[str, Any] = current_app.extensions.setdefault("dsp-document-choices", {})
    found = known.get(i18n.language())
    if found is None:
        groups = tuple((code, str(label)) for code, label in DOCUMENT_GROUPS.items())
        sorts = tuple((sort, str(label)) for sort, label in SORTS.items())
        found = known[i18n.language()] = (groups, sorts)
    return found[0], found[1]


def _given(form: FilterForm, asked: DocumentFilters) -> dict[str, str]:
    return {
        "q": asked.words,
        "group": asked.group,
        "organisation": asked.organisation,
        "from": form.since._value(),
        "to": form.until._value(),
        "sort": "" if asked.sort == NEWEST_FIRST else asked.sort,
    }


def _organisations(asked: DocumentFilters, found: DocumentPage) -> list[Choice]:
    return [
        Choice(facet.id, f"{facet.name} ({facet.count})", facet.id == asked.organisation)
        for facet in found.organisations
    ]


def _active(base: str, given: dict[str, str], asked: DocumentFilters, found: DocumentPage) -> list[Link]:
    """Each filter in words, with the address of the list without it."""
    active: list[tuple[str, str]] = []
    if asked.words:
        active.append(("q", _("Words: %(words)s", words=asked.words)))
    if asked.group:
        active.append(("group", str(DOCUMENT_GROUPS[asked.group])))
    if asked.organisation:
        name = next((facet.name for facet in found.organisations if facet.id == asked.organisation), None)
        active.append(("organisation", name or _("An organisation that has sent you nothing")))
    if asked.start:
        active.append(("from", _("From: %(day)s", day=i18n.day(asked.start))))
    if asked.end:
        active.append(("to", _("To: %(day)s", day=i18n.day(asked.end))))
    return [Link(label, address(base, given | {name: ""})) for name, label in active]


def _count(total: int, *, is_filtered: bool) -> str:
    if is_filtered:
        return ngettext("%(num)s document found", "%(num)s documents found", total)
    return ngettext("%(num)s document", "%(num)s documents", total)

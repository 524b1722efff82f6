"""Documents as lists show them, whoever looks: title, type in words, author, the day on Luxembourg's calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from patient_portal import acting, i18n, sessions
from patient_portal.labels import DOCUMENT_GROUPS
from patient_portal.platform_client import Document, DocumentType

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """One document of the list; `language` is empty where it is the page's own."""

    id: str
    url: str
    title: str
    language: str
    type: str
    group: str
    author: str
    organisation: str
    date: str
    day: str
    new: bool


def rows(documents: Sequence[Document], types: tuple[DocumentType, ...]) -> list[Row]:
    """The rows of a list, in the page's language."""
    base, names = url_for("documents.index"), type_names(types, i18n.language())
    holder = the_holder()
    return [_row(document, base, names, holder) for document in documents]


def the_holder() -> str:
    """Whoever the record belongs to, as its author: "you" to the person, never to somebody who acts for them."""
    return _("You") if acting.is_own(sessions.platform().context) else _("The person themself")


_names: dict[str, tuple[tuple[DocumentType, ...], dict[str, tuple[str, str]]]] = {}


def type_names(types: tuple[DocumentType, ...], language: str) -> dict[str, tuple[str, str]]:
    """Each type's name in a language and its group; made anew only when the platform published others."""
    known = _names.get(language)
    if known is None or known[0] is not types:
        names = {kind.code: (kind.name(language), kind.group) for kind in types}
        known = _names[language] = (types, names)
    return known[1]


def type_name(document: Document, names: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """A document's type in words and its group, also for a type that nobody published."""
    known = names.get(document.type_code)
    if known is not None:
        return known
    group = document.group if document.group in DOCUMENT_GROUPS else UNKNOWN
    published = document.type_name if document.type_name != document.type_code else ""
    return published or _("Document of another kind"), group


def _row(document: Document, base: str, names: Mapping[str, tuple[str, str]], holder: str) -> Row:
    name, group = type_name(document, names)
    moment = document.written_at or document.deposited_at
    local = moment.astimezone(i18n.LUXEMBOURG) if moment else None
    return Row(
        id=document.id,
        url=f"{base}/{document.id}",
        title=document.title or name,
        language=foreign(document.language) if document.title else "",
        type=name,
        group=group if group in DOCUMENT_GROUPS else UNKNOWN,
        author=holder if document.by_patient else document.author,
        organisation=document.organisation,
        date=i18n.short_day(local.date()) if local else "",
        day=local.date().isoformat() if local else "",
        new=document.is_new,
    )


def foreign(language: str) -> str:
    """A document's language for `lang`, empty where it is the page's own or unknown."""
    return "" if not language or language.partition("-")[0] == i18n.language() else language

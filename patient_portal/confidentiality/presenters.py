"""Levels, effects and other people's views as the pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from patient_portal import i18n
from patient_portal.labels import (
    CONFIDENTIALITY,
    DOCUMENT_GROUPS,
    LEVEL_SOURCES,
    MANDATE_TEMPLATES,
)
from patient_portal.platform_client import (
    Document,
    DocumentLevel,
    DocumentType,
    Effect,
    Mandates,
    Rights,
    Sight,
    Vanishing,
)
from patient_portal.platform_client.vocabulary import Confidentiality, MandateState

PAGE_SIZE = 20
Types = tuple[DocumentType, ...]


@dataclass(frozen=True, slots=True)
class Undo:
    """The way back: a form's address, its hidden fields and its words."""

    url: str
    fields: list[tuple[str, str]]
    text: str


@dataclass(frozen=True, slots=True)
class One:
    """One document's level in words."""

    title: str
    language: str
    url: str
    level: str
    state: str
    source: str
    undo: Undo | None


@dataclass(frozen=True, slots=True)
class Lost:
    """Documents of one type that somebody would no longer see, or would see again."""

    type: str
    count: str
    vital: bool


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a change does to one onlooker."""

    heading: str
    name: str
    hidden: list[Lost]
    shown: list[Lost]
    url: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a change would do, before it is kept."""

    consequences: list[Consequence]
    has_vital: bool


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """One type with what was chosen for it; an empty level is the usual one."""

    code: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of types, open where something was chosen in it."""

    name: str
    types: list[TypeChoice]
    open: bool


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Somebody through whose eyes one can look."""

    name: str
    details: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One document that somebody sees, as the list of documents shows it."""

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


@dataclass(frozen=True, slots=True)
class SightView:
    """The record through other eyes."""

    name: str
    is_emergency: bool
    count: str
    rows: list[Row]
    page: int
    pages: int
    previous_url: str | None
    next_url: str | None
    is_trial: bool


def one(document: Document, now: DocumentLevel, types: Types, before: str) -> One:
    """The page of one document's level; `before` is the level that was left just now, for the way back."""
    name = _type_names(types).get(document.type_code, document.type_name)
    undo = None
    if before in list(Confidentiality) and before != now.level:
        fields = [("level", before), ("confirm", "yes")]
        undo = Undo(url_for("confidentiality.one", document_id=document.id), fields, _("Undo"))
    return One(
        title=document.title or name,
        language=document.language if document.title and document.language != i18n.language() else "",
        url=url_for("documents.show", document_id=document.id),
        level=str(CONFIDENTIALITY[now.level]),
        state=now.level.value,
        source=str(LEVEL_SOURCES[now.source]),
        undo=undo,
    )


def trial(effects: Sequence[Effect], types: Types, tried: tuple[str, Confidentiality] | None) -> Trial:
    """Who would see less or more; the emergency first, then those whom the holder let in."""
    names = _type_names(types)
    found = []
    for effect in effects:
        found.append(
            Consequence(
                heading=_HEADINGS[effect.kind](),
                name=effect.name,
                hidden=_lost(effect.hidden, names),
                shown=_lost(effect.shown, names),
                url=_see_url(effect, tried),
            )
        )
    return Trial(found, any(lost.vital for one in found for lost in one.hidden))


def groups(types: Types, chosen: Mapping[str, Confidentiality | None]) -> list[Group]:
    """All types in their groups, in the order of the groups."""
    code = i18n.language()
    found = []
    for group, label in DOCUMENT_GROUPS.items():
        mine = [
            TypeChoice(one.code, one.name(code), (chosen.get(one.code) or ""))
            for one in types
            if one.group == group
        ]
        found.append(Group(str(label), mine, any(one.level for one in mine)))
    return [group for group in found if group.types]


def onlookers(rights: Rights, mandates: Mandates) -> list[Onlooker]:
    """The emergency doctor, every professional who can open the record or wrote in it, every caregiver."""
    found = [
        Onlooker(
            _("An emergency doctor whom you do not know"),
            "",
            _address({"as": "emergency"}),
        )
    ]
    for actor in rights.can_open:
        if actor.kind == "professional":
            address = _address({"as": f"practitioner:{actor.id}"})
            details = ", ".join(part for part in (actor.organisation, actor.city) if part)
            found.append(Onlooker(actor.name, details, address))
    for one in mandates.mandates:
        if one.state is MandateState.ACTIVE:
            words = str(MANDATE_TEMPLATES[one.template])
            found.append(Onlooker(one.delegate or one.name, words, _address({"as": f"mandate:{one.id}"})))
    return found


def page_number(text: str, total: int) -> int:
    """The page that was asked for, within what there is."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return max(1, min(number, -(-total // PAGE_SIZE) or 1))


def page_of(ids: Sequence[str], number: int) -> list[str]:
    """The ids on this page."""
    return list(ids[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])


def sight(
    onlooker: str,
    name: str,
    seen: Sight,
    documents: Sequence[Document],
    types: Types,
    number: int,
    tried: Mapping[str, Confidentiality],
) -> SightView:
    """One page of what these eyes see."""
    names = _type_names(types)
    pages = -(-len(seen.documents) // PAGE_SIZE) or 1
    more: dict[str, str] = {"as": onlooker}
    for document, level in tried.items():
        more |= {"document": document, "level": level.value}

    def address(wanted: int) -> str:
        return _address({**more, "page": str(wanted)})

    return SightView(
        name=name,
        is_emergency=onlooker == "emergency",
        count=_count(len(seen.documents), seen.all),
        rows=[_row(one, names) for one in documents],
        page=number,
        pages=pages,
        previous_url=address(number - 1) if number > 1 else None,
        next_url=address(number + 1) if number < pages else None,
        is_trial=bool(tried),
    )


def _count(seen: int, everything: int) -> str:
    if seen == 0:
        return _("They see none of your documents.")
    if seen == everything:
        return _("They see all of your documents.")
    return _(
        "Documents that they see: %(seen)s of %(all)s", seen=i18n.number(seen), all=i18n.number(everything)
    )


def _row(document: Document, names: Mapping[str, str]) -> Row:
    written = document.written_at or document.deposited_at
    name = names.get(document.type_code, document.type_name)
    foreign = document.title and document.language and document.language != i18n.language()
    return Row(
        id=document.id,
        url=url_for("documents.show", document_id=document.id),
        title=document.title or name,
        language=document.language if foreign else "",
        type=name,
        group=document.group if document.group in DOCUMENT_GROUPS else "unknown",
        author=_("You") if document.by_patient else document.author,
        organisation=document.organisation,
        date=i18n.short_day(written) if written else "",
        day=written.date().isoformat() if written else "",
        new=False,
    )


def _lost(vanishing: Sequence[Vanishing], names: Mapping[str, str]) -> list[Lost]:
    by_type: dict[str, list[Vanishing]] = {}
    for one in vanishing:
        by_type.setdefault(one.type, []).append(one)
    found = [
        Lost(
            names.get(code, code),
            ngettext("%(num)s document", "%(num)s documents", len(some)),
            some[0].vital,
        )
        for code, some in by_type.items()
    ]
    return sorted(found, key=lambda lost: (not lost.vital, lost.type))


def _see_url(effect: Effect, tried: tuple[str, Confidentiality] | None) -> str:
    if effect.kind == "organisation" or tried is None:
        return ""
    onlooker = "emergency" if effect.kind == "emergency" else f"practitioner:{effect.id}"
    more = {"as": onlooker, "document": tried[0], "level": tried[1].value}
    return _address(more)


def _address(query: Mapping[str, str]) -> str:
    return f"{url_for('confidentiality.see_as')}?{urlencode(query)}"


def _type_names(types: Types) -> dict[str, str]:
    code = i18n.language()
    return {one.code: one.name(code) for one in types}


_HEADINGS = {
    "emergency": lambda: _("An emergency doctor whom you do not know"),
    "practitioner": lambda: _("A professional to whom you gave access"),
    "organisation": lambda: _("Professionals of an organisation to which you gave access"),
}

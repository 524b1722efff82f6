"""Levels, what a change would do, and the way back from it, as the pages show them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from patient_portal import i18n
from patient_portal.confidentiality import choosing, eyes
from patient_portal.confidentiality.choosing import USUAL, Choice, Fields
from patient_portal.document_rows import foreign
from patient_portal.labels import CONFIDENTIALITY, DOCUMENT_GROUPS, LEVEL_SOURCES
from patient_portal.platform_client import ChosenLevels, DocumentLevel, DocumentType, Effect, Vanishing
from patient_portal.platform_client.vocabulary import Confidentiality, LevelSource

Types = tuple[DocumentType, ...]
_CONFIRM = ("confirm", "yes")


@dataclass(frozen=True, slots=True)
class Undo:
    """The way back: a form's address, its hidden fields and its words."""

    url: str
    fields: Fields
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
    usual: str


@dataclass(frozen=True, slots=True)
class Change:
    """What is about to be chosen: for what, how it is until now, how it would be."""

    about: str
    before: str
    after: str
    is_content: bool = True


@dataclass(frozen=True, slots=True)
class Lost:
    """Documents of one type that somebody would no longer see, or would see again."""

    type: str
    count: str
    vital: bool


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Somebody whom a change touches; nobody in particular has no name, and an organisation has no eyes."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a change does, the same for everybody named here; `others` are folded away below the first few."""

    heading: str
    onlookers: list[Onlooker]
    others: list[Onlooker]
    others_words: str
    hidden: list[Lost]
    shown: list[Lost]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a change is and what it would do, before it is kept; `fields` keep it."""

    changes: list[Change]
    consequences: list[Consequence]
    has_vital: bool
    fields: Fields


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


def one(document_id: str, now: DocumentLevel, types: Types, before: str) -> One:
    """The page of one document's level; `before` is the choice that was left just now, for the way back."""
    name = type_names(types).get(now.type, now.type)
    undo = None
    if (before in choosing.LEVELS or before == USUAL) and before != choice_of(now):
        fields = [("level", before), _CONFIRM]
        undo = Undo(url_for("confidentiality.one", document_id=document_id), fields, _("Undo"))
    return One(
        title=now.title or name,
        language=foreign(now.language) if now.title else "",
        url=url_for("documents.show", document_id=document_id),
        level=str(CONFIDENTIALITY[now.level]),
        state=now.level.value,
        source=str(LEVEL_SOURCES[now.source]),
        undo=undo,
        usual=str(CONFIDENTIALITY[now.usual]),
    )


def choice_of(now: DocumentLevel) -> str:
    """Which of the choices holds for a document."""
    return now.level.value if now.source is LevelSource.HOLDER else USUAL


def undo_of(url: str, before: Choice, now: ChosenLevels) -> Undo | None:
    """The way back to the levels that were left just now; None where they hold already."""
    if before.level in (None, now.default) and not choosing.differing(before, now).types:
        return None
    return Undo(url, [*before.fields, _CONFIRM], _("Undo"))


def change(about: str, before: Confidentiality, after: Confidentiality) -> Change:
    """The change of one document's level."""
    return Change(about, str(CONFIDENTIALITY[before]), str(CONFIDENTIALITY[after]))


def choice_for(document_id: str, now: DocumentLevel, code: str) -> Choice | None:
    """What a code of the form means for this document; None where it is no choice, or holds already."""
    if code == choice_of(now) or (code != USUAL and code not in choosing.LEVELS):
        return None
    if code == USUAL:
        return Choice(now.usual, document=document_id, is_usual=True)
    return Choice(Confidentiality(code), document=document_id)


def changes(wanted: Choice, now: ChosenLevels, types: Types) -> list[Change]:
    """Everything that is about to be chosen, type by type, and the level of new documents where it changes too."""
    names = type_names(types)
    found = [
        Change(names[code], _word(now.types.get(code)), _word(level)) for code, level in wanted.types.items()
    ]
    if wanted.level not in (None, now.default):
        found.insert(0, Change(_("New documents"), _word(now.default), _word(wanted.level), is_content=False))
    return found


def trial(effects: Sequence[Effect], types: Types, tried: Choice, changes: list[Change]) -> Trial:
    """Who would see less or more; the emergency first, then those whom the holder let in, then who helps them."""
    names = type_names(types)
    alike: dict[Any, list[Effect]] = {}
    for effect in effects:
        alike.setdefault((effect.kind, tuple(effect.hidden), tuple(effect.shown)), []).append(effect)
    found = [_consequence(same, names, tried) for same in alike.values()]
    fields = Choice(tried.level, tried.types).fields
    if tried.document:
        fields = [("level", USUAL if tried.is_usual else tried.level or "")]
    fields.append(_CONFIRM)
    return Trial(changes, found, any(lost.vital for one in found for lost in one.hidden), fields)


def groups(types: Types, chosen: Mapping[str, Confidentiality | None]) -> list[Group]:
    """All types in their groups, in the order of the groups."""
    code = i18n.language()
    found = []
    for group, label in DOCUMENT_GROUPS.items():
        mine = [
            TypeChoice(one.code, one.name(code), (chosen.get(one.code) or choosing.AS_USUAL))
            for one in types
            if one.group == group
        ]
        found.append(Group(str(label), mine, any(one.level for one in mine)))
    return [group for group in found if group.types]


def type_names(types: Types) -> dict[str, str]:
    """The types' names in the page's language, by code."""
    code = i18n.language()
    return {one.code: one.name(code) for one in types}


def _word(level: Confidentiality | None) -> str:
    return str(CONFIDENTIALITY[level]) if level else _("As usual")


def _consequence(same: list[Effect], names: Mapping[str, str], tried: Choice) -> Consequence:
    people = [Onlooker(effect.name, _see_url(effect, tried)) for effect in same]
    seen = _NAMED if len(people) > _NAMED + 1 else len(people)
    others = people[seen:]
    return Consequence(
        heading=_HEADINGS[same[0].kind](len(same)),
        onlookers=people[:seen],
        others=others,
        others_words=ngettext("And %(num)s other", "And %(num)s others", len(others)) if others else "",
        hidden=_lost(same[0].hidden, names),
        shown=_lost(same[0].shown, names),
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


def _see_url(effect: Effect, tried: Choice) -> str:
    """Their view of the record with this choice; nobody in particular looks for an organisation."""
    if effect.kind == "organisation":
        return ""
    return eyes.address("emergency" if effect.kind == "emergency" else f"{effect.kind}:{effect.id}", tried)


_NAMED = 3
"""So many names stand in sight; one more is named too, rather than folded away alone."""
_HEADINGS: Mapping[str, Callable[[int], str]] = {
    "emergency": lambda _many: _("An emergency doctor whom you do not know"),
    "practitioner": lambda many: ngettext(
        "A professional to whom you gave access", "%(num)s professionals to whom you gave access", many
    ),
    "organisation": lambda many: ngettext(
        "Professionals of an organisation to which you gave access",
        "Professionals of %(num)s organisations to which you gave access",
        many,
    ),
    "mandate": lambda many: ngettext("A person who helps you", "%(num)s people who help you", many),
}

"""Reads the chosen documents: their sections by what they are about, with their words and their coded entries."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from platform_api.cda_xml import V3, Element
from platform_api.summary import cda
from platform_api.summary.cda import child, loinc_of, text_of
from platform_api.summary.choosing import LABORATORY, STATEMENT, Row
from platform_api.summary.codes import Resource, Words
from platform_api.summary.entries import Mapper, acts_of, allergy, condition, medicine
from platform_api.summary.more_entries import device, immunization, procedure, result
from platform_api.summary.narrative import TooLong, heading, narrative, referenced
from platform_api.summary.statement import is_own, stated

MOST_ENTRIES = 300
"""Entries of one section of one document; more are not repeated, as a part of a list reads like all of it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A section of the summary: its LOINC code, how its entries are read, whether the IPS asks for it."""

    code: str
    mapper: Mapper | None = None
    required: bool = False
    own_types: tuple[str, ...] = ()
    """The types of document that are about nothing else: all of their words belong here."""


KINDS = (
    Kind("11450-4", condition, required=True),
    Kind("48765-2", allergy, required=True, own_types=("allergies",)),
    Kind("10160-0", medicine, required=True, own_types=("medication",)),
    Kind("11369-6", immunization, own_types=("prevention",)),
    Kind("11348-0", condition),
    Kind("47519-4", procedure),
    Kind("30954-2", result, own_types=(LABORATORY,)),
    Kind("46264-8", device, own_types=("devices",)),
    Kind("42348-3"),
    Kind("81338-6", own_types=(STATEMENT,)),
)
"""Every section, in its order."""


@dataclass(slots=True)
class Part:
    """What one document says in one section."""

    row: Row
    text: list[Element] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    says_nothing: bool = True
    """Only that it has no information (`nullFlavor`)."""
    too_long: bool = False
    left_in_text: bool = False
    """An entry or more of it is only in the words, and not among the resources."""


def parts_of(row: Row, data: bytes) -> dict[str, Part]:
    """What a CDA document says, by the code of the section; raises cda.Unreadable.

    A section inside another one is about the same, unless its own code says something else.
    """
    found: dict[str, Part] = {}
    own = next((kind for kind in KINDS if row["type_code"] in kind.own_types), None)
    for section in cda.sections_of(data):
        coded = next(filter(None, map(_kind_of, (section, *_above(section)))), None)
        kind = coded or own
        if kind is not None:
            part = found.setdefault(kind.code, Part(row))
            _add(part, section, kind, with_entries=coded is not None or row["type_code"] == LABORATORY)
    return {code: part for code, part in found.items() if part.text or part.resources or part.too_long}


def _above(section: Element) -> Iterator[Element]:
    return section.iterancestors(f"{{{V3}}}section")


def _kind_of(section: Element) -> Kind | None:
    codes = loinc_of(section)
    return next((kind for kind in KINDS if kind.code in codes), None)


def _add(part: Part, section: Element, kind: Kind, *, with_entries: bool) -> None:
    """The words of a section; its entries only where its code says what they are."""
    try:
        text = narrative(section, cda.language_tag(part.row["language"]))
        resources = _entries(part, section, kind) if with_entries else []
    except TooLong:
        part.too_long, part.says_nothing = True, False
        return
    if text is None and not resources:
        return
    if title := text_of(child(section, "title"))[:300]:
        part.text.append(heading(title))
    if text is not None:
        part.text.append(text)
    part.resources += resources
    if section.get("nullFlavor") is None:
        part.says_nothing = False


def _entries(part: Part, section: Element, kind: Kind) -> list[Resource]:
    words: Words = referenced(section)
    acts = list(acts_of(section))
    if len(acts) > MOST_ENTRIES:
        raise TooLong
    if is_own(section):
        return stated(kind.code, acts)
    if kind.mapper is None:
        return []
    found: list[Resource] = []
    for act in _unfolded(acts, kind):
        resource = kind.mapper(act, words)
        if resource is None:
            part.left_in_text = True
        else:
            found.append(resource)
    return found


def _unfolded(acts: list[Element], kind: Kind) -> list[Element]:
    """The acts; the results inside a battery (organizer) each by itself."""
    if kind.mapper is not result:
        return acts
    found: list[Element] = []
    for act in acts:
        inside = [one for part in cda.children(act, "component") for one in cda.children(part, "observation")]
        found += inside or [act]
    if len(found) > MOST_ENTRIES:
        raise TooLong
    return found

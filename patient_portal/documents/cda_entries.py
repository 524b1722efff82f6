"""The coded part of a section in plain lines, for documents that wrote no text for people to read."""

from collections.abc import Iterator

from lxml import etree

from patient_portal.documents.cda_parts import display, period
from patient_portal.documents.cda_rebuild_text import add_text
from patient_portal.documents.cda_types import Words
from patient_portal.documents.cda_xml import HL7, attribute, child, children, name_of, text_of

STATEMENTS = frozenset(
    ("act", "encounter", "observation", "organizer", "procedure", "substanceAdministration", "supply")
)
SHORT_TEXT = 80
MAX_LINES = 500
MAX_LEVELS = 4
_XSI_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


def text_is_a_stub(section: etree._Element, text: str, known_ids: frozenset[str]) -> bool:
    """Whether the narrative is a mere phrase while the entries point at words that are not there."""
    references = [
        attribute(one, "value").lstrip("#")
        for entry in children(section, "entry")
        for one in entry.iter(f"{{{HL7}}}reference")
        if one.get("value")
    ]
    return len(text) < SHORT_TEXT and bool(references) and not known_ids.intersection(references)


def entries_list(section: etree._Element, words: Words) -> etree._Element | None:
    """A rebuilt list of what the entries name, value and date; None if they name nothing."""
    made = etree.Element("list")
    lines = _Lines(words)
    for entry in children(section, "entry"):
        for statement in _statements(entry):
            lines.add(statement, made)
    return made if len(made) else None


class _Lines:
    def __init__(self, words: Words) -> None:
        self._words = words
        self._left = MAX_LINES

    def add(
        self,
        statement: etree._Element,
        target: etree._Element,
        level: int = 0,
        *,
        name_is_enough: bool = True,
    ) -> None:
        """One line for the statement, the lines of what it contains below it."""
        if self._left <= 0 or level > MAX_LEVELS:
            return
        item = etree.Element("item")
        said = self._say(statement, item, name_is_enough=name_is_enough)
        below = etree.Element("list") if said else target
        for relation in children(statement, "component", "entryRelationship"):
            for inner in _statements(relation):
                self.add(inner, below, level + 1, name_is_enough=name_of(relation) == "component")
        if said:
            self._left -= 1
            if len(below):
                item.append(below)
            target.append(item)

    def _say(self, statement: etree._Element, item: etree._Element, *, name_is_enough: bool) -> bool:
        thing = _product(statement) or _agent(statement)
        name = thing or display(child(statement, "code"))
        values = [text for one in children(statement, "value") if (text := _value(one))]
        details = [*values, *_dose(statement)]
        if not details and not thing and not (name and name_is_enough):
            return False
        if statement.get("negationInd") == "true":
            etree.SubElement(item, "content", strong="1").text = self._words.negated
            add_text(item, " ")
        if name:
            etree.SubElement(item, "content", strong="1").text = name
        for number, detail in enumerate(details):
            add_text(item, (" – " if number or name else "") + detail)
        if when := self._when(statement):
            add_text(item, f" ({when})")
        return True

    def _when(self, statement: etree._Element) -> str:
        for time in children(statement, "effectiveTime"):
            stated = period(time)
            ends = list(dict.fromkeys(self._words.moment(one) for one in (stated.start, stated.end) if one))
            if ends:
                return " – ".join(ends)
        return ""


def _statements(holder: etree._Element) -> Iterator[etree._Element]:
    return (one for one in holder if name_of(one) in STATEMENTS)


def _product(statement: etree._Element) -> str:
    for holder in ("consumable", "product"):
        product = child(statement, holder, "manufacturedProduct")
        for kind in ("manufacturedMaterial", "manufacturedLabeledDrug"):
            material = child(product, kind)
            if words := text_of(child(material, "name")) or display(child(material, "code")):
                return words
    return ""


def _agent(statement: etree._Element) -> str:
    for participant in children(statement, "participant"):
        role = child(participant, "participantRole")
        for kind in ("playingEntity", "playingDevice"):
            player = child(role, kind)
            if words := text_of(child(player, "name")) or display(child(player, "code")):
                return words
    return ""


def _dose(statement: etree._Element) -> list[str]:
    dose = _value(child(statement, "doseQuantity"))
    return [text for text in (dose, display(child(statement, "routeCode"))) if text]


def _value(value: etree._Element | None) -> str:
    """A value of any HL7 type in words and figures; '' for what is null or only points elsewhere."""
    if value is None or value.get("nullFlavor") or value.get(_XSI_NIL) == "true":
        return ""
    if words := display(value):
        return words
    if figure := attribute(value, "value"):
        unit = attribute(value, "unit")
        return f"{figure} {unit}" if unit not in {"", "1"} else figure
    if centre := _value(child(value, "center")):
        unit = attribute(value, "unit")
        return f"{centre} {unit}" if unit and " " not in centre else centre
    low, high = _value(child(value, "low")), _value(child(value, "high"))
    if low or high:
        return f"{low} – {high}" if low and high else f"≥ {low}" if low else f"≤ {high}"
    numerator, denominator = _value(child(value, "numerator")), _value(child(value, "denominator"))
    if numerator:
        return f"{numerator} / {denominator}" if denominator else numerator
    return text_of(value) if value.get("representation", "").upper() != "B64" else ""

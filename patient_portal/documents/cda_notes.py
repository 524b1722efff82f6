"""The notes of one narrative: numbered as they come, gathered at its end, with links there and back."""

from lxml import etree

from patient_portal.documents.cda_types import Words
from patient_portal.documents.cda_xml import HL7


class Notes:
    """Numbers and marks of one section; `made` is the rebuilt list of its notes."""

    def __init__(self, source: etree._Element, anchor: str, words: Words) -> None:
        self.made = etree.Element("notes")
        self._anchor = anchor
        self._words = words
        self._numbers: dict[str, int] = {}
        self._last = 0
        self._marked: set[int] = set()
        self._awaited = {
            name for one in source.iter(f"{{{HL7}}}footnote") if (name := one.get("ID", "").strip())
        }
        self._referred = {one.get("IDREF", "").strip() for one in source.iter(f"{{{HL7}}}footnoteRef")}

    def note(self, source: etree._Element, target: etree._Element) -> etree._Element:
        """A new note to fill; marked where it stands unless a reference elsewhere marks it."""
        name = source.get("ID", "").strip()
        if name not in self._awaited:
            name = ""  # nameless, or a second one of the same name
        self._awaited.discard(name)
        number = self._number(name)
        if not name or name not in self._referred:
            self._mark(target, number)
        note = etree.SubElement(self.made, "note", id=f"{self._anchor}-note-{number}")
        note.set("back", f"{self._anchor}-ref-{number}")
        note.set("word", self._words.back_to_text)
        return note

    def refer(self, source: etree._Element, target: etree._Element) -> None:
        """A mark for the note that is meant; nothing if there is no such note."""
        name = source.get("IDREF", "").strip()
        if name and (name in self._awaited or name in self._numbers):
            self._mark(target, self._number(name))

    def _number(self, name: str) -> int:
        if name in self._numbers:
            return self._numbers[name]
        self._last += 1
        if name:
            self._numbers[name] = self._last
        return self._last

    def _mark(self, target: etree._Element, number: int) -> None:
        mark = etree.SubElement(target, "noteref", number=str(number), href=f"{self._anchor}-note-{number}")
        mark.set("word", f"{self._words.note} {number}")
        if number not in self._marked:
            self._marked.add(number)
            mark.set("id", f"{self._anchor}-ref-{number}")

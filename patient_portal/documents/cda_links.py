"""Where links of a narrative may lead: to a place in the same document, or openly to another site."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml import etree

from patient_portal.documents.cda_xml import clean, name_of

_NEVER_IN_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_OPEN_ADDRESS = re.compile(r"https?://[^/?#]+|mailto:[^?#]+@", re.IGNORECASE)
_POINTING = {"linkhtml": "href", "a": "href", "footnoteref": "IDREF"}


class Targets:
    """The document's own anchors: only what is pointed at gets an id, unique in the page."""

    def __init__(self, narratives: Iterable[etree._Element], prefix: str) -> None:
        pointed_at: set[str] = set()
        present: list[str] = []
        for narrative in narratives:
            for element in narrative.iter(etree.Element):
                name = name_of(element).lower()
                if name in _POINTING:
                    pointed_at.add(element.get(_POINTING[name], "").strip().lstrip("#"))
                present.extend(identities(element))
        wanted = dict.fromkeys(identity for identity in present if identity in pointed_at)
        self._ids = {identity: f"{prefix}-t{number}" for number, identity in enumerate(wanted, 1)}
        self._placed: set[str] = set()

    def name_section(self, section: etree._Element, anchor: str) -> None:
        """Let links to a section's own ID lead to its heading."""
        for identity in identities(section):
            self._ids[identity] = anchor
            self._placed.add(identity)

    def place(self, element: etree._Element) -> str:
        """The id for this element if it is the first with an ID that something points at, else ''."""
        for identity in identities(element):
            if identity in self._ids and identity not in self._placed:
                self._placed.add(identity)
                return self._ids[identity]
        return ""

    def find(self, identity: str) -> str:
        """The id behind `#identity`; '' if the document has no such place."""
        return self._ids.get(identity.strip().lstrip("#"), "")


def identities(element: etree._Element) -> list[str]:
    """The names by which an element can be pointed at."""
    found = [element.get("ID"), element.get("id")]
    if name_of(element).lower() == "a":
        found.append(element.get("name"))
    return [one for one in found if one]


def open_address(href: str) -> str:
    """The address if it is plain http, https or mail; '' for javascript, data, files and all the rest."""
    href = _NEVER_IN_AN_ADDRESS.sub("", clean(href))
    return href if _OPEN_ADDRESS.match(href) else ""


def host_of(address: str) -> str:
    """The site that an address really leads to, for the reader to see; '' for mail."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""

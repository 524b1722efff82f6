"""Documents written for these tests, and what a person or a browser would find in their HTML."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

from patient_portal.documents.cda import document_html, read_cda
from patient_portal.documents.cda_types import CdaDocument, Moment, Words

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "dev"

TAGS_THAT_MAY_STAND = frozenset(
    "a blockquote br caption del div em figcaption figure h2 h3 h4 h5 h6 hr img ins li ol p pre span strong sub "
    "sup table tbody td tfoot th thead tr ul".split()
)
ATTRIBUTES_THAT_MAY_STAND = frozenset(
    "alt aria-label aria-labelledby class colspan data-label height href id lang rel role rowspan scope src tabindex "
    "type width".split()
)


def _day(moment: Moment) -> str:
    return moment.value.strftime("%Y-%m-%d")


WORDS = Words(
    table="Table",
    image="Picture",
    media_missing="This picture cannot be shown.",
    attachment="Open the attached file",
    attachment_missing="The file in this document cannot be shown.",
    note="Note",
    back_to_text="Back to the text",
    inserted="Added:",
    deleted="Removed:",
    empty_section="Nothing is written here.",
    coded_entries="From the coded part:",
    negated="Not present:",
    moment=_day,
)

HEADER = """
<code code="34133-9" codeSystem="2.16.840.1.113883.6.1" displayName="Summary"/>
<title>Résumé du patient</title>
<effectiveTime value="20260301101500+0100"/>
<languageCode code="fr-LU"/>
<recordTarget><patientRole><patient><name><given>Anne</given><family>Weber</family></name></patient></patientRole>
</recordTarget>
"""


def document(body: str, header: str = HEADER, before: str = "") -> bytes:
    """A CDA with this inside its `component`."""
    return (
        f'{before}<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{header}<component>{body}</component></ClinicalDocument>"
    ).encode()


def sections(*inside: str, header: str = HEADER) -> bytes:
    """A CDA with these sections."""
    wrapped = "".join(f"<component><section>{one}</section></component>" for one in inside)
    return document(f"<structuredBody>{wrapped}</structuredBody>", header)


def narrative(text: str, title: str = "Befund", entries: str = "") -> bytes:
    """A CDA with one section with this text."""
    return sections(f"<title>{title}</title><text>{text}</text>{entries}")


def html_of(data: bytes, heading_level: int = 2) -> str:
    """The whole document's HTML."""
    return str(document_html(read_cda(data, WORDS), heading_level))


def html_of_text(text: str, entries: str = "") -> str:
    """The HTML of a narrative."""
    return read_cda(narrative(text, entries=entries), WORDS).sections[0].html


class Page(HTMLParser):
    """HTML read as a browser reads it: tags, attributes, words, anchors, headings."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self._text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend((tag, name, value or "") for name, value in attrs)
        self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._text.append(" ")

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    @property
    def text(self) -> str:
        """What is read, on one line."""
        return " ".join("".join(self._text).split())

    def values(self, name: str) -> list[str]:
        """All values of an attribute."""
        return [value for _, one, value in self.attributes if one == name]

    def complaints(self) -> list[str]:
        """Everything that a document must never bring into a page, and broken anchors."""
        found = [f"<{tag}>" for tag in self.tags if tag not in TAGS_THAT_MAY_STAND]
        found += [
            f"{tag} {name}" for tag, name, _ in self.attributes if name not in ATTRIBUTES_THAT_MAY_STAND
        ]
        found += [value for value in self.values("href") if not re.match(r"https?://|mailto:|#", value)]
        found += [value[:60] for value in self.values("src") if not value.startswith("data:image/")]
        ids = self.values("id")
        found += [f"twice: {one}" for one, times in Counter(ids).items() if times > 1]
        inside = [value[1:] for value in self.values("href") if value.startswith("#")]
        pointed_at = [*inside, *self.values("aria-labelledby")]
        if "h2" not in self.tags:  # a section alone: its heading is the page's to write
            ids.append("doc-s1")
        return found + [f"nowhere: {one}" for one in pointed_at if one not in ids and "-file-" not in one]


def words_in(text: str) -> Counter[str]:
    """The words and figures of a text, with how often each stands there."""
    return Counter(re.findall(r"\w+", text))


def plain(document_read: CdaDocument) -> Page:
    """The whole document as a page."""
    return Page(str(document_html(document_read)))

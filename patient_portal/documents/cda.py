"""CDA R2 documents, anybody's: bytes in, a safe and readable document out, or ContentRefused."""

from dataclasses import replace

from lxml import etree
from markupsafe import Markup

from patient_portal.documents.cda_entries import entries_list, text_is_a_stub
from patient_portal.documents.cda_header import read_header
from patient_portal.documents.cda_links import Targets, identities
from patient_portal.documents.cda_media import Media, carried_bytes
from patient_portal.documents.cda_narrative import narrative_html
from patient_portal.documents.cda_parts import display
from patient_portal.documents.cda_rebuild import Rebuilder
from patient_portal.documents.cda_rebuild_text import is_empty
from patient_portal.documents.cda_statement import in_words_of_the_page, is_statement
from patient_portal.documents.cda_tables import text_in
from patient_portal.documents.cda_types import Attachment, CdaDocument, Contents, Section, Words
from patient_portal.documents.cda_xml import (
    HIDING_CHARACTERS,
    HL7,
    attribute,
    child,
    children,
    language_of,
    language_tag,
    parse_xml,
    text_of,
)
from patient_portal.documents.content import ContentKind, sniff
from patient_portal.documents.content_rtf import rtf_text
from patient_portal.documents.content_text import read_text, text_html
from patient_portal.documents.refusals import ContentRefused, RefusalReason, refusing

ROOT = f"{{{HL7}}}ClinicalDocument"
HIGHEST_LEVEL = 6


def read_cda(data: bytes, words: Words, prefix: str = "doc") -> CdaDocument:
    """The document in the bytes; `prefix` begins every id in its HTML, so that two can stand in one page.

    Raises ContentRefused for whatever is not a sound CDA, and nothing else.
    """
    root, guessed = parse_xml(data)
    if root.tag == "ClinicalDocument":
        _adopt(root)
    if root.tag != ROOT:
        raise ContentRefused(RefusalReason.NOT_CDA)
    with refusing(RefusalReason.DAMAGED):
        document = read_header(root)
        body = _Body(root, words, prefix)
        sections = body.sections()
        document = replace(document, sections=sections)
        if is_statement(root):
            document = in_words_of_the_page(root, document, prefix)
        return replace(
            document,
            attachments=tuple(body.media.attachments),
            contents=contents(document.sections),
            text_was_cleaned=_hides_text(root),
            encoding_was_guessed=guessed,
        )


def document_html(document: CdaDocument, heading_level: int = 2) -> Markup:
    """All sections with their headings, the first ones at `heading_level`, in the document's language."""
    inside = Markup("").join(_section_html(section, heading_level, 1) for section in document.sections)
    language = Markup(' lang="{}"').format(document.language) if document.language else Markup("")
    return Markup('<div class="doc-body"{}>{}</div>').format(language, inside)


def contents(sections: tuple[Section, ...]) -> tuple[Contents, ...]:
    """The table of contents; what stands in a section without a title moves up."""
    found: list[Contents] = []
    for section in sections:
        inside = contents(section.sections)
        if section.title:
            found.append(Contents(section.anchor, section.title, inside))
        else:
            found.extend(inside)
    return tuple(found)


def _section_html(section: Section, level: int, depth: int) -> Markup:
    tag = f"h{min(level, HIGHEST_LEVEL)}"
    language = Markup(' lang="{}"').format(section.language) if section.language else Markup("")
    heading = Markup("")
    if section.title:
        heading = Markup('<{0} class="doc-heading doc-level-{1}" id="{2}">{3}</{0}>').format(
            tag, min(depth, 3), section.anchor, section.title
        )
        level, depth = level + 1, depth + 1
    inside = Markup("").join(_section_html(one, level, depth) for one in section.sections)
    return Markup('<div class="doc-section"{}>{}{}{}</div>').format(language, heading, section.html, inside)


def _adopt(root: etree._Element) -> None:
    """Give a document that forgot its namespace the one it means."""
    for element in root.iter(etree.Element):
        if not str(element.tag).startswith("{"):
            element.tag = f"{{{HL7}}}{element.tag}"


def _hides_text(root: etree._Element) -> bool:
    return any(HIDING_CHARACTERS.search(str(text)) for text in root.itertext())


class _Body:
    """The body of one document on its way into sections."""

    def __init__(self, root: etree._Element, words: Words, prefix: str) -> None:
        self._root = root
        self._words = words
        self._prefix = prefix
        self.media = Media(root, prefix)
        narratives = [
            text for section in root.iter(f"{{{HL7}}}section") if (text := child(section, "text")) is not None
        ]
        self._known_ids = frozenset(
            identity
            for text in narratives
            for one in text.iter(etree.Element)
            for identity in identities(one)
        )
        self._targets = Targets(narratives, prefix)
        self._rebuild = Rebuilder(words, self.media, self._targets)

    def sections(self) -> tuple[Section, ...]:
        """The structured body's sections, or one section for a body without structure."""
        found: list[Section] = []
        bodies = [
            body
            for component in children(self._root, "component")
            for body in children(component, "structuredBody")
        ]
        for body in bodies:
            self._name(body, f"{self._prefix}-s")
        for component in children(self._root, "component"):
            for body in children(component, "structuredBody"):
                found.extend(self._inside(body, f"{self._prefix}-s", len(found)))
            for text in children(child(component, "nonXMLBody"), "text"):
                found.append(self._unstructured(text, f"{self._prefix}-s{len(found) + 1}"))
        return tuple(found)

    def _name(self, holder: etree._Element, stem: str) -> None:
        """Tell all sections' anchors before any text is read, so that links may lead forward."""
        for number, section in enumerate(_sections_in(holder), 1):
            if _title(section):
                self._targets.name_section(section, f"{stem}{number}")
            self._name(section, f"{stem}{number}-")

    def _inside(self, holder: etree._Element, stem: str, before: int = 0) -> list[Section]:
        return [
            self._section(one, f"{stem}{number}")
            for number, one in enumerate(_sections_in(holder), before + 1)
        ]

    def _section(self, section: etree._Element, anchor: str) -> Section:
        title = child(section, "title")
        code = child(section, "code")
        words = _title(section)
        text = child(section, "text")
        narrative = self._rebuild.narrative(
            text if text is not None else etree.Element("text"), anchor, titled=bool(words)
        )
        has_text = not is_empty(narrative)
        inside = tuple(self._inside(section, f"{anchor}-"))
        if not inside or has_text:
            self._add_entries(section, narrative)
        for media in section.iterfind(f"{{{HL7}}}entry//{{{HL7}}}observationMedia"):
            if not self.media.was_shown(media):
                self._rebuild.add_media(self.media.of(media), narrative, [])
        if is_empty(narrative) and not inside:
            etree.SubElement(narrative, "said", word=self._words.empty_section)
        return Section(
            anchor=anchor,
            title=words,
            html=narrative_html(narrative),
            language=_language(section, title, text),
            code=attribute(code, "code"),
            has_text=has_text,
            sections=inside,
        )

    def _add_entries(self, section: etree._Element, narrative: etree._Element) -> None:
        empty = is_empty(narrative)
        if not empty and not text_is_a_stub(section, text_in(narrative), self._known_ids):
            return
        entries = entries_list(section, self._words)
        if entries is not None:
            etree.SubElement(narrative, "said", word=self._words.coded_entries)
            narrative.append(entries)

    def _unstructured(self, text: etree._Element, anchor: str) -> Section:
        """A body that is a file: text and HTML become a section, other files an attachment to open."""
        data = carried_bytes(text)
        kind = sniff(data, attribute(text, "mediaType"))
        if kind is ContentKind.TEXT and data:
            return Section(anchor, "", text_html(read_text(data)), language_of(text))
        if kind is ContentKind.RTF:
            return Section(anchor, "", text_html(rtf_text(data)), language_of(text))
        claimed_html = attribute(text, "mediaType").startswith(("text/html", "application/xhtml"))
        if kind is ContentKind.HTML and claimed_html:
            narrative = self._rebuild.narrative(_raw_html(data), anchor, titled=False)
        else:
            narrative = etree.Element("narrative")
            found = self.media.file(text)
            if found is None:
                etree.SubElement(narrative, "said", word=self._words.attachment_missing)
            elif isinstance(found, Attachment):
                found_word = self._words.attachment
                etree.SubElement(narrative, "attached", href=found.anchor, word=found_word)
            else:
                self._rebuild.add_media(found, narrative, [])
        return Section(anchor, "", narrative_html(narrative), language_of(text), has_text=False)


def _raw_html(data: bytes) -> etree._Element:
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root: etree._Element | None = etree.fromstring(data, parser)
    return root if root is not None else etree.Element("html")


def _language(section: etree._Element, title: etree._Element | None, text: etree._Element | None) -> str:
    stated = language_tag(attribute(child(section, "languageCode"), "code"))
    return stated or language_of(section) or language_of(text) or language_of(title)


def _title(section: etree._Element) -> str:
    return text_of(child(section, "title")) or display(child(section, "code"))


def _sections_in(holder: etree._Element) -> list[etree._Element]:
    return [
        section for component in children(holder, "component") for section in children(component, "section")
    ]

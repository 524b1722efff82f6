"""A narrative rebuilt from what is understood of it: CDA's own elements, the raw HTML some systems write.

What is not understood keeps its text and loses its tags; what could act (scripts, frames, forms) is left out.
"""

from collections.abc import Callable

from lxml import etree

from patient_portal.documents.cda_links import Targets, host_of, open_address
from patient_portal.documents.cda_media import Media, Picture, data_picture
from patient_portal.documents.cda_notes import Notes
from patient_portal.documents.cda_rebuild_text import add_text, has_blocks, is_empty, wrap_loose_text
from patient_portal.documents.cda_tables import finish_table, text_in
from patient_portal.documents.cda_types import Attachment, Words
from patient_portal.documents.cda_xml import HL7, language_of, line, name_of

XHTML = "http://www.w3.org/1999/xhtml"
LEFT_OUT = frozenset(
    "script style noscript template iframe frame frameset object embed applet param svg math audio video source "
    "track canvas map head meta link base title form input select option textarea button dialog slot".split()
)
PARAGRAPHS = frozenset(
    "paragraph p div section article header footer address center aside main figure dl dt dd fieldset".split()
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "legend"))
STRONG = frozenset(("b", "strong"))
EMPHASIS = frozenset(("i", "em", "cite", "dfn", "var"))
INLINE = (
    STRONG | EMPHASIS | frozenset("content span u s strike font small big mark kbd samp code tt abbr".split())
)
REVISIONS = {"insert": "inserted", "ins": "inserted", "delete": "deleted", "del": "deleted"}
STYLES = {
    "bold": "doc-strong",
    "italics": "doc-em",
    "emphasis": "doc-em",
    "underline": "doc-u",
    "strike": "doc-strike",
    "strikethrough": "doc-strike",
    "xred": "doc-flag",
    "xelga_red": "doc-flag",
    "xblue": "doc-flag",
    "xelga_blue": "doc-flag",
    "xmonospaced": "doc-mono",
    "xmono": "doc-mono",
    "xpre": "doc-mono",
    "xsmall": "doc-small",
    "xelga_h1": "doc-subheading",
    "xelga_h2": "doc-subheading",
    "xelga_h3": "doc-subheading",
}
ALIGNMENTS = {"right": "doc-right", "center": "doc-center"}
NUMBERING = {"arabic": "1", "littleroman": "i", "bigroman": "I", "littlealpha": "a", "bigalpha": "A"}
MAX_SPAN = 100
MAX_MEDIA_AT_ONCE = 30


class Rebuilder:
    """Rebuilds the narratives of one document; ids and numbers go on from section to section."""

    def __init__(self, words: Words, media: Media, targets: Targets) -> None:
        self._words = words
        self._media = media
        self._targets = targets
        self._special: dict[str, Callable[[etree._Element, etree._Element], None]] = {
            "list": self._list, "ul": self._list, "ol": self._list, "menu": self._list,
            "table": self._table,
            "linkhtml": self._link, "a": self._link,
            "footnote": self._footnote, "footnoteref": self._footnote_reference,
            "rendermultimedia": self._render_media, "img": self._image,
            "br": self._break, "hr": self._rule, "rule": self._rule,
        }  # fmt: skip

    def narrative(self, source: etree._Element, anchor: str, *, titled: bool) -> etree._Element:
        """The rebuilt narrative of one section; `anchor` is the id of its heading if it is `titled`."""
        self._anchor, self._titled = anchor, titled
        self._tables = 0
        self._preserved = False
        self._notes = Notes(source, anchor, self._words)
        root = etree.Element("narrative")
        self._inside(source, root)
        wrap_loose_text(root)
        if len(self._notes.made):
            root.append(self._notes.made)
        return root

    def _inside(self, source: etree._Element, target: etree._Element) -> None:
        preserved = self._preserved
        if source.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve" or "xPre" in source.get(
            "styleCode", ""
        ):
            self._preserved = True
        add_text(target, source.text, preserved=self._preserved)
        for element in source:
            self._element(element, target)
            add_text(target, element.tail, preserved=self._preserved)
        self._preserved = preserved

    def _element(self, source: etree._Element, target: etree._Element) -> None:
        name = name_of(source).lower()
        namespace = str(source.tag).rpartition("}")[0].lstrip("{")
        if name in LEFT_OUT and not (name == "title" and namespace == HL7):
            return
        if special := self._special.get(name):
            special(source, target)
        elif name == "caption":
            self._inside(source, etree.SubElement(target, "label"))
        elif name in PARAGRAPHS or name in HEADINGS:
            self._paragraph(source, target, strong=name in HEADINGS)
        elif name == "blockquote":
            self._filled(source, etree.SubElement(target, "quote"))
        elif name == "pre":
            self._preformatted(source, target)
        elif name in {"sub", "sup"}:
            self._inside(source, etree.SubElement(target, name))
        elif name in INLINE or name in REVISIONS:
            self._content(source, target, name)
        elif name in {"item", "li", "td", "th", "tr", "tbody", "thead", "tfoot"}:
            self._paragraph(source, target)
        elif name not in {"col", "colgroup"}:
            self._inside(source, target)

    def _filled(self, source: etree._Element, target: etree._Element) -> etree._Element:
        """Fill an element and give it what all may have: id, language, styles."""
        if identity := self._targets.place(source):
            target.set("id", identity)
        if language := language_of(source):
            target.set("lang", language)
        if classes := self._classes(source):
            target.set("class", " ".join(classes))
        self._inside(source, target)
        if has_blocks(target):
            target.set("block", "1")
        return target

    def _classes(self, source: etree._Element) -> list[str]:
        codes = source.get("styleCode", "").lower().split()
        found = [STYLES[code] for code in codes if code in STYLES]
        if alignment := ALIGNMENTS.get(source.get("align", "").lower()):
            found.append(alignment)
        return list(dict.fromkeys(found))

    def _paragraph(self, source: etree._Element, target: etree._Element, *, strong: bool = False) -> None:
        paragraph = self._filled(source, etree.SubElement(target, "paragraph"))
        if is_empty(paragraph):
            tail = paragraph.tail
            target.remove(paragraph)
            add_text(target, tail)
        elif strong:
            paragraph.set("class", "doc-subheading")

    def _preformatted(self, source: etree._Element, target: etree._Element) -> None:
        before, self._preserved = self._preserved, True
        self._filled(source, etree.SubElement(target, "preformatted"))
        self._preserved = before

    def _content(self, source: etree._Element, target: etree._Element, name: str) -> None:
        revision = REVISIONS.get(source.get("revised", "").lower()) or REVISIONS.get(name)
        if revision:
            word = self._words.inserted if revision == "inserted" else self._words.deleted
            target = etree.SubElement(target, revision, word=word)
        content = self._filled(source, etree.SubElement(target, "content"))
        classes = content.get("class", "").split()
        if name in STRONG or "doc-strong" in classes:
            content.set("strong", "1")
        elif name in EMPHASIS or "doc-em" in classes:
            content.set("emphasis", "1")
        elif name == "u":
            content.set("class", "doc-u")
        elif name in {"s", "strike"}:
            content.set("class", "doc-strike")

    def _break(self, source: etree._Element, target: etree._Element) -> None:
        etree.SubElement(target, "break")
        self._inside(source, target)

    def _rule(self, _source: etree._Element, target: etree._Element) -> None:
        etree.SubElement(target, "rule")

    def _list(self, source: etree._Element, target: etree._Element) -> None:
        made = etree.SubElement(target, "list")
        if identity := self._targets.place(source):
            made.set("id", identity)
        style = source.get("styleCode", "").lower()
        if source.get("listType", "").lower() == "ordered" or name_of(source).lower() == "ol":
            made.set("ordered", "1")
            if style in NUMBERING:
                made.set("type", NUMBERING[style])
        if (source.text or "").strip():
            add_text(etree.SubElement(made, "item"), source.text)
        for element in source:
            name = name_of(element).lower()
            if name == "caption":
                self._inside(element, etree.SubElement(made, "label"))
            elif name in {"item", "li"}:
                self._filled(element, etree.SubElement(made, "item"))
            elif name not in LEFT_OUT:
                self._element(element, etree.SubElement(made, "item"))
            if (element.tail or "").strip():
                add_text(etree.SubElement(made, "item"), element.tail)
        for item in made.findall("item"):
            if is_empty(item):
                made.remove(item)
        if not len(made):
            target.remove(made)

    def _table(self, source: etree._Element, target: etree._Element) -> None:
        self._tables += 1
        number = self._tables
        made = etree.Element("table", word=self._words.table)
        if identity := self._targets.place(source):
            made.set("id", identity)
        parts: dict[str, list[etree._Element]] = {"thead": [], "tbody": [], "tfoot": []}
        self._rows(source, target, made, parts, "tbody")
        for name, rows in parts.items():
            if rows:
                etree.SubElement(made, name).extend(rows)
        finish_table(made)
        caption = made.find("caption")
        if caption is not None:
            made.set("labelledby", caption.get("id") or f"{self._anchor}-table-{number}")
            caption.set("id", made.get("labelledby", ""))
        elif self._titled:
            made.set("labelledby", self._anchor)
        if len(made):
            target.append(made)

    def _rows(
        self,
        source: etree._Element,
        target: etree._Element,
        made: etree._Element,
        parts: dict[str, list[etree._Element]],
        part: str,
    ) -> None:
        """Sort what stands in a table into its parts; what has no place in it goes before the table."""
        for element in source:
            name = name_of(element).lower()
            if name == "caption" and made.find("caption") is None:
                self._inside(element, etree.SubElement(made, "caption"))
            elif name in parts:
                late = name == "thead" and parts["tbody"]  # a second head is a heading inside the body
                self._rows(element, target, made, parts, "tbody" if late else name)
            elif name == "tr":
                row = etree.Element("tr")
                self._cells(element, row)
                if len(row):
                    parts[part].append(row)
            elif name in {"td", "th"}:
                row = etree.Element("tr")
                self._cell(element, row)
                parts[part].append(row)
            elif name not in {"col", "colgroup"}:
                self._element(element, target)
            add_text(target, (element.tail or "").strip())
        add_text(target, (source.text or "").strip())

    def _cells(self, source: etree._Element, row: etree._Element) -> None:
        if identity := self._targets.place(source):
            row.set("id", identity)
        if classes := self._classes(source):
            row.set("class", " ".join(classes))
        strays = etree.Element("td")
        add_text(strays, (source.text or "").strip())
        for element in source:
            if name_of(element).lower() in {"td", "th"}:
                self._cell(element, row)
            else:
                self._element(element, strays)
            add_text(strays, (element.tail or "").strip())
        if not is_empty(strays):
            row.append(strays)

    def _cell(self, source: etree._Element, row: etree._Element) -> None:
        cell = etree.SubElement(row, name_of(source).lower())
        for name in ("colspan", "rowspan"):
            span = source.get(name, "").strip()
            if span.isascii() and span.isdigit() and 1 < int(span[:4]) <= MAX_SPAN:
                cell.set(name, str(int(span)))
        self._filled(source, cell)

    def _link(self, source: etree._Element, target: etree._Element) -> None:
        href = source.get("href", "").strip()
        inside = self._targets.find(href) if href.startswith("#") else ""
        address = open_address(href)
        if any(parent.tag == "link" for parent in (target, *target.iterancestors())) or not (
            inside or address
        ):
            self._filled(source, etree.SubElement(target, "content"))
            return
        link = etree.SubElement(target, "link", href=f"#{inside}" if inside else address)
        self._inside(source, link)
        if inside:
            link.set("internal", "1")
        elif (host := host_of(address)) and host not in text_in(link).lower():
            link.set("host", host)
        if is_empty(link):
            link.text = address or inside

    def _footnote(self, source: etree._Element, target: etree._Element) -> None:
        self._inside(source, self._notes.note(source, target))

    def _footnote_reference(self, source: etree._Element, target: etree._Element) -> None:
        self._notes.refer(source, target)
        self._inside(source, target)

    def _render_media(self, source: etree._Element, target: etree._Element) -> None:
        captions = [one for one in source if name_of(one).lower() == "caption"]
        for identity in source.get("referencedObject", "").split()[:MAX_MEDIA_AT_ONCE] or [""]:
            self.add_media(self._media.named(identity), target, captions)

    def _image(self, source: etree._Element, target: etree._Element) -> None:
        picture = data_picture(source.get("src", ""), self._media)
        alternative = line(source.get("alt"))
        if picture is None and alternative:
            add_text(target, alternative)
        else:
            self.add_media(picture, target, [])

    def add_media(
        self,
        found: Picture | Attachment | None,
        target: etree._Element,
        captions: list[etree._Element],
    ) -> None:
        """Show a picture, point to an attachment, or say that there is something that cannot be shown."""
        if isinstance(found, Picture):
            made = etree.SubElement(target, "picture", src=found.src, alt=self._words.image)
            made.set("width", str(found.width))
            made.set("height", str(found.height))
        elif isinstance(found, Attachment):
            made = etree.SubElement(target, "attached", href=found.anchor, word=self._words.attachment)
        else:
            made = etree.SubElement(target, "said", word=self._words.media_missing)
        for caption in captions:
            self._inside(caption, etree.SubElement(made, "label"))

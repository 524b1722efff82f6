"""The narrative block of a section made into safe HTML.

Three sieves, each enough alone: the text is rebuilt from an allow-list of meanings (cda_rebuild), an
allow-list stylesheet makes the markup (narrative.xsl), and nh3 cleans what comes out.
"""

import re
from importlib.resources import files
from typing import Any

import nh3
from lxml import etree
from markupsafe import Markup

from patient_portal.documents.refusals import ContentRefused, RefusalReason

TAGS = {
    "a", "blockquote", "br", "caption", "dd", "del", "div", "dl", "dt", "em", "figcaption", "figure", "hr", "img",
    "ins", "li", "ol", "p", "pre", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"class", "id", "lang", "role", "aria-label", "aria-labelledby"},
    "a": {"href", "rel"},
    "div": {"tabindex"},
    "pre": {"tabindex"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"type"},
    "td": {"colspan", "rowspan", "data-label"},
    "th": {"colspan", "rowspan", "scope", "data-label"},
}
ROLES = {"group", "table", "rowgroup", "row", "columnheader", "rowheader", "cell", "note"}
_VALUES = {
    "class": re.compile(r"doc-[a-z-]+( doc-[a-z-]+)*"),
    "id": re.compile(r"[a-z][a-z0-9-]*"),
    "lang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"),
    "rel": re.compile(r"noopener noreferrer"),
    "tabindex": re.compile(r"0"),
    "type": re.compile(r"[1aAiI]"),
    "scope": re.compile(r"col|row|colgroup"),
    "src": re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=]+"),
    "aria-labelledby": re.compile(r"[a-z][a-z0-9-]*"),
    **dict.fromkeys(("width", "height", "colspan", "rowspan"), re.compile(r"[1-9][0-9]{0,3}")),
}
HREF = re.compile(r"https?://[^\s]+|mailto:[^\s]+|#[a-z][a-z0-9-]*", re.IGNORECASE)

_ACCESS: Any = etree.XSLTAccessControl  # the stubs do not know its constants
_STYLESHEET = etree.XSLT(
    etree.fromstring(files(__package__).joinpath("narrative.xsl").read_bytes()),
    access_control=_ACCESS.DENY_ALL,
)


def narrative_html(rebuilt: etree._Element) -> Markup:
    """The HTML of a narrative that `cda_rebuild` has put together; ContentRefused if it cannot be made."""
    try:
        html = str(_STYLESHEET(etree.ElementTree(rebuilt))).strip()
    except etree.XSLTError:
        raise ContentRefused(RefusalReason.DAMAGED) from None
    return cleaned(html)


def cleaned(html: str) -> Markup:
    """HTML with nothing left but the tags, attributes and values that a document may have here."""
    return Markup(  # noqa: S704 - this is the one place where a document's markup becomes ours
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            attribute_filter=_kept,
            url_schemes={"http", "https", "mailto", "data"},
            link_rel=None,
            strip_comments=True,
        )
    )


def _kept(_tag: str, attribute: str, value: str) -> str | None:
    """The value if it has the form that this attribute may have, else None (the attribute goes)."""
    if attribute == "href":
        return value if HREF.fullmatch(value) else None
    if attribute == "role":
        return value if value in ROLES else None
    form = _VALUES.get(attribute)
    return value if form is None or form.fullmatch(value) else None

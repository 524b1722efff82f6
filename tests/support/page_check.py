"""What makes a page bad: every rule a page of the portal keeps, whoever asked for it and in whatever state."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml.html import HtmlElement

LANGUAGES = {"fr", "de", "lb", "en"}
CONTROLS = (
    "//input[not(@type='hidden' or @type='submit' or @type='button' or @type='image')]|//select|//textarea"
)
NAMED_BY = (
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "for",
    "form",
    "list",
    "aria-errormessage",
)
LEFT_OVER = {
    r"%\(\w+\)[sd]": "a placeholder that was not filled",
    r"\{\{|\}\}|\{%|%\}": "template syntax",
    r"[⟦⟧]": "a mark of the pseudo-language",
    r"\bNone\b(?! of)": "the word None",
    r"\b(undefined|NaN|Undefined)\b": "an undefined value",
    r"<(built-in|bound method|function|class|object) ": "a Python object",
    r"\bobject at 0x[0-9a-f]+": "a Python object",
    r"\b[A-Z]\w+\.[A-Z][A-Z_]{2,}\b": "the name of an enumeration",
}


class BadPage(AssertionError):
    """The page breaks the rules below; the message lists all of them."""


def check_page(tree: HtmlElement, url: str, language: str | None = None) -> None:
    """Raise BadPage with every fault found; `language` is the one in the address, if it has one."""
    faults = [*_outline(tree, language), *_names(tree), *_forms(tree), *policy_faults(tree), *_text(tree)]
    if faults:
        raise BadPage(f"{url}\n  " + "\n  ".join(faults))


def visible_text(tree: HtmlElement) -> str:
    """The page's text without scripts and markup, each run of blanks as one."""
    parts = tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::template)]")
    return re.sub(r"[ \t\r\n]+", " ", " ".join(str(part) for part in parts)).strip()


def _outline(tree: HtmlElement, language: str | None) -> Iterator[str]:
    headings = tree.xpath("//h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1 instead of one"
    elif not headings[0].text_content().strip():
        yield "an empty h1"
    said = tree.get("lang", "")
    if said not in LANGUAGES:
        yield f"html lang is {said!r}"
    elif language and said != language:
        yield f"html lang is {said!r} under /{language}/"
    for landmark in ("header", "nav", "main", "footer"):
        count = len(tree.xpath(f"//{landmark}"))
        if not count or (landmark == "main" and count > 1):
            yield f"{count} {landmark}"
    if not tree.xpath("string(//head/title)").strip():
        yield "no title"
    for element in tree.xpath("//*[@lang]"):
        if element.get("lang") == "":
            yield f"an empty lang on {element.tag}"


def _names(tree: HtmlElement) -> Iterator[str]:
    counts = Counter(tree.xpath("//@id"))
    yield from (f"id {name!r} stands {count} times" for name, count in counts.items() if count > 1)
    yield from ("an empty id" for name in counts if not name.strip())
    for attribute in NAMED_BY:
        for element in tree.xpath(f"//*[@{attribute}]"):
            for name in element.get(attribute).split():
                if name not in counts:
                    yield f"{attribute}={name!r} on {element.tag} points nowhere"
    for link in tree.xpath("//a[@href]|//button|//summary"):
        if not _has_name(link):
            yield f"a {link.tag} without a name: {link.get('href') or link.get('id') or ''}"
    for link in tree.xpath("//a[starts-with(@href, '#')]"):
        if link.get("href") == "#" or link.get("href")[1:] not in counts:
            yield f"a link to {link.get('href')!r}, which is not on the page"
    yield from ("an img without alt" for _image in tree.xpath("//img[not(@alt)]"))
    for picture in tree.xpath("//*[local-name()='svg'][not(@aria-hidden='true')]"):
        if not (
            picture.get("aria-label")
            or picture.get("aria-labelledby")
            or picture.xpath("./*[local-name()='title']")
        ):
            yield "an svg that is neither hidden nor named"


def _has_name(element: HtmlElement) -> bool:
    if (
        element.text_content().strip()
        or element.get("aria-label", "").strip()
        or element.get("aria-labelledby")
    ):
        return True
    return bool(
        element.xpath(".//img[@alt != '']|.//*[local-name()='svg'][@aria-label]|.//*[local-name()='title']")
    )


def _forms(tree: HtmlElement) -> Iterator[str]:
    labels = {label.get("for") for label in tree.xpath("//label[@for]") if label.text_content().strip()}
    for control in tree.xpath(CONTROLS):
        wrapped = any(
            parent.tag == "label" and parent.text_content().strip() for parent in control.iterancestors()
        )
        if not (
            control.get("id") in labels
            or wrapped
            or control.get("aria-label")
            or control.get("aria-labelledby")
        ):
            yield f"{control.tag} {control.get('name')!r} has no label"
        if not control.get("name") and control.get("type") != "search":
            yield f"{control.tag} without a name"
    for form in tree.xpath("//form"):
        where = form.get("action") or "this page"
        if form.get("method", "get").lower() == "post":
            if not form.xpath(".//input[@name='csrf_token' and string-length(@value) > 8]"):
                yield f"the form to {where} has no CSRF token"
        elif form.xpath(".//input[@name='csrf_token']"):
            yield f"the GET form to {where} would put its CSRF token into the address"
        if not form.xpath(".//button[@type='submit']"):
            yield f"the form to {where} has no submit button"
    yield from ("a button without a type" for _button in tree.xpath("//form//button[not(@type)]"))


def policy_faults(tree: HtmlElement) -> Iterator[str]:
    for script in tree.xpath("//script[not(@src)]"):
        if script.get("type") != "application/json":
            yield "an inline script"
    yield from ("an inline style sheet" for _style in tree.xpath("//style"))
    for element in tree.xpath("//*[@style]"):
        yield f"an inline style on {element.tag}"
    for element in tree.iter():
        if isinstance(element.tag, str):
            yield from (
                f"{name} on {element.tag}" for name in element.attrib if name.startswith(("on", "hx-on"))
            )
    for address in tree.xpath("//script/@src|//link[@rel='stylesheet']/@href|//img/@src"):
        if not address.startswith(("/", "data:")) or address.startswith("//"):
            yield f"{address} comes from another site"
    for address in tree.xpath("//@href|//@action|//@src"):
        if address.strip().lower().startswith("javascript:"):
            yield "a javascript: address"


def _text(tree: HtmlElement) -> Iterator[str]:
    quoted = (
        "ancestor::script or ancestor::style or ancestor::*[@translate='no'] or ancestor::*[@data-content]"
    )
    words = tree.xpath(f"//text()[not({quoted})]")
    words += tree.xpath("//@aria-label|//@alt|//@title|//@placeholder")
    for text in words:
        for pattern, meaning in LEFT_OVER.items():
            if found := re.search(pattern, str(text)):
                yield f"{meaning}: {str(text)[max(0, found.start() - 20) : found.end() + 20].strip()!r}"

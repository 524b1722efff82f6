"""R4 resources as XML: the JSON form that the mappers make, in the published order of elements."""

import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from platform_api.fhir.elements import Element, elements_of

_NAMESPACE = "http://hl7.org/fhir"
_DIV = "{http://www.w3.org/1999/xhtml}div"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold at all."""


def to_xml(resource: dict[str, Any]) -> bytes:
    """The resource as a UTF-8 document; elements that R4 does not know are left out."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', *_resource(resource, f' xmlns="{_NAMESPACE}"')]
    return "".join(parts).encode()


def _resource(resource: dict[str, Any], namespace: str = "") -> Iterator[str]:
    name = resource["resourceType"]
    yield f"<{name}{namespace}>"
    yield from _children(resource, name)
    yield f"</{name}>"


def _children(holder: dict[str, Any], kind: str) -> Iterator[str]:
    for element in elements_of().get(kind, ()):
        value, beside = holder.get(element.name), holder.get(f"_{element.name}")
        if element.kind == "xhtml" and value is not None:
            yield _narrative(value)
            continue
        if element.is_attribute or (value is None and beside is None):
            continue
        values = value if isinstance(value, list) else [value]
        extended = beside if isinstance(beside, list) else [beside] * len(values)
        for one, more in zip(values, extended, strict=False):
            yield from _element(element, one, more)


def _narrative(div: str) -> str:
    """The narrative as it is, in its own namespace: one well-formed element, or the answer is not given at all."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(div, parser)
    if root.tag != _DIV or root.getroottree().docinfo.internalDTD is not None:
        raise ValueError(root.tag)
    return div


def _element(element: Element, value: Any, beside: dict[str, Any] | None) -> Iterator[str]:
    if element.is_primitive:
        yield f"<{element.name}{'' if value is None else ' value=' + _quoted(value)}"
        if beside is None:
            yield "/>"
            return
        yield ">"
        for extension in beside.get("extension", ()):
            yield from _element(_EXTENSION, extension, None)
    elif element.kind == "Resource":
        yield f"<{element.name}>"
        yield from _resource(value)
    else:
        known = (one for one in elements_of().get(element.kind, ()) if one.is_attribute and one.name in value)
        attributes = "".join(f" {one.name}={_quoted(value[one.name])}" for one in known)
        yield f"<{element.name}{attributes}>"
        yield from _children(value, element.kind)
    yield f"</{element.name}>"


_EXTENSION = Element("extension", "Extension", repeats=True, is_attribute=False)
_SPACES = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def _quoted(value: Any) -> str:
    if isinstance(value, bool):
        return '"true"' if value else '"false"'
    return quoteattr(_NOT_XML.sub("\ufffd", str(value)), _SPACES)

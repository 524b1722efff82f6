"""FHIR XML into the same tree as FHIR JSON, guided by the shape that is wanted."""

import re
from collections.abc import Hashable
from functools import cache
from typing import Any

from lxml import etree
from msgspec import inspect

from platform_api.fhir.reading_exactly import is_exact
from platform_api.fhir.reading_types import NamedOrganisation, Person, Tree
from platform_api.fhir.unknown_members import in_xml

_FHIR = "{http://hl7.org/fhir}"
_WHERE_SCHEMAS_ARE = "{http://www.w3.org/2001/XMLSchema-instance}"
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']*)""")
"""What the XML declaration calls its encoding."""
_INSIDE: dict[str, type[Any]] = {"Organization": NamedOrganisation}


class NotXml(Exception):
    """Not well-formed, with a document type, in another encoding or namespace, or with an element unknown to R4.

    `expression` says where that element is, as FHIRPath.
    """

    def __init__(self, expression: str | None = None) -> None:
        super().__init__(expression)
        self.expression = expression


def tree_of(data: bytes, shape: type[Any]) -> Tree:
    """The resource as a tree; elements that the shape does not name are left out. Raises NotXml."""
    root = _root(data)
    name = _name(root)
    if not is_exact(shape) and (unknown := in_xml(root, name, name)):
        raise NotXml(unknown)
    return {"resourceType": name, **_members(root, _struct(shape))}


def resource_bytes(data: bytes, entry: int) -> bytes:
    """One entry's resource of a Bundle, serialised anew with its namespace."""
    resource = _root(data).findall(f"{_FHIR}entry")[entry].find(f"{_FHIR}resource")
    return bytes(etree.tostring(resource[0], encoding="utf-8", with_tail=False))


def taken_apart(data: bytes) -> tuple[bytes, list[bytes]]:
    """A Bundle without its resources, and the resource of each entry, serialised anew; b"" where there is none."""
    root = _root(data)
    resources = []
    for entry in root.findall(f"{_FHIR}entry"):
        holder = entry.find(f"{_FHIR}resource")
        inner = list(holder) if holder is not None else []
        resources.append(etree.tostring(inner[0], encoding="utf-8", with_tail=False) if inner else b"")
        if holder is not None:
            entry.remove(holder)
    return bytes(etree.tostring(root, encoding="utf-8")), resources


def _root(data: bytes) -> Any:
    """The root element: UTF-8 and no document type at all, so that long texts may be allowed without danger.

    The parser is told the encoding: it must not find another one by itself, in which a document type hides from us.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotXml from error
    if (declared := _ENCODING.match(data)) and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        raise NotXml
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data:
        raise NotXml
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotXml from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotXml
    return root


def _name(element: Any) -> str:
    tag = str(element.tag)
    if not tag.startswith(_FHIR):
        raise NotXml
    return tag.removeprefix(_FHIR)


def _struct(shape: Any) -> inspect.StructType:
    found = _type_info(shape)
    if not isinstance(found, inspect.StructType):
        raise TypeError(shape)
    return found


@cache
def _type_info(shape: Hashable) -> inspect.Type:
    return inspect.type_info(shape)


@cache
def _fields(struct: Hashable) -> dict[str, inspect.Type]:
    return {one.encode_name: _without_none(one.type) for one in _struct(struct).fields}


def _without_none(kind: inspect.Type) -> inspect.Type:
    if isinstance(kind, inspect.UnionType):
        others = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        return others[0] if len(others) == 1 else inspect.UnionType(tuple(others))
    return kind


def _members(element: Any, struct: inspect.StructType) -> Tree:
    fields = _fields(struct.cls)
    found: Tree = _beside(element, fields) if is_exact(struct.cls) else {}
    for name in ("id", "url"):
        if name in fields and element.get(name) is not None:
            found[name] = element.get(name)
    for child in element:
        if not str(child.tag).startswith(_FHIR):
            continue  # the narrative
        name = _name(child)
        kind = fields.get(name)
        if isinstance(kind, inspect.ListType):
            found.setdefault(name, []).append(_value(child, kind.item_type))
        elif kind is not None:
            if name in found:
                raise NotXml
            found[name] = _value(child, kind)
    return found


def _beside(element: Any, fields: dict[str, inspect.Type]) -> Tree:
    """What only a shape that allows nothing else must know of: it is a fault there, whatever it holds."""
    found: Tree = {
        str(name).rpartition("}")[2]: None
        for name in element.attrib
        if name not in fields and not str(name).startswith(_WHERE_SCHEMAS_ARE)
    }
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        found["_text"] = None
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        kind = fields.get(name)
        if kind is None or not str(child.tag).startswith(_FHIR):
            found[name if kind is None else f"_{name}"] = None
        elif _is_primitive(kind) and (
            len(child) or set(child.attrib) - {"value"} or (child.text or "").strip()
        ):
            found[f"_{name}"] = None
    return found


def _is_primitive(kind: inspect.Type) -> bool:
    inner = _without_none(kind.item_type) if isinstance(kind, inspect.ListType) else kind
    return not isinstance(inner, inspect.StructType)


def _value(element: Any, kind: inspect.Type) -> Any:
    kind = _without_none(kind)
    if isinstance(kind, inspect.StructType):
        if kind.tag_field is not None:
            return _resource(element, {kind.tag: kind})
        return _members(element, kind)
    if isinstance(kind, inspect.UnionType):
        return _resource(element, {one.tag: one for one in kind.types if isinstance(one, inspect.StructType)})
    if isinstance(kind, inspect.DictType):
        return _contained(element)
    text = element.get("value")
    if isinstance(kind, inspect.BoolType):
        return {"true": True, "false": False}.get(text, text)
    if isinstance(kind, inspect.IntType):
        try:
            return int(text)
        except (TypeError, ValueError) as error:
            raise NotXml from error
    return text


def _resource(element: Any, kinds: dict[Any, inspect.StructType]) -> Tree:
    """The one resource inside an element; of a kind that is not expected only the name is told."""
    if len(element) != 1:
        raise NotXml
    name = _name(element[0])
    kind = kinds.get(name)
    return {"resourceType": name, **(_members(element[0], kind) if kind else {})}


def _contained(element: Any) -> Tree:
    if len(element) != 1:
        raise NotXml
    name = _name(element[0])
    return {"resourceType": name, **_members(element[0], _struct(_INSIDE.get(name, Person)))}

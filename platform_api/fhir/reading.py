"""Reads FHIR that others send, JSON or XML: strictly one meaning, in the shape asked for, or not at all."""

import json
import re
from typing import Any, NoReturn, TypeVar

import msgspec

from platform_api.fhir.reading_exactly import is_exact, strangers
from platform_api.fhir.reading_types import Envelope, FhirDocument, Tree
from platform_api.fhir.reading_xml import NotXml, resource_bytes, tree_of
from platform_api.fhir.reading_xml import taken_apart as apart_in_xml
from platform_api.fhir.unknown_members import MODIFYING, in_json

JSON_TYPES = frozenset(
    {"application/fhir+json", "application/json", "text/json", "application/json+fhir", ""}
)
XML_TYPES = frozenset({"application/fhir+xml", "application/xml", "text/xml", "application/xml+fhir"})
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_PATH = re.compile(r" - at `(?:key in )?\$([^`]*)`$")
T = TypeVar("T")


class Unreadable(Exception):
    """What came is not the resource that was asked for; `expression` says where, as FHIRPath, if known.

    `strangers` are members that can be read but that the shape does not allow.
    """

    def __init__(
        self,
        expression: str | None = None,
        *,
        other_resource: bool = False,
        strangers: tuple[str, ...] = (),
    ) -> None:
        super().__init__(expression)
        self.expression = expression
        self.other_resource = other_resource
        self.strangers = strangers


def read(data: bytes, media_type: str, shape: type[T], name: str) -> T:
    """The resource `name` in this shape.

    Raises Unreadable for bytes that are no UTF-8, a member that is named twice, characters that no text may
    hold, anything nested too deeply, a document type in XML, an element that R4 does not know, or a value of
    another type than R4's.
    """
    try:
        tree = tree_of(data, shape) if media_type in XML_TYPES else _json(data)
        judged_here = media_type not in XML_TYPES and not is_exact(shape)
        unknown = in_json(tree, name, name) if judged_here else None
    except NotXml as error:
        raise _unknown_at(error.expression) from error
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(tree, dict) or tree.get("resourceType") != name:
        raise Unreadable(name)
    if is_exact(shape) and (others := strangers(tree, shape, name)):
        raise Unreadable(others[0], strangers=others)
    if unknown:
        raise _unknown_at(unknown)
    try:
        return msgspec.convert(tree, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise _misplaced(str(error), name) from error


def original(data: bytes, media_type: str, entry: int) -> bytes:
    """The bytes of one entry's resource as they were sent, for a FHIR document that is kept unchanged."""
    if media_type in XML_TYPES:
        return resource_bytes(data, entry)
    return bytes(msgspec.json.decode(data, type=_Entries).entry[entry].resource)


def taken_apart(data: bytes, media_type: str) -> tuple[Envelope, list[bytes]]:
    """A Bundle without its resources, and the bytes of each entry's: one that is none spoils no other.

    Raises Unreadable where there is no Bundle around them.
    """
    try:
        if media_type in XML_TYPES:
            around, resources = apart_in_xml(data)
        else:
            tree = _json(data)
            entries = tree.get("entry") if isinstance(tree, dict) else None
            inner = [one.pop("resource", None) for one in entries or () if isinstance(one, dict)]
            resources = [b"" if one is None else json.dumps(one).encode() for one in inner]
            around = json.dumps(tree).encode()
    except NotXml as error:
        raise Unreadable(error.expression) from error
    except (ValueError, TypeError, RecursionError) as error:
        raise Unreadable from error
    return read(around, media_type, Envelope, "Bundle"), resources


def is_document(data: bytes, media_type: str) -> bool:
    """Whether these bytes are a FHIR document: a Bundle of that type."""
    try:
        return read(data, media_type, FhirDocument, "Bundle").type == "document"
    except Unreadable:
        return False


def inside(tree: Tree, shape: type[T]) -> T | None:
    """A contained resource in this shape, or None if it has another."""
    try:
        return msgspec.convert(tree, shape)
    except msgspec.ValidationError:
        return None


class _Resource(msgspec.Struct):
    resource: msgspec.Raw = msgspec.Raw()


class _Entries(msgspec.Struct):
    entry: list[_Resource]


def _json(data: bytes) -> Any:
    return json.loads(data.decode("utf-8"), object_pairs_hook=_members, parse_constant=_no_number)


def _members(pairs: list[tuple[str, Any]]) -> Tree:
    """An object; each member once, and only characters that a FHIR string may hold."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member is named twice")
    for value in found.values():
        if type(value) is str and not value.isprintable() and _UNSAFE.search(value):
            raise ValueError("a control character")
    return found


def _no_number(_text: str) -> NoReturn:
    raise ValueError("not a number of JSON")


def _unknown_at(place: str | None) -> Unreadable:
    """What R4 does not know cannot be read; what is known and may change the rest, cannot be kept."""
    modifies = place is not None and place.rpartition(".")[2] in MODIFYING
    return Unreadable(place, strangers=(place,) if place and modifies else ())


def _misplaced(message: str, name: str) -> Unreadable:
    found = _PATH.search(message)
    path = found.group(1) if found else ""
    other = path.endswith(".resourceType")
    return Unreadable(name + path.removesuffix(".resourceType").replace("[...]", ""), other_resource=other)

"""Finds what R4 does not know in a resource that others send: a misspelt `securityLabel` must not open a document.

What R4 knows and the platform does not read is left alone, but for what may change the meaning of the rest. A FHIR
document inside is left alone, too: it is kept as it came.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from platform_api.fhir.elements import Element, elements_of
from platform_api.fhir.reading_exactly import NAME

_OPEN_CHOICES = frozenset({"Extension", "Parameters.parameter"})
"""Their `value[x]` may be of any type, also of one that is not in our table."""
_FHIR = "{http://hl7.org/fhir}"
MODIFYING = frozenset({"modifierExtension", "implicitRules"})
"""What may turn the meaning of all the rest around: who does not understand it must not go on (R4 2.4.0, 2.26.1.3).

Of a DocumentReference it is a fault of the profile, told among the others (`provide_rules`).
"""


def in_json(tree: Any, kind: str, path: str) -> str | None:
    """The path of the first member that R4 does not give this kind of resource or element; None where there is none.

    A name that is none of FHIR's is told as a fault of what holds it.
    """
    known = _known(kind)
    if known is None or not isinstance(tree, dict) or _is_document(kind, tree.get("type")):
        return None
    for name, value in tree.items():
        if name == "resourceType":
            continue
        plain = name.removeprefix("_")
        element = known.get(plain)
        if element is None:
            if not _is_choice(kind, plain):
                return f"{path}.{name}" if NAME.fullmatch(name) else path
        elif (plain != name and not element.is_primitive) or (value and _modifies(kind, plain)):
            return f"{path}.{name}"
        elif not element.is_primitive:
            for place, one in _each(value, f"{path}.{name}"):
                found = in_json(one, _kind_of_json(element, one), place)
                if found:
                    return found
    return None


def in_xml(element: Any, kind: str, path: str) -> str | None:
    """The same of an element of XML; what is in another namespace is the narrative's."""
    known = _known(kind)
    if known is None or _is_document(kind, _value(element, "type")):
        return None
    counted: dict[str, int] = {}
    for child in element:
        name = str(child.tag).removeprefix(_FHIR)
        if not str(child.tag).startswith(_FHIR):
            continue
        inner = known.get(name)
        if inner is None:
            if not _is_choice(kind, name):
                return f"{path}.{name}"
            continue
        if _modifies(kind, name):
            return f"{path}.{name}"
        number = counted[name] = counted.get(name, -1) + 1
        if not inner.is_primitive:
            place = f"{path}.{name}[{number}]" if inner.repeats else f"{path}.{name}"
            found = _inside_xml(child, inner, place)
            if found:
                return found
    return None


def _inside_xml(child: Any, element: Element, place: str) -> str | None:
    if element.kind != "Resource":
        return in_xml(child, element.kind, place)
    resources = [one for one in child if str(one.tag).startswith(_FHIR)]
    return next((in_xml(one, str(one.tag).removeprefix(_FHIR), place) for one in resources), None)


@cache
def _known(kind: str) -> dict[str, Element] | None:
    """The elements of a type by name; None for a type that the platform never reads or writes."""
    found = elements_of().get(kind)
    return None if found is None else {one.name: one for one in found}


def _modifies(kind: str, name: str) -> bool:
    return name in MODIFYING and (kind, name) != ("DocumentReference", "modifierExtension")


def _is_document(kind: str, type_: Any) -> bool:
    return kind == "Bundle" and type_ == "document"


def _is_choice(kind: str, name: str) -> bool:
    return kind in _OPEN_CHOICES and name.startswith("value") and len(name) > len("value")


def _kind_of_json(element: Element, value: Any) -> str:
    if element.kind != "Resource":
        return element.kind
    stated = value.get("resourceType") if isinstance(value, dict) else None
    return stated if isinstance(stated, str) else ""


def _each(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        yield from ((f"{path}[{number}]", one) for number, one in enumerate(value))
    else:
        yield path, value


def _value(element: Any, name: str) -> str | None:
    found = element.find(f"{_FHIR}{name}")
    return None if found is None else found.get("value")

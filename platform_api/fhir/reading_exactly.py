"""Which members of what was sent a shape does not name, for shapes that allow no others."""

import re
from collections.abc import Hashable, Iterator
from functools import cache
from typing import Any

from msgspec import inspect

_MOST = 20  # faults of one answer
NAME = re.compile(r"_?[A-Za-z][A-Za-z0-9]{0,63}")


def is_exact(shape: type[Any]) -> bool:
    """Whether this shape allows only the members that it names."""
    return bool(getattr(getattr(shape, "__struct_config__", None), "forbid_unknown_fields", False))


def strangers(tree: Any, shape: type[Any], name: str) -> tuple[str, ...]:
    """Where they are, as FHIRPath; a name that is none of FHIR's is told as a fault of what holds it."""
    found = dict.fromkeys(_strangers(tree, shape, name))
    return tuple(found)[:_MOST]


def _strangers(tree: Any, shape: Any, path: str) -> Iterator[str]:
    if not isinstance(tree, dict):
        return
    known = _members_of(shape)
    for name, value in tree.items():
        if name not in known:
            yield f"{path}.{name}" if NAME.fullmatch(name) else path
        elif (inner := known[name]) is None:
            continue
        elif isinstance(value, list):
            for position, one in enumerate(value):
                yield from _strangers(one, inner, f"{path}.{name}[{position}]")
        else:
            yield from _strangers(value, inner, f"{path}.{name}")


@cache
def _members_of(shape: Hashable) -> dict[str, type[Any] | None]:
    """The members by name, each with its shape if it has members of its own."""
    described = inspect.type_info(shape)
    if not isinstance(described, inspect.StructType):
        raise TypeError(shape)
    known: dict[str, type[Any] | None] = {one.encode_name: _shape_in(one.type) for one in described.fields}
    return known if described.tag_field is None else {**known, described.tag_field: None}


def _shape_in(kind: inspect.Type) -> type[Any] | None:
    if isinstance(kind, inspect.ListType):
        return _shape_in(kind.item_type)
    if isinstance(kind, inspect.UnionType):
        return next((found for one in kind.types if (found := _shape_in(one)) is not None), None)
    return kind.cls if isinstance(kind, inspect.StructType) else None

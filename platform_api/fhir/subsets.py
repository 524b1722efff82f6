"""Resources with fewer elements, for who asks so: `_summary` and `_elements` (R4 3.1.1.5.8, 3.1.1.5.9).

`r4_summaries.txt` was drawn from the snapshots of HL7's R4 definitions (4.0.1, CC0): one line for each type that is
served, each element with `!` when it is mandatory and `+` when it belongs to the summary.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

SUBSETTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}
SUMMARIES = frozenset({"true", "text", "data"})
"""What `_summary` may ask for, of one resource as of many."""
_ALWAYS = frozenset({"resourceType", "id", "meta"})


@dataclass(frozen=True, slots=True)
class Subset:
    """What of each resource is wanted; without elements all that the summary leaves."""

    summary: str = ""
    elements: frozenset[str] = frozenset()


def sift(kind: str, value: str) -> tuple[list[str], list[str]]:
    """The elements of this type that `_elements` names, and the names that are none."""
    names = [name.strip().removeprefix(f"{kind}.") for name in value.split(",") if name.strip()]
    known = _flags().get(kind, {})
    return [name for name in names if name in known], [name for name in names if name not in known]


def cut(resource: dict[str, Any], subset: Subset) -> dict[str, Any]:
    """The resource with what is wanted and what it must have, marked as such."""
    flags = _flags().get(resource["resourceType"])
    if flags is None:
        return resource
    found = resource
    if subset.summary == "true":
        found = _summary(resource, flags, "")
    elif subset.summary == "data":
        found = {name: part for name, part in resource.items() if name != "text"}
    elif subset.summary == "text":
        found = _top(resource, flags, frozenset({"text"}))
    if subset.elements:
        found = _top(found, flags, subset.elements)
    meta = dict(resource.get("meta", {}))
    if SUBSETTED not in meta.get("tag", []):
        meta["tag"] = [*meta.get("tag", []), SUBSETTED]
    first: dict[str, Any] = {name: found[name] for name in ("resourceType", "id") if name in found}
    return {**first, "meta": meta, **{name: part for name, part in found.items() if name not in _ALWAYS}}


def _top(resource: dict[str, Any], flags: dict[str, str], wanted: frozenset[str]) -> dict[str, Any]:
    """The elements of the first level that are wanted or mandatory."""
    found = {}
    for name, part in resource.items():
        stem = _stem(name.removeprefix("_"), flags)
        if name in _ALWAYS or stem in wanted or "!" in flags.get(stem, ""):
            found[name] = part
    return found


def _summary(part: dict[str, Any], flags: dict[str, str], path: str) -> dict[str, Any]:
    """The elements of the summary, level by level; a type of its own is left whole."""
    found: dict[str, Any] = {}
    for name, value in part.items():
        stem = _stem(f"{path}{name.removeprefix('_')}", flags)
        flag = flags.get(stem, "")
        if (path == "" and name in _ALWAYS) or flag:
            left = _inside(value, flags, f"{stem}.")
            if left or "!" in flag:
                found[name] = left
    return found


def _inside(value: Any, flags: dict[str, str], path: str) -> Any:
    if f"{path}id" not in flags:
        return value
    if isinstance(value, list):
        return [left for one in value if (left := _inside(one, flags, path))]
    return _summary(value, flags, path)


def _stem(name: str, flags: dict[str, str]) -> str:
    """The name as it is defined: `sourceReference` is `source[x]`."""
    if name in flags:
        return name
    return next(
        (one for one in flags if one.endswith("[x]") and name.startswith(one.removesuffix("[x]"))), name
    )


@cache
def _flags() -> dict[str, dict[str, str]]:
    text = files("platform_api.fhir").joinpath("r4_summaries.txt").read_text("utf-8")
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        kind, _, cells = line.partition(": ")
        found[kind] = {cell.rstrip("!+"): cell[len(cell.rstrip("!+")) :] for cell in cells.split()}
    return found

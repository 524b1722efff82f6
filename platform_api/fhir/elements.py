"""The elements of R4 resources and data types in their published order: what XML needs and JSON leaves out.

`r4_elements.txt` was drawn from the snapshots of HL7's R4 definitions (4.0.1, CC0): one line for each type,
`name*=Kind` for each element; `*` repeats, `@` is an XML attribute, `?` is one of many types.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ANY = (
    "base64Binary",
    "boolean",
    "canonical",
    "code",
    "date",
    "dateTime",
    "decimal",
    "id",
    "instant",
    "integer",
    "markdown",
    "oid",
    "positiveInt",
    "string",
    "time",
    "unsignedInt",
    "uri",
    "url",
    "uuid",
    "Address",
    "Annotation",
    "Attachment",
    "CodeableConcept",
    "Coding",
    "ContactPoint",
    "HumanName",
    "Identifier",
    "Period",
    "Quantity",
    "Reference",
)
"""The types that an open choice (`value[x]` of an extension) may have here."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its name in JSON, its type, whether it repeats, whether XML writes it as an attribute."""

    name: str
    kind: str
    repeats: bool
    is_attribute: bool

    @property
    def is_primitive(self) -> bool:
        """Whether it holds one value rather than further elements."""
        return self.kind[0].islower()


@cache
def elements_of() -> dict[str, tuple[Element, ...]]:
    """The elements of each known type, in order; a choice stands there once for each of its types."""
    text = files("platform_api.fhir").joinpath("r4_elements.txt").read_text("utf-8")
    found: dict[str, tuple[Element, ...]] = {}
    for line in text.splitlines():
        name, _, cells = line.partition(": ")
        found[name] = tuple(element for cell in cells.split() for element in _elements(cell))
    return found


def _elements(cell: str) -> list[Element]:
    name, _, kinds = cell.partition("=")
    repeats = name.endswith("*")
    name = name.removesuffix("*")
    is_attribute = kinds.startswith("@")
    chosen = ANY if kinds == "?" else kinds.removeprefix("@").split("|")
    if not name.endswith("[x]"):
        return [Element(name, chosen[0], repeats, is_attribute)]
    stem = name.removesuffix("[x]")
    return [Element(stem + kind[0].upper() + kind[1:], kind, repeats, is_attribute) for kind in chosen]

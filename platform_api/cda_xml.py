"""Elements of the HL7 version 3 namespace, written as `E.title("…")` or `E("title", …)`."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

from lxml import etree

V3 = "urn:hl7-org:v3"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
TYPE_ATTRIBUTE = f"{{{SCHEMA_INSTANCE}}}type"

# The stubs know no default namespace, whose prefix is None.
NAMESPACES = cast(dict[str, str], {None: V3, "xsi": SCHEMA_INSTANCE})

Element = etree._Element


class _Maker:
    def __call__(self, tag: str, *children: Element | str | Mapping[str, str], **attributes: str) -> Element:
        element = etree.Element(f"{{{V3}}}{tag}", nsmap=NAMESPACES)
        for child in children:
            if isinstance(child, str):
                element.text = child
            elif isinstance(child, Mapping):
                for name, value in child.items():
                    element.set(name, value)
            else:
                element.append(child)
        for name, value in attributes.items():
            element.set(name, value)
        return element

    def __getattr__(self, tag: str) -> Callable[..., Element]:
        return partial(self, tag)


E = _Maker()

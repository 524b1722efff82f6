"""What a reader, a screen reader and a forensic eye find in a printed PDF."""

import io
import re

import pikepdf

from tests.support.letter import letter_text


def words_of(pdf: bytes) -> str:
    """The text with every run of spaces and line ends as one space, so that sentences can be looked for."""
    return re.sub(r"[\s\u200b]+", " ", letter_text(pdf).replace("\u2019", "'").replace("\ufffe", "-"))


def opened(pdf: bytes) -> pikepdf.Pdf:
    """The PDF's own structure."""
    return pikepdf.open(io.BytesIO(pdf))


def every_byte(pdf: bytes) -> bytes:
    """All that the file holds: as it is, and each stream and string unpacked."""
    parts = [pdf]
    with opened(pdf) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                parts.append(thing.read_bytes())
            parts.append(repr(thing).encode())
    return b"\n".join(parts)


def elements(pdf: bytes) -> list[tuple[str, dict[str, str]]]:
    """The structure tree in reading order: each element's role with its language and alternative text."""
    found: list[tuple[str, dict[str, str]]] = []

    def walk(node: pikepdf.Object | None) -> None:
        if not isinstance(node, pikepdf.Dictionary):
            return
        if "/S" in node:
            known = {key: str(node[key]) for key in ("/Lang", "/Alt") if key in node}
            found.append((str(node["/S"]), known))
        children = node.get("/K")
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            walk(child)

    with opened(pdf) as document:
        walk(document.Root.StructTreeRoot)
    return found

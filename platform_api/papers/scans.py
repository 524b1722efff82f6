"""A scan as one clean PDF: looked at in a process of its own, pictures made pages, joined to what is there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from platform_api import clock
from platform_api.conversion.work import Job
from platform_api.documents.deposit import LARGEST, Stored
from platform_api.documents.upload_bytes import Kept, arriving, converted, made_clean
from platform_api.problems import Refused
from platform_api.vocabulary import Reason

_PICTURES = "image/"
_PDF = "application/pdf"
Part = tuple[str, int, str]
"""A stored part: its name, its bytes, of which kind it is."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it comes, and what its pages are called."""

    title: str
    language: str
    file_name: str
    stream: IO[bytes]
    length: int | None


@dataclass(frozen=True, slots=True)
class Scan:
    """The clean scan in the store."""

    blob: str
    stored: Stored
    pages: int


def cleaned(kept: Kept, came: Incoming, before: Sequence[Part] = ()) -> Scan:
    """The file's pages behind those of `before`; raises Refused for what is no scan."""
    largest = kept.running.settings.largest_file
    if came.length is not None and came.length > largest:
        raise Refused(Reason.CONTENT_TOO_LARGE, data={"largest": largest})
    blob, stored = kept.put(arriving(came.stream), largest)
    if not stored.size:
        raise Refused(Reason.CONTENT_EMPTY)
    moment = int(clock.now().timestamp())
    job = Job("clean", [], [came.file_name], [], came.title, came.language, moment)
    outcome, part, part_stored = made_clean(kept, blob, stored.size, job)
    if outcome.media_type != _PDF and not outcome.media_type.startswith(_PICTURES):
        raise Refused(Reason.UPLOAD_KIND)
    if outcome.part == "pdf" and not before:
        return Scan(part, part_stored, outcome.pages)
    parts = [*before, (part, part_stored.size, outcome.part)]
    sizes, kinds = [size for _name, size, _kind in parts], [kind for _name, _size, kind in parts]
    join = Job("join", sizes, [], kinds, came.title, came.language, moment)
    whole, pdf, pdf_stored = converted(kept, join, [name for name, _size, _kind in parts])
    if pdf_stored.size > LARGEST:
        raise Refused(Reason.CONTENT_TOO_LARGE, data={"largest": LARGEST})
    return Scan(pdf, pdf_stored, whole.pages)

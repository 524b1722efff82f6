"""The two jobs of the conversion: one file made clean, and several clean files made one document.

Each job is a process of its own, and forty photos are forty: a library that only other kinds of file need is loaded
where it is used.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from platform_api.conversion.kinds import FileKind, kind_of
from platform_api.conversion.limits import NotConvertible
from platform_api.conversion.photos import Photo, photos
from platform_api.vocabulary import Reason, UploadNote


class Job(msgspec.Struct):
    """What to do with the files that follow, `sizes` bytes each; `words` are the portal's for pictures of pages."""

    task: Literal["clean", "join"]
    sizes: list[int]
    names: list[str] = []
    parts: list[str] = []
    title: str = ""
    language: str = "fr"
    moment: int = 0
    page_words: str = "{page} / {pages}"


class Outcome(msgspec.Struct):
    """What became of it: the kind of the file, of which kind the clean part is, how many pages it has."""

    media_type: str = ""
    part: Literal["photos", "pdf"] = "pdf"
    pages: int = 0
    notes: list[str] = []
    refused: str | None = None


def do(job: Job, files: Sequence[bytes]) -> tuple[Outcome, bytes]:
    """Do it; raises NotConvertible."""
    return _clean(job, files[0]) if job.task == "clean" else _join(job, files)


def _clean(job: Job, data: bytes) -> tuple[Outcome, bytes]:
    kind, media_type = kind_of(data, job.names[0] if job.names else "")
    if kind is FileKind.PHOTO:
        found = photos(data)
        return Outcome(media_type, "photos", len(found)), _packed(found)
    from platform_api.conversion import office, pdf, plain, typeset

    if kind is FileKind.PDF:
        kept = pdf.clean(data, job.title, job.language, job.moment)
        return Outcome(media_type, "pdf", kept.pages, sorted(kept.notes)), kept.data
    readers = {
        FileKind.DOCX: office.docx,
        FileKind.ODT: office.odt,
        FileKind.RTF: plain.rtf,
        FileKind.TEXT: plain.plain,
    }
    text = readers[kind](data)
    made, lacking = typeset.typeset(text, job.title, job.language, job.moment)
    notes = [UploadNote.PICTURES_LEFT_OUT] if text.pictures else []
    notes += [UploadNote.SIGNS_LEFT_OUT] if lacking else []
    return Outcome(media_type, "pdf", pdf.count(made), sorted(notes)), made


def _join(job: Job, files: Sequence[bytes]) -> tuple[Outcome, bytes]:
    """Photos alone become one tagged document; other files come one after the other."""
    from platform_api.conversion import pdf

    if not files:
        raise NotConvertible(Reason.UPLOAD_NOTHING)
    if all(part == "photos" for part in job.parts):
        found = [photo for data in files for photo in _unpacked(data)]
        return Outcome("application/pdf", "pdf", len(found)), _tagged(job, found)
    if len(files) == 1:
        return Outcome("application/pdf", "pdf", pdf.count(files[0])), files[0]
    made = [
        _tagged(job, _unpacked(data)) if part == "photos" else data
        for part, data in zip(job.parts, files, strict=True)
    ]
    whole = pdf.joined(made, job.title, job.language, job.moment)
    return Outcome("application/pdf", "pdf", pdf.count(whole)), whole


def _tagged(job: Job, found: list[Photo]) -> bytes:
    from platform_api.conversion import pages

    drawn = [
        pages.Drawn(photo, job.page_words.format(page=number, pages=len(found)))
        for number, photo in enumerate(found, 1)
    ]
    return pages.tagged(drawn, job.title, job.language, job.moment)


def _packed(found: list[Photo]) -> bytes:
    """Pictures one after the other, their measures first."""
    heads = [(one.width, one.height, one.colours, len(one.data)) for one in found]
    head = msgspec.msgpack.encode(heads)
    return len(head).to_bytes(4, "big") + head + b"".join(one.data for one in found)


def _unpacked(data: bytes) -> list[Photo]:
    end = 4 + int.from_bytes(data[:4], "big")
    heads = msgspec.msgpack.decode(data[4:end], type=list[tuple[int, int, int, int]])
    found = []
    for width, height, colours, size in heads:
        found.append(Photo(data[end : end + size], width, height, colours))
        end += size
    return found

"""Which kind of file the bytes are, whatever their name says; and what pretends to be another."""

import re
import zipfile
from enum import StrEnum
from io import BytesIO

from platform_api.conversion.limits import LARGEST_DIRECTORY, NotConvertible
from platform_api.vocabulary import Reason

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif", b"avif"})
_MARKUP = (b"<html", b"<script", b"<!doctype", b"<body", b"<svg", b"<iframe", b"<?php", b"<?xml")
_END_OF_ZIP = b"PK\x05\x06"
_END_OF_ZIP64 = b"PK\x06\x07"
_ZIP_TAIL = 66_000  # bytes in which the end of an archive must lie
_HEAD = 1024
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_EICAR = b"*H+H$!ELIF-TSET-SURIVITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\\4[PA@%P!O5X"[::-1]
"""The anti-virus industry's test file, written backwards so that no scanner mistakes this one."""


class FileKind(StrEnum):
    """What is taken."""

    PDF = "pdf"
    PHOTO = "photo"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"
    TEXT = "text"


MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.RTF: "application/rtf",
    FileKind.TEXT: "text/plain",
}
_PHOTOS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
_FAMILIES = {
    "pdf": {FileKind.PDF},
    **{ending: {FileKind.PHOTO} for ending in ("jpg", "jpeg", "png", "webp", "tif", "tiff")},
    "docx": {FileKind.DOCX},
    "odt": {FileKind.ODT},
    "rtf": {FileKind.RTF, FileKind.TEXT},
    "doc": {FileKind.RTF, FileKind.DOCX},
    **{ending: {FileKind.TEXT} for ending in ("txt", "text", "md", "csv")},
}
_NEVER_OTHERWISE = frozenset(
    ending for ending, kinds in _FAMILIES.items() if kinds <= {FileKind.PDF, FileKind.PHOTO}
)
_SOMETHING_ELSE = frozenset({Reason.UPLOAD_KIND, Reason.UPLOAD_DAMAGED})
"""What is wrong with a file of no kind that is taken; with the name of a PDF or a photo, its name is wrong."""


def kind_of(data: bytes, name: str = "") -> tuple[FileKind, str]:
    """The kind and the media type; raises NotConvertible for what is not taken or pretends to be something else.

    A picture may bear the ending of another kind of picture, as telephones do; a PDF may not.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise NotConvertible(Reason.CONTENT_EMPTY)
    if _EICAR in data[:4096]:
        raise NotConvertible(Reason.UPLOAD_HARMFUL)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    try:
        kind, media_type = _sniffed(data)
    except NotConvertible as refused:
        if refused.reason in _SOMETHING_ELSE and ending in _NEVER_OTHERWISE and not data.startswith(b"GIF8"):
            raise NotConvertible(Reason.UPLOAD_DISGUISED) from None
        raise
    if kind not in _FAMILIES.get(ending, {kind}):
        raise NotConvertible(Reason.UPLOAD_DISGUISED)
    return kind, media_type


def _sniffed(data: bytes) -> tuple[FileKind, str]:
    head = data[:_HEAD].lower()
    if data.startswith(b"PK\x03\x04"):
        kind = _office(data)
        return kind, MEDIA_TYPES[kind]
    if data[128:132] == b"DICM":
        raise NotConvertible(Reason.UPLOAD_KIND)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        raise NotConvertible(Reason.UPLOAD_HEIC)
    start = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if start.startswith(b"%PDF-"):
        _check_single(data, head)
        return FileKind.PDF, MEDIA_TYPES[FileKind.PDF]
    if b"%pdf-" in head and any(mark in head for mark in _MARKUP):
        raise NotConvertible(Reason.UPLOAD_DISGUISED)
    photo = next((media for mark, media in _PHOTOS.items() if data.startswith(mark)), None)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        photo = "image/webp"
    if photo is not None:
        _check_single(data, head)
        return FileKind.PHOTO, photo
    if data.startswith(b"GIF8"):
        is_script = any(mark in head for mark in (b"*/", b"=1", b"alert", b"script"))
        raise NotConvertible(Reason.UPLOAD_DISGUISED if is_script else Reason.UPLOAD_KIND)
    if start.startswith(b"{\\rtf"):
        return FileKind.RTF, MEDIA_TYPES[FileKind.RTF]
    return _text(data, head)


def _check_single(data: bytes, head: bytes) -> None:
    """Refuse a file that other programs would take for another kind too."""
    if any(mark in head for mark in _MARKUP if mark != b"<?xml") or _END_OF_ZIP in data[-_ZIP_TAIL:]:
        raise NotConvertible(Reason.UPLOAD_DISGUISED)


def _check_directory(data: bytes) -> None:
    """Refuse an archive whose list of parts is long: reading it takes some thirty times its size in memory.

    Every place that a reader might take for the list's end is looked at; none that is taken needs the 64-bit one.
    """
    tail = data[-_ZIP_TAIL:]
    ends = (tail[found.start() :] for found in re.finditer(re.escape(_END_OF_ZIP), tail))
    if _END_OF_ZIP64 in tail or any(int.from_bytes(end[12:16], "little") > LARGEST_DIRECTORY for end in ends):
        raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)


def _office(data: bytes) -> FileKind:
    _check_directory(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return FileKind.DOCX
            if "mimetype" in names and "content.xml" in names:
                with archive.open("mimetype") as file:
                    stated = file.read(100).strip()
                if stated == MEDIA_TYPES[FileKind.ODT].encode():
                    return FileKind.ODT
            if "EncryptedPackage" in names:
                raise NotConvertible(Reason.UPLOAD_LOCKED)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        raise NotConvertible(Reason.UPLOAD_DAMAGED) from None
    raise NotConvertible(Reason.UPLOAD_KIND)


def _text(data: bytes, head: bytes) -> tuple[FileKind, str]:
    if data.startswith(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    ):  # the old Office container, also of locked .docx files
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise NotConvertible(Reason.UPLOAD_LOCKED if locked else Reason.UPLOAD_KIND)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data[:_HEAD].decode("utf-16", "ignore")
    else:
        text = data[: 64 * 1024].removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    if _CONTROL.search(text) or data.startswith((b"MZ", b"#!")):
        raise NotConvertible(Reason.UPLOAD_KIND)
    if any(mark in text[:_HEAD].lower().encode("latin-1", "ignore") for mark in _MARKUP) or b"<svg" in head:
        raise NotConvertible(Reason.UPLOAD_KIND)
    return FileKind.TEXT, MEDIA_TYPES[FileKind.TEXT]

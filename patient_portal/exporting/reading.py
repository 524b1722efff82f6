"""The pages of a copy: an index of everything, and each clinical document readable without this portal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from flask import current_app
from flask_babel import gettext as _

from patient_portal import assets, i18n, labels, paths
from patient_portal.documents.cda import document_html
from patient_portal.documents.originals import declared_extension
from patient_portal.documents.originals import file_name as plain_name
from patient_portal.documents.reading import open_clinical
from patient_portal.documents.refusals import ContentRefused
from patient_portal.platform_client import CopyJob, Document, WithdrawnDocument
from patient_portal.platform_client.vocabulary import OWN_FILE_FORMAT, Confidentiality

_CLINICAL = frozenset({"xml", "json"})
_OWN_FILE = OWN_FILE_FORMAT.rpartition("|")[2]
_STYLES = ("tokens.css", "document.css", "document-tables.css")


@dataclass(frozen=True, slots=True)
class Listed:
    """A document with its number in the copy and the part that holds it."""

    place: int
    part: int
    document: Document


@dataclass(frozen=True, slots=True)
class Page:
    """A document as a page, and the files that were carried inside it."""

    html: bytes
    carried: tuple[tuple[str, bytes], ...]


def file_name(place: int, document: Document) -> str:
    """Where a document lies in the copy: its number, its day, its title; it ends as its kind says it is."""
    extension = declared_extension(document.content_type)
    name = plain_name(document.title.removesuffix(f".{extension}"), _moment(document), extension)
    return f"documents/{place:04d} {name}"


def page_name(place: int, document: Document) -> str:
    """Where the page that shows a clinical document lies; empty for whatever opens without one."""
    return f"reading/{place:04d}.html" if declared_extension(document.content_type) in _CLINICAL else ""


def missing(document: Document) -> tuple[str, bytes]:
    """What stands in the place of a document that could not be read, and what its file's name ends with."""
    said = _(
        "This document could not be put into the copy. Please call the helpdesk: %(title)s",
        title=document.title,
    )
    return ".missing.txt", f"{said}\n".encode()


def page(place: int, document: Document, data: bytes) -> Page:
    """A clinical document as a page of its own; one that cannot be shown says so and names its file."""
    try:
        clinical = open_clinical(data)
    except ContentRefused:
        return Page(_document_page(place, document), ())
    carried = tuple(
        (f"documents/{place:04d}-{number}.{declared_extension(one.claimed)}", one.data)
        for number, one in enumerate(clinical.attachments, 1)
        if one.data
    )
    shown = {"body": document_html(clinical), "body_language": clinical.language}
    return Page(
        _document_page(place, document, carried=[_up(name) for name, _data in carried], **shown), carried
    )


def _document_page(place: int, document: Document, **shown: object) -> bytes:
    return _render(
        "exporting/copy_document.html",
        document=document,
        facts=_facts(document),
        original=_up(file_name(place, document)),
        **shown,
    )


def index(
    job: CopyJob, rows: Sequence[Listed], withdrawn: Sequence[WithdrawnDocument], types: Mapping[str, str]
) -> bytes:
    """Everything in the copy on one page, the newest first; what was withdrawn is named there and not in the copy."""
    newest = sorted(rows, key=lambda row: (row.document.written_at or job.asked_at, row.place), reverse=True)
    kinds = (False, True)
    return _render(
        "exporting/copy_index.html",
        name=job.name,
        made=i18n.day_and_time(job.asked_at),
        parts=len(job.plan),
        sections=[
            [_row(row) for row in newest if (row.document.format_code == _OWN_FILE) is kind] for kind in kinds
        ],
        withdrawn=[
            (one.title, types.get(one.type_code, one.type_code), i18n.day(one.undo_until))
            for one in withdrawn
        ],
    )


def manifest(job: CopyJob, rows: Sequence[Listed]) -> bytes:
    """What is in the copy, for a program: each document with its part and its files."""
    documents = [
        {
            "number": row.place,
            "id": row.document.id,
            "part": row.part,
            "file": file_name(row.place, row.document),
            "page": page_name(row.place, row.document) or None,
            "title": row.document.title,
            "type": row.document.type_code,
            "date": moment.isoformat() if (moment := _moment(row.document)) else None,
            "media_type": row.document.content_type,
            "size": row.document.size,
            "by_holder": row.document.by_patient,
            "level": row.document.confidentiality.value,
        }
        for row in rows
    ]
    whole = {
        "format": "dsp-copy/1",
        "copy": job.id,
        "asked_at": job.asked_at.isoformat(),
        "language": job.language,
        "parts": len(job.plan),
        "checksums": [f"SHA256SUMS-{number}.txt" for number in range(1, len(job.plan) + 1)],
        "documents": documents,
    }
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode()


def style() -> bytes:
    """The look of these pages: the portal's own colours, without its fonts."""
    folder = paths.STATIC / "css"
    own = (paths.TEMPLATES / "exporting" / "copy.css").read_bytes()
    return b"\n".join([*(assets.content(folder / name) for name in _STYLES), own])


def _row(row: Listed) -> dict[str, object]:
    document = row.document
    return {
        "title": document.title,
        "language": document.language,
        "facts": _facts(document),
        "part": row.part,
        "page": page_name(row.place, document),
        "file": quote(file_name(row.place, document)),
    }


def _facts(document: Document) -> list[str]:
    by = _("You") if document.by_patient else document.author
    told = [
        document.type_name,
        by,
        document.organisation,
        i18n.day(moment) if (moment := _moment(document)) else "",
    ]
    if document.is_superseded:
        told.append(_("An older version"))
    if document.confidentiality is not Confidentiality.NORMAL:
        told.append(str(labels.CONFIDENTIALITY[document.confidentiality]))
    return [one for one in told if one]


def _moment(document: Document) -> datetime | None:
    return document.written_at or document.deposited_at


def _up(name: str) -> str:
    return f"../{quote(name)}"


def _render(template: str, **values: object) -> bytes:
    made = current_app.jinja_env.get_template(template).render(lang=i18n.language(), **values)
    return made.encode()

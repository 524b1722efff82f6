"""What the worker does for copies: one part after the other, each a ZIP that can be read without this portal.

The first part is made last. It holds the index of all parts, the access log and the decisions about access; unpacked
side by side, the parts make one folder.
"""

import hashlib
import logging
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, cast
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import Flask

from patient_portal import i18n
from patient_portal.exporting import reading
from patient_portal.exporting.reading import Listed
from patient_portal.journal.copies import csv_file
from patient_portal.platform_client import CopyJob, Document, NotFound, PlatformClient, Refused, copied_bundle
from patient_portal.receiving import SealedSpool

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Zip:
    """A ZIP under way, and the checksum of each of its files."""

    file: ZipFile
    moment: datetime
    sums: list[str] = field(default_factory=list)

    def add(self, name: str, data: bytes) -> None:
        """One file more."""
        info = ZipInfo(name, self.moment.astimezone(i18n.LUXEMBOURG).timetuple()[:6])
        info.compress_type = ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self.file.writestr(info, data)
        self.sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}")


def make_next(client: PlatformClient, app: Callable[[], Flask]) -> bool:
    """Make the part that waits longest and hand it over; False when none waits.

    `app` gives the portal, for its words and templates: it is made when the first copy is.
    The ZIP waits sealed with a key that only this process has: none of it lies open on a disk.
    """
    job = client.lease_copy()
    if job is None:
        return False
    with closing(SealedSpool(sys.maxsize)) as spool:
        try:
            with app().test_request_context(f"/{job.language}/export"):
                _write(client, job, spool)
            spool.seek(0)
            client.keep_copy_part(job.id, job.part, cast("IO[bytes]", spool), spool.size)
        except NotFound:
            _log.info("a copy was deleted, or its record ended, while it was made")
    return True


class _Onwards:
    """A file that is only written, from its beginning to its end: what a ZIP that is sent on needs."""

    def __init__(self, spool: SealedSpool) -> None:
        self._spool = spool

    def write(self, data: bytes) -> int:
        """Some bytes more."""
        return self._spool.write(bytes(data))

    def flush(self) -> None:
        """Nothing waits here."""


def _write(client: PlatformClient, job: CopyJob, spool: SealedSpool) -> None:
    with ZipFile(cast("IO[bytes]", _Onwards(spool)), "w", ZIP_DEFLATED, allowZip64=True) as zipped:
        made = _Zip(zipped, job.asked_at)
        for document in client.copied_documents(job.id, job.part).documents:
            _add_document(client, job, made, document)
        if job.part == 1:
            _add_index(client, job, made)
        sums = "\n".join(made.sums) + "\n"
        made.add(f"SHA256SUMS-{job.part}.txt", sums.encode())


def _add_document(client: PlatformClient, job: CopyJob, made: _Zip, document: Document) -> None:
    place = _place(job, document)
    name = reading.file_name(place, document)
    try:
        data = client.copied_content(job.id, document.id).content
    except (NotFound, Refused) as error:  # withdrawn this very moment, or damaged: the others still count
        _log.warning("a document is missing in a copy: %s", type(error).__name__)
        ending, said = reading.missing(document)
        made.add(name + ending, said)
        return
    made.add(name, data)
    if page_name := reading.page_name(place, document):
        page = reading.page(place, document, data)
        made.add(page_name, page.html)
        for carried_name, carried in page.carried:
            made.add(carried_name, carried)


def _add_index(client: PlatformClient, job: CopyJob, made: _Zip) -> None:
    found = client.copied_documents(job.id)
    parts = {identifier: number for number, part in enumerate(job.plan, 1) for identifier in part}
    rows = [Listed(_place(job, one), parts[one.id], one) for one in found.documents]
    entries, lines = client.copied_journal(job.id)
    person = client.copied_person(job.id)
    types = {kind.code: kind.name(job.language) for kind in client.document_types()}
    made.add("index.html", reading.index(job, rows, person.withdrawn, types))
    made.add("style.css", reading.style())
    made.add("access-log.csv", csv_file(entries, job.account_id))
    made.add("manifest.json", reading.manifest(job, rows))
    files = {row.document.id: f"../{quote(reading.file_name(row.place, row.document))}" for row in rows}
    made.add("fhir/Patient.json", person.patient)
    made.add("fhir/DocumentReference.json", copied_bundle(found.bundle, files))
    made.add("fhir/Consent.json", client.copied_consents(job.id))
    made.add("fhir/AuditEvent.ndjson", lines)


def _place(job: CopyJob, document: Document) -> int:
    """The number of a document in the whole copy: what its files are called by in every part."""
    return [one for part in job.plan for one in part].index(document.id) + 1

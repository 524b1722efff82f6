"""The journal as a file to keep: PDF to read and print, CSV for a spreadsheet, FHIR for other software."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Response
from flask_babel import gettext as _

from patient_portal import i18n, labels
from patient_portal.journal.sentences import sentence
from patient_portal.journal.told_reasons import told
from patient_portal.letters import journal_pdf
from patient_portal.platform_client import JournalCopy, JournalEntry
from patient_portal.platform_client.vocabulary import Outcome

KINDS = ("pdf", "csv", "fhir")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def file(
    kind: str, found: JournalCopy, name: str, own: str, seal: Callable[[bytes], bytes], check_at: str
) -> Response:
    """The copy in one of the KINDS; `own` is the account whose acts are the person's own, `seal` signs a PDF."""
    moment = i18n.now()
    if kind == "csv":
        return _download(csv_file(found.entries, own), "text/csv; charset=utf-8", "csv", moment)
    if kind == "fhir":
        return _download(found.lines, "application/fhir+ndjson", "ndjson", moment)
    rows = [_row(one, own) for one in found.entries]
    pdf = journal_pdf(i18n.language(), name, rows, found.seal, check_at, moment)
    return _download(seal(pdf), "application/pdf", "pdf", moment)


def csv_file(entries: Sequence[JournalEntry], own: str) -> bytes:
    """With a mark of order for spreadsheets; a cell that a spreadsheet would calculate stays text (ASVS 1.2.10)."""
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow(
        [
            _("When"),
            _("What"),
            _("Document"),
            _("Who"),
            _("As"),
            _("Purpose"),
            _("Outcome"),
            _("Reason"),
            _("Entry"),
        ]
    )
    for one in entries:
        when, what, document, who = _row(one, own)
        refused = one.outcome is Outcome.REFUSED
        cells = [
            one.when.astimezone(i18n.LUXEMBOURG).isoformat(timespec="seconds") if when else "",
            what,
            document,
            who,
            labels.role(one.role),
            labels.purpose(one.purpose) if one.purpose else "",
            str(labels.OUTCOMES[one.outcome]),
            told(one.reason) if refused and one.reason else "",
            one.id,
        ]
        writer.writerow([_harmless(cell) for cell in cells])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def _row(one: JournalEntry, own: str) -> tuple[str, str, str, str]:
    """When, what, about which document, by whom."""
    is_own = bool(own) and one.who_id == own
    what = sentence(one.action, is_own=is_own, is_refused=one.outcome is Outcome.REFUSED)
    who = (
        _("You")
        if is_own
        else ", ".join(part for part in (one.who or one.software, one.organisation) if part)
    )
    return i18n.day_and_time(one.when), what, one.document_title or one.about, who or labels.role(one.role)


def _download(data: bytes, kind: str, extension: str, moment: datetime) -> Response:
    response = Response(data, content_type=kind)
    name = f"dsp-{moment.astimezone(i18n.LUXEMBOURG):%Y-%m-%d}.{extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

"""The access log as a PDF to read and print, with the platform's seal over what it holds."""

from collections.abc import Sequence
from datetime import datetime

from patient_portal.letters.data import one_line
from patient_portal.letters.typesetting import qr_code, typeset
from patient_portal.letters.words import Words


def journal_pdf(
    language: str,
    name: str,
    rows: Sequence[tuple[str, str, str, str]],
    seal: str,
    check_at: str,
    created: datetime,
) -> bytes:
    """PDF/UA-1 and PDF/A-2a; a row is when, what, about what, by whom. Raises NotPrintable."""
    _ = Words(language)
    data = {
        "lang": language,
        "title": _("Access log"),
        "name": one_line(name),
        "made": _("Made on: %(day)s", day=_.date(created.date())),
        "heads": [_("When"), _("What"), _("About"), _("Who")],
        "rows": [[one_line(cell) for cell in row] for row in rows],
        "none": _("Nothing happened in this period"),
        "seal_title": _("Seal"),
        "seal_text": _(
            "This code holds a signature over the newest entry, and with it over all that came before. On the page "
            "of receipts in the portal anybody can check whether the entries still stand unchanged."
        ),
        "seal": seal,
        "signed_text": _(
            "The file itself is signed too: a PDF reader shows whether anything in it was changed. How to check both:"
        ),
        "check_at": check_at,
        "qr": qr_code(seal) if seal else "",
        "qr_alt": _("The seal as a code to scan"),
        "page": _("Page"),
    }
    return typeset("journal", data, created)

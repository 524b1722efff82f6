"""What the portal itself says about and inside other people's documents."""

from babel import dates
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal import i18n
from patient_portal.documents.cda_types import Moment, Period, Precision, Words
from patient_portal.documents.content import ContentKind
from patient_portal.documents.refusals import RefusalReason

_BROKEN = _l("We cannot show this document: its file is damaged or not complete.")
_NOT_WHAT_IT_SAYS = _l("We cannot show this document: its file is not what the sender says it is.")

REFUSALS: dict[RefusalReason, LazyString] = {
    RefusalReason.NOT_XML: _NOT_WHAT_IT_SAYS,
    RefusalReason.HAS_DOCTYPE: _l(
        "We do not show this document: its file has a part that could harm your device. We did not open that part."
    ),
    RefusalReason.TOO_LARGE: _l("This document is too large to be shown on this page."),
    RefusalReason.TOO_DEEP: _l(
        "We cannot show this document: it is built in a way that no program should have to read."
    ),
    RefusalReason.NOT_CDA: _l("We cannot show this document: it is of a kind that the portal does not know."),
    RefusalReason.NOT_FHIR_DOCUMENT: _l(
        "We cannot show this document: it holds data for programs, not a text to read."
    ),
    RefusalReason.NOT_PDF: _NOT_WHAT_IT_SAYS,
    RefusalReason.NOT_IMAGE: _NOT_WHAT_IT_SAYS,
    RefusalReason.NOT_TEXT: _NOT_WHAT_IT_SAYS,
    RefusalReason.ENCRYPTED: _l(
        "This document is locked with a password that we do not have. Whoever wrote it can tell you the password."
    ),
    RefusalReason.DAMAGED: _BROKEN,
    RefusalReason.EMPTY: _l("This document is empty."),
    RefusalReason.NO_SUCH_PAGE: _l("This document has fewer pages."),
    RefusalReason.NOT_SUPPORTED: _l("This kind of file cannot be shown on this page."),
}
"""Why a document is not shown, one whole sentence each."""

FILE_KINDS: dict[ContentKind, LazyString] = {
    ContentKind.CDA: _l("Structured document (CDA)"),
    ContentKind.PDF: _l("PDF"),
    ContentKind.IMAGE: _l("Picture"),
    ContentKind.DICOM: _l("Medical image (DICOM)"),
    ContentKind.TEXT: _l("Text"),
    ContentKind.RTF: _l("Text document (RTF)"),
    ContentKind.FHIR_JSON: _l("Structured document (FHIR)"),
    ContentKind.FHIR_XML: _l("Structured document (FHIR)"),
    ContentKind.HTML: _l("Web page"),
    ContentKind.XML: _l("Data file (XML)"),
    ContentKind.UNKNOWN: _l("File of an unknown kind"),
}


def words() -> Words:
    """The portal's words for the narrative of a document, in the language of the page."""
    return Words(
        table=_("Table"),
        image=_("Picture in the document"),
        media_missing=_("A picture is missing here: the sender did not include it."),
        attachment=_("A file belongs here; it is shown below the text."),
        attachment_missing=_(
            "A file is missing here: the sender did not include it, or it cannot be opened."
        ),
        note=_("Note"),
        back_to_text=_("Back to the text"),
        inserted=_("Added later:"),
        deleted=_("Struck out:"),
        empty_section=_("The sender left this part empty."),
        coded_entries=_("The sender wrote no text here. These are the data of this part:"),
        negated=_("not"),
        moment=moment,
    )


def moment(written: Moment) -> str:
    """A point in time as precise as the document states it, on the clock that the document used."""
    value = written.value
    if written.precision is Precision.YEAR:
        return str(value.year)
    if written.precision is Precision.MONTH:
        return dates.format_skeleton("yMMMM", value, locale=i18n.locale())
    if written.precision is Precision.DAY:
        return i18n.day(value.date())
    aware = value if value.tzinfo else value.replace(tzinfo=i18n.LUXEMBOURG)
    return i18n.day_and_time(aware)


def span(period: Period) -> str:
    """From … to …, as far as the document states it; empty where it states neither."""
    start = moment(period.start) if period.start else ""
    end = moment(period.end) if period.end else ""
    if start and end and start != end:
        return f"{start} – {end}"
    return start or end


def language_name(tag: str) -> str:
    """A document's language in the words of the page; empty where it is not known."""
    code = tag.partition("-")[0].lower()
    return str(i18n.locale().languages.get(code, "")) if code else ""

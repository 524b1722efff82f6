"""What a file becomes on a page: readable text, pictures of its pages, one picture, or a clear refusal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _
from markupsafe import Markup

from patient_portal import i18n
from patient_portal.documents import pdf_pages
from patient_portal.documents.cda import document_html, read_cda
from patient_portal.documents.cda_types import Attachment, CdaDocument, Contents
from patient_portal.documents.content import ContentKind, sniff
from patient_portal.documents.content_fhir import read_fhir_document
from patient_portal.documents.content_text import read_text, text_html
from patient_portal.documents.images import read_image
from patient_portal.documents.refusals import ContentRefused, RefusalReason
from patient_portal.documents.words import FILE_KINDS, REFUSALS, moment, words

WIDTHS = (480, 800, 1200, 1600, 2000)
"""Pixels across in which a page or a picture may be asked for."""
USUAL_WIDTH = 1200
SMALLEST_SHOWN = 512
"""Pixels; a small medical image is shown larger than it is."""
AT_ONCE = 8
"""Pages of a PDF shown on one page of the portal."""
CONTENTS_FROM = 3
"""Sections from which a table of contents helps."""
_SHOWN_BY_CDA = {ContentKind.CDA, ContentKind.FHIR_JSON}
_MAY_HARM = {ContentKind.HTML, ContentKind.UNKNOWN, ContentKind.XML, ContentKind.RTF}

NOTHING = Markup("")
Address = Callable[..., str]


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of a PDF: its picture in several widths and its words."""

    number: int
    url: str
    large: str
    srcset: str
    width: int
    height: int
    alt: str
    text: Markup


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages shown now, and where the others are."""

    pages: tuple[PageView, ...]
    total: int
    said: str
    previous: int | None
    next: int | None
    language: str


@dataclass(frozen=True, slots=True)
class PictureView:
    """One picture in several widths; `said` is what is known of it."""

    url: str
    srcset: str
    width: int
    height: int
    alt: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A file as it is shown; exactly what its kind says is filled. One that is kept back has no original either."""

    kind: Literal["text", "pages", "picture", "refused"]
    file_kind: str
    language: str = ""
    html: Markup = NOTHING
    pages: Pages | None = None
    picture: PictureView | None = None
    refusal: str = ""
    may_harm: bool = False
    is_kept_back: bool = False


@dataclass(frozen=True, slots=True)
class FileView:
    """A file carried inside a document."""

    anchor: str
    number: int
    title: str
    body: Body


@dataclass(frozen=True, slots=True)
class Reading:
    """A document ready to be read: its body, its contents, the files in it, and what it says of itself."""

    body: Body
    contents: tuple[Contents, ...] = ()
    files: tuple[FileView, ...] = ()
    clinical: CdaDocument | None = None


def read(data: bytes, claimed: str, address: Address, at: int = 1, at_file: int = 0) -> Reading:
    """The document in the bytes; `address(file, **values)` makes the addresses of its pictures.

    `at` is the page to show, of the document itself or of its carried file `at_file`. Never raises: whatever
    cannot be shown becomes a refusal in words.
    """
    kind = sniff(data, claimed)
    if kind not in _SHOWN_BY_CDA:
        return Reading(_body(kind, data, lambda **values: address(None, **values), at))
    try:
        clinical = open_clinical(data, kind)
    except ContentRefused as refused:
        return Reading(_refused(kind, refused))
    found = Body("text", str(FILE_KINDS[kind]), clinical.language, document_html(clinical))
    files = tuple(
        _file(number, attachment, address, at if number == at_file else 1)
        for number, attachment in enumerate(clinical.attachments, 1)
    )
    contents = clinical.contents if len(clinical.contents) >= CONTENTS_FROM else ()
    return Reading(found, contents, files, clinical)


def unreadable(said: str) -> Reading:
    """A document whose bytes the platform does not give."""
    return Reading(Body("refused", "", refusal=said, is_kept_back=True))


def open_clinical(data: bytes, kind: ContentKind | None = None) -> CdaDocument:
    """A CDA or a FHIR document; raises ContentRefused."""
    if (kind or sniff(data)) is ContentKind.FHIR_JSON:
        return read_fhir_document(data, words())
    return read_cda(data, words())


def carried_file(data: bytes, claimed: str, number: int) -> tuple[bytes, str, str]:
    """The bytes, the claimed type and the title of a file inside a document; raises ContentRefused."""
    attachments = open_clinical(data, sniff(data, claimed)).attachments
    if not 1 <= number <= len(attachments):
        raise ContentRefused(RefusalReason.NO_SUCH_PAGE)
    found = attachments[number - 1]
    return found.data, found.claimed, found.title


def _file(number: int, carried: Attachment, address: Address, at: int) -> FileView:
    kind = sniff(carried.data, carried.claimed)
    body = _body(kind, carried.data, lambda **values: address(number, **values), at)
    return FileView(carried.anchor, number, carried.title, body)


def _body(kind: ContentKind, data: bytes, address: Address, at: int) -> Body:
    try:
        if kind is ContentKind.PDF:
            return Body("pages", str(FILE_KINDS[kind]), pages=_pages(data, address, at))
        if kind in {ContentKind.IMAGE, ContentKind.DICOM}:
            return Body("picture", str(FILE_KINDS[kind]), picture=_picture(kind, data, address))
        if kind is ContentKind.TEXT:
            return Body("text", str(FILE_KINDS[kind]), html=_as_document(read_text(data)))
        raise ContentRefused(RefusalReason.EMPTY if not data else RefusalReason.NOT_SUPPORTED)
    except ContentRefused as refused:
        return _refused(kind, refused)


def _refused(kind: ContentKind, refused: ContentRefused) -> Body:
    harmful = kind in _MAY_HARM or refused.reason in {RefusalReason.HAS_DOCTYPE, RefusalReason.TOO_DEEP}
    return Body("refused", str(FILE_KINDS[kind]), refusal=str(REFUSALS[refused.reason]), may_harm=harmful)


def _as_document(text: str) -> Markup:
    return Markup('<div class="doc-body">{}</div>').format(text_html(text))


def _pages(data: bytes, address: Address, at: int) -> Pages:
    info = pdf_pages.read_pdf(data)
    first = (min(max(at, 1), info.pages) - 1) // AT_ONCE * AT_ONCE + 1
    last = min(first + AT_ONCE - 1, info.pages)
    return Pages(
        pages=tuple(
            _page(data, number, info.pages, info.sizes[number - 1], address)
            for number in range(first, last + 1)
        ),
        total=info.pages,
        said=_("Pages %(first)s to %(last)s of %(total)s", first=first, last=last, total=info.pages),
        previous=first - AT_ONCE if first > 1 else None,
        next=last + 1 if last < info.pages else None,
        language=info.language,
    )


def _page(data: bytes, number: int, total: int, size: pdf_pages.PageSize, address: Address) -> PageView:
    try:
        text = pdf_pages.page_text(data, number)
    except ContentRefused:
        text = ""
    alt = _("Page %(number)s of %(total)s", number=number, total=total)
    return PageView(
        number=number,
        url=address(page=number, w=USUAL_WIDTH),
        large=address(page=number, w=WIDTHS[-1]),
        srcset=", ".join(f"{address(page=number, w=width)} {width}w" for width in WIDTHS),
        width=USUAL_WIDTH,
        height=round(USUAL_WIDTH * size.height / size.width) if size.width > 0 else USUAL_WIDTH,
        alt=alt,
        text=_as_document(text) if text.strip() else NOTHING,
    )


def _picture(kind: ContentKind, data: bytes, address: Address) -> PictureView:
    facts = read_image(data)
    shown = min(USUAL_WIDTH, max(facts.width, SMALLEST_SHOWN))
    said = [facts.description, facts.body_part]
    if facts.taken:
        said.append(_("Taken: %(day)s", day=moment(facts.taken)))
    if facts.frames > 1:
        said.append(_("The first of %(count)s pictures in this file.", count=i18n.number(facts.frames)))
    if kind is ContentKind.DICOM:
        said.append(_("This is a first look. Doctors judge such an image on their own screens."))
    return PictureView(
        url=address(page=None, w=USUAL_WIDTH),
        srcset=", ".join(f"{address(page=None, w=width)} {width}w" for width in WIDTHS),
        width=shown,
        height=max(1, round(facts.height * shown / facts.width)) if facts.width else shown,
        alt=_("Medical image") if kind is ContentKind.DICOM else _("Picture of this document"),
        said=tuple(part for part in said if part),
    )

"""A PDF as pictures of its pages and as text: only pixels and words come out, whatever else is in the file."""

import ctypes
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from threading import Lock
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from patient_portal.documents.cda_xml import language_tag, line
from patient_portal.documents.pdf_text import page_paragraphs
from patient_portal.documents.refusals import ContentRefused, RefusalReason, refusing

MAX_PAGES = 2000
MAX_WIDTH = 2400
MAX_SIDE = 8000
MAX_PAGE_PIXELS = 12_000_000
MAX_SECONDS = 20.0
DRAWN_COLOURS = 4096
"""A page with no more colours than this is text and drawing, not a photograph or a scan."""

_ONE_AT_A_TIME = Lock()  # PDFium keeps global state: one thread, whatever the document
_ACTIVE_IN_CATALOG = ("/OpenAction", "/AA", "/JS", "/JavaScript")
_ACTIVE_NAMES = ("/JavaScript", "/EmbeddedFiles")
_HARMLESS_ACTIONS = ("/GoTo", "/URI", "/Named", "/Thread")
_WALKED_OBJECTS = 20_000


class PageFormat(StrEnum):
    """How a page's picture is coded; AUTO takes the smaller suitable one for each page."""

    AUTO = "auto"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page as it is looked at (rotation applied), in points of 1/72 inch."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PdfInfo:
    """What is known of a PDF before a page is drawn; '' = not stated.

    `active_content`: it carries scripts, actions, forms that send, or files; the portal shows none of it,
    but a downloaded copy may.
    """

    pages: int
    title: str
    language: str
    has_text: bool
    active_content: bool
    sizes: tuple[PageSize, ...]


@dataclass(frozen=True, slots=True)
class PageImage:
    """A drawn page with its media type and its size in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


def read_pdf(data: bytes) -> PdfInfo:
    """Pages, title, language and what is live in a PDF; ContentRefused if it is locked, broken or endless."""
    with _opened(data) as document:
        sizes = tuple(PageSize(*document.get_page_size(number)) for number in range(len(document)))
        has_text = any(_count_characters(document, number) for number in range(min(len(document), 3)))
        title = line(document.get_metadata_value("Title"))
    language, active = _inspect(data)
    return PdfInfo(len(sizes), title, language, has_text, active, sizes)


def page_image(
    data: bytes, number: int, width: int = 1200, image_format: PageFormat = PageFormat.AUTO
) -> PageImage:
    """Page `number` (from 1) drawn `width` pixels wide, form fields with their values.

    Measured on A4 pages at 144 dpi: few-coloured pages take 40 ms and under half the bytes as palette PNG,
    compared with JPEG (5 ms) or lossy WebP (50 to 130 ms); scans stay JPEG.
    """
    with _opened(data) as document:
        _check(document, number)
        picture = _drawn(document, number, min(max(width, 16), MAX_WIDTH))
    with refusing(RefusalReason.DAMAGED):
        return _encoded(picture, image_format)


def page_text(data: bytes, number: int) -> str:
    """The words of page `number` (from 1) in reading order, paragraphs parted by an empty line.

    Empty if the page is a mere picture. Filled form fields stand at the end, as `name: value`.
    """
    with _opened(data) as document:
        _check(document, number)
        page = document[number - 1]
        try:
            paragraphs = page_paragraphs(page)
        finally:
            page.close()
    return "\n\n".join([*paragraphs, *_field_values(data, number)])


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document open in PDFium, alone; every failure inside is a refusal."""
    if b"%PDF-" not in data[:1024]:
        raise ContentRefused(RefusalReason.NOT_PDF)
    with _ONE_AT_A_TIME, refusing(RefusalReason.DAMAGED):
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            raise ContentRefused(_why_closed(data)) from None
        try:
            if len(document) < 1:
                raise ContentRefused(RefusalReason.EMPTY)
            if len(document) > MAX_PAGES:
                raise ContentRefused(RefusalReason.TOO_LARGE)
            document.init_forms()
            yield document
        finally:
            document.close()


def _why_closed(data: bytes) -> RefusalReason:
    """Why PDFium would not open the file; its own error number may be that of an earlier file."""
    try:
        with pikepdf.open(BytesIO(data)) as document:
            return RefusalReason.DAMAGED if len(document.pages) else RefusalReason.EMPTY
    except pikepdf.PasswordError:
        return RefusalReason.ENCRYPTED
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        return RefusalReason.DAMAGED


def _check(document: pypdfium2.PdfDocument, number: int) -> None:
    if not 1 <= number <= len(document):
        raise ContentRefused(RefusalReason.NO_SUCH_PAGE)


def _count_characters(document: pypdfium2.PdfDocument, number: int) -> int:
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            return int(text.count_chars())
        finally:
            text.close()
    finally:
        page.close()


def _drawn(document: pypdfium2.PdfDocument, number: int, width: int) -> Image.Image:
    """Draw in steps, so that a page made to take for ever is given up after MAX_SECONDS."""
    page = document[number - 1]
    try:
        across, down = page.get_size()
        if across <= 0 or down <= 0:
            raise ContentRefused(RefusalReason.DAMAGED)
        scale = min(width / across, (MAX_PAGE_PIXELS / (across * down)) ** 0.5, MAX_SIDE / max(across, down))
        size = max(1, round(across * scale)), max(1, round(down * scale))
        bitmap = pypdfium2.PdfBitmap.new_native(*size, pdfium.FPDFBitmap_BGRx)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
        where: tuple[Any, ...] = (bitmap, page, 0, 0, *size, 0, pdfium.FPDF_ANNOT)
        pause = _pause_after(MAX_SECONDS)
        try:
            status = pdfium.FPDF_RenderPageBitmap_Start(*where, ctypes.byref(pause))
        finally:
            pdfium.FPDF_RenderPage_Close(page)
        if status == pdfium.FPDF_RENDER_TOBECONTINUED:
            raise ContentRefused(RefusalReason.TOO_LARGE)
        if status != pdfium.FPDF_RENDER_DONE:
            raise ContentRefused(RefusalReason.DAMAGED)
        if document.formenv is not None:
            pdfium.FPDF_FFLDraw(document.formenv, *where)
        picture: Image.Image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        return picture
    finally:
        page.close()


def _pause_after(seconds: float) -> Any:
    """PDFium's own question "shall I pause?", answered yes once the time is over."""
    end = time.monotonic() + seconds
    pause = pdfium.IFSDK_PAUSE(version=1)
    pypdfium2.internal.set_callback(pause, "NeedToPauseNow", lambda _: time.monotonic() > end)
    return pause


def _encoded(picture: Image.Image, image_format: PageFormat) -> PageImage:
    drawn = picture.getcolors(DRAWN_COLOURS) is not None
    if image_format is PageFormat.AUTO:
        image_format = PageFormat.PNG if drawn else PageFormat.JPEG
    out = BytesIO()
    if image_format is PageFormat.PNG:
        few = picture.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE) if drawn else picture
        few.save(out, "PNG", compress_level=6)
    elif image_format is PageFormat.JPEG:
        picture.save(out, "JPEG", quality=80)
    else:
        picture.save(out, "WEBP", quality=75, method=2)
    return PageImage(out.getvalue(), f"image/{image_format.value}", *picture.size)


def _inspect(data: bytes) -> tuple[str, bool]:
    """The document's language, and whether anything in it acts; a file that cannot be inspected may."""
    try:
        with pikepdf.open(BytesIO(data)) as document:
            root = document.Root
            language = language_tag(str(root.get("/Lang", "")))
            return language, _is_active(document, root)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RuntimeError):
        return "", True


def _is_active(document: pikepdf.Pdf, root: pikepdf.Object) -> bool:
    names = root.get("/Names")
    action = root.get("/OpenAction")
    opens_a_page = isinstance(action, pikepdf.Array) or (
        isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) == "/GoTo"
    )
    if any(key in root for key in _ACTIVE_IN_CATALOG if not (key == "/OpenAction" and opens_a_page)):
        return True
    if isinstance(names, pikepdf.Dictionary) and any(key in names for key in _ACTIVE_NAMES):
        return True
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        return True
    for position, thing in enumerate(document.objects):
        if position > _WALKED_OBJECTS:
            return True
        if isinstance(thing, pikepdf.Dictionary) and _acts(thing):
            return True
    return False


def _acts(thing: pikepdf.Dictionary) -> bool:
    if "/JS" in thing or "/AA" in thing or str(thing.get("/Type", "")) == "/EmbeddedFile":
        return True
    action = thing.get("/A")
    if isinstance(action, pikepdf.Dictionary) and "/S" in action:
        return str(action["/S"]) not in _HARMLESS_ACTIONS
    return str(thing.get("/S", "")) in {"/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Movie"}


def _field_values(data: bytes, number: int) -> list[str]:
    """The filled fields of a page by their shown names, for people who read the text and not the picture."""
    found: list[str] = []
    try:
        with pikepdf.open(BytesIO(data)) as document:
            for annotation in document.pages[number - 1].obj.get("/Annots", ()):
                if str(annotation.get("/Subtype", "")) == "/Widget" and (said := _said_by_field(annotation)):
                    found.append(said)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RuntimeError, IndexError):
        return found
    return found


def _said_by_field(widget: pikepdf.Object) -> str:
    parent = widget.get("/Parent", widget)
    names = (widget.get("/TU"), parent.get("/TU"), widget.get("/T"), parent.get("/T"))
    name = next((line(str(one)) for one in names if one is not None), "")
    value = widget.get("/V", parent.get("/V"))
    if value is None or str(parent.get("/FT", widget.get("/FT", ""))) == "/Sig":
        return ""
    text = line(str(value))
    if text.startswith("/"):  # a tick box or a radio button: its state is a name
        state = str(widget.get("/AS", "/Off"))
        return f"{name}: ✓" if state not in {"/Off", ""} and name else ""
    return f"{name}: {text}" if name and text else text

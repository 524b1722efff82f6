"""PDFs: their pages kept, everything in them that acts taken out; drawn anew where that cannot be made sure."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name

from platform_api.conversion import archival, pages, unpacking
from platform_api.conversion.limits import MOST_OBJECTS, MOST_PAGES, NotConvertible
from platform_api.conversion.photos import photos
from platform_api.vocabulary import Reason, UploadNote

_IN_CATALOG = (
    "/OpenAction",
    "/AA",
    "/AF",
    "/Collection",
    "/Requirements",
    "/URI",
    "/Perms",
    "/Extensions",
    "/DSS",
)
_IN_NAMES = ("/JavaScript", "/EmbeddedFiles", "/Renditions", "/AlternatePresentations", "/URLS")
_IN_OBJECTS = ("/AA", "/JS", "/PieceInfo", "/Ref", "/OPI", "/AF", "/PS")
_SAFE_ACTIONS = ("/GoTo", "/URI")
_SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_DRAWN_AT = 150 / 72
_LARGEST_DRAWN = 9_000_000  # pixels of a page that is drawn anew
_BROKEN = (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RuntimeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The file as it goes into the record."""

    data: bytes
    pages: int
    notes: frozenset[UploadNote]


def clean(data: bytes, title: str, language: str, moment: int) -> Cleaned:
    """The same pages without scripts, actions, forms and files; raises NotConvertible."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            pages_ = len(pdf.pages)
            _check_count(pages_)
            unpacking.check(pdf)
            notes = _notes(pdf)
            if not _has_dynamic_form(pdf):
                kept = _kept(pdf, title, language, moment)
                if _opens(kept, pages_) and not _acts_still(kept):
                    return Cleaned(kept, pages_, notes)
    except pikepdf.PasswordError:
        raise NotConvertible(Reason.UPLOAD_LOCKED) from None
    except _BROKEN:
        notes = frozenset()
    drawn = _drawn_anew(data, title, language, moment)
    return Cleaned(drawn[0], drawn[1], notes | {UploadNote.DRAWN})


def joined(parts: list[bytes], title: str, language: str, moment: int) -> bytes:
    """Several clean PDFs, one after the other."""
    whole = pikepdf.new()
    for part in parts:
        with pikepdf.open(BytesIO(part)) as pdf:
            whole.pages.extend(pdf.pages)
    _check_count(len(whole.pages))
    for page in whole.pages:
        for name in ("/StructParents", "/Tabs"):
            if name in page.obj:
                del page.obj[name]
    archival.mark(whole, title, language, moment, None)
    out = BytesIO()
    whole.save(out, deterministic_id=True)
    return out.getvalue()


def count(data: bytes) -> int:
    """How many pages a clean PDF has."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)


def _check_count(found: int) -> None:
    if found < 1:
        raise NotConvertible(Reason.CONTENT_EMPTY)
    if found > MOST_PAGES:
        raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)


def _kept(pdf: pikepdf.Pdf, title: str, language: str, moment: int) -> bytes:
    level = archival.claimed(pdf)
    root = pdf.Root
    if Name.AcroForm in root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
    if Name.AcroForm in root:
        del root[Name.AcroForm]
    _strip(root, _IN_CATALOG)
    if isinstance(names := root.get("/Names"), Dictionary):
        _strip(names, _IN_NAMES)
    for page in pdf.pages:
        _keep_links(page.obj)
    for thing in _objects(pdf):
        _strip(thing, _IN_OBJECTS)
        if "/A" in thing and not _is_safe(thing["/A"]) and "/S" in _dict(thing["/A"]):
            del thing["/A"]
    pdf.remove_unreferenced_resources()
    if level is not None and not archival.can_stand(pdf, MOST_OBJECTS):
        level = None
    archival.mark(pdf, title, language, moment, level)
    out = BytesIO()
    pdf.save(out, deterministic_id=True, encryption=False)
    return out.getvalue()


def _strip(thing: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in thing:
            del thing[name]


def _keep_links(page: pikepdf.Object) -> None:
    """What was drawn by a remark or a field is part of the page by now; of the rest only plain links stay."""
    found = page.get("/Annots")
    if not isinstance(found, Array):
        if found is not None:
            del page["/Annots"]
        return
    kept = [one for one in found if _is_link(one)]
    for one in kept:
        _strip(one, ("/AA", "/PA", "/AP"))
        one[Name.F] = 4  # printed, as an archival link has to be
    if kept:
        page[Name.Annots] = Array(kept)
    else:
        del page["/Annots"]


def _is_link(annotation: Any) -> bool:
    if not isinstance(annotation, Dictionary) or str(annotation.get("/Subtype", "")) != "/Link":
        return False
    return "/Dest" in annotation or _is_safe(annotation.get("/A"))


def _is_safe(action: Any) -> bool:
    """A jump within the file or to an address; whatever would follow it is cut off."""
    if not isinstance(action, Dictionary) or str(action.get("/S", "")) not in _SAFE_ACTIONS:
        return False
    _strip(action, ("/Next",))
    return str(action["/S"]) == "/GoTo" or str(action.get("/URI", "")).lower().startswith(_SAFE_SCHEMES)


def _dict(thing: Any) -> Any:
    return thing if isinstance(thing, Dictionary) else {}


def _objects(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for position, thing in enumerate(pdf.objects):
        if position > MOST_OBJECTS:
            raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)
        if isinstance(thing, Dictionary | pikepdf.Stream):
            yield thing


def _has_dynamic_form(pdf: pikepdf.Pdf) -> bool:
    form = pdf.Root.get("/AcroForm")
    return isinstance(form, Dictionary) and "/XFA" in form


def _notes(pdf: pikepdf.Pdf) -> frozenset[UploadNote]:
    """What the person should know: that files inside or a signature stay behind in their own copy."""
    notes = set()
    names = pdf.Root.get("/Names")
    if (isinstance(names, Dictionary) and "/EmbeddedFiles" in names) or "/Collection" in pdf.Root:
        notes.add(UploadNote.FILES_LEFT_OUT)
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary):
        with suppress(*_BROKEN):
            if any(str(one.get("/FT", "")) == "/Sig" and "/V" in one for one in form.get("/Fields", ())):
                notes.add(UploadNote.SIGNED)
    return frozenset(notes)


def _acts_still(data: bytes) -> bool:
    """A second look at what was written: nothing may be left that a reader would run, open or send."""
    with pikepdf.open(BytesIO(data)) as pdf:
        if any(name in pdf.Root for name in (*_IN_CATALOG, "/AcroForm")):
            return True
        for thing in _objects(pdf):
            if any(name in thing for name in ("/JS", "/AA", "/EF")):
                return True
            if str(thing.get("/Type", "")) in ("/EmbeddedFile", "/Filespec"):
                return True
            action = thing.get("/A")
            if isinstance(action, Dictionary) and "/S" in action and str(action["/S"]) not in _SAFE_ACTIONS:
                return True
            if str(thing.get("/Type", "")) == "/Action" and str(thing.get("/S", "")) not in _SAFE_ACTIONS:
                return True
    return False


def _opens(data: bytes, pages_: int) -> bool:
    """Whether another program shows as many pages."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return False
    try:
        return len(document) == pages_
    finally:
        document.close()


def _drawn_anew(data: bytes, title: str, language: str, moment: int) -> tuple[bytes, int]:
    """Each page as a picture, its words unseen beneath it."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise NotConvertible(Reason.UPLOAD_DAMAGED) from None
    try:
        _check_count(len(document))
        document.init_forms()
        drawn = [_drawn_page(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError:
        raise NotConvertible(Reason.UPLOAD_DAMAGED) from None
    finally:
        document.close()
    return pages.tagged(drawn, title, language, moment), len(drawn)


def _drawn_page(document: pypdfium2.PdfDocument, number: int) -> pages.Drawn:
    page = document[number]
    try:
        across, down = page.get_size()
        if not (0 < across < 14400 and 0 < down < 14400):
            raise NotConvertible(Reason.UPLOAD_DAMAGED)
        scale = min(_DRAWN_AT, (_LARGEST_DRAWN / (across * down)) ** 0.5)
        picture = page.render(scale=scale).to_pil().convert("RGB")
        text = page.get_textpage()
        try:
            words, lines = text.get_text_range().strip(), tuple(_lines(text))
        finally:
            text.close()
    finally:
        page.close()
    out = BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return pages.Drawn(photos(out.getvalue())[0], words[:4000] or str(number + 1), (across, down), lines)


def _lines(text: pypdfium2.PdfTextPage) -> Iterator[pages.Line]:
    for number in range(min(text.count_rects(), 2000)):
        left, base, right, top = text.get_rect(number)
        words = " ".join(text.get_text_bounded(left, base, right, top).split())
        if words:
            yield pages.Line(words, left, base, max(1.0, top - base))

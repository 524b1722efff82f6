"""Pictures as the pages of a tagged PDF/A-2a: each picture a figure with its words, A4 unless it will not fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from platform_api.conversion import archival
from platform_api.conversion.photos import Photo

_A4 = (595.28, 841.89)
_MARGIN = 20.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words that lies unseen under a picture: where it begins, how high, in points."""

    words: str
    left: float
    base: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with the words for whoever does not see it, and the unseen lines that can be searched and read out."""

    photo: Photo
    said: str
    size: tuple[float, float] | None = None
    lines: tuple[Line, ...] = ()


def tagged(drawn: Sequence[Drawn], title: str, language: str, moment: int) -> bytes:
    """One page for each picture."""
    pdf = pikepdf.new()
    pdf.Root[Name.MarkInfo] = Dictionary(Marked=True)
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    whole = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree, K=Array()))
    parents = Array()
    for number, one in enumerate(drawn):
        parents.append(number)
        parents.append(_page(pdf, one, number, whole))
    tree[Name.K] = Array([whole])
    tree[Name.ParentTree] = pdf.make_indirect(Dictionary(Nums=parents))
    tree[Name.ParentTreeNextKey] = len(drawn)
    pdf.Root[Name.StructTreeRoot] = tree
    level = "B" if any(one.lines for one in drawn) else "A"
    archival.mark(pdf, title, language, moment, level)
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _page(pdf: pikepdf.Pdf, drawn: Drawn, number: int, whole: pikepdf.Object) -> pikepdf.Object:
    """Adds the page; returns its entry in the parent tree."""
    photo = drawn.photo
    sheet, (across, down) = _room(drawn)
    left, base = (sheet[0] - across) / 2, (sheet[1] - down) / 2
    picture = pdf.make_stream(photo.data)
    picture[Name.Type], picture[Name.Subtype] = Name.XObject, Name.Image
    picture[Name.Width], picture[Name.Height], picture[Name.BitsPerComponent] = photo.width, photo.height, 8
    picture[Name.ColorSpace] = Name.DeviceGray if photo.colours == 1 else Name.DeviceRGB
    picture[Name.Filter] = Name.DCTDecode
    page = pdf.add_blank_page(page_size=sheet)
    page.obj[Name.Resources] = Dictionary(XObject=Dictionary(Im0=picture))
    page.obj[Name.StructParents] = number
    page.obj[Name.Tabs] = Name.S
    figure = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Figure,
            P=whole,
            K=0,
            Pg=page.obj,
            Alt=String(drawn.said),
            A=Dictionary(
                O=Name.Layout,
                Placement=Name.Block,
                BBox=Array([round(one, 2) for one in (left, base, left + across, base + down)]),
            ),
        )
    )
    whole.K.append(figure)
    entries = [figure]
    content = [
        f"/Figure <</MCID 0>> BDC q {across:.2f} 0 0 {down:.2f} {left:.2f} {base:.2f} cm /Im0 Do Q EMC".encode()
    ]
    if drawn.lines:
        page.obj.Resources[Name.Font] = Dictionary(F0=_font(pdf))
    for mark, line in enumerate(drawn.lines, 1):
        said = String(line.words)
        words = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.P, P=whole, K=mark, Pg=page.obj, ActualText=said)
        )
        whole.K.append(words)
        entries.append(words)
        content.append(_unseen(line, mark, sheet))
    page.obj[Name.Contents] = pdf.make_stream(b"\n".join(content))
    return pdf.make_indirect(Array(entries))


def _room(drawn: Drawn) -> tuple[tuple[float, float], tuple[float, float]]:
    """The sheet and the picture's size on it."""
    if drawn.size is not None:
        return drawn.size, drawn.size
    photo = drawn.photo
    sheet = _A4 if photo.height >= photo.width else (_A4[1], _A4[0])
    room = sheet[0] - 2 * _MARGIN, sheet[1] - 2 * _MARGIN
    scale = min(room[0] / photo.width, room[1] / photo.height)
    return sheet, (photo.width * scale, photo.height * scale)


def _unseen(line: Line, mark: int, sheet: tuple[float, float]) -> bytes:
    """The line in text rendering mode 3: there for search and for reading aloud, not for the eye."""
    coded = line.words.encode("cp1252", "replace").hex()
    size = max(1.0, min(line.height, sheet[1]))
    return (
        f"/P <</MCID {mark}>> BDC BT 3 Tr /F0 {size:.1f} Tf 1 0 0 1 {line.left:.1f} {line.base:.1f} Tm <{coded}> Tj "
        f"ET EMC"
    ).encode()


def _font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """A font that draws nothing needs none of its shapes inside (ISO 19005-2, 6.2.11.4.1)."""
    return pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )

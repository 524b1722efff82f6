"""Files that people add, made here: telephone photos, PDFs that act, Office texts, and what pretends."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from tests.platform_api.calls import Answer, Api

PATH = "/dsp/v1/uploads"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def photo(text: int = 0, size: tuple[int, int] = (400, 300), orientation: int = 6) -> bytes:
    """A telephone's JPEG: lying on its side, with the place where it was taken."""
    image = Image.new("RGB", size, (200, 40 + 5 * text, 60))
    image.paste((20, 200, 40), (0, 0, size[0] // 2, size[1] // 2))  # the upper left quarter
    exif = image.getexif()
    exif[0x0112] = orientation
    exif[0x0110] = "Telephone of Anne"
    exif.get_ifd(0x8825).update({1: "N", 2: (49.0, 36.0, 40.0), 3: "E", 4: (6.0, 7.0, 50.0)})
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def pdf(pages: int = 2, *, acting: bool = False, password: str = "") -> bytes:
    """A PDF with words; `acting` fills it with everything that a reader might run, open or send."""
    made = pikepdf.new()
    for number in range(pages):
        page = made.add_blank_page(page_size=(595, 842))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.obj[Name.Resources] = Dictionary(Font=Dictionary(F0=font))
        page.obj[Name.Contents] = made.make_stream(
            f"BT /F0 20 Tf 60 700 Td (Befund Seite {number + 1}) Tj ET".encode()
        )
    if acting:
        _make_act(made)
    out = BytesIO()
    locked = pikepdf.Encryption(user=password, owner="x" + password) if password else False
    made.save(out, encryption=locked)
    return out.getvalue()


def _make_act(made: pikepdf.Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('hello')"))
    made.attachments["secret.exe"] = b"MZ"
    page = made.pages[0]
    page.obj[Name.AA] = Dictionary(O=script)
    field = made.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("name"),
            V=String("Anne Reuter"),
            DA=String("/Helv 12 Tf 0 g"),
            Rect=Array([60, 600, 300, 620]),
            AA=Dictionary(K=script),
            F=4,
        )
    )
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.Launch, F=String("calc")),
    )
    good = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 20, 9, 29]),
        A=Dictionary(S=Name.URI, URI=String("https://example.lu/"), Next=script),
    )
    page.obj[Name.Annots] = Array([field, made.make_indirect(link), made.make_indirect(good)])
    helvetica = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    made.Root[Name.AcroForm] = Dictionary(
        Fields=Array([field]), NeedAppearances=True, DR=Dictionary(Font=Dictionary(Helv=helvetica))
    )
    made.Root[Name.OpenAction] = script
    made.Root[Name.AA] = Dictionary(WC=script)
    if Name.Names not in made.Root:
        made.Root[Name.Names] = Dictionary()
    made.Root.Names[Name.JavaScript] = Dictionary(Names=Array([String("a"), script]))


def docx(*paragraphs: str) -> bytes:
    """A Word file."""
    inside = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    return archive(
        {"word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{inside}</w:body></w:document>'}
    )


def odt(*paragraphs: str) -> bytes:
    """An OpenDocument text."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "text")
    )
    inside = "".join(f"<text:p>{one}</text:p>" for one in paragraphs)
    body = f"<office:body><office:text>{inside}</office:text></office:body>"
    content = f"<office:document-content {names}>{body}</office:document-content>"
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP with these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def swelling_pdf(megabytes: int, *, twice: bool = False) -> bytes:
    """A small PDF whose one page unpacks to this much."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    content = pikepdf.Stream(made, zlib.compress(packed, 9) if twice else packed)
    content[Name.Filter] = Array([Name.FlateDecode] * (2 if twice else 1))
    page.obj[Name.Contents] = made.make_indirect(content)
    out = BytesIO()
    made.save(out, compress_streams=False)
    return out.getvalue()


def huge_png() -> bytes:
    """A few bytes that say they are 30,000 pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"0" * 9999))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE" + b"!$H+H*"


def begin(me: Api) -> str:
    """An upload of this person's; returns its id."""
    answer = me.post(PATH)
    assert answer.status == 200, answer
    return str(answer.json["id"])


def give(me: Api, upload: str, name: str, data: bytes) -> Answer:
    """Add a file."""
    return me.post(f"{PATH}/{upload}/files", data=data, headers={"DSP-File-Name": quote(name)})


def show(me: Api, upload: str, **changes: Any) -> Answer:
    """Have the pages made."""
    body = {"type": "lab", "day": "2026-03-02", "title": "Bilan", "language": "fr"}
    body["page_words"] = "Page {page} of {pages}"
    return me.post(f"{PATH}/{upload}/pages", body | changes)


def confirm(me: Api, upload: str, title: str = "Bilan") -> Answer:
    """Say yes to the pages that are there now."""
    current = me.get(PATH).json["current"]
    sha256 = current["pages_sha256"] if current else "0" * 64
    return me.post(f"{PATH}/{upload}/keep", {"title": title, "pages_sha256": sha256})


def added(me: Api, *files: tuple[str, bytes], title: str = "Bilan", kind: str = "lab") -> str:
    """A document of one's own, all the way; returns its id."""
    upload = begin(me)
    for name, data in files or (("bilan.pdf", pdf()),):
        answer = give(me, upload, name, data)
        assert answer.status == 200, answer
    shown = show(me, upload, type=kind)
    assert shown.status == 200, shown
    answer = confirm(me, upload, title)
    assert answer.status == 200, answer
    return str(answer.json["document_id"])

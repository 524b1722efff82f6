"""PDF pages as pictures and words: real files, broken ones, locked ones, ones that would do something."""

import threading
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from patient_portal.documents import pdf_pages
from patient_portal.documents.pdf_pages import PageFormat, page_image, page_text, read_pdf
from patient_portal.documents.refusals import ContentRefused, RefusalReason
from tests.portal.documents.samples import CORPUS

FILES = sorted((CORPUS / "pdf").glob("*.pdf"))
A4 = (595, 842)


def pdf(*texts: str, size: tuple[float, float] = A4, rotate: int = 0, **catalog: Any) -> pikepdf.Pdf:
    """A PDF with one page for each text; lines parted by newlines."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )  # fmt: skip
    for text in texts:
        page = made.add_blank_page(page_size=size)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        lines = " ".join(f"({line}) Tj T*" for line in text.split("\n"))
        page.obj.Contents = made.make_stream(f"BT /F1 12 Tf 14 TL 50 700 Td {lines} ET".encode("cp1252"))
        if rotate:
            page.obj.Rotate = rotate
    for name, value in catalog.items():
        made.Root[f"/{name}"] = value
    return made


def saved(made: pikepdf.Pdf, **options: Any) -> bytes:
    out = BytesIO()
    made.save(out, **options)
    return out.getvalue()


def refusal(data: bytes) -> RefusalReason:
    with pytest.raises(ContentRefused) as refused:
        read_pdf(data)
    for read in (page_image, page_text):
        with pytest.raises(ContentRefused):
            read(data, 1)
    return refused.value.reason


def test_pages_language_and_words_are_told():
    info = read_pdf(saved(pdf("Résumé", "zwei", Lang=pikepdf.String("fr-LU"))))
    assert (info.pages, info.language, info.has_text, info.active_content) == (2, "fr-LU", True, False)
    assert (info.sizes[0].width, info.sizes[0].height) == A4


def test_words_are_read_as_paragraphs():
    long = "Der Patient stellte sich gestern mit Schmerzen im linken Knie vor, die seit drei Tagen bestehen"
    text = page_text(saved(pdf(f"{long}\nund zunahmen.\nGrüße, Noël")), 1)
    assert text == f"{long} und zunahmen.\n\nGrüße, Noël"


def test_rows_of_a_table_stay_rows():
    made = pdf("")
    cells = "1 0 0 1 50 {0} Tm ({1}) Tj 1 0 0 1 250 {0} Tm ({2}) Tj 1 0 0 1 400 {0} Tm ({3}) Tj"
    rows = [
        (700, "Analyse", "Resultat", "Einheit"),
        (686, "Glucose", "157", "mg/dL"),
        (672, "HbA1c", "7,7", "%"),
    ]
    written = " ".join(cells.format(*row) for row in rows)
    made.pages[0].obj.Contents = made.make_stream(f"BT /F1 12 Tf {written} ET".encode())
    assert page_text(saved(made), 1).split("\n\n") == [
        "Analyse · Resultat · Einheit",
        "Glucose · 157 · mg/dL",
        "HbA1c · 7,7 · %",
    ]


def test_page_is_drawn_at_the_width_asked_for():
    data = saved(pdf("Hello"))
    drawn = page_image(data, 1, width=600)
    with Image.open(BytesIO(drawn.data)) as picture:
        assert (drawn.media_type, picture.format) == ("image/png", "PNG")
        assert picture.size == (drawn.width, drawn.height) == (600, 849)
        assert min(picture.convert("L").tobytes()) < 60  # there is ink on it
    turned = page_image(saved(pdf("Hello", rotate=90)), 1, width=600)
    assert turned.width > turned.height


@pytest.mark.parametrize(
    ("image_format", "media_type"),
    [(PageFormat.PNG, "image/png"), (PageFormat.JPEG, "image/jpeg"), (PageFormat.WEBP, "image/webp")],
)
def test_format_can_be_chosen(image_format: PageFormat, media_type: str):
    assert page_image(saved(pdf("Hello")), 1, 400, image_format).media_type == media_type


def test_filled_form_is_seen_and_read():
    made = pdf("Name of the form")
    field = made.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="allergy",
            TU="Known allergies",
            V="Penicillin",
            Rect=[50, 500, 300, 530],
            DA="/F1 12 Tf 0 g",
            F=4,
        )
    )
    made.pages[0].obj.Annots = pikepdf.Array([field])
    font = made.pages[0].obj.Resources.Font
    made.Root.AcroForm = pikepdf.Dictionary(
        Fields=[field], NeedAppearances=True, DR=pikepdf.Dictionary(Font=font), DA="/F1 12 Tf 0 g"
    )
    data = saved(made)
    assert page_text(data, 1).endswith("Known allergies: Penicillin")
    with Image.open(BytesIO(page_image(data, 1, width=595).data)) as picture:
        assert min(picture.convert("L").crop((50, 312, 300, 342)).tobytes()) < 60


@pytest.mark.parametrize(
    "live",
    [
        {"OpenAction": pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")},
        {"OpenAction": pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")},
        {"AA": pikepdf.Dictionary(WC=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x"))},
        {"Names": pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[]))},
        {"Names": pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=[]))},
        {"AcroForm": pikepdf.Dictionary(Fields=[], XFA="<xdp/>")},
    ],
)
def test_what_would_act_is_told_and_only_pixels_and_words_come_out(live: dict[str, Any]):
    data = saved(pdf("Hello", **live))
    assert read_pdf(data).active_content
    assert page_text(data, 1) == "Hello"
    assert b"alert" not in page_image(data, 1, width=200).data


def test_link_that_submits_is_active_and_a_link_to_a_page_is_not():
    def with_action(action: pikepdf.Dictionary) -> bytes:
        made = pdf("Hello")
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action
        )
        made.pages[0].obj.Annots = pikepdf.Array([made.make_indirect(link)])
        return saved(made)

    assert read_pdf(with_action(pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="http://x"))).active_content
    assert not read_pdf(with_action(pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://x"))).active_content
    opens = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=[0, pikepdf.Name.Fit])
    assert not read_pdf(saved(pdf("Hello", OpenAction=opens))).active_content


def test_locked_file_is_refused_as_locked():
    locked = saved(pdf("Hello"), encryption=pikepdf.Encryption(user="secret", owner="owner"))
    assert refusal(locked) == RefusalReason.ENCRYPTED


def test_file_locked_only_against_changes_is_read():
    data = saved(pdf("Hello"), encryption=pikepdf.Encryption(user="", owner="owner"))
    assert page_text(data, 1) == "Hello"
    assert read_pdf(data).pages == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", RefusalReason.NOT_PDF),
        (b"<html>%PDF</html>", RefusalReason.NOT_PDF),
        (b"%PDF-1.7\n", RefusalReason.DAMAGED),
        (b"%PDF-1.7\n" + b"\xff" * 5000, RefusalReason.DAMAGED),
    ],
)
def test_file_that_is_no_sound_pdf_is_refused(data: bytes, reason: RefusalReason):
    assert refusal(data) == reason


def test_file_without_pages_is_refused():
    assert refusal(saved(pikepdf.new())) == RefusalReason.EMPTY


def test_thousands_of_pages_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf_pages, "MAX_PAGES", 3)
    assert refusal(saved(pdf("a", "b", "c", "d"))) == RefusalReason.TOO_LARGE
    assert read_pdf(saved(pdf("a", "b", "c"))).pages == 3


@pytest.mark.parametrize("number", [0, -1, 2, 10**9])
def test_page_that_is_not_there_is_refused(number: int):
    for read in (page_image, page_text):
        with pytest.raises(ContentRefused) as refused:
            read(saved(pdf("Hello")), number)
        assert refused.value.reason == RefusalReason.NO_SUCH_PAGE


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 10), (10, 14_400), (3, 3)])
def test_huge_or_tiny_page_stays_a_picture_of_bounded_size(size: tuple[int, int]):
    drawn = page_image(saved(pdf("Hello", size=size)), 1, width=100_000)
    assert drawn.width * drawn.height <= 1.01 * pdf_pages.MAX_PAGE_PIXELS


def test_page_that_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf_pages, "MAX_SECONDS", -1.0)
    heavy = pdf("x")
    squares = " ".join(f"{n % 500} {n % 700} 200 200 re f" for n in range(20_000))
    heavy.pages[0].obj.Contents = heavy.make_stream(squares.encode())
    with pytest.raises(ContentRefused) as refused:
        page_image(saved(heavy), 1)
    assert refused.value.reason == RefusalReason.TOO_LARGE


def test_many_readers_at_once_get_their_own_pages():
    files = [saved(pdf(f"Document {number}")) for number in range(6)]
    said: dict[int, str] = {}

    def read(number: int) -> None:
        page_image(files[number], 1, width=300)
        said[number] = page_text(files[number], 1)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == {number: f"Document {number}" for number in range(6)}


@pytest.mark.skipif(not FILES, reason="the documents of others do not lie beside this repository")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_pdf_of_others_is_drawn_and_read(file: Path):
    data = file.read_bytes()
    info = read_pdf(data)
    for number in range(1, info.pages + 1):
        drawn = page_image(data, number)
        assert drawn.width == 1200
        assert bool(page_text(data, number)) == info.has_text
    if file.stem == "french_diacritics":
        assert "é É è È ê Ê ë Ë" in page_text(data, 1)
    if file.stem == "rotation":
        assert page_image(data, 2).width > page_image(data, 2).height

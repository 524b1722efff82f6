"""Pictures drawn anew: what is seen stays, what is hidden in the file goes, bombs are never unpacked."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from patient_portal.documents.images import image_preview, read_image
from patient_portal.documents.refusals import ContentRefused, RefusalReason
from tests.portal.documents.samples import CORPUS

DICOM_FILES = sorted((CORPUS / "dicom").glob("*.dcm"))


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def seen(data: bytes, max_side: int = 1600) -> Image.Image:
    preview = image_preview(data, max_side)
    with Image.open(BytesIO(preview.data)) as picture:
        assert picture.size == (preview.width, preview.height)
        assert preview.media_type in {"image/png", "image/jpeg"}
        picture.load()
        return picture.copy()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "TIFF", "WEBP"])
def test_each_kind_of_picture_is_shown(kind: str):
    data = saved(Image.new("RGB", (300, 200), "navy"), kind)
    facts = read_image(data)
    assert (facts.format, facts.width, facts.height, facts.frames) == (kind.lower(), 300, 200, 1)
    assert seen(data).convert("RGB").getchannel("B").tobytes()[0] > 100
    assert seen(data, 100).size == (100, 67)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "I", "F"])
def test_each_colour_model_is_shown(mode: str):
    assert seen(saved(Image.new(mode, (20, 10)), "TIFF" if mode != "LA" else "PNG")).size == (20, 10)


def test_transparent_ground_becomes_white():
    assert (
        seen(saved(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG")).convert("RGB").getpixel((1, 1))
        == (255,) * 3
    )


def test_deep_greys_are_spread_over_what_a_screen_shows():
    picture = Image.new("I;16", (2, 1), 1000)
    picture.putpixel((1, 0), 3000)
    assert seen(saved(picture, "TIFF")).convert("L").getextrema() == pytest.approx((0, 255), abs=3)


def test_picture_stands_upright_and_its_hidden_words_are_gone():
    picture = Image.new("RGB", (40, 20), "white")
    exif = picture.getexif()
    exif[0x0112] = 6
    exif[0x010E] = "where the patient lives"
    data = saved(picture, "JPEG", exif=exif, comment=b"another secret")
    assert (read_image(data).width, read_image(data).height) == (20, 40)
    preview = image_preview(data)
    assert (preview.width, preview.height) == (20, 40)
    assert b"lives" not in preview.data
    assert b"secret" not in preview.data
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "another secret")
    assert b"secret" not in image_preview(saved(picture, "PNG", pnginfo=words) + b"<script>secret").data


def test_moving_picture_is_shown_by_its_first_frame():
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "green", "blue")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert read_image(data).frames == 3
    assert image_preview(data).media_type == "image/png"


def _png_head(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\r"
        + head
        + struct.pack(">I", zlib.crc32(head))
        + b"\x00\x00\x01\x00IDAT"
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", RefusalReason.NOT_IMAGE),
        (b"hello", RefusalReason.NOT_IMAGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", RefusalReason.NOT_IMAGE),
        (b"GIF89a/*", RefusalReason.NOT_IMAGE),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, RefusalReason.NOT_IMAGE),
        (_png_head(30_000, 30_000), RefusalReason.TOO_LARGE),
        (_png_head(9_000, 9_000), RefusalReason.TOO_LARGE),
        (saved(Image.effect_noise((200, 200), 90), "PNG")[:3000], RefusalReason.DAMAGED),
        (saved(Image.effect_noise((200, 200), 90), "JPEG")[:900], RefusalReason.DAMAGED),
        (b"\x00" * 128 + b"DICM" + b"\xff" * 300, RefusalReason.DAMAGED),
    ],
)
def test_what_is_no_sound_picture_is_refused(data: bytes, reason: RefusalReason):
    with pytest.raises(ContentRefused) as refused:
        image_preview(data)
    assert refused.value.reason == reason


def dicom(pixels: bytes, **values: object) -> bytes:
    """A small DICOM picture of 2 × 2 points."""
    from pydicom.dataset import FileDataset, FileMetaDataset
    from pydicom.uid import UID, ExplicitVRLittleEndian, SecondaryCaptureImageStorage

    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    meta.MediaStorageSOPInstanceUID = UID("1.2.3")
    made = FileDataset("", {}, file_meta=meta, preamble=b"\x00" * 128)
    described = {
        "Rows": 2, "Columns": 2, "SamplesPerPixel": 1, "BitsAllocated": 16, "BitsStored": 16, "HighBit": 15,
        "PixelRepresentation": 0, "PhotometricInterpretation": "MONOCHROME2", "Modality": "CT",
        "StudyDate": "20260301", "PatientName": "Weber^Anne", **values,
    }  # fmt: skip
    for name, value in described.items():
        setattr(made, name, value)
    made.PixelData = pixels
    out = BytesIO()
    made.save_as(out, enforce_file_format=True)
    return out.getvalue()


def test_dicom_tells_what_and_whose_it_is():
    facts = read_image(dicom(struct.pack("<4H", 0, 1, 2, 3)))
    assert (facts.format, facts.modality, facts.patient_name) == ("dicom", "CT", "Weber Anne")
    assert facts.taken is not None
    assert facts.taken.value.year == 2026


@pytest.mark.parametrize(
    ("values", "points", "shown"),
    [
        ({}, (0, 1000, 2000, 4000), (0, 64, 128, 255)),
        ({"PhotometricInterpretation": "MONOCHROME1"}, (0, 1000, 2000, 4000), (255, 191, 127, 0)),
        ({"WindowCenter": 1000, "WindowWidth": 1000}, (0, 500, 1500, 4000), (0, 0, 255, 255)),
        ({"WindowCenter": [40, 400], "WindowWidth": [400, 1500], "RescaleIntercept": -1024, "RescaleSlope": 1},
         (864, 1064, 1264, 0), (0, 128, 255, 0)),
    ],
)  # fmt: skip
def test_dicom_is_windowed(values: dict[str, object], points: tuple[int, ...], shown: tuple[int, ...]):
    grey = seen(dicom(struct.pack("<4H", *points), **values)).convert("L")
    found = [grey.getpixel((x, y)) for y in (0, 1) for x in (0, 1)]
    assert found == pytest.approx(shown, abs=12)


def test_signed_and_coloured_dicom_are_shown():
    signed = seen(dicom(struct.pack("<4h", -1000, 0, 0, 1000), PixelRepresentation=1)).convert("L")
    assert signed.tobytes()[0] < 10
    colours = dicom(b"\xff\x00\x00" * 4, SamplesPerPixel=3, BitsAllocated=8, PhotometricInterpretation="RGB",
                    PlanarConfiguration=0)  # fmt: skip
    assert seen(colours).convert("RGB").tobytes()[0] > 200


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (dicom(b"\x00" * 4), RefusalReason.DAMAGED),
        (dicom(b"\x00" * 8, Rows=30_000, Columns=30_000), RefusalReason.TOO_LARGE),
        (dicom(b"\x00" * 8, Rows=0), RefusalReason.NOT_SUPPORTED),
        (dicom(b"\x00" * 8, PhotometricInterpretation="PALETTE COLOR"), RefusalReason.NOT_SUPPORTED),
    ],
)
def test_dicom_that_cannot_be_shown_is_refused(data: bytes, reason: RefusalReason):
    with pytest.raises(ContentRefused) as refused:
        image_preview(data)
    assert refused.value.reason == reason


@pytest.mark.skipif(not DICOM_FILES, reason="the documents of others do not lie beside this repository")
@pytest.mark.parametrize("file", DICOM_FILES, ids=lambda file: file.stem)
def test_dicom_of_others_is_shown(file: Path):
    data = file.read_bytes()
    facts = read_image(data)
    assert facts.modality in {"CT", "MR"}
    assert seen(data).size == (facts.width, facts.height)
    assert len(set(seen(data).convert("L").tobytes())) > 50

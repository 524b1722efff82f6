"""A first look at a DICOM picture, windowed to what a screen can show; not for diagnosis."""

from io import BytesIO
from typing import Any

import pydicom
from PIL import Image, ImageOps
from pydicom import config as dicom_config
from pydicom.dataset import FileDataset
from pydicom.encaps import generate_frames

from patient_portal.documents.cda_time import read_moment
from patient_portal.documents.cda_xml import line
from patient_portal.documents.images_pixels import MAX_DECODED_PIXELS, ImageFacts, stretched
from patient_portal.documents.refusals import ContentRefused, RefusalReason, refusing

IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG = (
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2.2",
)
DEFLATED = b"1.2.840.10008.1.2.1.99"
PILLOW_DECODES = {
    "1.2.840.10008.1.2.4.50",  # JPEG baseline
    "1.2.840.10008.1.2.4.90",  # JPEG 2000 lossless
    "1.2.840.10008.1.2.4.91",  # JPEG 2000
}
META_BYTES = 4096

dicom_config.settings.reading_validation_mode = dicom_config.IGNORE


def read_dicom(data: bytes) -> ImageFacts:
    """Modality, date, size and whose picture it is, without touching the pixels."""
    with refusing(RefusalReason.DAMAGED):
        dataset = _dataset(data, pixels=False)
        dates = (_text(dataset, name) for name in ("AcquisitionDate", "SeriesDate", "StudyDate"))
        return ImageFacts(
            format="dicom",
            width=_number(dataset, "Columns"),
            height=_number(dataset, "Rows"),
            frames=_number(dataset, "NumberOfFrames", 1),
            modality=_text(dataset, "Modality"),
            description=_text(dataset, "SeriesDescription") or _text(dataset, "StudyDescription"),
            body_part=_text(dataset, "BodyPartExamined"),
            patient_name=" ".join(_text(dataset, "PatientName").replace("^", " ").split()),
            taken=read_moment(next(filter(None, dates), "")),
        )


def dicom_pixels(data: bytes) -> Image.Image:
    """The first frame in 8 bits a channel, by the window that the file states, else over its whole range."""
    with refusing(RefusalReason.DAMAGED):
        dataset = _dataset(data, pixels=True)
        size = _number(dataset, "Columns"), _number(dataset, "Rows")
        if size[0] < 1 or size[1] < 1:
            raise ContentRefused(RefusalReason.NOT_SUPPORTED)
        if size[0] * size[1] > MAX_DECODED_PIXELS:
            raise ContentRefused(RefusalReason.TOO_LARGE)
        syntax = str(dataset.file_meta.TransferSyntaxUID)
        if syntax in PILLOW_DECODES:
            return _compressed(dataset)
        if syntax not in {IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG}:
            raise ContentRefused(RefusalReason.NOT_SUPPORTED)
        return _uncompressed(dataset, size, big_endian=syntax == EXPLICIT_BIG)


def _dataset(data: bytes, *, pixels: bool) -> FileDataset:
    if DEFLATED in data[:META_BYTES]:  # would be inflated whole, without a limit
        raise ContentRefused(RefusalReason.NOT_SUPPORTED)
    return pydicom.dcmread(BytesIO(data), stop_before_pixels=not pixels)


def _compressed(dataset: FileDataset) -> Image.Image:
    frame = next(generate_frames(dataset.PixelData, number_of_frames=_number(dataset, "NumberOfFrames", 1)))
    image = Image.open(BytesIO(frame), formats=("JPEG", "JPEG2000"))
    if image.width * image.height > MAX_DECODED_PIXELS:
        raise ContentRefused(RefusalReason.TOO_LARGE)
    if image.mode.startswith("I"):
        return _windowed(image.convert("I"), dataset)
    picture = image.convert("L" if image.mode == "L" else "RGB")
    return ImageOps.invert(picture) if _is_inverted(dataset) else picture


def _uncompressed(dataset: FileDataset, size: tuple[int, int], *, big_endian: bool) -> Image.Image:
    samples = _number(dataset, "SamplesPerPixel", 1)
    bits = _number(dataset, "BitsAllocated")
    length = size[0] * size[1] * samples * bits // 8
    pixels = bytes(dataset.PixelData[:length])
    if len(pixels) < length:
        raise ContentRefused(RefusalReason.DAMAGED)
    colours = _text(dataset, "PhotometricInterpretation")
    if samples == 1 and bits in {8, 16} and colours.startswith("MONOCHROME"):
        return _windowed(_grey(pixels, size, bits, dataset, big_endian=big_endian), dataset)
    if samples == 3 and bits == 8 and colours in {"RGB", "YBR_FULL"}:
        mode = "YCbCr" if colours == "YBR_FULL" else "RGB"
        if _number(dataset, "PlanarConfiguration"):
            plane = size[0] * size[1]
            bands = [Image.frombytes("L", size, pixels[i * plane : (i + 1) * plane]) for i in range(3)]
            return Image.merge(mode, bands).convert("RGB")
        return Image.frombytes(mode, size, pixels).convert("RGB")
    raise ContentRefused(RefusalReason.NOT_SUPPORTED)


def _grey(
    pixels: bytes, size: tuple[int, int], bits: int, dataset: FileDataset, *, big_endian: bool
) -> Image.Image:
    if bits == 8:
        return Image.frombytes("L", size, pixels).convert("I")
    signed = "S" if _number(dataset, "PixelRepresentation") else ""
    return Image.frombytes("I", size, pixels, "raw", f"I;16{'B' if big_endian else ''}{signed}")


def _windowed(image: Image.Image, dataset: FileDataset) -> Image.Image:
    centre, width = _first(dataset, "WindowCenter"), _first(dataset, "WindowWidth")
    slope = _first(dataset, "RescaleSlope") or 1.0
    intercept = _first(dataset, "RescaleIntercept") or 0.0
    if centre is None or not width or slope <= 0:
        return stretched(image, inverted=_is_inverted(dataset))
    low, high = ((centre + end * width / 2 - intercept) / slope for end in (-1, 1))
    return stretched(image, low, high, inverted=_is_inverted(dataset))


def _is_inverted(dataset: FileDataset) -> bool:
    return _text(dataset, "PhotometricInterpretation") == "MONOCHROME1"


def _text(dataset: FileDataset, name: str) -> str:
    value = dataset.get(name)
    return "" if value is None else line(str(value))[:200]


def _number(dataset: FileDataset, name: str, default: int = 0) -> int:
    value = dataset.get(name)
    return default if value in (None, "") else int(str(value))


def _first(dataset: FileDataset, name: str) -> float | None:
    value: Any = dataset.get(name)
    if value in (None, ""):
        return None
    return float(str(value if isinstance(value, (str, int, float)) else next(iter(value), 0)))

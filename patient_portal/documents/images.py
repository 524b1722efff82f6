"""Pictures as small, safe copies: drawn anew from their pixels, so that nothing but pixels is left."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from patient_portal.documents.images_pixels import MAX_DECODED_PIXELS, MAX_PIXELS, ImageFacts, stretched
from patient_portal.documents.refusals import ContentRefused, RefusalReason, refusing

FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "WEBP")
MAX_PNG_BYTES = 1_500_000
WHITE = (255, 255, 255)

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class ImagePreview:
    """A picture drawn anew, without metadata, in the position in which it is to be looked at."""

    data: bytes
    media_type: str
    width: int
    height: int


def looks_like_dicom(data: bytes) -> bool:
    """Whether the bytes carry DICOM's mark after its preamble."""
    return data[128:132] == b"DICM"


def read_image(data: bytes) -> ImageFacts:
    """What kind of picture this is and how large, read from its head alone."""
    if looks_like_dicom(data):
        from patient_portal.documents.images_dicom import read_dicom  # a large library, seldom needed

        return read_dicom(data)
    with refusing(RefusalReason.NOT_IMAGE), _opened(data) as image:
        width, height = ImageOps.exif_transpose(image).size if _is_turned(image) else image.size
        return ImageFacts(str(image.format).lower(), width, height, int(getattr(image, "n_frames", 1)))


def image_preview(data: bytes, max_side: int = 1600) -> ImagePreview:
    """The picture (of several, the first) no larger than `max_side` pixels, as PNG or JPEG."""
    if looks_like_dicom(data):
        from patient_portal.documents.images_dicom import dicom_pixels

        picture = dicom_pixels(data)
        picture.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
        return _encoded(picture, drawn=False)
    with refusing(RefusalReason.NOT_IMAGE), _opened(data) as image:
        drawn = image.format in {"PNG", "GIF"}
        image.draft("RGB", (max_side, max_side))
        if image.width * image.height > MAX_DECODED_PIXELS:
            raise ContentRefused(RefusalReason.TOO_LARGE)
        with refusing(RefusalReason.DAMAGED):
            image.load()
            picture = _plain(image)
            picture.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
            picture = ImageOps.exif_transpose(picture)
    return _encoded(picture, drawn=drawn)


def _opened(data: bytes) -> Image.Image:
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ContentRefused(RefusalReason.TOO_LARGE) from None
    if image.width * image.height > MAX_PIXELS:
        raise ContentRefused(RefusalReason.TOO_LARGE)
    return image


def _is_turned(image: Image.Image) -> bool:
    return image.getexif().get(0x0112, 1) in {5, 6, 7, 8}


def _plain(image: Image.Image) -> Image.Image:
    """Grey or RGB with a white ground, so that no colour model and no transparency surprises a reader."""
    turned = image.getexif().get(0x0112)
    if image.mode.startswith(("I", "F")):
        picture = stretched(image.convert("F" if image.mode == "F" else "I"))
    elif image.mode in {"1", "L"}:
        picture = image.convert("L")
    elif image.mode in {"P", "PA", "LA", "RGBA", "RGBa", "La"} or "transparency" in image.info:
        colours = image.convert("RGBA")
        picture = Image.new("RGB", image.size, WHITE)
        picture.paste(colours, mask=colours.getchannel("A"))
    else:
        picture = image.convert("RGB")
    picture.info.clear()
    exif = picture.getexif()
    exif.clear()
    if isinstance(turned, int):
        exif[0x0112] = turned
    return picture


def _encoded(picture: Image.Image, *, drawn: bool) -> ImagePreview:
    """PNG keeps the edges of drawn pictures; photographs, and drawings that grow too large, become JPEG."""
    with refusing(RefusalReason.DAMAGED):
        clean = Image.frombytes(picture.mode, picture.size, picture.tobytes())
        out = BytesIO()
        media_type = "image/png"
        if drawn:
            clean.save(out, "PNG", optimize=False, compress_level=6)
        if not drawn or out.tell() > MAX_PNG_BYTES:
            out = BytesIO()
            media_type = "image/jpeg"
            clean.save(out, "JPEG", quality=86, optimize=True)
        return ImagePreview(out.getvalue(), media_type, *clean.size)

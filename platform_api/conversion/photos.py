"""Photos: drawn anew from their pixels, turned upright, with neither a place nor a camera left in them."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from platform_api.conversion.limits import (
    LONGEST_SIDE,
    MOST_FRAMES,
    MOST_PIXELS,
    MOST_PIXELS_DECODED,
    NotConvertible,
)
from platform_api.vocabulary import Reason

_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")
_QUALITY = 85
_WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as a JPEG with nothing but pixels in it."""

    data: bytes
    width: int
    height: int
    colours: int
    """Bytes for each pixel: 1 for grey, 3 for colour."""


def photos(data: bytes) -> list[Photo]:
    """Every picture of the file (a TIFF may hold several); raises NotConvertible."""
    Image.MAX_IMAGE_PIXELS = None  # measured below, before anything is decoded
    warnings.simplefilter("ignore")
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            frames = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
            if frames > MOST_FRAMES:
                raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)
            found = []
            for number in range(frames):
                if number:
                    image.seek(number)
                found.append(_drawn(image))
            return found
    except NotConvertible:
        raise
    except MemoryError:
        raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX) from None
    except Exception as error:  # whatever a broken picture makes its reader raise
        raise NotConvertible(Reason.UPLOAD_DAMAGED) from error


def _drawn(image: Image.Image) -> Photo:
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)
    if image.format == "JPEG":
        image.draft("RGB" if image.mode != "L" else "L", (LONGEST_SIDE, LONGEST_SIDE))
    if image.width * image.height > MOST_PIXELS_DECODED:
        raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)
    image.load()
    picture = ImageOps.exif_transpose(image)
    picture = _plain(picture)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    out = BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return Photo(out.getvalue(), bare.width, bare.height, 1 if bare.mode == "L" else 3)


def _plain(image: Image.Image) -> Image.Image:
    """Grey or sRGB on a white ground."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith(("I", "F")):
        low, high = (float(str(one)) for one in image.getextrema())
        scale = 255.0 / (high - low) if high > low else 1.0
        return image.convert("F").point(lambda value: value * scale - low * scale).convert("L")
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode in ("P", "PA", "LA", "RGBA", "RGBa", "La") or "transparency" in image.info:
        colours = image.convert("RGBA")
        ground = Image.new("RGB", image.size, _WHITE)
        ground.paste(colours, mask=colours.getchannel("A"))
        return ground
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            found = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            return image.convert("RGB")
        return found if found is not None else image.convert("RGB")
    return image.convert("RGB")

"""What all readers of pictures share: the facts, the limits, and deep greys made visible."""

from dataclasses import dataclass

from PIL import Image, ImageOps

from patient_portal.documents.cda_types import Moment

MAX_PIXELS = 100_000_000
"""Refused before decoding; 30,000 × 30,000 is a bomb, a 50-megapixel telephone picture is not."""
MAX_DECODED_PIXELS = 40_000_000
"""What may really be decoded; a JPEG is decoded smaller at once, so it may be larger than this."""


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What is known of a picture; sizes in pixels, `format` in lower case, '' = not stated."""

    format: str
    width: int
    height: int
    frames: int = 1
    modality: str = ""
    description: str = ""
    body_part: str = ""
    patient_name: str = ""
    taken: Moment | None = None


def stretched(
    image: Image.Image, low: float | None = None, high: float | None = None, *, inverted: bool = False
) -> Image.Image:
    """A deep grey picture (mode I or F) in 256 greys, `low` becoming black and `high` white."""
    if low is None or high is None:
        extremes = image.getextrema()
        low, high = float(str(extremes[0])), float(str(extremes[1]))
    scale = 255.0 / (high - low) if high > low else 1.0
    grey = image.point(lambda value: value * scale + (-low * scale)).convert("L")
    return ImageOps.invert(grey) if inverted else grey

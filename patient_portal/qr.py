"""QR codes as pictures for pages."""

from dataclasses import dataclass

import qrcode
from lxml import etree
from markupsafe import Markup
from qrcode.image.svg import SvgPathImage

_QUIET_ZONE = 4  # modules of white around the code (ISO/IEC 18004)


def qr_picture(text: str) -> Markup:
    """A QR code as an SVG of one path; what it is for is said by the element around it."""
    drawn = qrcode.make(text, image_factory=SvgPathImage, border=_QUIET_ZONE).get_image()
    for name in ("width", "height", "version"):
        drawn.attrib.pop(name, None)
    drawn.set("aria-hidden", "true")
    drawn.set("focusable", "false")
    return Markup(etree.tostring(drawn, encoding="unicode"))  # noqa: S704 - drawn here, holds nothing but a path


@dataclass(frozen=True, slots=True)
class Secret:
    """An authenticator app's secret in its three shapes: to scan, to open on this phone, to type."""

    picture: Markup
    link: str
    groups: tuple[str, ...]


def app_secret(text: str, link: str) -> Secret:
    """The secret and its `otpauth:` link, ready for a page."""
    return Secret(qr_picture(link), link, tuple(text[i : i + 4] for i in range(0, len(text), 4)))

"""QR codes as pictures for pages."""

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

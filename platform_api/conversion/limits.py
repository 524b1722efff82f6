"""What a file may ask of the conversion, and how it says no."""

from platform_api.vocabulary import Reason

MOST_PAGES = 300
"""Pages of one document."""
MOST_PIXELS = 200_000_000
"""Of a JPEG, which is decoded smaller at once; a 200-megapixel telephone picture still passes."""
MOST_PIXELS_DECODED = 60_000_000
"""Of a picture that can only be decoded whole."""
MOST_FRAMES = 60
LONGEST_SIDE = 2480
"""Pixels kept of a photo: an A4 sheet at some 210 dots per inch, so that forty pages stay below the limit."""
MOST_CHARACTERS = 1_000_000
LARGEST_UNPACKED = 150 * 1024 * 1024
"""Bytes that all parts of an Office file may have together once unpacked."""
LARGEST_PDF_UNPACKED = 1024**3
"""Bytes that all streams of a PDF may have together once unpacked: some forty scanned pages without loss, in colour."""
LARGEST_XML = 30 * 1024 * 1024
MOST_PARTS = 3000
LARGEST_DIRECTORY = 1024**2
"""Bytes of an Office file's list of its parts: 3,000 long names fit."""
MOST_OBJECTS = 300_000
"""Objects of a PDF that are looked at one by one."""
LARGEST_RESULT = 60 * 1024 * 1024


class NotConvertible(Exception):
    """The file is hostile, broken or of a kind that is not taken; nothing of it is kept."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason

"""How much a PDF's streams unpack to, measured before any of it is looked at: few kilobytes can hold gigabytes."""

import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Stream

from platform_api.conversion.limits import LARGEST_PDF_UNPACKED, NotConvertible
from platform_api.vocabulary import Reason

_FLATE = frozenset({"/FlateDecode", "/Fl"})
_PACKING = _FLATE | {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
_READ, _PIECE = 1 << 16, 1 << 20


def check(pdf: pikepdf.Pdf) -> None:
    """Raises NotConvertible where the streams together are too large, or one is packed twice, which no program does."""
    left = LARGEST_PDF_UNPACKED
    for thing in pdf.objects:
        if not isinstance(thing, Stream):
            continue
        filters = _filters(thing.get("/Filter"))
        if sum(one in _PACKING for one in filters) > 1:
            raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)
        if filters and filters[0] in _FLATE:
            left -= _unpacked(thing.read_raw_bytes(), left)
        if left < 0:
            raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)


def _filters(named: Any) -> list[str]:
    return [str(one) for one in named] if isinstance(named, Array) else [str(named)] if named else []


def _unpacked(data: bytes, most: int) -> int:
    """Bytes that this unpacks to, counted piece by piece up to a little more than `most`; a broken end ends it."""
    packed, size = zlib.decompressobj(), 0
    try:
        for start in range(0, len(data), _READ):
            waiting = data[start : start + _READ]
            while waiting and size <= most:
                size += len(packed.decompress(waiting, _PIECE))
                waiting = packed.unconsumed_tail
            if size > most or packed.eof:
                break
    except zlib.error:
        pass  # a reader shows what came before
    return size

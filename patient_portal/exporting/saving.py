"""Saving a part: which bytes a browser asks for, and those bytes, a piece in memory at a time."""

from collections.abc import Iterator
from itertools import chain

from flask import Request

from patient_portal.platform_client import CopyPart, PlatformClient, Unavailable


def wanted(request: Request, size: int, sha256: str) -> tuple[int, int] | None:
    """The first byte and the one after the last: all of them unless one range of this very part is asked for.

    None for a range that begins beyond its end.
    """
    asked, only_if = request.range, request.if_range
    is_another = only_if.date is not None or only_if.etag not in (None, sha256)
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1 or is_another:
        return 0, size
    return asked.range_for_length(size)


def pieces(client: PlatformClient, copy_id: str, known: CopyPart, start: int, end: int) -> Iterator[bytes]:
    """The bytes; the first piece is asked for at once, so that a refusal becomes a page and no torn file."""
    first = _piece(client, copy_id, known, start, end)
    return chain([first], _others(client, copy_id, known, start + len(first), end))


def _others(client: PlatformClient, copy_id: str, known: CopyPart, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        piece = _piece(client, copy_id, known, start, end)
        start += len(piece)
        yield piece


def _piece(client: PlatformClient, copy_id: str, known: CopyPart, start: int, end: int) -> bytes:
    found = client.copy_part(copy_id, known.number, start)
    if not found.content or found.integrity != known.sha256:
        raise Unavailable()
    return found.content[: end - start]

"""The operator's virus scanner, if there is one: it sees every file first; while it is down, nothing is kept."""

import socket
import struct
from collections.abc import Iterable
from urllib.parse import urlsplit

from platform_api.problems import Refused
from platform_api.vocabulary import Reason

_SECONDS = 30.0


def check(url: str, pieces: Iterable[bytes]) -> None:
    """Ask the scanner about a file (clamd's INSTREAM); raises Refused where it finds something or does not answer."""
    if not url:
        return
    try:
        answer = _ask(url, pieces)
    except (OSError, ValueError) as error:
        raise Refused(Reason.UPLOAD_NOT_CHECKED) from error
    if answer.endswith("FOUND"):
        raise Refused(Reason.UPLOAD_HARMFUL)
    if not answer.endswith("OK"):
        raise Refused(Reason.UPLOAD_NOT_CHECKED)


def _ask(url: str, pieces: Iterable[bytes]) -> str:
    where = urlsplit(url)
    with socket.create_connection((where.hostname or "127.0.0.1", where.port or 3310), _SECONDS) as line:
        line.sendall(b"zINSTREAM\0")
        for piece in pieces:
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while more := line.recv(4096):
            answer += more
            if len(answer) > 4096 or b"\0" in more:
                break
    return answer.rstrip(b"\0\n").decode("utf-8", "replace").strip()

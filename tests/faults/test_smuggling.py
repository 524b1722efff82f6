"""One request is one request: raw bytes at the real server, and never an answer to what was hidden behind another.

A request about patients, without a token, is 401 where it is understood; 400 where it is turned away as ambiguous.
Behind each stands a plain one: it is answered, or the connection is closed before it. HIDDEN must never be answered.
"""

import re
import socket
from urllib.parse import urlsplit

import pytest

from tests.support.served import Served

LAST = b"GET /health/live HTTP/1.1\r\nHost: last\r\nConnection: close\r\n\r\n"
HIDDEN = b"GET /fr/hidden-behind HTTP/1.1\r\nHost: hidden\r\n\r\n"
END = b"0\r\n\r\n"
TURNED_AWAY, UNDERSTOOD, ALIVE = b"400", b"401", b"200"


def answers(server: Served, sent: bytes) -> list[bytes]:
    """The statuses of everything that came back until the server closed the connection."""
    address = urlsplit(server.url)
    got = b""
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=20) as connection:
        connection.sendall(sent)
        try:
            while piece := connection.recv(65536):
                got += piece
        except ConnectionResetError:
            pass
    return re.findall(rb"HTTP/1\.1 (\d{3})", got)


def post(*lines: bytes, body: bytes = b"", version: bytes = b"1.1") -> bytes:
    """A search for a patient with these lines in its head."""
    head = [b"POST /fhir/Patient/_search HTTP/" + version, b"Host: x"]
    form = b"Content-Type: application/x-www-form-urlencoded"
    return b"\r\n".join([*head, form, *lines, b"", body])


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data) + END


HIDING = END + HIDDEN
LONG = b"Content-Length: %d" % len(HIDING)
CHUNKED = b"Transfer-Encoding: chunked"

AMBIGUOUS = {
    "CL.TE": post(LONG, CHUNKED, body=HIDING),
    "TE.CL": post(CHUNKED, b"Content-Length: 4", body=chunk(HIDDEN)),
    "TE with a length of it all": post(CHUNKED, LONG, body=HIDING),
    "TE.TE, the last unknown": post(CHUNKED, b"Transfer-Encoding: x", b"Content-Length: 4", body=HIDING),
    "TE.TE, the first unknown": post(b"Transfer-Encoding: x", CHUNKED, body=HIDING),
    "TE.TE, identity": post(b"Transfer-Encoding: identity", CHUNKED, body=HIDING),
    "chunked twice": post(CHUNKED, CHUNKED, body=HIDING),
    "chunked, chunked": post(b"Transfer-Encoding: chunked, chunked", body=HIDING),
    "gzip, chunked": post(b"Transfer-Encoding: gzip, chunked", body=HIDING),
    "chunked, identity": post(b"Transfer-Encoding: chunked, identity", body=HIDING),
    "xchunked": post(b"Transfer-Encoding: xchunked", LONG, body=HIDING),
    "a vertical tab before chunked": post(b"Transfer-Encoding:\x0bchunked", LONG, body=HIDING),
    "a space before the colon": post(b"Transfer-Encoding : chunked", LONG, body=HIDING),
    "a space before the name": post(b" Transfer-Encoding: chunked", LONG, body=HIDING),
    "chunked on a folded line": post(b"Transfer-Encoding:\r\n chunked", LONG, body=HIDING),
    "any folded line": post(b"X-A: 1\r\n 2", b"Content-Length: 0", body=HIDDEN),
    "chunked in HTTP/1.0": post(CHUNKED, b"Connection: keep-alive", body=HIDING, version=b"1.0"),
    "two lengths": post(b"Content-Length: 0", LONG, body=HIDING),
    "two lengths in a list": post(b"Content-Length: 0, %d" % len(HIDING), body=HIDING),
    "one length twice in a list": post(b"Content-Length: 0, 0", body=HIDDEN),
    "a length with a plus": post(b"Content-Length: +0", body=HIDDEN),
    "a length below nothing": post(b"Content-Length: -1", body=HIDDEN),
    "a length in hexadecimal": post(b"Content-Length: 0x5", body=HIDING),
    "a length with a gap": post(b"Content-Length: 0 5", body=HIDING),
    "a length with a point": post(b"Content-Length: 5.0", body=HIDING),
    "a length with a low line": post(b"Content-Length: 0_5", body=HIDING),
    "an empty length": post(b"Content-Length: ", body=HIDDEN),
    "a length too large to count": post(b"Content-Length: 99999999999999999999999", body=HIDDEN),
    "a length with a space before its colon": post(b"Content-Length : 5", body=HIDING),
    "a length on a folded line": post(b"Content-Length:\r\n 5", body=HIDING),
    "a length behind a non-breaking space": post(b"Content-Length:\xa05", body=HIDING),
    "a bare LF that opens a second length": post(b"X-A: 1\nContent-Length: 0", LONG, body=HIDING),
    "a bare CR": post(b"X-A: 1\rTransfer-Encoding: chunked", LONG, body=HIDING),
    "a NUL": post(b"X-A: 1\x00Transfer-Encoding: chunked", LONG, body=HIDING),
    "a bare LF that opens a coding": post(b"X-A: 1\nTransfer-Encoding: chunked", LONG, body=HIDING),
    "a coding under a name with a low line": post(b"Transfer_Encoding: chunked", LONG, body=HIDING),
    "no host": b"GET /health/live HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "a host with a path": b"GET /health/live HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "no version": b"GET /health/live\r\n\r\n",
    "a version that is none": b"GET /health/live HTTP/1.2\r\nHost: a\r\n\r\n",
    "a space in the address": b"GET /health/live x HTTP/1.1\r\nHost: a\r\n\r\n",
    "bytes in the address": b"GET /health/\xff HTTP/1.1\r\nHost: a\r\n\r\n",
}


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_what_could_be_read_in_two_ways_is_turned_away_and_nothing_behind_it_is_read(
    live_server: Served, name: str
):
    found = answers(live_server, AMBIGUOUS[name] + LAST)
    # a length beside chunks reaches no application: the server drops it, answers the one request, and closes
    assert found in ([TURNED_AWAY], [UNDERSTOOD]), found
    assert found == [TURNED_AWAY] or "CL" in name or "length of it all" in name or "coding" in name


CHUNKS = {
    "an extension": b"2;a=b\r\na=\r\n" + END,
    "an extension with a bare LF": b"2;a\na=\r\n" + END + HIDDEN,
    "an extension with a bare CR": b"2;a\ra=\r\n" + END + HIDDEN,
    "sizes with a bare LF": b"2\na=\n0\n\n" + HIDDEN,
    "a size in 0x": b"0x2\r\na=\r\n" + END + HIDDEN,
    "a size with a plus": b"+2\r\na=\r\n" + END + HIDDEN,
    "a size below nothing": b"-2\r\na=\r\n" + END + HIDDEN,
    "a size behind a space": b" 2\r\na=\r\n" + END + HIDDEN,
    "a size before a space": b"2 \r\na=\r\n" + END + HIDDEN,
    "a size too large to count": b"10000000000000002\r\na=\r\n" + END + HIDDEN,
    "a size with five thousand noughts": b"0" * 5000 + b"2\r\na=\r\n" + END + HIDDEN,
    "no line end behind the bytes": b"2\r\na=XX" + END + HIDDEN,
    "a length among the trailers": b"2\r\na=\r\n0\r\nContent-Length: 50\r\n\r\n" + HIDDEN,
    "a coding among the trailers": b"2\r\na=\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n" + HIDDEN,
}


@pytest.mark.parametrize("name", CHUNKS)
def test_behind_chunks_nothing_is_read(live_server: Served, name: str):
    found = answers(live_server, post(CHUNKED, body=CHUNKS[name]) + LAST)
    assert found in ([UNDERSTOOD], [TURNED_AWAY])


@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"OPTIONS", b"DELETE"])
@pytest.mark.parametrize("start", [b"\r\n", b"\n"], ids=["a line of its own", "behind a bare LF"])
def test_behind_a_body_that_nobody_expects_nothing_is_read(live_server: Served, method: bytes, start: bytes):
    head = method + b" /health/live HTTP/1.1\r\nHost: a\r\nX-A: 1" + start
    found = answers(live_server, head + b"Content-Length: %d\r\n\r\n" % len(HIDDEN) + HIDDEN + LAST)
    assert len(found) == 1


@pytest.mark.parametrize(
    "sent",
    [
        post(b"Content-Length: 0"),
        post(b"Content-Length: 2", body=b"a="),
        post(b"Content-Length: 2", b"Content-Length: 2", body=b"a="),
        post(b"Content-Length: %d" % len(HIDDEN), body=HIDDEN),
        post(b"Content_Length: 9", b"Content-Length: 2", body=b"a="),
    ],
    ids=["empty", "two bytes", "one length twice", "a body like a request", "a name with a low line"],
)
def test_a_plain_request_leaves_the_connection_to_the_next_one(live_server: Served, sent: bytes):
    assert answers(live_server, sent + LAST) == [UNDERSTOOD, ALIVE]


@pytest.mark.parametrize("path", [b"/fhir/Nothing", b"/nowhere", b"/static/none.css", b"/dsp/v1/session"])
def test_a_body_that_nobody_reads_is_no_request(live_server: Served, path: bytes):
    head = b"POST " + path + b" HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN)
    found = answers(live_server, head + HIDDEN + LAST)
    assert len(found) == 1 or found[1:] == [ALIVE]


def test_no_other_protocol_is_spoken(live_server: Served):
    assert answers(live_server, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0") in ([], [TURNED_AWAY])
    upgrade = (
        b"Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"
    )
    assert answers(live_server, b"GET /health/live HTTP/1.1\r\nHost: a\r\n" + upgrade) == [ALIVE]


def test_a_probe_in_http_1_0_needs_no_host(live_server: Served):
    address = urlsplit(live_server.url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=20) as connection:
        connection.sendall(b"GET /health/live HTTP/1.0\r\n\r\n")
        assert b" 200 " in connection.recv(100)

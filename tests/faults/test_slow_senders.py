"""Who sends slowly, or whose forty photos are being looked at, holds up nobody else of the same worker."""

import socket
import urllib.request
from contextlib import ExitStack
from urllib.parse import urlsplit

from tests.support.served import Served

HEAD = (
    "POST /fr/sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "Content-Length: 1000\r\n\r\nemail="
)


def test_two_bodies_that_never_end_leave_room_for_a_third_person(live_server: Served):
    address = urlsplit(live_server.url)
    with ExitStack() as stack:
        for _ in range(2):
            slow = socket.create_connection((address.hostname or "", address.port or 0), timeout=60)
            stack.enter_context(slow).sendall(HEAD.format(host=address.netloc).encode())
        with urllib.request.urlopen(f"{live_server.url}/fr/", timeout=60) as answer:
            assert answer.status == 200

"""A small gateway for text messages on the loopback: takes JSON over HTTP, refuses or falls silent on purpose."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


class TextGateway(ThreadingHTTPServer):
    """`messages` holds what it took; `refused` are numbers it never takes; `says` and `words` are its answer to all."""

    daemon_threads = True

    def __init__(self, *, says: int = 202, refused: tuple[str, ...] = (), words: bytes = b"") -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.says = says
        self.refused = refused
        self.words = words
        self.messages: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def url(self, credential: str = "") -> str:
        """Its address as an operator would set it."""
        return f"http://{credential}127.0.0.1:{self.server_address[1]}/messages"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join(5)


class _Request(BaseHTTPRequestHandler):
    server: TextGateway

    def do_POST(self) -> None:
        self.server.headers.append(dict(self.headers.items()))
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if message["to"] in self.server.refused:
            self._answer(422, b'{"refused": "to"}')
            return
        if 200 <= self.server.says < 300:
            self.server.messages.append(message)
        self._answer(self.server.says, self.server.words)

    def do_HEAD(self) -> None:
        self.server.headers.append(dict(self.headers.items()))
        self._answer(405 if self.server.says == 202 else self.server.says)

    def log_message(self, *_anything: object) -> None:
        """Say nothing."""

    def _answer(self, status: int, words: bytes = b"") -> None:
        self.send_response(status)
        if status in (301, 302, 307, 308):
            self.send_header("Location", self.server.url() + "/elsewhere")
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

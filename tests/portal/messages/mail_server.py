"""A small mail server on the loopback: speaks enough SMTP to take messages, or to refuse them on purpose."""

import socketserver
import threading
from typing import Self


class MailServer(socketserver.ThreadingTCPServer):
    """`messages` holds what came in, as bytes; `refuses` answers every DATA with 451; `says` are the commands."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, extensions: tuple[str, ...] = ("8BITMIME",), refuses: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.extensions = extensions
        self.refuses = refuses
        self.messages: list[bytes] = []
        self.receivers: list[str] = []
        self.said: list[str] = []
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def url(self, scheme: str = "smtp") -> str:
        """Its address as an operator would set it."""
        return f"{scheme}://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, _request: object, _address: object) -> None:
        """A conversation that broke off is the client's affair."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join(5)


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 mail.test ESMTP")
        while line := self.rfile.readline():
            command = line.decode("ascii", "replace").strip()
            self.server.said.append(command.split(" ")[0].upper())
            if not self._answer(command):
                return

    def _answer(self, command: str) -> bool:
        verb = command.upper()
        if verb.startswith("EHLO"):
            lines = ["mail.test", *self.server.extensions]
            for number, text in enumerate(lines):
                self._say(f"250{' ' if number == len(lines) - 1 else '-'}{text}")
        elif verb.startswith("RCPT TO:"):
            self.server.receivers.append(command[8:].split(" ")[0].strip("<>"))
            self._say("250 ok")
        elif verb == "DATA":
            self._take()
        elif verb == "QUIT":
            self._say("221 bye")
            return False
        elif verb == "STARTTLS" and "STARTTLS" in self.server.extensions:
            self._say("220 go on")  # and then no encryption that anybody could trust
            return False
        elif verb.startswith(("MAIL FROM:", "RSET", "NOOP")):
            self._say("250 ok")
        else:
            self._say("502 not here")
        return True

    def _take(self) -> None:
        if self.server.refuses:
            self._say("451 not now")
            return
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()).rstrip(b"\r\n") != b".":
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.messages.append(b"".join(lines))
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

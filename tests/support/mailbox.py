"""The outbox folder read like a person's mailbox and telephone."""

import email.policy
import json
import re
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

ALONE_ON_ITS_LINE = re.compile(r"^\s*([0-9A-Z][0-9A-Z -]{3,}[0-9A-Z])\s*$", re.MULTILINE)
PATIENCE = 60.0  # a busy machine takes its time to send


@dataclass(frozen=True)
class Mail:
    """One message as it would arrive."""

    path: Path
    message: EmailMessage

    @property
    def to(self) -> str:
        """The receiver's address."""
        return str(self.message["To"])

    @property
    def subject(self) -> str:
        """The subject line."""
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        """The plain text."""
        body = self.message.get_body(("plain",))
        assert body is not None, f"{self.path.name} has no plain text"
        return str(body.get_content())

    @property
    def code(self) -> str:
        """The one-time code that stands alone on a line."""
        found = [match.strip() for match in ALONE_ON_ITS_LINE.findall(self.text) if re.search(r"\d", match)]
        assert len(found) == 1, f"{len(found)} codes alone on a line in:\n{self.text}"
        return str(found[0]).replace(" ", "")

    @property
    def links(self) -> list[str]:
        """Every address in the text."""
        return re.findall(r"https?://\S+", self.text)


class Mailbox:
    """Reads `DSP_HOME/outbox`; `last` waits for a message a worker is still sending."""

    def __init__(self, home: Path, deliver=None) -> None:
        self.folder = home / "outbox" / "mail"
        self.texts = home / "outbox" / "sms"
        self._deliver = deliver

    def all(self, to: str | None = None, *, leading: str = "") -> list[Mail]:
        """Every message so far, the oldest first; with `leading` those that link to a page of that name."""
        if self._deliver is not None:
            self._deliver()
        mails = []
        for path in sorted(self.folder.glob("*.eml"), key=lambda path: (path.stat().st_mtime_ns, path.name)):
            message = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(path.read_bytes())
            mails.append(Mail(path, message))
        return [
            mail
            for mail in mails
            if (to is None or to.casefold() in mail.to.casefold()) and leading in " ".join(mail.links)
        ]

    def last(self, to: str | None = None, *, after: int = 0, leading: str = "") -> Mail:
        """The newest message to this address, once there are more than `after`."""
        deadline = time.monotonic() + PATIENCE
        while len(found := self.all(to, leading=leading)) <= after:
            assert time.monotonic() < deadline, f"no mail to {to or 'anyone'} came within {PATIENCE:.0f} s"
            time.sleep(0.1)
        return found[-1]

    def text_messages(self) -> list[dict[str, object]]:
        """Every text message so far, the oldest first."""
        if self._deliver is not None:
            self._deliver()
        paths = sorted(self.texts.glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name))
        return [json.loads(path.read_text(encoding="utf-8")) for path in paths]

    def last_text(self, to: str, *, after: int = 0) -> str:
        """The newest text message to this number, once there are more than `after`."""
        deadline = time.monotonic() + PATIENCE
        while len(found := [one for one in self.text_messages() if one["to"] == to]) <= after:
            assert time.monotonic() < deadline, f"no text message to {to} came within {PATIENCE:.0f} s"
            time.sleep(0.1)
        return str(found[-1]["text"])

    def texted_code(self, to: str, *, after: int = 0) -> str:
        """The code that stands alone on a line of the newest text message to this number."""
        (code,) = ALONE_ON_ITS_LINE.findall(self.last_text(to, after=after))
        return str(code)

"""Sends the worded messages: by SMTP where it is set, otherwise into the outbox folder, one file each."""

import logging
import os
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

from patient_portal.messages.wording import word
from patient_portal.platform_client import DueNotice, PlatformClient, Unavailable
from patient_portal.settings import Settings

_log = logging.getLogger(__name__)
_TIMEOUT = 10.0  # seconds for one SMTP conversation

Gateway = Callable[[EmailMessage, str], None]
"""Takes one message and its id; raises OSError when it cannot be handed over."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the messages that were due."""

    sent: int
    failed: int


def gateway(settings: Settings) -> Gateway:
    """The way out: SMTP when `DSP_SMTP_URL` is set, the outbox folder otherwise."""
    return _by_smtp(settings.smtp_url) if settings.smtp_url else _into_folder(settings.home)


def deliver_due(client: PlatformClient, settings: Settings, send: Gateway) -> Delivered:
    """Word and send what is due; what cannot be sent now stays in the platform's outbox and comes again."""
    sent = failed = 0
    for notice in client.due_notices():
        try:
            send(_email(notice, settings), notice.id)
        except (
            OSError,
            ValueError,
            LookupError,
            MessageError,
        ) as error:  # one that cannot be made holds up no other
            _log.warning("message %s could not be handed over: %s", notice.id, type(error).__name__)
            failed += 1
            continue
        try:
            client.notice_sent(notice.id)
        except Unavailable:
            _log.warning("the platform could not note that a message was sent; it will come again")
        sent += 1
    return Delivered(sent, failed)


def _email(notice: DueNotice, settings: Settings) -> EmailMessage:
    worded = word(notice, settings)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = worded.subject
    message["From"] = f"DSP <{settings.help_contact.email}>"
    message["To"] = Address(addr_spec=notice.address)  # raises for what is not one plain address
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(notice.id, settings.help_contact.email.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join(worded.paragraphs) + "\n", cte="8bit")
    message["Content-Language"] = notice.language  # last: setting the content empties every Content header
    return message


def _into_folder(home: Path) -> Gateway:
    folder = home / "outbox" / "mail"

    def send(message: EmailMessage, identifier: str) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = folder / f".{identifier}.part"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(message.as_bytes())
        draft.rename(folder / f"{identifier}.eml")

    return send


def _by_smtp(url: str) -> Gateway:
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or (465 if parts.scheme == "smtps" else 587)

    def send(message: EmailMessage, _identifier: str) -> None:
        secure = ssl.create_default_context()
        try:
            if parts.scheme == "smtps":
                with smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT, context=secure) as server:
                    _hand_over(server, message)
                return
            with smtplib.SMTP(host, port, timeout=_TIMEOUT) as server:
                server.ehlo()  # before it nobody knows what the server offers
                # a password never goes out in clear: without encryption the conversation ends here
                if server.has_extn("starttls") or parts.username or parts.scheme == "smtp+starttls":
                    server.starttls(context=secure)
                _hand_over(server, message)
        except smtplib.SMTPException as error:
            raise OSError("the mail server refused the message") from error

    def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)

    return send

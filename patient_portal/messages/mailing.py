"""Mail: by SMTP where it is set, otherwise into the outbox folder, one `.eml` each."""

import smtplib
import ssl
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from patient_portal.messages import outbox_folder
from patient_portal.messages.wording import word
from patient_portal.platform_client import DueNotice
from patient_portal.settings import Settings

_TIMEOUT = 10.0  # seconds for one answer of the server


def way_out(settings: Settings) -> Callable[[DueNotice], None]:
    """Sends one notice as mail; raises OSError when it cannot be handed over."""
    if settings.smtp_url:
        hand_over = _by_smtp(settings.smtp_url)
        return lambda notice: hand_over(_email(notice, settings))

    def keep(notice: DueNotice) -> None:
        outbox_folder.put(settings.home, "mail", f"{notice.id}.eml", _email(notice, settings).as_bytes())

    return keep


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


def _by_smtp(url: str) -> Callable[[EmailMessage], None]:
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or (465 if parts.scheme == "smtps" else 587)

    def send(message: EmailMessage) -> None:
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
            if isinstance(error.__context__, TimeoutError):
                raise TimeoutError("the mail server fell silent") from error
            raise OSError("the mail server refused the message") from error

    def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)

    return send

"""Messages leave once: by a real mail server, or into the outbox folder, also after an outage."""

import email.policy
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from patient_portal.messages import Gateway, gateway
from patient_portal.messages.delivery import Delivered
from patient_portal.platform_client.vocabulary import Notice
from patient_portal.settings import Settings
from platform_api import outbox
from tests.portal.messages.mail_server import MailServer
from tests.support.browser import ORIGIN
from tests.support.clock import Clock
from tests.support.homes import _embedded
from tests.support.served import free_port

Deliver = Callable[[Gateway], Delivered]


def _by(url: str, home: Path) -> Gateway:
    return gateway(Settings(home=home, base_url=ORIGIN, smtp_url=url))


def _read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=email.policy.default)


def test_a_mail_server_without_encryption_gets_the_message_once(
    waiting: Flask, deliver: Deliver, mail_server: MailServer, home: Path, somebody: str
):
    send = _by(mail_server.url(), home)
    assert deliver(send) == Delivered(sent=1, failed=0)
    assert deliver(send) == Delivered(sent=0, failed=0)
    assert mail_server.receivers == [somebody]
    assert len(mail_server.messages) == 1
    assert "STARTTLS" not in mail_server.said
    assert not list(home.rglob("*.eml"))


def test_the_message_has_the_headers_of_an_automatic_one(
    waiting: Flask, deliver: Deliver, mail_server: MailServer, home: Path, somebody: str
):
    deliver(_by(mail_server.url(), home))
    message = _read(mail_server.messages[0])
    assert message["To"] == somebody
    assert message["From"].startswith("DSP <")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert message["Date"] is not None
    assert re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", message["Message-ID"])
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    assert message["Subject"] == "Choose a new password"


def test_the_file_in_the_outbox_is_the_same_message(
    waiting: Flask, deliver: Deliver, home: Path, somebody: str
):
    settings: Settings = waiting.extensions["dsp-settings"]
    deliver(gateway(settings))
    (file,) = (settings.home / "outbox" / "mail").iterdir()
    assert file.suffix == ".eml"
    assert file.stat().st_mode & 0o077 == 0
    message = _read(file.read_bytes())
    assert message["To"] == somebody
    assert message["Content-Language"] == "en"
    assert message["Date"] is not None


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_server_that_must_encrypt_and_cannot_gets_nothing(
    waiting: Flask, deliver: Deliver, mail_server: MailServer, home: Path, scheme: str
):
    assert deliver(_by(mail_server.url(scheme), home)) == Delivered(sent=0, failed=1)
    assert mail_server.messages == []


def test_a_password_is_never_sent_in_clear(waiting: Flask, deliver: Deliver, home: Path):
    with MailServer(extensions=("8BITMIME", "AUTH PLAIN LOGIN")) as server:
        url = server.url().replace("smtp://", "smtp://portal:secret@")
        assert deliver(_by(url, home)) == Delivered(sent=0, failed=1)
        assert "AUTH" not in server.said
        assert server.messages == []


def test_a_message_waits_while_the_gateway_is_down_and_goes_out_once(
    waiting: Flask, deliver: Deliver, mail_server: MailServer, home: Path, clock: Clock
):
    nowhere = _by(f"smtp://127.0.0.1:{free_port()}", home)
    assert deliver(nowhere) == Delivered(sent=0, failed=1)
    assert deliver(nowhere) == Delivered(sent=0, failed=0), "it rests before the next try"
    clock.forward(minutes=3)
    with MailServer(refuses=True) as refusing:
        assert deliver(_by(refusing.url(), home)) == Delivered(sent=0, failed=1)
    clock.forward(minutes=3)
    working = _by(mail_server.url(), home)
    assert deliver(working) == Delivered(sent=1, failed=0)
    clock.forward(minutes=10)
    assert deliver(working) == Delivered(sent=0, failed=0)
    assert len(mail_server.messages) == 1


def test_a_link_that_expired_while_the_gateway_was_down_is_not_sent(
    waiting: Flask, deliver: Deliver, mail_server: MailServer, home: Path, clock: Clock
):
    deliver(_by(f"smtp://127.0.0.1:{free_port()}", home))
    clock.forward(minutes=31)
    assert deliver(_by(mail_server.url(), home)) == Delivered(sent=0, failed=0)
    assert mail_server.messages == []


def test_encryption_is_used_where_it_is_offered_and_a_bad_one_is_not_trusted(
    waiting: Flask, deliver: Deliver, home: Path
):
    with MailServer(extensions=("8BITMIME", "STARTTLS")) as server:
        assert deliver(_by(server.url(), home)) == Delivered(sent=0, failed=1)
        assert "STARTTLS" in server.said
        assert server.messages == []


HOSTILE = [
    "a@example.lu\r\nBcc: everybody@example.lu",
    "a@example.lu\nSubject: you won",
    "a@example.lu\r\n\r\nanother body",
    "a@example.lu, b@example.lu",
    "a,b@example.lu",
    "a@example.lu>",
    "x<a@example.lu>",
    "a@example.lu\0",
    "a b@example.lu",
    "@example.lu",
    "",
    "a@",
]


@pytest.mark.parametrize("address", HOSTILE, ids=repr)
def test_an_address_that_is_none_adds_no_header_and_holds_up_nobody(
    waiting: Flask, deliver: Deliver, mail_server: MailServer, home: Path, somebody: str, address: str
):
    running = _embedded(waiting).__self__.extensions["dsp-platform"]
    with running.database.write() as connection:
        values = {"account_number": "12345678"}
        outbox.tell(
            connection, running.keys, Notice.ACTIVATED, address=address, language="fr", parameters=values
        )
    assert deliver(_by(mail_server.url(), home)) == Delivered(sent=1, failed=1)
    assert mail_server.receivers == [somebody]
    assert (
        _read(mail_server.messages[0])["Bcc"] is None
    )  # by its headers: a random link may hold these letters
    assert len(mail_server.messages) == 1


def test_what_the_platform_sent_along_cannot_add_a_header(
    waiting: Flask, deliver: Deliver, mail_server: MailServer, home: Path
):
    running = _embedded(waiting).__self__.extensions["dsp-platform"]
    with running.database.write() as connection:
        values = {"account_number": "1\r\nBcc: everybody@example.lu\r\n\r\n"}
        outbox.tell(
            connection,
            running.keys,
            Notice.ACTIVATED,
            address="b@example.lu",
            language="fr",
            parameters=values,
        )
    deliver(_by(mail_server.url(), home))
    (message,) = [_read(raw) for raw in mail_server.messages if b"b@example.lu" in raw.split(b"\r\n\r\n")[0]]
    assert message["Bcc"] is None
    assert mail_server.receivers.count("b@example.lu") == 1


def test_a_notice_without_its_values_holds_up_nobody(
    waiting: Flask, deliver: Deliver, mail_server: MailServer, home: Path
):
    running = _embedded(waiting).__self__.extensions["dsp-platform"]
    with running.database.write() as connection:
        outbox.tell(connection, running.keys, Notice.EMAIL_CODE, address="b@example.lu", language="fr")
    assert deliver(_by(mail_server.url(), home)) == Delivered(sent=1, failed=1)


def test_two_workers_send_each_message_once(
    waiting: Flask, deliver: Deliver, mail_server: MailServer, home: Path
):
    send = _by(mail_server.url(), home)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(deliver, [send, send]))
    assert sum(one.sent for one in found) == 1
    assert len(mail_server.messages) == 1

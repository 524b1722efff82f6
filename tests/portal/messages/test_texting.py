"""Text messages leave once: to a gateway over HTTP, or into the outbox folder, also after an outage."""

import base64
import json
import logging
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import urllib3
from flask import Flask
from sqlalchemy import select

from patient_portal.messages import Gateway, examine_text_gateway, gateway, texting
from patient_portal.messages.delivery import Delivered
from patient_portal.platform_client.vocabulary import SMS, Notice
from patient_portal.settings import Settings
from platform_api import outbox
from platform_api.clock import now as moment
from platform_api.models import Notice as NoticeRow
from tests.portal.messages.text_gateway import TextGateway
from tests.support.authenticator import Authenticator
from tests.support.browser import ORIGIN, TestBrowser
from tests.support.clock import Clock
from tests.support.homes import _embedded
from tests.support.population import Demo
from tests.support.served import free_port
from tests.support.steps import sign_in

Deliver = Callable[[Gateway], Delivered]
NUMBER, OTHER, CODE = "+352621555017", "+352691555042", "481516"


@pytest.fixture
def text_gateway() -> Iterator[TextGateway]:
    """A gateway that takes everything."""
    with TextGateway() as server:
        yield server


def _queue(portal: Flask, number: str = NUMBER, notice: Notice = Notice.HELP_CODE) -> None:
    running = _embedded(portal).__self__.extensions["dsp-platform"]
    with running.database.write() as connection:
        outbox.tell(
            connection,
            running.keys,
            notice,
            address=number,
            language="fr",
            patient_id="somebody",
            parameters={"code": CODE, "minutes": "10"},
            expires_at=moment() + timedelta(minutes=10),
            channel=SMS,
        )


def _by(url: str, home: Path, token: str = "") -> Gateway:
    return gateway(Settings(home=home, base_url=ORIGIN, sms_url=url, sms_token=token))


def _rows(portal: Flask) -> list[NoticeRow]:
    running = _embedded(portal).__self__.extensions["dsp-platform"]
    with running.database.read() as connection:
        return list(connection.execute(select(NoticeRow.__table__)).all())


def test_without_a_gateway_it_is_a_file_with_the_code_alone_on_a_line(demo_portal: Flask, deliver: Deliver):
    _queue(demo_portal)
    settings: Settings = demo_portal.extensions["dsp-settings"]
    assert deliver(gateway(settings)) == Delivered(sent=1, failed=0)
    (file,) = (settings.home / "outbox" / "sms").iterdir()
    assert file.suffix == ".json"
    assert file.stat().st_mode & 0o077 == 0
    message = json.loads(file.read_text())
    assert message["to"] == NUMBER
    assert CODE in message["text"].split("\n")


def test_a_gateway_gets_it_once_and_then_nothing_is_kept_of_it(
    demo_portal: Flask, deliver: Deliver, text_gateway: TextGateway, home: Path
):
    _queue(demo_portal)
    send = _by(text_gateway.url(), home)
    assert deliver(send) == Delivered(sent=1, failed=0)
    assert deliver(send) == Delivered(sent=0, failed=0)
    (message,) = text_gateway.messages
    assert set(message) == {"to", "text"}
    assert message["to"] == NUMBER
    (row,) = _rows(demo_portal)
    assert (row.address_sealed, row.parameters_sealed) == (None, None)
    assert not (home / "outbox").exists()


@pytest.mark.parametrize("down", ["nobody there", "503", "429", "a redirect"])
def test_a_message_waits_while_the_gateway_is_down_and_goes_out_once(
    demo_portal: Flask, deliver: Deliver, text_gateway: TextGateway, home: Path, clock: Clock, down: str
):
    _queue(demo_portal)
    if down == "nobody there":
        assert deliver(_by(f"http://127.0.0.1:{free_port()}", home)) == Delivered(sent=0, failed=1)
    else:
        with TextGateway(says=int(down) if down.isdigit() else 307) as broken:
            send = _by(broken.url(), home)
            assert deliver(send) == Delivered(sent=0, failed=1)
            assert deliver(send) == Delivered(sent=0, failed=0), "it rests before the next try"
            assert len(broken.headers) == 1, "no redirect is followed"
    clock.forward(minutes=3)
    working = _by(text_gateway.url(), home)
    assert deliver(working) == Delivered(sent=1, failed=0)
    clock.forward(minutes=3)
    assert deliver(working) == Delivered(sent=0, failed=0)
    assert len(text_gateway.messages) == 1


def test_each_try_bears_the_same_id_so_that_a_gateway_can_drop_the_second(
    demo_portal: Flask, deliver: Deliver, text_gateway: TextGateway, home: Path, clock: Clock
):
    _queue(demo_portal)
    text_gateway.says = 500
    deliver(_by(text_gateway.url(), home))
    clock.forward(minutes=3)
    text_gateway.says = 200
    deliver(_by(text_gateway.url(), home))
    first, second = (one["Idempotency-Key"] for one in text_gateway.headers)
    assert first == second


def test_a_number_that_the_gateway_refuses_holds_up_no_other_and_is_given_up(
    demo_portal: Flask, deliver: Deliver, home: Path, clock: Clock
):
    with TextGateway(refused=(NUMBER,)) as server:
        _queue(demo_portal)
        _queue(demo_portal, OTHER)
        send = _by(server.url(), home)
        assert deliver(send) == Delivered(sent=1, failed=1)
        assert [one["to"] for one in server.messages] == [OTHER]
        asked = len(server.headers)
        clock.forward(minutes=3)
        assert deliver(send) == Delivered(sent=0, failed=0)
        assert len(server.headers) == asked, "it is not tried again"
    given_up = [row for row in _rows(demo_portal) if row.sent_at is None]
    assert [(row.address_sealed, row.parameters_sealed) for row in given_up] == [(None, None)]


def test_a_number_that_the_gateway_refuses_is_said_on_the_page_where_it_was_typed(
    demo_portal: Flask, demo: Demo, deliver: Deliver, home: Path
):
    claire, browser = demo.patient("Wagener"), TestBrowser(demo_portal)
    sign_in(browser, claire.email, claire.password, Authenticator(claire.totp_secret))
    browser.open("account/phone")
    browser.submit(phone="621 555 017")
    with TextGateway(refused=(NUMBER,)) as server:
        deliver(_by(server.url(), home))
    page = browser.open("account/phone")
    assert "No text message reaches this number: +352 621 555 017." in page.text
    page = browser.submit(phone="621 555 017")
    assert (page.status, page.value("phone")) == (422, "621 555 017")
    assert "Type the code" in browser.submit(phone="691 600 200").heading


_OF_THE_NUMBER = b'{"refused": "to"}'


@pytest.mark.parametrize(
    ("status", "words"),
    [
        *((status, b"") for status in (400, 401, 403, 404, 408, 410, 422, 429, 500)),
        *((status, _OF_THE_NUMBER) for status in (401, 403, 404, 429, 500, 503)),
        (400, b"<h1>Bad Request</h1>"),
        (400, b'{"refused": "text"}'),
        (400, b'["to"]'),
        (422, b'{"detail": [{"loc": ["body", "to"], "msg": "field required"}]}'),
        (422, b'{"refused": {"to": true}}'),
        (422, b'{"refused": "t'),
        (422, b" " * 5000 + _OF_THE_NUMBER),
    ],
)
def test_what_the_operator_or_time_can_mend_is_tried_again_and_not_lost(
    demo_portal: Flask, deliver: Deliver, home: Path, clock: Clock, status: int, words: bytes
):
    _queue(demo_portal)
    with TextGateway(says=status, words=words) as server:
        send = _by(server.url(), home)
        assert deliver(send) == Delivered(sent=0, failed=1)
        clock.forward(minutes=3)
        server.says, server.words = 202, b""
        assert deliver(send) == Delivered(sent=1, failed=0)
        assert [one["to"] for one in server.messages] == [NUMBER]


@pytest.mark.parametrize("status", [400, 410, 422])
def test_only_an_answer_that_names_the_number_ends_it(
    demo_portal: Flask, deliver: Deliver, home: Path, clock: Clock, status: int
):
    _queue(demo_portal)
    with TextGateway(says=status, words=b'{"refused": "to", "code": 21614}') as server:
        send = _by(server.url(), home)
        deliver(send)
        clock.forward(minutes=3)
        assert deliver(send) == Delivered(sent=0, failed=0)
    (row,) = _rows(demo_portal)
    assert (row.sent_at, row.address_sealed) == (None, None)


def test_a_warning_waits_three_days_for_a_gateway_that_is_set_wrong(
    demo_portal: Flask, deliver: Deliver, home: Path, clock: Clock
):
    """As long as a new number proves nobody, its owner can still stop what the message tells of."""
    running = _embedded(demo_portal).__self__.extensions["dsp-platform"]
    with running.database.write() as connection:
        outbox.tell(
            connection,
            running.keys,
            Notice.PHONE_OVER,
            address=NUMBER,
            language="fr",
            patient_id="somebody",
            channel=SMS,
        )
    with TextGateway(says=400) as server:
        send = _by(server.url(), home)
        for hours in (1, 30, 40):
            assert deliver(send) == Delivered(sent=0, failed=1)
            clock.forward(hours=hours)
        server.says = 202
        assert deliver(send) == Delivered(sent=1, failed=0)


def test_a_code_that_is_over_is_not_sent(
    demo_portal: Flask, deliver: Deliver, text_gateway: TextGateway, home: Path, clock: Clock
):
    _queue(demo_portal)
    deliver(_by(f"http://127.0.0.1:{free_port()}", home))
    clock.forward(minutes=11)
    assert deliver(_by(text_gateway.url(), home)) == Delivered(sent=0, failed=0)
    assert text_gateway.messages == []


def test_a_silent_gateway_is_asked_once_and_holds_up_no_mail(
    waiting: Flask, deliver: Deliver, home: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(texting, "_TIMEOUT", urllib3.Timeout(0.05))
    for _ in range(3):
        _queue(waiting)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert deliver(_by(f"http://127.0.0.1:{silent.getsockname()[1]}", home)) == Delivered(
            sent=1, failed=3
        )
        silent.setblocking(False)
        silent.accept()[0].close()
        with pytest.raises(BlockingIOError):
            silent.accept()
    assert len(list((home / "outbox" / "mail").iterdir())) == 1


@pytest.mark.parametrize(
    ("credential", "token", "sent"),
    [
        ("", "", None),
        ("", "s3cret", "Bearer s3cret"),
        ("portal:p%40ss@", "", "Basic " + base64.b64encode(b"portal:p@ss").decode()),
    ],
    ids=["none", "token", "password"],
)
def test_the_gateway_knows_who_asks(
    demo_portal: Flask,
    deliver: Deliver,
    text_gateway: TextGateway,
    home: Path,
    credential: str,
    token: str,
    sent: str | None,
):
    _queue(demo_portal)
    deliver(_by(text_gateway.url(credential), home, token))
    (headers,) = ({name.lower(): value for name, value in one.items()} for one in text_gateway.headers)
    assert headers.get("authorization") == sent
    assert headers["content-type"] == "application/json"


def test_a_gateway_with_a_certificate_that_nobody_trusts_gets_nothing(
    demo_portal: Flask, deliver: Deliver, text_gateway: TextGateway, home: Path
):
    _queue(demo_portal)
    url = text_gateway.url().replace("http://", "https://")
    assert deliver(_by(url, home)) == Delivered(sent=0, failed=1)
    assert text_gateway.messages == []


def test_neither_number_nor_code_nor_credential_is_logged(
    demo_portal: Flask, deliver: Deliver, home: Path, clock: Clock, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    with TextGateway(says=500) as server:
        _queue(demo_portal)
        deliver(_by(server.url("portal:s3cret@"), home))
        clock.forward(minutes=3)
        server.says = 200
        deliver(_by(server.url("portal:s3cret@"), home))
    assert "could not be handed over" in caplog.text
    for secret in (NUMBER, NUMBER[1:], "555017", CODE, "s3cret"):
        assert secret not in caplog.text


@pytest.mark.parametrize(
    "number", ["", "621555017", "+352 621", "+", "+35262155501712345", "a@example.lu", "+352621555017\n"]
)
def test_what_is_no_number_goes_nowhere_and_holds_up_nobody(
    demo_portal: Flask, deliver: Deliver, text_gateway: TextGateway, home: Path, number: str
):
    _queue(demo_portal, number)
    _queue(demo_portal)
    assert deliver(_by(text_gateway.url(), home)) == Delivered(sent=1, failed=1)
    assert len(text_gateway.messages) == 1


def test_only_what_has_words_for_it_is_told_by_text(demo_portal: Flask):
    with pytest.raises(ValueError, match="text message"):
        _queue(demo_portal, notice=Notice.ACTIVATED)


def test_an_operator_is_told_how_the_gateway_stands(home: Path):
    def look(url: str | None, environment: str = "development") -> tuple[bool, str]:
        return examine_text_gateway(lambda: Settings(home=home, sms_url=url, environment=environment))

    assert look(None) == (True, "no gateway (DSP_SMS_URL): they go into the outbox folder")
    assert "nobody is offered" in look(None, "production")[1]
    assert not look(f"http://127.0.0.1:{free_port()}")[0]
    wrong = {"DSP_SMS_URL": "texts.example.lu"}
    assert not examine_text_gateway(lambda: Settings.from_environment(wrong))[0]
    with TextGateway() as server:
        assert look(server.url("portal:s3cret@")) == (True, "the gateway answers at 127.0.0.1")
        server.says = 401
        assert look(server.url()) == (False, "the gateway refuses the credential")
        assert server.messages == []

"""The same calls both ways, in this process and over HTTP: same answers, same errors, nobody's cookies."""

import json
import threading
import time
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from flask import Flask, Response, request

from patient_portal.platform_client import (
    NotFound,
    PlatformClient,
    Refused,
    Shared,
    SignedOut,
    Unavailable,
    Visitor,
    answers,
)
from patient_portal.platform_client.transport import Breaker, Http, InProcess
from patient_portal.platform_client.vocabulary import Reason
from patient_portal.platform_client.wire import Call, Transport, Unreachable

PATIENCE = 60.0  # seconds that a call may take where a test is not about time
DRIPS = 300  # a tenth of a second each


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Keep the test's output clean."""


def small_platform() -> Flask:
    """A platform of a few addresses, each with one habit."""
    app = Flask("small")
    app.config["calls"] = []

    @app.before_request
    def note() -> None:
        app.config["calls"].append(request.path)

    @app.route("/echo/<path:rest>", methods=["GET", "POST", "DELETE"])
    def echo(rest: str) -> Response:
        body = {
            "method": request.method,
            "path": request.path,
            "query": request.query_string.decode(),
            "body": request.get_data(as_text=True),
            "type": request.content_type or "",
            "cookies": dict(request.cookies),
            "session": request.headers.get("DSP-Session", ""),
            "language": request.headers.get("Accept-Language", ""),
        }
        answer = Response(json.dumps(body), content_type="application/json")
        answer.set_cookie("whose", "the first person's")
        return answer

    @app.get("/bytes")
    def content() -> Response:
        return Response(iter([bytes(range(256))] * 400), content_type="application/pdf")

    @app.route("/slow", methods=["GET", "POST"])
    def slow() -> Response:
        def drip() -> Iterator[bytes]:
            for _ in range(DRIPS):
                time.sleep(0.1)
                yield b"."

        return Response(drip(), content_type="text/plain")

    @app.get("/redirect")
    def elsewhere() -> Response:
        return Response(status=302, headers={"Location": "http://127.0.0.1:9/"})

    @app.route("/problem/<int:status>/<code>", methods=["GET", "POST"])
    def problem(status: int, code: str) -> Response:
        body = {"type": "about:blank", "status": status, "code": code, "field": "email", "retry_after": 9,
                "data": {"tries_left": 2}}  # fmt: skip
        return Response(json.dumps(body), status=status, content_type="application/problem+json")

    @app.get("/garbage/<int:status>")
    def garbage(status: int) -> Response:
        return Response(b"\xff<html>not json", status=status)

    @app.get("/crash")
    def crash() -> Response:
        raise RuntimeError("out of order")

    return app


@pytest.fixture
def platform() -> Flask:
    return small_platform()


@pytest.fixture
def served(platform: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, platform, server_class=WSGIServer, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=["in this process", "over HTTP"])
def transport(request: pytest.FixtureRequest, platform: Flask) -> Iterator[Transport]:
    if request.param == "in this process":
        platform.config["PROPAGATE_EXCEPTIONS"] = True
        yield InProcess(platform.wsgi_app, "http://127.0.0.1:8000")
    else:
        http = Http(request.getfixturevalue("served"), timeout=PATIENCE)
        yield http
        http.close()


def client(transport: Transport, session: str | None = None) -> PlatformClient:
    return PlatformClient(Shared(transport), Visitor("192.0.2.1", "r1", "lb"), session)


def sent(transport: Transport, call: Call) -> dict[str, object]:
    answer: dict[str, object] = json.loads(transport.send(call).body)
    return answer


def test_a_call_arrives_as_it_was_sent(transport: Transport):
    call = Call(
        "POST",
        "/echo/Zoë/ü",
        "a=1&b=%C3%A9",
        {"DSP-Session": "s1", "Accept-Language": "lb"},
        '{"é":1}'.encode(),
        "application/json",
    )
    seen = sent(transport, call)
    assert seen["method"] == "POST"
    assert seen["path"] == "/echo/Zoë/ü"
    assert seen["query"] == "a=1&b=%C3%A9"
    assert seen["body"] == '{"é":1}'
    assert seen["type"] == "application/json"
    assert seen["session"] == "s1"
    assert seen["language"] == "lb"


def test_nobody_is_served_with_the_cookies_of_somebody_else(transport: Transport):
    sent(transport, Call("GET", "/echo/first"))
    assert sent(transport, Call("GET", "/echo/second"))["cookies"] == {}


def test_bytes_arrive_whole_and_unchanged(transport: Transport):
    reply = transport.send(Call("GET", "/bytes"))
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.body == bytes(range(256)) * 400


def test_a_redirect_is_never_followed(transport: Transport):
    assert transport.send(Call("GET", "/redirect")).status == 302


@pytest.mark.parametrize(
    ("path", "error", "code"),
    [
        ("/problem/404/not_found", NotFound, Reason.NOT_FOUND),
        ("/problem/410/not_found", NotFound, Reason.NOT_FOUND),
        ("/problem/401/signed_out", SignedOut, Reason.SIGNED_OUT),
        ("/problem/401/session_expired", SignedOut, Reason.SESSION_EXPIRED),
        ("/problem/422/code_wrong", Refused, Reason.CODE_WRONG),
        ("/problem/429/too_many_tries", Refused, Reason.TOO_MANY_TRIES),
        ("/problem/500/document_damaged", Refused, Reason.DOCUMENT_DAMAGED),
        ("/problem/503/overloaded", Unavailable, Reason.OVERLOADED),
        ("/problem/500/internal", Unavailable, Reason.INTERNAL),
        ("/problem/401/token_invalid", Unavailable, Reason.TOKEN_INVALID),
        ("/problem/422/a_code_of_tomorrow", Unavailable, Reason.INTERNAL),
        ("/garbage/500", Unavailable, Reason.INTERNAL),
        ("/garbage/404", NotFound, Reason.NOT_FOUND),
        ("/garbage/200", Unavailable, Reason.INTERNAL),
        ("/redirect", Unavailable, Reason.INTERNAL),
        ("/crash", Unavailable, Reason.INTERNAL),
    ],
)
def test_every_bad_end_is_one_of_four_errors(
    transport: Transport, path: str, error: type[Exception], code: Reason
):
    with pytest.raises((NotFound, Refused, SignedOut, Unavailable)) as raised:
        answers.decode(client(transport)._send("GET", path).body, dict)
    assert type(raised.value) is error
    assert raised.value.code is code


def test_a_refusal_brings_what_the_page_needs_to_explain_it(transport: Transport):
    with pytest.raises(Refused) as raised:
        client(transport)._send("POST", "/problem/422/code_wrong", {})
    assert raised.value.field == "email"
    assert raised.value.retry_after == 9
    assert raised.value.number("tries_left") == 2
    assert raised.value.number("field") is None


@pytest.mark.parametrize(
    "identifier", ["", ".", "..", "a/b", "a%2Fb", "a b", "x" * 65, "é", "a?b", "a#b", "a\n"]
)
def test_an_id_can_never_reach_another_address(transport: Transport, platform: Flask, identifier: str):
    with pytest.raises(NotFound):
        client(transport).document(identifier)
    assert platform.config["calls"] == []


def test_a_drip_fed_answer_is_not_waited_for(served: str):
    http = Http(served, timeout=0.5)
    begun = time.monotonic()
    with pytest.raises(Unreachable):
        http.send(Call("POST", "/slow"))
    with pytest.raises(Unreachable):
        http.send(Call("GET", "/slow"))
    assert time.monotonic() - begun < DRIPS * 0.1, "less than one of the answers takes"
    http.close()


def test_a_platform_that_is_not_there_is_unavailable_at_once():
    http = Http("http://127.0.0.1:9", timeout=PATIENCE)
    begun = time.monotonic()
    with pytest.raises(Unavailable):
        client(http).dossier()
    assert time.monotonic() - begun < PATIENCE / 2
    http.close()


def test_reads_are_tried_twice_and_nothing_else_is(served: str, platform: Flask):
    http = Http(served, timeout=PATIENCE)
    assert http.send(Call("GET", "/garbage/500")).status == 500
    assert platform.config["calls"] == ["/garbage/500"] * 2
    platform.config["calls"].clear()
    assert http.send(Call("POST", "/problem/500/internal")).status == 500
    assert platform.config["calls"] == ["/problem/500/internal"]
    http.close()


def test_after_many_failures_nobody_waits_and_one_call_tries_again_later():
    now = [0.0]
    breaker = Breaker(limit=3, pause=5, clock=lambda: now[0])
    for _ in range(3):
        breaker.check()
        breaker.failed()
    with pytest.raises(Unreachable):
        breaker.check()
    now[0] = 5.1
    breaker.check()  # the one that tries
    with pytest.raises(Unreachable):
        breaker.check()
    breaker.succeeded()
    for _ in range(5):
        breaker.check()

"""How a call reaches the platform: in this process by a hand-built WSGI environ, or over HTTP; it keeps no cookies."""

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import urllib3
from joserfc.jwk import ECKey

from patient_portal.platform_client.client_token import ENDPOINT, Authorized, ClientToken
from patient_portal.platform_client.wire import Call, Reply, Transport, Unreachable
from patient_portal.settings import Settings, SettingsError
from platform_api.decoding import make_ready

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

_WORTH_A_TRY = 0.2  # seconds that must be left for a second try
_LARGEST_ANSWER = 64 * 1024 * 1024  # bytes; a document may have 50 MB


class InProcess:
    """Calls the embedded platform as the WSGI application it is: same token, same answers, nothing trusted."""

    def __init__(self, application: "WSGIApplication", base_url: str) -> None:
        self._application = application
        parts = urlsplit(base_url)
        host = parts.hostname or "localhost"
        port = str(parts.port or (443 if parts.scheme == "https" else 80))
        self._fixed: dict[str, object] = {
            "SCRIPT_NAME": "",
            "SERVER_NAME": host,
            "SERVER_PORT": port,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": parts.netloc or host,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": parts.scheme or "http",
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

    def send(self, call: Call) -> Reply:
        """Run the platform's WSGI application; its exceptions become Unreachable."""
        environ: WSGIEnvironment = dict(self._fixed)
        environ["REQUEST_METHOD"] = call.method
        environ["PATH_INFO"] = call.path.encode().decode("latin-1")
        environ["QUERY_STRING"] = call.query
        environ["CONTENT_LENGTH"] = str(call.length if call.stream else len(call.body))
        environ["wsgi.input"] = call.stream or BytesIO(call.body)
        if call.content_type:
            environ["CONTENT_TYPE"] = call.content_type
        for name, value in call.headers.items():
            environ["HTTP_" + name.upper().replace("-", "_")] = value
        answer = _Answer()
        try:
            chunks = self._application(environ, answer.start)
            try:
                body = b"".join([*answer.written, *chunks])
            finally:
                close: Callable[[], object] | None = getattr(chunks, "close", None)
                if close is not None:
                    close()
        except Exception as error:
            log.error(
                "embedded platform failed: %s %s: %s", call.method, _shape(call.path), type(error).__name__
            )
            raise Unreachable(type(error).__name__) from error
        return Reply(answer.status, answer.headers, body)

    def close(self) -> None:
        """Nothing is kept open between calls."""


class _Answer:
    """Collects what a WSGI application hands to start_response."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: dict[str, str] = {}
        self.written: list[bytes] = []

    def start(
        self, status: str, headers: list[tuple[str, str]], _error: object = None, /
    ) -> Callable[[bytes], object]:
        self.status = int(status[:3])
        self.headers = {name.lower(): value for name, value in headers}
        return self.written.append


class Http:
    """Calls a platform that is deployed apart; `timeout` bounds a whole call in seconds, drip-fed answers included."""

    def __init__(self, base_url: str, timeout: float = 1.8, ca_file: str | None = None) -> None:
        self._base = base_url.rstrip("/")
        self._timeout = timeout
        self._pool = urllib3.PoolManager(
            num_pools=2, maxsize=32, block=False, retries=False, ca_certs=ca_file, cert_reqs="CERT_REQUIRED"
        )
        self._breaker = Breaker()

    def send(self, call: Call) -> Reply:
        """One try, and one more for a GET; raises Unreachable also while the breaker is open."""
        deadline = time.monotonic() + (call.timeout or self._timeout)
        again = call.method == "GET"
        while True:
            self._breaker.check()
            failure: Unreachable | None = None
            reply: Reply | None = None
            try:
                reply = self._once(call, deadline)
            except Unreachable as error:
                failure = error
            if reply is not None and reply.status < 500:
                self._breaker.succeeded()
                return reply
            self._breaker.failed()
            if again and time.monotonic() < deadline - _WORTH_A_TRY:
                again = False
            elif reply is not None:
                return reply
            else:
                raise failure or Unreachable()

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._pool.clear()

    def _once(self, call: Call, deadline: float) -> Reply:
        url = (
            self._base + quote(call.path, safe="/:@$-._~!*'()+,;=") + (f"?{call.query}" if call.query else "")
        )
        headers = dict(call.headers)
        if call.content_type:
            headers["Content-Type"] = call.content_type
        if call.stream is not None:
            headers["Content-Length"] = str(call.length)
        left = max(deadline - time.monotonic(), 0.05)
        try:
            response = self._pool.urlopen(
                call.method,
                url,
                body=call.stream or call.body or None,
                headers=headers,
                timeout=urllib3.Timeout(connect=min(left, 1.0), read=left),
                redirect=False,
                preload_content=False,
            )
            try:
                body = _read_all(response, deadline)
            except BaseException:
                response.close()
                raise
            response.release_conn()
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise Unreachable(type(error).__name__) from error
        answer = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status, answer, body)


def _read_all(response: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := response.read1(1 << 18):
        chunks.append(chunk)
        size += len(chunk)
        if size > _LARGEST_ANSWER:
            raise Unreachable("answer too large")
        if time.monotonic() > deadline:
            raise Unreachable("answer too slow")
    return b"".join(chunks)


class Breaker:
    """After `limit` failures in a row nobody waits for `pause` seconds; then one call may try."""

    def __init__(
        self, limit: int = 5, pause: float = 5.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._pause = pause
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._open_until = 0.0

    def check(self) -> None:
        """Raise Unreachable while the breaker is open; the first call after the pause goes through alone."""
        if self._failures < self._limit:
            return
        with self._lock:
            now = self._clock()
            if self._failures >= self._limit and now < self._open_until:
                raise Unreachable("breaker open")
            self._open_until = now + self._pause

    def failed(self) -> None:
        """Count a failure; the limit opens the breaker."""
        with self._lock:
            self._failures += 1
            if self._failures >= self._limit:
                self._open_until = self._clock() + self._pause

    def succeeded(self) -> None:
        """Close the breaker."""
        if self._failures:
            with self._lock:
                self._failures = 0


def connect(settings: Settings, platform: "WSGIApplication | None", *, scope: str = "portal") -> Transport:
    """The transport for these settings; `platform` is the embedded application when there is one.

    `scope` is what the token is for: the portal's pages, or its background worker.
    """
    make_ready()
    transport: Transport
    if platform is not None:
        transport = InProcess(platform, settings.base_url)
        audience = settings.platform_audience or settings.base_url + ENDPOINT
    elif settings.platform_url is not None:
        transport = Http(settings.platform_url, settings.platform_timeout)
        audience = settings.platform_audience or settings.platform_url + ENDPOINT
    else:
        raise SettingsError("there is neither an embedded platform nor DSP_PLATFORM_URL")

    def key() -> ECKey:
        try:
            return ECKey.import_key(settings.portal_key_path.read_text())
        except OSError as error:
            raise Unreachable("the portal's key is missing") from error

    token = ClientToken(transport, key, settings.platform_client_id, audience, settings.clock_offset, scope)
    return Authorized(transport, token)


def embedded_platform(settings: Settings) -> "WSGIApplication":
    """The platform as a WSGI application in this process, with the same home, environment and clock."""
    from platform_api.app import create_app  # only here: a platform deployed apart costs no memory
    from platform_api.settings import Settings as PlatformSettings

    return create_app(
        PlatformSettings(
            home=settings.home,
            environment=settings.environment,
            base_url=settings.base_url,
            database_url=settings.database_url or "",
            key_store_url=settings.key_store_url or "",
            clock_offset=settings.clock_offset,
            metrics_token=settings.metrics_token,
            largest_file=settings.largest_file,
            upload_quota=settings.upload_quota,
            export_part=settings.export_part,
            scanner_url=settings.scanner_url,
            requests_per_minute=settings.requests_per_minute,
        )
    ).wsgi_app


def beside(
    portal: "WSGIApplication", platform: "WSGIApplication", prefixes: Iterable[str], own: Iterable[str] = ()
) -> "WSGIApplication":
    """One WSGI application that sends the platform's paths to the platform and all others to the portal."""
    firsts = frozenset(prefixes)
    kept = frozenset(own)

    def dispatch(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path: str = environ.get("PATH_INFO", "")
        if path[1:].partition("/")[0] in firsts and path not in kept:
            return platform(environ, start_response)
        return portal(environ, start_response)

    return dispatch


def _shape(path: str) -> str:
    """A path without the ids in it, for logs."""
    return "/".join(part if part.isalpha() else "…" for part in path.split("/")[:4])

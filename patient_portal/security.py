"""What protects every answer and every request: headers, form tokens, origins, proxies, limits, methods."""

import time
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, g, request, session
from flask_wtf.csrf import CSRFProtect, generate_csrf
from itsdangerous import URLSafeTimedSerializer
from werkzeug.exceptions import BadRequest, Forbidden, MethodNotAllowed

from patient_portal.settings import Network, Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FLASH_COOKIE = "__Host-dsp-flash"
FORM_LIMIT = 256 * 1024  # bytes of a form; a view that takes files raises it for itself
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_CHANGING = frozenset({"POST"})
_A_DAY = 24 * 3600

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SANDBOX_CSP = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'self'; frame-ancestors 'none'"

_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen "
            "geolocation gyroscope hid idle-detection local-fonts magnetometer microphone midi payment "
            "picture-in-picture publickey-credentials-create publickey-credentials-get screen-wake-lock serial "
            "usb xr-spatial-tracking"
        ).split()
    ),
}
_HSTS = "max-age=63072000; includeSubDomains; preload"

csrf = CSRFProtect()


class CrossSite(Forbidden):
    """The request was sent by another site's page."""


def install(app: Flask, settings: Settings) -> None:
    """Bind all of it to the application, the outermost first."""
    app.secret_key = settings.signing_secret()
    app.config.update(
        SESSION_COOKIE_NAME=FLASH_COOKIE,
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=FORM_LIMIT,
        MAX_FORM_MEMORY_SIZE=FORM_LIMIT,
        MAX_FORM_PARTS=500,
        WTF_CSRF_TIME_LIMIT=_A_DAY,
        WTF_CSRF_SSL_STRICT=False,  # no page sends a referrer; `refuse_cross_site` checks the origin instead
        PREFERRED_URL_SCHEME=urlsplit(settings.base_url).scheme,
    )
    if settings.is_production:
        app.config["TRUSTED_HOSTS"] = list(settings.hosts)
    app.before_request(refuse_odd_requests)
    app.before_request(refuse_cross_site)
    csrf.init_app(app)
    app.context_processor(lambda: {"csrf_token": form_token})
    app.after_request(protect)


def form_token() -> str:
    """The form token of this page; one signature serves a browser for an hour, of the day that it counts."""
    raw = session.get("csrf_token")
    if raw is not None and "csrf_token" not in g:
        g.csrf_token = _signed(current_app.secret_key, raw, int(time.time()) // 3600)
    token: str = generate_csrf()
    return token


@lru_cache(maxsize=4096)
def _signed(secret: str, raw: str, _hour: int) -> str:
    return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw))


def refuse_odd_requests() -> None:
    """No method but those a page uses, and no control character in the address."""
    if request.method not in _METHODS:
        raise MethodNotAllowed(valid_methods=sorted(_METHODS))
    if "\0" in request.path or b"%00" in request.query_string:
        raise BadRequest


def refuse_cross_site() -> None:
    """Nothing is changed, embedded or fetched from another site; links to pages are welcome.

    `Sec-Fetch-Site` decides where the browser sends it, the origin otherwise; the form token is asked for anyway.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if request.method in _CHANGING:
        if site is not None:
            if site not in ("same-origin", "none"):
                raise CrossSite
            return
        origin = request.headers.get("Origin", "null")
        if origin != "null" and not _same_origin(origin, request):
            raise CrossSite
    elif site == "cross-site" and request.endpoint != "static":
        is_link = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        if not is_link or request.headers.get("Sec-Fetch-Dest", "document") != "document":
            raise CrossSite


def _same_origin(origin: str, asked: Request) -> bool:
    parts = urlsplit(origin)
    return parts.scheme == asked.scheme and parts.netloc == asked.host


def protect(response: Response) -> Response:
    """The headers of every answer; a view may have set a stricter policy for its own."""
    headers = response.headers
    present = {name.lower() for name, _value in headers}
    for name, value in _HEADERS.items():
        if name.lower() not in present:
            headers.add(name, value)
    if "Cache-Control" not in headers or request.endpoint != "static":
        headers["Cache-Control"] = "no-store"
    if request.is_secure:
        headers["Strict-Transport-Security"] = _HSTS
    return response


def sandbox(response: Response) -> Response:
    """For bytes that are not ours: whatever is in them runs nowhere and reaches nothing."""
    response.headers["Content-Security-Policy"] = SANDBOX_CSP
    return response


class TrustedProxies:
    """Takes the visitor's address and scheme from proxies that the operator named, and from nobody else.

    `X-Forwarded-For` is read from the right, as far as the named proxies reach; `X-Forwarded-Host`, `-Prefix`
    and their like are never read.
    """

    def __init__(self, application: "WSGIApplication", networks: Iterable[Network]) -> None:
        self._application = application
        self._networks = tuple(networks)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if self._networks and self._is_trusted(environ.get("REMOTE_ADDR", "")):
            chain = [
                part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
            ]
            for address in reversed(chain):
                if not _is_address(address):
                    break
                environ["REMOTE_ADDR"] = address
                if not self._is_trusted(address):
                    break
            scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip()
            if scheme in ("http", "https"):
                environ["wsgi.url_scheme"] = scheme
        return self._application(environ, start_response)

    def _is_trusted(self, address: str) -> bool:
        if not _is_address(address):
            return False
        known = ip_address(address)
        return any(known in network for network in self._networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True

"""The browser's one opaque session reference, and the platform client that this request speaks through."""

import re
import secrets
from contextlib import suppress
from ipaddress import ip_address
from typing import cast

from flask import Flask, Response, current_app, g, request, session
from werkzeug.exceptions import HTTPException

from patient_portal.platform_client import (
    PlatformClient,
    PlatformError,
    SessionContext,
    Shared,
    SignedOut,
    Visitor,
)
from patient_portal.platform_client.vocabulary import LANGUAGES, Reason

COOKIE = "__Host-dsp"
_LONGEST_REFERENCE = 256
_LONGEST_WAY = 1000  # characters of an address to come back to
_OWN_PATH = re.compile(r"/[a-z]{2}(/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*/?(\?[A-Za-z0-9_.~=&+%-]*)?")
_NEVER_NEXT = frozenset({"sign_in", "activation"})
_SHARED = "dsp-platform-client"
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def install(app: Flask, shared: Shared) -> None:
    """Bind the way to the platform to the application, and write the cookie when a view changed the session."""
    app.extensions[_SHARED] = shared

    @app.after_request
    def write_cookie(response: Response) -> Response:
        change = cast("str | None", g.get("session_change"))
        if change:
            response.set_cookie(COOKIE, change, secure=True, httponly=True, samesite="Lax", path="/")
        elif change == "":
            response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Lax", path="/")
            if g.get("session_ended"):
                # not "cookies": it would empty those of every site under the same registered domain
                response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def platform() -> PlatformClient:
    """This request's client: same visitor, same session on every call."""
    found = cast("PlatformClient | None", g.get("platform"))
    if found is None:
        shared: Shared = current_app.extensions[_SHARED]
        found = g.platform = PlatformClient(shared, _visitor(), _reference())
    return found


def as_stranger() -> PlatformClient:
    """A client without this browser's session, for what anybody may ask: a letter, signing in, a lost password."""
    shared: Shared = current_app.extensions[_SHARED]
    return PlatformClient(shared, _visitor())


def has_session() -> bool:
    """Whether the browser showed a reference; only the platform knows whether it is still good."""
    return platform().reference is not None


def person() -> SessionContext | None:
    """Who is signed in, asked of the platform at most once in a request; None for strangers and in an outage."""
    client = platform()
    if client.reference is None:
        return None
    if client.context is None and not g.get("person_asked"):
        g.person_asked = True
        try:
            client.context = client.session()
        except SignedOut as error:
            if error.code is Reason.SESSION_EXPIRED:  # else it is alive and leads through an activation
                g.was_away = True
                forget()
        except PlatformError:  # half-way through signing in, or an outage: nobody, for this page
            return None
    context = client.context
    return context if context is not None and context.is_person else None


def was_away() -> bool:
    """Whether this request came with a session that had ended by itself."""
    return bool(g.get("was_away"))


def begin(reference: str) -> None:
    """Give the browser a new reference: at the first step of activation and sign-in, and at every change after it."""
    client = platform()
    client.reference = reference
    client.context = None
    g.person_asked = False
    g.session_change = reference


def rotate(reference: str) -> None:
    """A new reference because the person or the role changed; form tokens of before end with it."""
    _new_form_token()
    begin(reference)


def forget() -> None:
    """Drop a reference that the platform no longer knows."""
    client = platform()
    client.reference = None
    client.context = None
    g.session_change = ""


def end() -> None:
    """Sign out: end the session on the platform, drop the cookie, empty the browser's cache of this site.

    Also when the platform cannot be reached, so that nobody stays signed in at this screen; raises Unavailable then.
    """
    client = platform()
    g.session_ended = True
    try:
        if client.reference is not None:
            with suppress(SignedOut):  # it had ended already: what was wanted
                client.sign_out()
    finally:
        forget()
        _new_form_token()


def safe_next(target: str | None) -> str | None:
    """`target` when it is one of the portal's own pages to come back to after signing in, else None.

    Only a plain path of this site counts (ASVS 3.7.2): it begins with a language and leads to a page that can be
    opened by a link.
    """
    if not target or len(target) > _LONGEST_WAY or not _OWN_PATH.fullmatch(target):
        return None
    path = target.partition("?")[0]
    if path[1:3] not in LANGUAGES:
        return None
    adapter = current_app.url_map.bind(request.host)
    try:
        endpoint, _values = adapter.match(path, method="GET")
    except HTTPException:
        return None
    if endpoint.partition(".")[0] in _NEVER_NEXT or endpoint == "static":
        return None
    return target


def visitor_address() -> str:
    """The visitor's address, as the trusted proxies told it; `unknown` where the server gives none."""
    try:
        return str(ip_address(request.remote_addr or ""))
    except ValueError:
        return "unknown"


def request_id() -> str:
    """This request's short random number: shown on error pages, in the logs and to the platform."""
    found = cast("str | None", g.get("request_id"))
    if found is None:
        found = g.request_id = secrets.token_hex(6)
    return found


def _visitor() -> Visitor:
    code = g.get("language") or "fr"
    return Visitor(visitor_address(), request_id(), code, device(request.headers.get("User-Agent", "")))


def device(user_agent: str) -> str:
    """A browser and its system as people call them, such as `Firefox, Android`; enough to know one's own again."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return ", ".join(part for part in (browser, system) if part)


def _reference() -> str | None:
    reference = request.cookies.get(COOKIE, "")
    if not reference or len(reference) > _LONGEST_REFERENCE or not reference.isascii():
        return None
    return reference if reference.isprintable() and " " not in reference else None


def _new_form_token() -> None:
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)

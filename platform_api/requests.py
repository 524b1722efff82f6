"""Reads what a request carries, strictly: the right shape or a clear refusal."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from ipaddress import IPv4Address, ip_address, ip_network
from math import ceil
from typing import Any, TypeVar

import msgspec
from flask import current_app, request

from platform_api import clock
from platform_api.context import platform
from platform_api.fhir import reading
from platform_api.principal import PORTAL, Caller
from platform_api.problems import Refused
from platform_api.vocabulary import LANGUAGES, Reason

JSON_LIMIT = 64 * 1024
PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
"""A FHIR date, or the date of a dateTime: a year, a month of it, a day of that."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
"""A dateTime with its time; R4 asks for the seconds, senders leave them out."""
_AHEAD = timedelta(days=1)
"""How far a sender's clock may be ahead of ours."""
IF_NONE_EXIST = "If-None-Exist"
_UNCOUNTED = frozenset({"health", "metrics"})
_WORKER = frozenset({"worker"})
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])


def conditional_create(view: F) -> F:
    """Declare that a path heeds `If-None-Exist`; from all others it is refused, never ignored."""
    view.conditional_create = True  # type: ignore[attr-defined]  # read back by `check_conditions`
    return view


def check_conditions() -> None:
    """Raises Refused where something is to be made on a condition that nobody here would ask."""
    if request.method != "POST" or IF_NONE_EXIST not in request.headers:
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and not getattr(view, "conditional_create", False):
        raise Refused(Reason.ENTRY_NOT_SUPPORTED, field=IF_NONE_EXIST)


def brake(asking: Caller, times: int = 1) -> None:
    """Refuse who asks too often: a session, a software with the professional behind it, else an address.

    The operator's probes are not counted, nor is the portal's own worker.
    """
    if request.blueprint in _UNCOUNTED or asking.scopes == _WORKER:
        return
    if asking.session_hash is not None:
        who = f"session {asking.session_hash}"
    elif asking.software_id not in (None, PORTAL):
        who = f"software {asking.software_id} {asking.professional_id or ''}"
    else:
        who = f"address {_household(asking.address)}"
    seconds = platform().rates.wait(who, clock.now().timestamp(), times)
    if seconds:
        raise Refused(Reason.TOO_MANY_TRIES, retry_after=ceil(seconds))


def _household(address: str) -> str:
    """An address of IPv6 as its block: one line has more addresses of its own than we could count."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return address if isinstance(known, IPv4Address) else str(ip_network((address, 56), strict=False))


class Query(msgspec.Struct):
    """What may stand behind the question mark of an address; `openapi.py` lists its fields."""


Q = TypeVar("Q", bound=Query)


def body(shape: type[T], limit: int = JSON_LIMIT) -> T:
    """The JSON body in this shape, at most `limit` bytes; raises Refused for anything else, unknown fields included."""
    _with_a_token()
    if request.content_length is not None and request.content_length > limit:
        raise Refused(Reason.REQUEST_TOO_LARGE)
    data = request.get_data(cache=False)
    if len(data) > limit:
        raise Refused(Reason.REQUEST_TOO_LARGE)
    try:
        found = msgspec.json.decode(data, type=shape)
        json.loads(data, object_pairs_hook=_each_once)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise Refused(Reason.MALFORMED_REQUEST) from error
    return found


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose members are named once: of two, one reader takes the first and another the last."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member is named twice")
    return found


def query(shape: type[Q]) -> Q:
    """What stands behind the question mark, in this shape; raises Refused for a value that is none of its kind."""
    _with_a_token()
    try:
        return msgspec.convert(request.args.to_dict(), type=shape, strict=False)
    except msgspec.ValidationError as error:
        raise Refused(Reason.MALFORMED_REQUEST) from error


def fhir_body(shape: type[T], name: str, limit: int = JSON_LIMIT) -> T:
    """The FHIR resource `name` in the body, JSON or XML, at most `limit` bytes; a refusal says where it is not one."""
    _with_a_token()
    media_type = fhir_media_type()
    if request.content_length is not None and request.content_length > limit:
        raise Refused(Reason.REQUEST_TOO_LARGE)
    data = request.stream.read(limit + 1)  # what comes in pieces tells no length
    if len(data) > limit:
        raise Refused(Reason.REQUEST_TOO_LARGE)
    return understood(data, media_type, shape, name)


def fhir_media_type() -> str:
    """The body's media type, JSON or XML of R4; raises Refused for another one, another charset, and what is packed."""
    media_type = request.mimetype
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    packed = request.headers.get("Content-Encoding", "identity").strip().lower()
    version = request.mimetype_params.get("fhirversion", "4.0")
    known = media_type in reading.JSON_TYPES | reading.XML_TYPES and version.startswith("4.0")
    if not known or charset not in ("utf-8", "utf8", "us-ascii") or packed not in ("identity", ""):
        raise Refused(Reason.FORMAT_NOT_SUPPORTED)
    return media_type


def understood(data: bytes, media_type: str, shape: type[T], name: str) -> T:
    """The FHIR resource `name` that was sent, or a refusal that says where it is not one."""
    try:
        return reading.read(data, media_type, shape, name)
    except reading.Unreadable as error:
        if error.strangers:
            first, *others = ((Reason.ELEMENT_NOT_KEPT, place) for place in error.strangers)
            raise Refused(first[0], field=first[1], others=others) from error
        reason = Reason.ENTRY_NOT_SUPPORTED if error.other_resource else Reason.MALFORMED_REQUEST
        raise Refused(reason, field=error.expression) from error


def _with_a_token() -> None:
    """Who brings no token is told so before anything that they sent is looked at."""
    view = current_app.view_functions.get(request.endpoint or "")
    if "Authorization" not in request.headers and not getattr(view, "open_to_all", False):
        raise Refused(Reason.TOKEN_INVALID)


def language(code: str) -> str:
    """One of the four languages; French for anything else."""
    return code if code in LANGUAGES else LANGUAGES[0]


def moment(text: str | None, where: str) -> datetime:
    """A FHIR dateTime; a day, month or year begins at midnight in Luxembourg."""
    value = text or ""
    try:
        if partial := PARTIAL.fullmatch(value):
            year, month, day = (int(part or 1) for part in partial.groups())
            found = datetime.combine(date(year, month, day), time.min, clock.LUXEMBOURG)
        elif not _MOMENT.fullmatch(value):  # ISO 8601 has more forms than FHIR
            raise Refused(Reason.VALUE_NOT_ALLOWED, field=where)
        else:
            found = datetime.fromisoformat(value)
    except ValueError as error:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=where) from error
    if found.tzinfo is None or found.year < 1850 or found > clock.now() + _AHEAD:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=where)
    return found

"""In which form `/fhir` answers: JSON or XML, pretty or not, compressed or not, once or not again (ETag).

Every answer leaves the features as FHIR JSON; here, in one place, it becomes what the caller asked for.
"""

import gzip
import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from flask import Response, g, request

from platform_api import answers, problems
from platform_api.fhir import subsets
from platform_api.fhir.xml_out import to_xml
from platform_api.problems import Refused
from platform_api.vocabulary import Reason

_BASE = "/fhir"
_CONTENT = (f"{_BASE}/Binary/", f"{_BASE}/Bundle/")
"""Where documents are served as they were deposited."""
_METADATA = {"metadata": "CapabilityStatement"}
_WORTH_PACKING = 1024  # bytes
_MATCH = "HTTP_IF_MATCH"
_CHANGED = re.compile(rb'\{"resourceType":"\w+","id":"[^"]*","meta":\{"lastUpdated":"([^"]+)"')
"""When one resource of ours changed; it stands at its beginning."""


class Form(StrEnum):
    """The two forms of FHIR that are spoken here."""

    JSON = "application/fhir+json"
    XML = "application/fhir+xml"


_NAMES = {
    "application/fhir+json": Form.JSON,
    "application/json+fhir": Form.JSON,
    "application/json": Form.JSON,
    "text/json": Form.JSON,
    "json": Form.JSON,
    "application/fhir+xml": Form.XML,
    "application/xml+fhir": Form.XML,
    "application/xml": Form.XML,
    "text/xml": Form.XML,
    "xml": Form.XML,
}
_ANY = {"*/*": 0, "application/*": 1}
"""What of `Accept` stands for any form, and how narrowly: the narrower word counts (RFC 9110, 12.5.1)."""


def choose() -> None:
    """Read `_format` and `Accept`; raises Refused(NOT_ACCEPTABLE) for what cannot be met.

    A document's own bytes are in their own form: `Accept` of a Binary is read where it is served (ITI-68).
    """
    if not is_fhir():
        return
    asked = request.args.getlist("_format")
    if request.method == "POST" and request.path.endswith("_search"):
        asked += request.form.getlist("_format")
    named = {form_of(one) for one in asked if one}
    if len(named) > 1:
        raise Refused(Reason.MALFORMED_REQUEST, field="_format")  # two forms at once
    if named:
        form = named.pop()
    elif request.path.startswith(_CONTENT):
        form = accepted() or Form.JSON
    else:
        form = accepted()
    if form is None:
        raise Refused(Reason.NOT_ACCEPTABLE)
    g.fhir_form = form
    _choose_parts()


def _choose_parts() -> None:
    """Read `_summary` and `_elements` of a search or a read; what they cannot mean is left out, or refused."""
    g.fhir_subset = None
    kind, _, rest = request.path.removeprefix(f"{_BASE}/").partition("/")
    is_search = rest in ("", "_search")
    if (request.method == "POST" and rest != "_search") or "$" in rest or rest.startswith("_h"):
        return
    kind = _METADATA.get(kind, kind)
    summaries = [*request.args.getlist("_summary"), *request.form.getlist("_summary")][:1]
    asked = [*request.args.getlist("_elements"), *request.form.getlist("_elements")]
    if not summaries and not asked:
        return
    elements, others = subsets.sift(kind, ",".join(asked))
    known = {*subsets.SUMMARIES, "false", "", *(("count",) if is_search else ())}
    wrong = ["_summary"] * (not known.issuperset(summaries)) + ["_elements"] * bool(others)
    if wrong and is_strict():
        raise Refused(Reason.MALFORMED_REQUEST, field=wrong[0])
    summary = next((one for one in summaries if one in subsets.SUMMARIES), "")
    if summary or elements:
        g.fhir_subset = subsets.Subset(summary, frozenset(elements))


def leave_whole() -> None:
    """The answer has no more elements than were asked for: there is nothing to cut."""
    g.fhir_subset = None


def is_strict() -> bool:
    """Whether what is not understood must be refused (`Prefer: handling=strict`)."""
    return "handling=strict" in request.headers.get("Prefer", "").replace(" ", "")


def form_of(name: str) -> Form | None:
    """The form that `_format` names."""
    return _NAMES.get(name.partition(";")[0].strip().lower().replace(" ", "+"))


def is_fhir() -> bool:
    """Whether the request is for the FHIR interface."""
    return request.path.startswith(f"{_BASE}/") or request.path == _BASE


def dress(response: Response) -> Response:
    """The answer in the chosen form, with its ETag; 304 when the caller has it already."""
    if not is_fhir() or not (response.content_type or "").startswith(Form.JSON):
        return response
    if request.path.startswith(_CONTENT[1]) and response.status_code < 400:
        return response  # a FHIR document stays as it was deposited
    body = response.get_data()
    if _is_one_resource(response, body):
        response.set_etag(_tag(body), weak=True)
    form = g.get("fhir_form", Form.JSON)
    subset = g.get("fhir_subset")
    if subset is not None and body and response.status_code == 200:
        body = msgspec.json.encode(_cut(msgspec.json.decode(body), subset))
        response.set_data(body)
    if form is Form.XML and body:
        response.set_data(to_xml(msgspec.json.decode(body)))
        response.content_type = f"{Form.XML}; charset=utf-8"
    elif request.args.get("_pretty") == "true" and body:
        response.set_data(msgspec.json.format(body, indent=2))
    response.headers["Vary"] = "Accept, Accept-Encoding, Accept-Language"
    if "ETag" in response.headers:
        response = conditional(response)
        if response.status_code == 412:
            return dress(response)
        if changed := _CHANGED.match(body):
            # told, never compared with If-Modified-Since: a seconds' clock and a language make no version of it
            response.last_modified = datetime.fromisoformat(changed[1].decode())
    return _packed(response)


def tag(resource: dict[str, Any]) -> str:
    """The ETag that a read of this resource has; it is a weak one."""
    return _tag(msgspec.json.encode(resource))


def written(resource: dict[str, Any], address: str, status: int, said: str) -> Response:
    """The answer to a write, in the form that `Prefer: return=` asks for; `said` is for the one that wants words."""
    wanted = request.headers.get("Prefer", "").replace(" ", "").lower()
    if "return=minimal" in wanted:
        response = Response(status=status, mimetype=answers.FHIR_JSON)
    elif "return=operationoutcome" in wanted:
        told = {"severity": "information", "code": "informational", "diagnostics": said}
        response = answers.Fhir({"resourceType": "OperationOutcome", "issue": [told]}, status)
    else:
        response = answers.Fhir(resource, status)
    response.headers["Location"] = address
    response.set_etag(tag(resource), weak=True)
    return response


def conditional(response: Response) -> Response:
    """A read whose ETag is set, as the conditions of the request want it: whole, 304, or refused (412).

    `If-Match` is compared here: FHIR's tags are weak, `*` is met by whatever is there, and what does not match is told
    without the content. A write compared it before it wrote: what answers it has the tag of what was written.
    """
    if request.method not in ("GET", "HEAD"):
        return response
    wanted = request.if_match
    is_met = wanted.star_tag or wanted.contains_weak(response.get_etag()[0] or "")
    if request.headers.get("If-Match", "").strip() and not is_met:
        return problems.answer(Refused(Reason.RESOURCE_CHANGED))
    response.make_conditional({name: value for name, value in request.environ.items() if name != _MATCH})
    return response


def check_unchanged(versions: Iterable[dict[str, Any]]) -> None:
    """Refuse a change whose `If-Match` names none of these forms of the resource as it now stands.

    FHIR compares weak tags there, which RFC 9110 alone would not. Without the header nothing is asked.
    """
    if not request.headers.get("If-Match", "").strip():
        return
    wanted = request.if_match
    if not wanted.star_tag and not any(wanted.contains_weak(tag(version)) for version in versions):
        raise Refused(Reason.RESOURCE_CHANGED)


def accepted() -> Form | None:
    """The form of FHIR that `Accept` asks for; None when it takes none of them."""
    header = request.headers.get("Accept", "").strip()
    if header in ("", "*/*", Form.JSON):
        return Form.JSON
    found: dict[Form, tuple[float, int, int]] = {}
    for place, (value, quality) in enumerate(request.accept_mimetypes):
        name, _, parameters = (part.strip() for part in value.lower().partition(";"))
        version = parameters.replace(" ", "").partition("fhirversion=")[2]
        if version and not version.startswith("4.0"):
            continue
        exact = 2 if name in _NAMES else _ANY.get(name, -1)
        for form in (_NAMES[name],) if exact == 2 else Form if exact >= 0 else ():
            known = found.get(form)
            if known is None or (exact, quality) > (known[1], known[0]):
                found[form] = (quality, exact, -place)
    wanted = [form for form, (quality, _exact, _place) in found.items() if quality > 0]
    return max(wanted, key=found.__getitem__, default=None)


def _cut(answer: dict[str, Any], subset: subsets.Subset) -> dict[str, Any]:
    """Each resource found with fewer elements; elements that are named are those of the matches."""
    if answer["resourceType"] != "Bundle":
        return subsets.cut(answer, subset)
    for entry in answer.get("entry", ()):
        if entry["search"]["mode"] == "match":
            entry["resource"] = subsets.cut(entry["resource"], subset)
        elif entry["search"]["mode"] == "include" and subset.summary:
            entry["resource"] = subsets.cut(entry["resource"], subsets.Subset(subset.summary))
    return answer


def _tag(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


def _is_one_resource(response: Response, body: bytes) -> bool:
    """A read, rather than a search or a refusal: only that stays the same until the resource changes."""
    is_read = request.method in ("GET", "HEAD") and response.status_code == 200
    return is_read and not body.startswith(b'{"resourceType":"Bundle"')


def _packed(response: Response) -> Response:
    """Compressed, if the caller asks for gzip by name and there is something to gain."""
    if response.status_code in (204, 304) or "Content-Encoding" in response.headers:
        return response
    wanted = request.headers.get("Accept-Encoding", "")
    if "gzip" not in wanted.lower() or request.accept_encodings["gzip"] <= 0:
        return response
    body = response.get_data()
    if len(body) >= _WORTH_PACKING:
        response.set_data(gzip.compress(body, compresslevel=4, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response

"""Scopes of software (SMART `system/Type.interactions`): what they cover, and which one a request needs.

`.read` stands for reading and searching, `.write` for creating, updating and deleting, as in SMART 1; `.search`
for searching alone; letters of `cruds` in this order as in SMART 2.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

READ, SEARCH, CREATE, DELETE = "r", "s", "c", "d"
TYPES = ("AuditEvent", "Binary", "Consent", "DocumentReference", "List", "Patient")
"""Types about people; the directories of professionals and the terminologies ask for no scope."""
USUAL = (
    "system/AuditEvent.read",
    "system/Binary.read",
    "system/Consent.read",
    "system/DocumentReference.read",
    "system/DocumentReference.write",
    "system/List.read",
    "system/Patient.read",
)
"""What a software is approved for when its registration names nothing else."""
REPORTING = "system/AuditEvent.c"
"""Telling of readings in one's own system; given by name only."""
DEPOSITING = "system/DocumentReference.c"
_OF_OWN_PATHS = {("POST", "/dsp/v1/attestations"): "system/Consent.c"}
"""What software asks for outside `/fhir`: a doctor's word puts a consent of the holder in force."""
_WORDS = {"read": "rs", "search": "s", "write": "cud"}
_SCOPE = re.compile(r"system/([A-Za-z]+)\.([a-z]+)")
_LETTERS = re.compile(r"c?r?u?d?s?")
_INSIDE = {"Bundle": "Binary"}
"""A FHIR document is read under the scope of every other document's content."""

_OF_A_SUMMARY = f"system/Binary.{READ}"
"""A summary is made of what stands in documents: knowing who somebody is opens none of it."""


def is_known(scope: str) -> bool:
    """Whether this is a scope that this platform gives to software."""
    return bool(_covered(scope))


def within(wanted: Iterable[str], approved: Iterable[str]) -> frozenset[str]:
    """Those of the wanted scopes that go no further than what was approved; other words must be equal."""
    known = frozenset(approved)
    all_of_it = frozenset(pair for scope in known for pair in _covered(scope))
    return frozenset(
        scope for scope in wanted if scope in known or ((pairs := _covered(scope)) and pairs <= all_of_it)
    )


def cover(scopes: Iterable[str], needed: str | None) -> bool:
    """Whether these scopes let a software do what needs this one (`system/List.s`)."""
    pairs = _covered(needed or "")
    return bool(pairs) and pairs <= frozenset(pair for scope in scopes for pair in _covered(scope))


def needed_for(method: str, path: str) -> str | None:
    """The one scope that a request needs, under `/fhir` or on a path of our own; None where no scope is about it."""
    if (own := _OF_OWN_PATHS.get((method, path))) is not None:
        return own
    parts = path.removeprefix("/fhir/").split("/") if path.startswith("/fhir/") else [""]
    kind = _INSIDE.get(parts[0], parts[0])
    if kind not in TYPES:
        return None
    if parts[-1] == "$summary":
        return _OF_A_SUMMARY
    asked = parts[1] if len(parts) > 1 else ""
    if method in ("GET", "HEAD"):
        return f"system/{kind}.{READ if asked and asked != '_search' else SEARCH}"
    if method == "POST":
        return f"system/{kind}.{SEARCH if asked in ('_search', '$match') else CREATE}"
    return f"system/{kind}.{DELETE if method == 'DELETE' else 'u'}"


@lru_cache(maxsize=256)
def _covered(scope: str) -> frozenset[tuple[str, str]]:
    found = _SCOPE.fullmatch(scope)
    if found is None or found[1] not in TYPES:
        return frozenset()
    letters = _WORDS.get(found[2], found[2])
    return frozenset((found[1], letter) for letter in letters) if _LETTERS.fullmatch(letters) else frozenset()

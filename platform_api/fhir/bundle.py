"""Bundles of search results and what goes with them."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from platform_api.vocabulary import FACETS_EXTENSION

MATCH_GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade"


def searchset(
    resources: Iterable[dict[str, Any]],
    *,
    total: int,
    base: str,
    path: str,
    parameters: Sequence[tuple[str, str]],
    count: int,
    offset: int,
    included: Iterable[dict[str, Any]] = (),
    warnings: Iterable[dict[str, Any]] = (),
    after: str = "",
) -> dict[str, Any]:
    """A searchset Bundle with its self, next and previous links; `parameters` go into them as they came.

    The next page begins after the last resource of this one, whatever came or went meanwhile: `after` says which it is,
    where its id does not.
    """
    places = ("_offset", "_after", "_facets")
    kept = urlencode([(name, value) for name, value in parameters if name not in places])
    here = next((value for name, value in parameters if name == "_after"), "")
    resources = list(resources)

    def link(relation: str, start: int) -> dict[str, Any]:
        place = f"&_offset={start}" if start else ""
        return {"relation": relation, "url": f"{base}/{path}?{kept}{place}"}

    def beyond(relation: str, last: str) -> dict[str, Any]:
        return {"relation": relation, "url": f"{base}/{path}?{kept}&{urlencode({'_after': last})}"}

    links = [beyond("self", here) if here else link("self", offset)]
    if count and offset + count < total and resources:
        links.append(beyond("next", after or resources[-1]["id"]))
    if count and offset > 0:
        links.append(link("previous", max(0, offset - count)))
    entries = [
        *(_entry(resource, base, "match") for resource in resources),
        *(_entry(resource, base, "include") for resource in included),
        *({"resource": warning, "search": {"mode": "outcome"}} for warning in warnings),
    ]
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": total,
        "link": links,
        **({"entry": entries} if entries else {}),
    }


def matches(
    resources: Iterable[dict[str, Any]], base: str, path: str, grade: str, score: float
) -> dict[str, Any]:
    """The searchset of a match: every entry with its score and its grade (R4 Patient-match, match-grade)."""
    entries = [_entry(resource, base, "match") for resource in resources]
    for entry in entries:
        entry["search"] |= {
            "extension": [{"url": MATCH_GRADE, "valueCode": grade}],
            "score": score,
        }
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(entries),
        "link": [{"relation": "self", "url": f"{base}/{path}"}],
        **({"entry": entries} if entries else {}),
    }


def history(
    resources: Iterable[dict[str, Any]],
    *,
    total: int,
    base: str,
    path: str,
    parameters: Sequence[tuple[str, str]],
    count: int,
    offset: int,
    after: str,
) -> dict[str, Any]:
    """A history Bundle: each entry as it is now, with when it became so (R4 3.1.0.11)."""
    resources = list(resources)
    bundle = searchset(
        resources,
        total=total,
        base=base,
        path=path,
        parameters=parameters,
        count=count,
        offset=offset,
        after=after,
    )
    entries = [
        {
            "fullUrl": f"{base}/{one['resourceType']}/{one['id']}",
            "resource": one,
            "request": {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"},
            "response": {"status": "200", "lastModified": one["meta"]["lastUpdated"]},
        }
        for one in resources
    ]
    return {**bundle, "type": "history", **({"entry": entries} if entries else {})}


def collection(resources: Iterable[dict[str, Any]], base: str) -> dict[str, Any]:
    """Resources side by side, found by nobody's search."""
    entries = [{"fullUrl": f"{base}/{one['resourceType']}/{one['id']}", "resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", **({"entry": entries} if entries else {})}


def warning(code: str, text: str) -> dict[str, Any]:
    """An OperationOutcome that goes with results: `code` is an issue type."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "warning", "code": code, "diagnostics": text}],
    }


def _entry(resource: dict[str, Any], base: str, mode: str) -> dict[str, Any]:
    return {
        "fullUrl": f"{base}/{resource['resourceType']}/{resource['id']}",
        "resource": resource,
        "search": {"mode": mode},
    }


def facets(organisations: Iterable[tuple[str | None, str | None, int]]) -> list[dict[str, Any]]:
    """How many documents each organisation has in the record, as extensions of the self link."""
    return [
        {
            "url": FACETS_EXTENSION,
            "extension": [
                {
                    "url": "organisation",
                    "valueReference": {"reference": f"Organization/{identifier}", "display": name},
                },
                {"url": "count", "valueInteger": count},
            ],
        }
        for identifier, name, count in organisations
        if identifier is not None
    ]

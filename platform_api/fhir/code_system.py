"""CodeSystem, ValueSet and the answers of their operations, with designations in four languages."""

from collections.abc import Sequence
from typing import Any

from platform_api.fhir.concepts import Concept, System

_PUBLISHED = {"status": "active", "experimental": False, "publisher": "DSP"}
_PROPERTIES = [
    {"code": "group", "description": "The group of the document type", "type": "code"},
    {"code": "loinc", "description": "The LOINC code; not unique", "type": "string"},
]


def code_system(system: System) -> dict[str, Any]:
    """The system with all its concepts; `group` and `loinc` are properties of document types."""
    has_properties = any(one.group for one in system.concepts)
    return {
        "resourceType": "CodeSystem",
        "id": system.id,
        "url": system.url,
        "version": system.version,
        "name": system.name,
        **_PUBLISHED,
        "caseSensitive": True,
        "valueSet": system.value_set,
        "content": "complete",
        "count": len(system.concepts),
        **({"property": _PROPERTIES} if has_properties else {}),
        "concept": [_concept(one) for one in system.concepts],
    }


def value_set(system: System) -> dict[str, Any]:
    """The value set of all codes of a system."""
    return {
        "resourceType": "ValueSet",
        "id": system.id,
        "url": system.value_set,
        "version": system.version,
        "name": system.name,
        **_PUBLISHED,
        "compose": {"include": [{"system": system.url, "version": system.version}]},
    }


def expansion(
    system: System, concepts: Sequence[Concept], language: str, total: int, offset: int, moment: str
) -> dict[str, Any]:
    """The value set with its codes written out in one language, and their designations."""
    return value_set(system) | {
        "expansion": {
            "timestamp": moment,
            "total": total,
            "offset": offset,
            "parameter": [{"name": "displayLanguage", "valueCode": language}],
            "contains": [
                {
                    "system": system.url,
                    "version": system.version,
                    "code": one.code,
                    "display": one.labels[language],
                    "designation": _designations(one),
                }
                for one in concepts
            ],
        }
    }


def looked_up(system: System, concept: Concept, language: str) -> dict[str, Any]:
    """The Parameters that `$lookup` answers."""
    parameters: list[dict[str, Any]] = [
        {"name": "name", "valueString": system.name},
        {"name": "version", "valueString": system.version},
        {"name": "display", "valueString": concept.labels[language]},
    ]
    parameters += [
        {
            "name": "designation",
            "part": [
                {"name": "language", "valueCode": one["language"]},
                *([{"name": "use", "valueCoding": one["use"]}] if "use" in one else []),
                {"name": "value", "valueString": one["value"]},
            ],
        }
        for one in _designations(concept)
    ]
    for name, kind, value in (
        ("group", "valueCode", concept.group),
        ("loinc", "valueString", concept.loinc),
    ):
        if value:
            part = [{"name": "code", "valueCode": name}, {"name": "value", kind: value}]
            parameters.append({"name": "property", "part": part})
    return {"resourceType": "Parameters", "parameter": parameters}


def _concept(concept: Concept) -> dict[str, Any]:
    found = {
        "code": concept.code,
        "display": concept.labels["en"],
        "designation": _designations(concept),
    }
    properties = [
        {"code": name, kind: value}
        for name, kind, value in (
            ("group", "valueCode", concept.group),
            ("loinc", "valueString", concept.loinc),
        )
        if value
    ]
    return {**found, "property": properties} if properties else found


_SYNONYM = {"system": "http://snomed.info/sct", "code": "900000000000013009", "display": "Synonym"}


def _designations(concept: Concept) -> list[dict[str, Any]]:
    """What people read in each language; the agency's own French name is a synonym, where it is another one."""
    found: list[dict[str, Any]] = [
        {"language": language, "value": label} for language, label in concept.labels.items()
    ]
    if concept.published and concept.published != concept.labels["fr"]:
        found.append({"language": "fr", "use": _SYNONYM, "value": concept.published})
    return found

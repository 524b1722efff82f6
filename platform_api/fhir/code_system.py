"""CodeSystems of the 27 document types and their groups, with designations in four languages."""

from typing import Any

from platform_api.document_types import GROUPS, document_types
from platform_api.vocabulary import DOCUMENT_GROUP_SYSTEM, DOCUMENT_TYPE_SYSTEM


def document_type_system() -> dict[str, Any]:
    """The 27 types; `group` and `loinc` are properties of each concept."""
    return {
        "resourceType": "CodeSystem",
        "id": "document-types",
        "url": DOCUMENT_TYPE_SYSTEM,
        "version": "2017-03",
        "name": "DocumentTypes",
        "status": "active",
        "content": "complete",
        "count": len(document_types()),
        "property": [
            {"code": "group", "type": "code"},
            {"code": "loinc", "type": "string"},
        ],
        "concept": [
            {
                "code": kind.code,
                "display": kind.labels["en"],
                "designation": _designations(kind.labels),
                "property": [
                    {"code": "group", "valueCode": kind.group},
                    {"code": "loinc", "valueString": kind.loinc},
                ],
            }
            for kind in document_types().values()
        ],
    }


def document_group_system() -> dict[str, Any]:
    """The groups that the types belong to."""
    return {
        "resourceType": "CodeSystem",
        "id": "document-groups",
        "url": DOCUMENT_GROUP_SYSTEM,
        "version": "2017-03",
        "name": "DocumentGroups",
        "status": "active",
        "content": "complete",
        "count": len(GROUPS),
        "concept": [
            {"code": code, "display": labels["en"], "designation": _designations(labels)}
            for code, labels in GROUPS.items()
        ],
    }


def _designations(labels: dict[str, str]) -> list[dict[str, str]]:
    return [{"language": language, "value": label} for language, label in labels.items()]

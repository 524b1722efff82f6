"""Practitioner, PractitionerRole, Organization and Location (R4, mCSD) of the directories' rows."""

from typing import Any

from platform_api.fhir.concepts import labelled
from platform_api.fhir.document_reference import instant
from platform_api.vocabulary import (
    ORGANISATION_KIND_SYSTEM,
    PROFESSIONAL_CATEGORY_SYSTEM,
    PROFESSIONAL_ID_SYSTEM,
)


def practitioner(row: dict[str, Any]) -> dict[str, Any]:
    """A professional, with the number they have in the national directory."""
    name: dict[str, Any] = {"family": row["family"], "given": [row["given"]]}
    if row["prefix"]:
        name["prefix"] = [row["prefix"]]
    return {
        "resourceType": "Practitioner",
        "id": row["id"],
        "meta": _meta(row),
        "identifier": [_number(row["id"])],
        "active": True,
        "name": [name],
    }


def practitioner_role(row: dict[str, Any], language: str) -> dict[str, Any]:
    """Where a professional practises, and as what; its id is that of the professional."""
    names = (row["prefix"], row["given"], row["family"])
    resource: dict[str, Any] = {
        "resourceType": "PractitionerRole",
        "id": row["id"],
        "meta": _meta(row),
        "active": True,
        "practitioner": {
            "reference": f"Practitioner/{row['id']}",
            "display": " ".join(name for name in names if name),
        },
        "organization": {
            "reference": f"Organization/{row['organisation_id']}",
            "display": row["organisation"],
        },
        "code": [labelled(PROFESSIONAL_CATEGORY_SYSTEM, row["category"], language)],
        "location": [{"reference": f"Location/{row['organisation_id']}", "display": row["organisation"]}],
    }
    if row["specialty"]:
        resource["specialty"] = [{"text": row["specialty"]}]
    return resource


def organization(row: dict[str, Any], language: str) -> dict[str, Any]:
    """A hospital, laboratory, practice, pharmacy or care network."""
    resource = {
        "resourceType": "Organization",
        "id": row["id"],
        "meta": _meta(row),
        "identifier": [_number(row["id"])],
        "active": True,
        "type": [labelled(ORGANISATION_KIND_SYSTEM, row["kind"], language)],
        "name": row["name"],
        "address": [_address(row)],
    }
    if row["phone"]:
        resource["telecom"] = [{"system": "phone", "value": row["phone"], "use": "work"}]
    return resource


def location(row: dict[str, Any], language: str) -> dict[str, Any]:
    """The organisation's address as a place; its id is that of the organisation."""
    resource = {
        "resourceType": "Location",
        "id": row["id"],
        "meta": _meta(row),
        "identifier": [_number(row["id"])],
        "status": "active",
        "name": row["name"],
        "mode": "instance",
        "type": [labelled(ORGANISATION_KIND_SYSTEM, row["kind"], language)],
        "address": _address(row),
        "managingOrganization": {"reference": f"Organization/{row['id']}", "display": row["name"]},
    }
    if row["phone"]:
        resource["telecom"] = [{"system": "phone", "value": row["phone"], "use": "work"}]
    return resource


def _meta(row: dict[str, Any]) -> dict[str, str]:
    return {"lastUpdated": instant(row["changed_at"])}


def _number(value: str) -> dict[str, str]:
    return {"use": "official", "system": PROFESSIONAL_ID_SYSTEM, "value": value}


def _address(row: dict[str, Any]) -> dict[str, Any]:
    address = {"use": "work", "postalCode": row["postal_code"], "city": row["city"], "country": "LU"}
    lines = [line for line in row["address_lines"] if line]
    return {**address, "line": lines} if lines else address

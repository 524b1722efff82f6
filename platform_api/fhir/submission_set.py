"""List (R4, MHD submission set) of a submission's row."""

from typing import Any

from platform_api.fhir.document_reference import ENTRY_UUID, URI, concept, instant, type_token

_IHE = "https://profiles.ihe.net/ITI/MHD/"
MINIMAL = f"{_IHE}StructureDefinition/IHE.MHD.Minimal.SubmissionSet"
LIST_TYPES = f"{_IHE}CodeSystem/MHDlistTypes"
_SOURCE_ID = f"{_IHE}StructureDefinition/ihe-sourceId"
_DESIGNATION = f"{_IHE}StructureDefinition/ihe-designationType"


def submission_set(row: dict[str, Any]) -> dict[str, Any]:
    """The resource; `row["documents"]` are the members that the reader may see, as (id, type code)."""
    resource: dict[str, Any] = {
        "resourceType": "List",
        "id": row["id"],
        "meta": {"lastUpdated": instant(row["received_at"]), "profile": [MINIMAL]},
        "extension": [
            {"url": _SOURCE_ID, "valueIdentifier": _uri(row["source_id"])},
            {"url": _DESIGNATION, "valueCodeableConcept": concept(designation_of(row))},
        ],
        "identifier": [
            {"use": "usual", **_uri(row["unique_id"])},
            {"use": "official", "type": ENTRY_UUID, "system": URI, "value": entry_uuid_of(row)},
        ],
        "status": "current",
        "mode": "working",
        "code": {"coding": [{"system": LIST_TYPES, "code": "submissionset"}]},
        "subject": {"reference": f"Patient/{row['patient_id']}"},
        "date": instant(row["submitted_at"]),
        "entry": [
            {"item": {"reference": f"DocumentReference/{identifier}"}}
            for identifier, _type in row["documents"]
        ],
    }
    if row["title"]:
        resource["title"] = row["title"]
    if row["author_id"]:
        names = (row["author_prefix"], row["author_given"], row["author_family"])
        display = " ".join(name for name in names if name)
        resource["source"] = {"reference": f"Practitioner/{row['author_id']}", "display": display}
    elif (row["author_stated"] or {}).get("name"):
        resource["source"] = {"display": row["author_stated"]["name"]}
    return resource


def designation_of(row: dict[str, Any]) -> str:
    """The token of what the set is; else the type of its first document."""
    return row["designation_code"] or type_token(row["documents"][0][1])


def entry_uuid_of(row: dict[str, Any]) -> str:
    """The set's entry UUID; the platform's own id without one from the sender."""
    return row["entry_uuid"] or f"urn:uuid:{row['id']}"


def _uri(value: str) -> dict[str, str]:
    return {"system": URI, "value": value} if value.startswith("urn:") else {"value": value}

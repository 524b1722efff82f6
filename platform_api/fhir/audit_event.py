"""AuditEvent (R4, after BALP and CH:ATC) of a trail entry."""

from typing import Any

from platform_api.fhir.document_reference import instant
from platform_api.vocabulary import ACTION_SYSTEM, PURPOSE_SYSTEM, REASON_SYSTEM, ROLE_SYSTEM, Action, Outcome

_DCM = "http://dicom.nema.org/resources/ontology/DCM"
_EVENT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type"
_OBJECT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
_OBJECT_ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
_BALP_ENTITY = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType"
_CRUDE = {
    Action.READ_DOCUMENT: "R",
    Action.LIST_DOCUMENTS: "E",
    Action.READ_DOSSIER: "R",
    Action.READ_JOURNAL: "E",
    Action.DEPOSIT_DOCUMENT: "C",
    Action.ACTIVATE_RECORD: "U",
    Action.OBJECT_BY_LETTER: "U",
}


def audit_event(row: dict[str, Any]) -> dict[str, Any]:
    """The resource; refused attempts carry outcome 4 and the reason's code."""
    resource: dict[str, Any] = {
        "resourceType": "AuditEvent",
        "id": row["id"],
        "type": {"system": _EVENT_TYPE, "code": "rest"},
        "subtype": [{"system": ACTION_SYSTEM, "code": row["action"]}],
        "action": _CRUDE.get(row["action"], "E"),
        "recorded": instant(row["recorded_at"]),
        "outcome": "0" if row["outcome"] == Outcome.ALLOWED else "4",
        "agent": _agents(row),
        "source": {"observer": {"display": "DSP"}},
        "entity": _entities(row),
    }
    if row["reason"]:
        resource["outcomeDesc"] = row["reason"]
        resource["extension"] = [
            {"url": REASON_SYSTEM, "valueCode": row["reason"]},
        ]
    if row["purpose"]:
        resource["purposeOfEvent"] = [{"coding": [{"system": PURPOSE_SYSTEM, "code": row["purpose"]}]}]
    return resource


def _agents(row: dict[str, Any]) -> list[dict[str, Any]]:
    person: dict[str, Any] = {
        "type": {"coding": [{"system": ROLE_SYSTEM, "code": row["role"]}]},
        "who": {"identifier": {"value": row["person_id"] or row["software_id"] or "-"}},
        "requestor": True,
    }
    if row.get("who_name"):
        person["who"]["display"] = row["who_name"]
    agents = [person]
    if row["software_id"]:
        agents.append(
            {
                "type": {"coding": [{"system": _DCM, "code": "110153"}]},
                "who": {
                    "identifier": {"value": row["software_id"]},
                    "display": row.get("software_name") or row["software_id"],
                },
                "requestor": False,
            }
        )
    return agents


def _entities(row: dict[str, Any]) -> list[dict[str, Any]]:
    entities: list[dict[str, Any]] = [
        {
            "what": {"reference": f"Patient/{row['chain']}"},
            "type": {"system": _OBJECT_TYPE, "code": "1"},
            "role": {"system": _OBJECT_ROLE, "code": "1"},
        }
    ]
    if row["object_kind"] == "document" and row["object_id"]:
        document: dict[str, Any] = {
            "what": {"reference": f"DocumentReference/{row['object_id']}"},
            "type": {"system": _OBJECT_TYPE, "code": "2"},
            "role": {"system": _OBJECT_ROLE, "code": "3"},
        }
        if row.get("document_title"):
            document["name"] = row["document_title"]
            document["detail"] = [{"type": "document-type", "valueString": row["document_type"]}]
        if part := (row["details"] or {}).get("part"):
            document.setdefault("detail", []).append({"type": "part", "valueString": part})
        entities.append(document)
    if row.get("about"):
        kind = "Organization" if row["object_kind"] == "organisation" else "Practitioner"
        entities.append(
            {
                "what": {"reference": f"{kind}/{row['object_id']}", "display": row["about"]},
                "type": {"system": _OBJECT_TYPE, "code": "1"},
                "role": {"system": _OBJECT_ROLE, "code": "15"},
            }
        )
    if row["request_id"]:
        entities.append(
            {
                "what": {"identifier": {"value": row["request_id"]}},
                "type": {"system": _BALP_ENTITY, "code": "XrequestId"},
            }
        )
    return entities

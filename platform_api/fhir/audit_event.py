"""AuditEvent (R4, after BALP and CH:ATC) of a trail entry."""

import base64
from typing import Any

from platform_api.fhir.document_reference import instant
from platform_api.vocabulary import (
    ACTION_SYSTEM,
    FHIR_BASE,
    PURPOSE_SYSTEM,
    ROLE_SYSTEM,
    Action,
    Outcome,
    Role,
)

_DCM = "http://dicom.nema.org/resources/ontology/DCM"
_EVENT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type"
_LIFECYCLE = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle"
_INTERACTION = "http://hl7.org/fhir/restful-interaction"
_OBJECT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
_OBJECT_ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
_SOURCE_TYPE = "http://terminology.hl7.org/CodeSystem/security-source-type"
_PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
_ROLE_CLASS = "http://terminology.hl7.org/CodeSystem/v3-RoleClass"
_BALP = "https://profiles.ihe.net/ITI/BALP/"
_BALP_ENTITY = f"{_BALP}CodeSystem/BasicAuditEntityType"
_SOURCE, _DESTINATION = "110153", "110152"
_URI = "5"  # kind of network address
READ, SEARCH, CREATE, DELETE = "read", "search", "create", "delete"
_INTERACTIONS: dict[str, str] = {
    Action.READ_DOCUMENT: READ,
    Action.READ_SUMMARY: READ,
    Action.READ_PATIENT: READ,
    Action.READ_DOSSIER: READ,
    Action.LIST_DOCUMENTS: SEARCH,
    Action.READ_JOURNAL: SEARCH,
    Action.READ_CONSENTS: SEARCH,
    Action.FIND_PATIENT: SEARCH,
    Action.DEPOSIT_DOCUMENT: CREATE,
    Action.REPORT_ACCESS: CREATE,
    Action.KEEP_UPLOAD: CREATE,
    Action.TAKE_BACK_DOCUMENT: DELETE,
}
_SEARCHED = {
    Action.LIST_DOCUMENTS: "DocumentReference",
    Action.READ_JOURNAL: "AuditEvent",
    Action.READ_CONSENTS: "Consent",
    Action.FIND_PATIENT: "Patient",
}
_CRUDE = {READ: "R", SEARCH: "E", CREATE: "C", DELETE: "D"}
_UPDATES = frozenset({Action.ACTIVATE_RECORD, Action.OBJECT_BY_LETTER})
_PROFILES = {
    Action.READ_DOCUMENT: f"{_BALP}StructureDefinition/IHE.BasicAudit.PatientRead",
    Action.LIST_DOCUMENTS: f"{_BALP}StructureDefinition/IHE.BasicAudit.PatientQuery",
}


def audit_event(row: dict[str, Any]) -> dict[str, Any]:
    """The resource; refused attempts carry outcome 4 and the reason's code."""
    interaction = _INTERACTIONS.get(row["action"])
    allowed = row["outcome"] == Outcome.ALLOWED
    subtypes = [{"system": ACTION_SYSTEM, "code": row["action"]}]
    if interaction:
        subtypes.append({"system": _INTERACTION, "code": interaction})
    resource: dict[str, Any] = {
        "resourceType": "AuditEvent",
        "id": row["id"],
        "type": {"system": _EVENT_TYPE, "code": "rest"},
        "subtype": subtypes,
        "action": crude_action(row["action"]),
        "recorded": instant(row["recorded_at"]),
        "outcome": "0" if allowed else "4",
        "agent": _agents(row, interaction),
        "source": {
            "observer": {"display": "DSP"},
            "type": [{"system": _SOURCE_TYPE, "code": "4"}],
        },
        "entity": _entities(row),
    }
    if allowed and row["action"] in _PROFILES:
        resource["meta"] = {"profile": [_PROFILES[row["action"]]]}
    if row["reason"]:
        resource["outcomeDesc"] = row["reason"]
    if row["purpose"]:
        resource["purposeOfEvent"] = _purposes(row)
    return resource


def span_event(span: dict[str, Any]) -> dict[str, Any]:
    """The resource of a summary: which entries of a chain were let go, how many of each, and the hash they ended in."""
    said = {
        "first-number": str(span["first_number"]),
        "last-number": str(span["last_number"]),
        "last-hash": span["last_hash"],
        "signature": span["signature"],
        **{f"count {name}": str(count) for name, count in span["counts"].items()},
    }
    return {
        "resourceType": "AuditEvent",
        "type": {"system": _LIFECYCLE, "code": "destroy"},
        "action": "D",
        "period": {"start": instant(span["first_at"]), "end": instant(span["last_at"])},
        "recorded": instant(span["recorded_at"]),
        "outcome": "0",
        "agent": [
            {
                "role": [{"coding": [{"system": ROLE_SYSTEM, "code": Role.OPERATOR}]}],
                "who": {"identifier": {"value": "dsp"}, "display": "DSP"},
                "requestor": True,
            }
        ],
        "source": {"observer": {"display": "DSP"}, "type": [{"system": _SOURCE_TYPE, "code": "4"}]},
        "entity": [
            {
                "what": {"reference": f"Patient/{span['chain']}"},
                "type": {"system": _OBJECT_TYPE, "code": "1"},
                "role": {"system": _OBJECT_ROLE, "code": "1"},
                "detail": [{"type": name, "valueString": value} for name, value in said.items()],
            }
        ],
    }


def crude_action(action: str) -> str:
    """C, R, U or E: creating, reading, updating, deleting, executing."""
    if action in _UPDATES:
        return "U"
    return _CRUDE.get(_INTERACTIONS.get(action, ""), "E")


def interaction_of(action: str) -> str | None:
    """The RESTful interaction that an action is."""
    return _INTERACTIONS.get(action)


def _purposes(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"coding": [{"system": PURPOSE_SYSTEM, "code": row["purpose"]}]}]


def _agents(row: dict[str, Any], interaction: str | None) -> list[dict[str, Any]]:
    """BALP's three: who it was, the software that asked, this server; the data's way decides who is the source.

    Where a second person agreed, whoever had asked stands beside them as the author of the wish.
    """
    who: dict[str, Any] = {"identifier": {"value": row["person_id"] or row["software_id"] or "-"}}
    if row["role"] == Role.PROFESSIONAL and row["person_id"]:
        who = {"reference": f"Practitioner/{row['person_id']}", **who}
    if row.get("who_name"):
        who["display"] = row["who_name"]
    person: dict[str, Any] = {
        "type": {"coding": [{"system": _PARTICIPATION, "code": "IRCP"}]},
        "role": [{"coding": [{"system": ROLE_SYSTEM, "code": row["role"]}]}],
        "who": who,
        "requestor": True,
    }
    if row["purpose"]:
        person["purposeOfUse"] = _purposes(row)
    agents = [person]
    if row["on_behalf_of"]:
        agents.append(
            {
                "type": {"coding": [{"system": _ROLE_CLASS, "code": "PAT"}]},
                "who": {"reference": f"Patient/{row['on_behalf_of']}"},
                "requestor": False,
            }
        )
    if row.get("asked_by"):
        asked: dict[str, Any] = {"identifier": {"value": row["asked_by"]}}
        asked |= {"display": row["asked_by_name"]} if row.get("asked_by_name") else {}
        kind = {"coding": [{"system": _PARTICIPATION, "code": "AUT"}]}
        agents.append({"type": kind, "who": asked, "requestor": False})
    asks, answers = (_DESTINATION, _SOURCE) if interaction == READ else (_SOURCE, _DESTINATION)
    if row["software_id"]:
        name = row.get("software_name") or row["software_id"]
        agents.append(_machine(asks, row["software_id"], name, f"urn:dsp:software:{row['software_id']}"))
        agents.append(_machine(answers, "dsp", "DSP", FHIR_BASE))
    return agents


def _machine(side: str, identifier: str, name: str, address: str) -> dict[str, Any]:
    return {
        "type": {"coding": [{"system": _DCM, "code": side}]},
        "who": {"identifier": {"value": identifier}, "display": name},
        "requestor": False,
        "network": {"address": address, "type": _URI},
    }


def _entities(row: dict[str, Any]) -> list[dict[str, Any]]:
    entities: list[dict[str, Any]] = [
        {
            "what": {"reference": f"Patient/{row['chain']}"},
            "type": {"system": _OBJECT_TYPE, "code": "1"},
            "role": {"system": _OBJECT_ROLE, "code": "1"},
        }
    ]
    if case := (row["details"] or {}).get("case"):
        entities[0]["detail"] = [{"type": "case-number", "valueString": case}]
    if row["action"] == Action.REPORT_ACCESS:
        entities[0]["detail"] = _told(row["details"] or {})
    for look, moment in row.get("looks") or ():
        entities[0].setdefault("detail", []).append(
            {"type": "again", "valueString": f"{look} {instant(moment)}"}
        )
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
    elif row["action"] in _SEARCHED:
        entities.append(_query(row))
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


def _told(details: dict[str, Any]) -> list[dict[str, Any]]:
    """What a house said of a reading in its own system: when, C R U D or E, whether it came about."""
    said = {
        "happened": details.get("happened", ""),
        "what-was-done": details.get("what", ""),
        "succeeded": "true" if details.get("succeeded") else "false",
    }
    return [{"type": name, "valueString": value} for name, value in said.items() if value]


def _query(row: dict[str, Any]) -> dict[str, Any]:
    """The search as far as the trail keeps it: whose record, never free words or numbers."""
    kind = _SEARCHED[row["action"]]
    text = f"{kind}?patient=Patient/{row['chain']}" if kind != "Patient" else kind
    return {
        "type": {"system": _OBJECT_TYPE, "code": "2"},
        "role": {"system": _OBJECT_ROLE, "code": "24"},
        "query": base64.b64encode(text.encode()).decode(),
    }

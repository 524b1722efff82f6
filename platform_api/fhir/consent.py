"""Consent (R4, PCF basic, identified after CH:PPQm) of a decision about access."""

from typing import Any

from platform_api.fhir.document_reference import instant
from platform_api.vocabulary import FHIR_BASE, PURPOSE_SYSTEM, Right

_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
_ROLE = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
_BASIC = "https://profiles.ihe.net/ITI/PCF/StructureDefinition/IHE.PCF.consentBasic"
_KINDS = {"professional": "Practitioner", "organisation": "Organization"}
_TEMPLATES = {"professional": "301", "organisation": "302"}


def consent(row: dict[str, Any], agency: str | None) -> dict[str, Any]:
    """The resource; `agency` is the id of the organisation that keeps the records."""
    period = {"start": instant(row["starts_at"])}
    if row["ends_at"] is not None:
        period["end"] = instant(row["ends_at"])
    keeper: dict[str, str] = {"display": "Agence eSanté"}
    if agency is not None:
        keeper["reference"] = f"Organization/{agency}"
    who: dict[str, str] = {"reference": f"{_KINDS[row['actor_kind']]}/{row['actor_id']}"}
    if row["actor_name"]:
        who["display"] = row["actor_name"]
    patient = {"reference": f"Patient/{row['patient_id']}"}
    return {
        "resourceType": "Consent",
        "id": row["id"],
        "meta": {"profile": [_BASIC]},
        "identifier": [
            {
                "type": {"text": "policySetId"},
                "system": "urn:ietf:rfc:3986",
                "value": f"urn:uuid:{row['id']}",
            },
            {"type": {"text": "templateId"}, "value": _TEMPLATES[row["actor_kind"]]},
        ],
        "status": "active" if row["is_active"] else "inactive",
        "scope": {"coding": [{"system": _SCOPE, "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": patient,
        "dateTime": instant(row["starts_at"]),
        "performer": [patient],
        "organization": [keeper],
        "sourceAttachment": {"title": row["kind"]},
        "policy": [{"uri": f"{FHIR_BASE}/policy/{row['kind']}/{row['level']}"}],
        "provision": {
            "type": "deny" if row["kind"] == Right.BLOCK else "permit",
            "period": period,
            "actor": [{"role": {"coding": [{"system": _ROLE, "code": "IRCP"}]}, "reference": who}],
            "purpose": [{"system": PURPOSE_SYSTEM, "code": "TREAT"}],
        },
    }

"""Consent (R4, PCF basic, identified after CH:PPQm) of a decision about access."""

from datetime import datetime
from typing import Any

from platform_api.fhir.document_reference import instant
from platform_api.vocabulary import FHIR_BASE, PURPOSE_SYSTEM, Purpose, Right

SCOPE = ("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy")
CATEGORY = ("http://loinc.org", "59284-0")
RECIPIENT = ("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP")
PROFILE = "https://profiles.ihe.net/ITI/PCF/StructureDefinition/IHE.PCF.consentBasic"
UUID_SYSTEM, UUID_PREFIX = "urn:ietf:rfc:3986", "urn:uuid:"
POLICY_BASE = f"{FHIR_BASE}/policy/"
KEEPER = "Agence eSanté"
EMERGENCY, NEW_DOCUMENTS = "emergency", "new-documents"
KINDS = {"professional": "Practitioner", "organisation": "Organization"}
TEMPLATES = {"professional": "301", "organisation": "302", EMERGENCY: "202", NEW_DOCUMENTS: "203"}
POLICY_SET, TEMPLATE = "policySetId", "templateId"


def consent(row: dict[str, Any], agency: str | None) -> dict[str, Any]:
    """The resource; `agency` is the id of the organisation that keeps the records."""
    keeper: dict[str, str] = {"display": KEEPER}
    if agency is not None:
        keeper["reference"] = f"Organization/{agency}"
    patient = {"reference": f"Patient/{row['patient_id']}"}
    return {
        "resourceType": "Consent",
        "id": row["id"],
        "meta": {"profile": [PROFILE]},
        "identifier": [
            *(
                {"type": {"text": POLICY_SET}, "system": UUID_SYSTEM, "value": f"{UUID_PREFIX}{name}"}
                for name in row["names"] or [row["id"]]
            ),
            {"type": {"text": TEMPLATE}, "value": template(row)},
        ],
        "status": "active" if row["is_active"] else "inactive",
        "scope": {"coding": [_coding(SCOPE)]},
        "category": [{"coding": [_coding(CATEGORY)]}],
        "patient": patient,
        "dateTime": instant(row["decided_at"]),
        "performer": [patient],
        "organization": [keeper],
        "sourceAttachment": {"title": row["source"]},
        "policy": [{"uri": policy(row)}],
        "provision": _provision(row),
    }


def template(row: dict[str, Any]) -> str:
    """Which of CH:PPQm's templates this decision follows."""
    return TEMPLATES[row["actor_kind"] or row["kind"]]


def policy(row: dict[str, Any]) -> str:
    """What exactly is opened: how, up to which level, and which groups of documents if not all."""
    limited = f"/{'+'.join(sorted(row['groups']))}" if row["groups"] else ""
    return f"{POLICY_BASE}{row['kind']}/{row['level']}{limited}"


def period_end(row: dict[str, Any]) -> str:
    """The last day, which R4 counts in; or the moment, where it is no end of a day."""
    ends_at: datetime = row["ends_at"]
    return row["until"].isoformat() if row["until"] is not None else instant(ends_at)


def purpose_of(kind: str) -> Purpose | None:
    """What for: who is shut out is shut out for everything, and a level is no purpose."""
    if kind in (Right.BLOCK, NEW_DOCUMENTS):
        return None
    return Purpose.EMERGENCY if kind == EMERGENCY else Purpose.TREATMENT


def _provision(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "permit" if row["permits"] else "deny",
        "period": {"start": instant(row["since"])},
    }
    if row["ends_at"] is not None:
        found["period"]["end"] = period_end(row)
    if row["actor_kind"] is not None:
        who: dict[str, str] = {"reference": f"{KINDS[row['actor_kind']]}/{row['actor_id']}"}
        if row["actor_name"]:
            who["display"] = row["actor_name"]
        found["actor"] = [{"role": {"coding": [_coding(RECIPIENT)]}, "reference": who}]
    if (purpose := purpose_of(row["kind"])) is not None:
        found["purpose"] = [{"system": PURPOSE_SYSTEM, "code": purpose.value}]
    return found


def _coding(pair: tuple[str, str]) -> dict[str, str]:
    return {"system": pair[0], "code": pair[1]}

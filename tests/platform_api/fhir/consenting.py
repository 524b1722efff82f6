"""Consents as a person's software writes them, and how they are sent."""

import json
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from platform_api import clock
from platform_api.vocabulary import FHIR_BASE, PURPOSE_SYSTEM
from tests.platform_api.callers import DOCTOR
from tests.platform_api.calls import Answer, Api

SCOPE = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]
}
CATEGORY = {"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}
ROLE = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]}
TREAT, ETREAT = ({"system": PURPOSE_SYSTEM, "code": code} for code in ("TREAT", "ETREAT"))
PROFILE = "https://profiles.ihe.net/ITI/PCF/StructureDefinition/IHE.PCF.consentBasic"


def in_days(days: int) -> str:
    """A day from today on, as FHIR writes it."""
    return (clock.today() + timedelta(days=days)).isoformat()


def new_name() -> str:
    """A policy set's identifier as other software makes it."""
    return f"urn:uuid:{uuid.uuid4()}"


def consent(patient_id: str, policy: str, name: str | None = None, **provision: Any) -> dict[str, Any]:
    """A Consent with all that PCF's basic profile asks for; keyword arguments are parts of its provision."""
    patient = {"reference": f"Patient/{patient_id}"}
    found: dict[str, Any] = {
        "resourceType": "Consent",
        "meta": {"profile": [PROFILE]},
        "status": "active",
        "scope": SCOPE,
        "category": [CATEGORY],
        "patient": patient,
        "dateTime": clock.in_luxembourg(clock.now()).isoformat(timespec="seconds"),
        "performer": [patient],
        "organization": [{"display": "Agence eSanté"}],
        "sourceAttachment": {"title": policy.partition("/")[0]},
        "policy": [{"uri": f"{FHIR_BASE}/policy/{policy}"}],
        "provision": provision,
    }
    if name is not None:
        kind = {"text": "policySetId"}
        found["identifier"] = [{"type": kind, "system": "urn:ietf:rfc:3986", "value": name}]
    return found


def actor(reference: str = f"Practitioner/{DOCTOR}") -> list[dict[str, Any]]:
    """Whom a decision is about."""
    return [{"role": ROLE, "reference": {"reference": reference}}]


def letting_in(
    patient_id: str, name: str | None = None, *, until: str | None = None, who: str = f"Practitioner/{DOCTOR}"
) -> dict[str, Any]:
    """Template 301 or 302: into the care circle, or to the end of a day."""
    policy = "dated/normal" if until else "circle/restricted"
    more: dict[str, Any] = {"period": {"end": until}} if until else {}
    return consent(patient_id, policy, name, type="permit", actor=actor(who), purpose=[TREAT], **more)


def shutting_out(
    patient_id: str, name: str | None = None, *, who: str = f"Practitioner/{DOCTOR}"
) -> dict[str, Any]:
    """Template 301 or 302 on the exclusion list."""
    return consent(patient_id, "block/normal", name, type="deny", actor=actor(who))


def emergencies(patient_id: str, kind: str, name: str | None = None) -> dict[str, Any]:
    """Template 202: `permit` or `deny`."""
    return consent(patient_id, "emergency/normal", name, type=kind, purpose=[ETREAT])


def new_documents(patient_id: str, level: str, name: str | None = None) -> dict[str, Any]:
    """Template 203."""
    return consent(patient_id, f"new-documents/{level}", name, type="permit")


@dataclass
class Writer:
    """Somebody's browser or software, as it writes and reads Consents."""

    api: Api
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request under `/fhir/Consent`; header names with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        options: dict[str, Any] = {"headers": sent}
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            options |= {"data": data, "content_type": sent.pop("Content-Type", "application/fhir+json")}
        return self.api.call(method, f"/fhir/Consent{path}", **options)

    def post(self, body: Any, **headers: str) -> Answer:
        """POST."""
        return self.send("POST", "", body, **headers)

    def found(self, query: str = "") -> list[dict[str, Any]]:
        """What a search in one's own record finds."""
        answer = self.send("GET", f"?patient=self{query}")
        assert answer.status == 200, answer
        return [entry["resource"] for entry in answer.json.get("entry", [])]


def faults(answer: Answer) -> list[tuple[str, str]]:
    """Each issue of a refusal: the reason and the place."""
    return [
        (one["details"]["coding"][0]["code"], one.get("expression", [""])[0]) for one in answer.json["issue"]
    ]

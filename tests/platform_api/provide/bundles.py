"""Provide Document Bundles as a hospital's software builds them; keyword arguments replace their parts."""

import base64
import uuid
from collections.abc import Callable
from typing import Any

from platform_api.vocabulary import DOCUMENT_TYPE_SYSTEM
from tests.platform_api.world import Api, Person, World

READ, WRITE = "system/DocumentReference.read", "system/DocumentReference.write"
MHD = "https://profiles.ihe.net/ITI/MHD/StructureDefinition/"
LEVELS = {
    "Minimal": "IHE.MHD.Minimal.",
    "Comprehensive": "IHE.MHD.Comprehensive.",
    "UnContained": "IHE.MHD.UnContained.Comprehensive.",
}
LIST_TYPES = "https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes"
TEXT = b"Tout va bien."
Change = Callable[[dict[str, Any]], object]


def oid() -> str:
    """A new identifier."""
    return f"urn:oid:2.25.{uuid.uuid4().int}"


def urn() -> str:
    """A new address inside a bundle."""
    return f"urn:uuid:{uuid.uuid4()}"


def depositing(world: World, client_id: str = "hospital-1") -> Api:
    """A hospital's software that reads and writes."""
    return world.software(client_id, scopes=(WRITE, READ))


def bundle(
    one: Person, level: str = "Minimal", *, documents: int = 1, content: bytes = TEXT
) -> dict[str, Any]:
    """A right bundle of this profile: the submission set first, then each document followed by its bytes."""
    entries = []
    members = []
    for _ in range(documents):
        document, binary = urn(), urn()
        members.append({"item": {"reference": document}})
        entries += [
            _entry(document, document_reference(one, level, binary)),
            _entry(binary, _binary(content)),
        ]
    return {
        "resourceType": "Bundle",
        "meta": {"profile": [f"{MHD}{LEVELS[level]}ProvideBundle"]},
        "type": "transaction",
        "entry": [_entry(urn(), submission_set(one, level, members)), *entries],
    }


def submission_set(one: Person, level: str, members: list[Any]) -> dict[str, Any]:
    """The List of a submission set."""
    extensions = [{"url": f"{MHD}ihe-sourceId", "valueIdentifier": {"value": "urn:oid:1.2.3.4"}}]
    if level != "Minimal":
        coding = [{"system": "http://snomed.info/sct", "code": "225728007"}]
        extensions.append({"url": f"{MHD}ihe-designationType", "valueCodeableConcept": {"coding": coding}})
    return {
        "resourceType": "List",
        "meta": {"profile": [f"{MHD}{LEVELS[level]}SubmissionSet"]},
        "extension": extensions,
        "identifier": [{"use": "usual", "system": "urn:ietf:rfc:3986", "value": oid()}],
        "status": "current",
        "mode": "working",
        "code": {"coding": [{"system": LIST_TYPES, "code": "submissionset"}]},
        "subject": {"reference": f"Patient/{one.id}"},
        "date": "2026-03-01T10:00:00+01:00",
        "entry": members,
    }


def document_reference(one: Person, level: str, binary: str) -> dict[str, Any]:
    """The DocumentReference of one document."""
    found: dict[str, Any] = {
        "resourceType": "DocumentReference",
        "meta": {"profile": [f"{MHD}{LEVELS[level]}DocumentReference"]},
        "masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": oid()},
        "status": "current",
        "subject": {"reference": f"Patient/{one.id}"},
        "content": [{"attachment": {"contentType": "text/plain", "url": binary}}],
    }
    if level == "Minimal":
        return found
    source = {"reference": f"Patient/{one.id}"}
    if level == "Comprehensive":
        found["contained"] = [{"resourceType": "Patient", "id": "source", "identifier": [{"value": "7"}]}]
        source = {"reference": "#source"}
    found["type"] = {"coding": [{"system": DOCUMENT_TYPE_SYSTEM, "code": "lab"}]}
    found["category"] = [{"coding": [{"system": "urn:oid:1.2.3", "code": "REPORTS"}]}]
    system = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
    found["securityLabel"] = [{"coding": [{"system": system, "code": "N"}]}]
    found["content"][0]["attachment"] |= {"language": "fr", "creation": "2026-03-01T10:00:00+01:00"}
    found["content"][0]["format"] = {"system": "urn:f", "code": "urn:ihe:iti:xds-sd:text:2008"}
    found["context"] = {
        "facilityType": {"coding": [{"system": "http://snomed.info/sct", "code": "82242000"}]},
        "practiceSetting": {"coding": [{"system": "http://snomed.info/sct", "code": "408467006"}]},
        "sourcePatientInfo": source,
    }
    return found


def the_set(given: dict[str, Any]) -> dict[str, Any]:
    """The submission set of a bundle."""
    return given["entry"][0]["resource"]  # type: ignore[no-any-return]  # a tree


def the_document(given: dict[str, Any], position: int = 0) -> dict[str, Any]:
    """A DocumentReference of a bundle."""
    return given["entry"][1 + 2 * position]["resource"]  # type: ignore[no-any-return]  # a tree


def the_binary(given: dict[str, Any], position: int = 0) -> dict[str, Any]:
    """The bytes of a document of a bundle."""
    return given["entry"][2 + 2 * position]["resource"]  # type: ignore[no-any-return]  # a tree


def attachment(given: dict[str, Any]) -> dict[str, Any]:
    """The attachment of a bundle's first document."""
    return the_document(given)["content"][0]["attachment"]  # type: ignore[no-any-return]  # a tree


def relate(given: dict[str, Any], code: str, target: str) -> dict[str, Any]:
    """The bundle, its first document in this relation to another one."""
    the_document(given)["relatesTo"] = [{"code": code, "target": {"reference": target}}]
    return given


def places(answer: Any, kind: str = "DocumentReference") -> list[str]:
    """The ids that an answer gives to the entries of a kind."""
    found = [entry["response"]["location"] for entry in answer.json["entry"]]
    return [place.rpartition("/")[2] for place in found if f"/{kind}/" in place]


def expressions(answer: Any) -> list[tuple[str, str]]:
    """Code and place of each fault that an OperationOutcome names."""
    return [
        (one["details"]["coding"][0]["code"], one.get("expression", [""])[0]) for one in answer.json["issue"]
    ]


def stored(world: World, one: Person) -> tuple[int, int]:
    """How much a record and the store hold: what a refusal may not change."""
    return len(world.documents(one)), len(world.blobs())


def _entry(address: str, resource: dict[str, Any]) -> dict[str, Any]:
    kind = resource["resourceType"]
    return {"fullUrl": address, "resource": resource, "request": {"method": "POST", "url": kind}}


def _binary(content: bytes) -> dict[str, Any]:
    data = base64.b64encode(content).decode()
    return {"resourceType": "Binary", "contentType": "text/plain", "data": data}

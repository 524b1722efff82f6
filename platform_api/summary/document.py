"""The document Bundle: the Composition first, then whose summary it is, what it is made of, and who wrote that."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from platform_api.fhir import care_services
from platform_api.fhir.document_reference import LOINC, URI, document_reference, instant
from platform_api.fhir.patient import patient
from platform_api.summary.choosing import LABORATORY, Row
from platform_api.summary.codes import ABSENT, Resource
from platform_api.summary.entries import profile
from platform_api.summary.narrative import element
from platform_api.summary.sections import Frame, author_of, narrative_of, sections
from platform_api.vocabulary import Confidentiality

_OURS = uuid.UUID("6f1c2a0e-5a51-4a8e-9a43-5f0f3c1f2d11")
"""The names of what is made here are made from this and from the document that it comes from."""
_CUSTODIAN, _ASSEMBLER = "custodian", "assembler"
_SUBJECTS = {"AllergyIntolerance": "patient", "Immunization": "patient"}
_LEVELS = ((Confidentiality.SECRET, "V"), (Confidentiality.RESTRICTED, "R"))
_LABORATORY = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]
}


def bundle(frame: Frame, holder: Row, matricule: str | None, moment: datetime) -> Resource:
    """The whole document, as it is at this moment."""
    made = _resources(frame, frame.at("Patient", holder["id"]))
    document = {
        "resourceType": "Bundle",
        "meta": profile("Bundle"),
        "language": frame.language,
        "identifier": {"system": URI, "value": _urn(holder["id"], instant(moment), frame.language)},
        "type": "document",
        "timestamp": instant(moment),
    }
    entries = [
        _entry(_urn(holder["id"], "composition"), _composition(frame, holder, moment)),
        _entry(frame.at("Patient", holder["id"]), _patient(holder, matricule)),
        *(_entry(address, resource) for address, resource in made),
        *_documents(frame),
        *_directory(frame),
        *_provenance(frame, moment),
        _entry(_urn(_CUSTODIAN), _custodian()),
        _entry(_urn(_ASSEMBLER), _assembler()),
    ]
    return {**document, "entry": entries}


def _composition(frame: Frame, holder: Row, moment: datetime) -> Resource:
    sources = [
        {"code": "transforms", "targetIdentifier": {"system": URI, "value": row["unique_id"]}}
        for row in frame.chosen.to_read
    ]
    div = element("div")
    div.append(element("p", frame.says("intro")))
    return {
        "resourceType": "Composition",
        "meta": profile("Composition"),
        "language": frame.language,
        "text": narrative_of(div, frame.language),
        "status": "final",
        "type": {"coding": [{"system": LOINC, "code": "60591-5", "display": "Patient summary Document"}]},
        "subject": {"reference": frame.at("Patient", holder["id"])},
        "date": instant(moment),
        "author": [{"reference": _urn(_ASSEMBLER)}],
        "title": frame.says("title"),
        "confidentiality": _confidentiality(frame),
        "custodian": {"reference": _urn(_CUSTODIAN)},
        **({"relatesTo": sources} if sources else {}),
        "section": sections(frame),
    }


def _confidentiality(frame: Frame) -> str:
    """That of the document which is protected most."""
    levels = {row["confidentiality"] for row in (*frame.chosen.to_read, *frame.chosen.to_name)}
    return next((code for level, code in _LEVELS if level in levels), "N")


def _resources(frame: Frame, subject: str) -> list[tuple[str, Resource]]:
    """What the documents' entries became, with its address; `frame.references` learns of them."""
    found: list[tuple[str, Resource]] = []
    for code, parts in frame.parts.items():
        for part in parts:
            addresses: list[str] = []
            for number, one in enumerate(part.resources):
                address = _urn(part.row["id"], code, str(number))
                addresses.append(address)
                found += _finished(frame, part.row, dict(one), address, subject)
            frame.references[code, part.row["id"]] = addresses
    return found


def _finished(
    frame: Frame, row: Row, resource: Resource, address: str, subject: str
) -> list[tuple[str, Resource]]:
    """The resource with whose it is and who says so; a device is a resource of its own."""
    kind, author = resource["resourceType"], author_of(frame, row)
    resource[_SUBJECTS.get(kind, "subject")] = {"reference": subject}
    source = {"reference": frame.at("DocumentReference", row["id"])}
    if kind in ("Condition", "AllergyIntolerance"):
        resource["asserter" if row["by_patient"] else "recorder"] = author
        if not _may_assert(author):
            resource.pop("recorder", None)
    elif kind == "MedicationStatement":
        resource |= {"informationSource": author, "derivedFrom": [source]}
    elif kind == "Observation":
        resource["performer"] = [author]
        if row["type_code"] == LABORATORY:
            resource["category"] = [_LABORATORY]
            resource["meta"] = profile("Observation-results-laboratory-pathology")
    elif kind == "DeviceUseStatement":
        worn = {**resource["device"], "patient": {"reference": subject}}
        resource |= {"derivedFrom": [source], "device": {"reference": f"{_urn(address, 'device')}"}}
        return [(address, resource), (_urn(address, "device"), worn)]
    return [(address, resource)]


def _may_assert(author: Resource) -> bool:
    """FHIR lets a person record a problem, and no house."""
    return "/Organization/" not in author.get("reference", "")


def _patient(holder: Row, matricule: str | None) -> Resource:
    found = {**patient(holder, matricule), "meta": profile("Patient")}
    return found if "birthDate" in found else {**found, "_birthDate": ABSENT}


def _documents(frame: Frame) -> Iterable[Resource]:
    """The documents' descriptions; what they replace or belong to is not told here."""
    for row in (*frame.chosen.to_read, *frame.chosen.to_name):
        found = document_reference({**row, "status": "current"}, frame.base, frame.language)
        found.pop("relatesTo", None)
        found["meta"] = {"lastUpdated": instant(row["deposited_at"])}
        yield _entry(frame.at("DocumentReference", row["id"]), found)


def _directory(frame: Frame) -> Iterable[Resource]:
    for row in frame.chosen.professionals:
        found = care_services.practitioner(row)
        found["meta"] = {**found["meta"], **profile("Practitioner")}
        yield _entry(frame.at("Practitioner", row["id"]), found)
    for row in frame.chosen.organisations:
        found = care_services.organization(row, frame.language)
        found["meta"] = {**found["meta"], **profile("Organization")}
        yield _entry(frame.at("Organization", row["id"]), found)


def _provenance(frame: Frame, moment: datetime) -> Iterable[Resource]:
    """For each document, which resources were made of it: age and author are the document's."""
    for row in frame.chosen.to_read:
        made = [
            one
            for (_code, document), some in frame.references.items()
            if document == row["id"]
            for one in some
        ]
        if made:
            yield _entry(
                _urn(row["id"], "provenance"),
                {
                    "resourceType": "Provenance",
                    "target": [{"reference": one} for one in made],
                    "occurredDateTime": instant(row["created_at"]),
                    "recorded": instant(moment),
                    "agent": [{"who": author_of(frame, row)}],
                    "entity": [
                        {
                            "role": "source",
                            "what": {"reference": frame.at("DocumentReference", row["id"])},
                        }
                    ],
                },
            )


def _custodian() -> Resource:
    return {"resourceType": "Organization", "meta": profile("Organization"), "name": "Agence eSanté"}


def _assembler() -> Resource:
    name = {"name": "Dossier de soins partagé", "type": "user-friendly-name"}
    return {"resourceType": "Device", "deviceName": [name]}


def _entry(address: str, resource: Resource) -> Resource:
    if "id" not in resource:
        kind, rest = resource["resourceType"], {k: v for k, v in resource.items() if k != "resourceType"}
        resource = {"resourceType": kind, "id": address.removeprefix("urn:uuid:"), **rest}
    return {"fullUrl": address, "resource": resource}


def _urn(*parts: Any) -> str:
    return f"urn:uuid:{uuid.uuid5(_OURS, '/'.join(parts))}"

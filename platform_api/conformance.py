"""`/fhir/metadata`: the CapabilityStatement, made from the one table of what is served."""

from typing import Any

from flask import Blueprint, Response

from platform_api import answers
from platform_api.context import platform
from platform_api.fhir.registry import EVERYWHERE, SERVED, Parameter, Served
from platform_api.guard import open_to_all

bp = Blueprint("conformance", __name__, url_prefix="/fhir")
_SINCE = "2026-11-24"
_IHE = "https://profiles.ihe.net/ITI/"
_ACTORS = (
    f"{_IHE}MHD/CapabilityStatement/IHE.MHD.DocumentResponder",
    f"{_IHE}MHD/CapabilityStatement/IHE.MHD.DocumentRecipient.Comprehensive",
    f"{_IHE}MHD/CapabilityStatement/IHE.MHD.DocumentRecipient.Simplified",
    f"{_IHE}PDQm/CapabilityStatement/IHE.PDQm.Supplier",
    f"{_IHE}mCSD/CapabilityStatement/IHE.mCSD.Directory",
    f"{_IHE}PCF/CapabilityStatement/IHE.PCF.consentRegistry",
)
_SMART = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
_SECURITY_SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service"


@bp.get("/metadata")
@open_to_all
def metadata() -> Response:
    """What this server can do."""
    return answers.Fhir(capability_statement(platform().settings.base_url))


def capability_statement(base_url: str) -> dict[str, Any]:
    """The statement for a platform at this address."""
    return {
        "resourceType": "CapabilityStatement",
        "id": "dsp",
        "url": f"{base_url}/fhir/metadata",
        "version": "1.0.0",
        "name": "DspPlatform",
        "title": "Dossier de soins partagé: platform API",
        "status": "active",
        "experimental": False,
        "date": _SINCE,
        "publisher": "Agence eSanté",
        "description": "National shared care record: MHD, PDQm, mCSD, ATNA and PCF over FHIR R4.",
        "kind": "instance",
        "instantiates": list(_ACTORS),
        "software": {"name": "DSP platform API", "version": "1.0.0"},
        "implementation": {"description": "DSP platform API", "url": f"{base_url}/fhir"},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "application/fhir+xml", "json", "xml"],
        "rest": [
            {
                "mode": "server",
                "documentation": "Every search and read takes `_elements` and `_summary` (true, text, data, false; "
                "searches count too); what has fewer elements bears the tag SUBSETTED. Pages follow each "
                "other by their `next` links: nothing that comes or goes meanwhile is told twice or lost.",
                "security": _security(base_url),
                "resource": [_resource(served) for served in SERVED],
                "interaction": [
                    {
                        "code": "transaction",
                        "documentation": "MHD Document Recipient: ITI-65 Provide Document Bundle",
                    },
                    {
                        "code": "batch",
                        "documentation": "ATNA Audit Record Repository: ITI-20, at most "
                        "100 AuditEvents of at most 1 MiB, each with its own answer",
                    },
                ],
            }
        ],
    }


def _security(base_url: str) -> dict[str, Any]:
    endpoints = [
        {"url": name, "valueUri": f"{base_url}/oauth/{name}"} for name in ("token", "introspect", "revoke")
    ]
    return {
        "extension": [{"url": _SMART, "extension": endpoints}],
        "cors": False,
        "service": [
            {
                "coding": [{"system": _SECURITY_SERVICE, "code": "SMART-on-FHIR"}],
                "text": "SMART Backend Services; token exchange for professionals",
            }
        ],
        "description": "Bearer tokens from the token endpoint: client credentials with a signed assertion "
        "(private_key_jwt), token exchange with the software as the actor.",
    }


def _resource(served: Served) -> dict[str, Any]:
    resource: dict[str, Any] = {"type": served.type}
    if served.profiles:
        resource["supportedProfile"] = list(served.profiles)
    if served.transactions:
        resource["documentation"] = served.transactions
    resource["interaction"] = [{"code": code} for code in served.interactions]
    resource["versioning"] = "no-version"
    resource["conditionalRead"] = "not-match" if "read" in served.interactions else "not-supported"
    if served.by_identifier:
        resource |= {
            "updateCreate": False,
            "conditionalCreate": True,
            "conditionalUpdate": True,
            "conditionalDelete": "single",
        }
    if served.includes:
        resource["searchInclude"] = list(served.includes)
    if served.revincludes:
        resource["searchRevInclude"] = list(served.revincludes)
    if "search-type" in served.interactions:
        resource["searchParam"] = [_parameter(one) for one in (*EVERYWHERE, *served.parameters)]
    if served.operations:
        resource["operation"] = [
            {"name": one.name, "definition": one.definition} for one in served.operations
        ]
    return resource


def _parameter(one: Parameter) -> dict[str, str]:
    found = {"name": one.name, "type": one.kind}
    return {**found, "definition": one.definition} if one.definition else found

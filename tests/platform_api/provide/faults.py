"""Every single fault of a bundle that a profile does not allow: its name, how it is made, the refusal, the place."""

from typing import Any

from platform_api.vocabulary import DOCUMENT_GROUP_SYSTEM, DOCUMENT_TYPE_SYSTEM
from tests.platform_api.provide.bundles import MHD, Change, attachment, the_binary, the_document, the_set, urn

SET, DOCUMENT, BINARY = (f"Bundle.entry[{position}].resource" for position in range(3))
FOREIGN = {"reference": "http://example.com/fhir/Patient/1"}


def without(name: str, part: Any) -> Change:
    """Take an element out of a part of the bundle."""

    def change(given: dict[str, Any]) -> None:
        where = part(given)
        *path, last = name.split(".")
        for step in path:
            where = where[step]
        del where[last]

    return change


def with_(name: str, value: Any, part: Any) -> Change:
    """Put a value into a part of the bundle."""

    def change(given: dict[str, Any]) -> None:
        where = part(given)
        *path, last = name.split(".")
        for step in path:
            where = where[step]
        where[last] = value

    return change


def content(given: dict[str, Any]) -> Any:
    """The one content of the first document."""
    return the_document(given)["content"][0]


MINIMAL: list[tuple[str, Change, str, str]] = [
    ("no profile", without("meta", lambda b: b), "profile_unknown", "Bundle.meta.profile"),
    (
        "an unknown profile",
        with_("profile", ["http://ihe.net/x"], lambda b: b["meta"]),
        "profile_unknown",
        "Bundle.meta.profile",
    ),
    (
        "a document on a condition",
        with_("ifNoneExist", "identifier=urn:x", lambda b: b["entry"][1]["request"]),
        "entry_not_supported",
        "Bundle.entry[1].request.ifNoneExist",
    ),
    ("a batch", with_("type", "batch", lambda b: b), "value_not_allowed", "Bundle.type"),
    (
        "no identifier",
        without("masterIdentifier", the_document),
        "element_missing",
        f"{DOCUMENT}.masterIdentifier",
    ),
    (
        "an identifier without system",
        without("masterIdentifier.system", the_document),
        "value_not_allowed",
        f"{DOCUMENT}.masterIdentifier",
    ),
    ("no status", without("status", the_document), "element_missing", f"{DOCUMENT}.status"),
    (
        "an error as status",
        with_("status", "entered-in-error", the_document),
        "value_not_allowed",
        f"{DOCUMENT}.status",
    ),
    ("a docStatus", with_("docStatus", "final", the_document), "value_not_allowed", f"{DOCUMENT}.docStatus"),
    (
        "a modifier",
        with_("modifierExtension", [{"url": "u"}], the_document),
        "value_not_allowed",
        f"{DOCUMENT}.modifierExtension",
    ),
    ("no content", without("content", the_document), "element_missing", f"{DOCUMENT}.content"),
    (
        "no media type",
        without("contentType", attachment),
        "element_missing",
        f"{DOCUMENT}.content[0].attachment.contentType",
    ),
    (
        "no address of the bytes",
        without("url", attachment),
        "element_missing",
        f"{DOCUMENT}.content[0].attachment.url",
    ),
    (
        "bytes inside",
        with_("data", "Zg==", attachment),
        "value_not_allowed",
        f"{DOCUMENT}.content[0].attachment.data",
    ),
    (
        "bytes that are not there",
        with_("url", urn(), attachment),
        "reference_unknown",
        f"{DOCUMENT}.content[0].attachment.url",
    ),
    (
        "another media type than the bytes",
        with_("contentType", "application/pdf", attachment),
        "value_not_allowed",
        f"{DOCUMENT}.content[0].attachment.contentType",
    ),
    (
        "another server's patient",
        with_("subject", FOREIGN, the_document),
        "reference_unknown",
        f"{DOCUMENT}.subject.reference",
    ),
    (
        "another server's patient in the set",
        with_("subject", FOREIGN, the_set),
        "reference_unknown",
        f"{SET}.subject.reference",
    ),
    (
        "an unknown patient",
        with_("subject", {"reference": "Patient/nobody"}, the_document),
        "value_not_allowed",
        f"{DOCUMENT}.subject",
    ),
    ("no source", without("extension", the_set), "element_missing", f"{SET}.extension('{MHD}ihe-sourceId')"),
    ("no date", without("date", the_set), "element_missing", f"{SET}.date"),
    ("no date at all", with_("date", "yesterday", the_set), "value_not_allowed", f"{SET}.date"),
    ("a set without identifier", without("identifier", the_set), "element_missing", f"{SET}.identifier"),
    ("a set without code", without("code", the_set), "element_missing", f"{SET}.code"),
    ("a set without mode", without("mode", the_set), "element_missing", f"{SET}.mode"),
    ("a set that is a snapshot", with_("mode", "snapshot", the_set), "value_not_allowed", f"{SET}.mode"),
    ("a set without status", without("status", the_set), "element_missing", f"{SET}.status"),
    ("a set without entries", without("entry", the_set), "element_missing", f"{SET}.entry"),
    (
        "a set of something else",
        with_("entry", [{"item": {"reference": urn()}}], the_set),
        "reference_unknown",
        f"{SET}.entry[0].item",
    ),
    ("no bytes", without("data", the_binary), "element_missing", f"{BINARY}.data"),
    ("bytes that are no base64", with_("data", "%%%", the_binary), "content_not_readable", f"{BINARY}.data"),
    ("another size", with_("size", 3, attachment), "size_mismatch", f"{DOCUMENT}.content[0].attachment.size"),
    (
        "another hash",
        with_("hash", "AAAA", attachment),
        "hash_mismatch",
        f"{DOCUMENT}.content[0].attachment.hash",
    ),
    (
        "a size in words",
        with_("size", "3", attachment),
        "malformed_request",
        f"{DOCUMENT}.content[0].attachment.size",
    ),
    (
        "no method",
        without("method", lambda b: b["entry"][1]["request"]),
        "element_missing",
        "Bundle.entry[1].request.method",
    ),
    (
        "a PUT",
        with_("method", "PUT", lambda b: b["entry"][1]["request"]),
        "value_not_allowed",
        "Bundle.entry[1].request.method",
    ),
    (
        "an anchor to nothing",
        with_("author", [{"reference": "#a"}], the_document),
        "reference_unknown",
        f"{DOCUMENT}.author[0]",
    ),
    (
        "an unknown custodian",
        with_("custodian", {"reference": "Organization/9"}, the_document),
        "reference_unknown",
        f"{DOCUMENT}.custodian",
    ),
    (
        "an unknown type",
        with_("type", {"coding": [{"system": DOCUMENT_TYPE_SYSTEM, "code": "poem"}]}, the_document),
        "document_type_unknown",
        f"{DOCUMENT}.type",
    ),
    (
        "a day that does not exist",
        with_("date", "2026-02-30T00:00:00Z", the_document),
        "value_not_allowed",
        f"{DOCUMENT}.content[0].attachment.creation",
    ),
    (
        "a day to come",
        with_("date", "2999-01-01T00:00:00Z", the_document),
        "value_not_allowed",
        f"{DOCUMENT}.content[0].attachment.creation",
    ),
]
COMPREHENSIVE: list[tuple[str, Change, str, str]] = [
    *(
        (f"no {name}", without(name, the_document), "element_missing", f"{DOCUMENT}.{name}")
        for name in (
            "type",
            "category",
            "subject",
            "securityLabel",
            "context.facilityType",
            "context.practiceSetting",
            "context.sourcePatientInfo",
        )
    ),
    (
        "no language",
        without("language", attachment),
        "element_missing",
        f"{DOCUMENT}.content[0].attachment.language",
    ),
    (
        "no creation",
        without("creation", attachment),
        "element_missing",
        f"{DOCUMENT}.content[0].attachment.creation",
    ),
    ("no format", without("format", content), "element_missing", f"{DOCUMENT}.content[0].format"),
    ("a set without subject", without("subject", the_set), "element_missing", f"{SET}.subject"),
    (
        "no designation",
        lambda b: the_set(b)["extension"].pop(),
        "element_missing",
        f"{SET}.extension('{MHD}ihe-designationType')",
    ),
    (
        "a source patient inside nothing",
        without("contained", the_document),
        "reference_unknown",
        f"{DOCUMENT}.context.sourcePatientInfo",
    ),
    (
        "a label that says nothing",
        with_("securityLabel", [{"coding": [{"code": "HUSH"}]}], the_document),
        "value_not_allowed",
        f"{DOCUMENT}.securityLabel",
    ),
    (
        "a type outside its category",
        with_("category", [{"coding": [{"system": DOCUMENT_GROUP_SYSTEM, "code": "imaging"}]}], the_document),
        "document_type_not_allowed",
        f"{DOCUMENT}.category",
    ),
]

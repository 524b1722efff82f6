"""What MHD's profiles ask of a Provide Document Bundle (ITI-65), element by element; finds every fault at once."""

from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from typing import TypeAlias

from platform_api.fhir.reading_types import (
    Binary,
    Bundle,
    DocumentReference,
    Entry,
    Extension,
    FhirDocument,
    GivenPatient,
    Identifier,
    Meta,
    Patch,
    Reference,
    SubmissionSet,
    Tree,
)
from platform_api.vocabulary import Reason

_MHD = "https://profiles.ihe.net/ITI/MHD/StructureDefinition/"
SOURCE_ID = f"{_MHD}ihe-sourceId"
DESIGNATION = f"{_MHD}ihe-designationType"
_LIST_TYPES = "https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes"
_URI = "urn:ietf:rfc:3986"
_LONGEST_IDENTIFIER = 200
Fault: TypeAlias = tuple[Reason, str]


class Level(IntEnum):
    """How much metadata a profile asks for."""

    MINIMAL = 0
    UNCONTAINED = 1
    COMPREHENSIVE = 2


_PREFIXES = {
    "IHE.MHD.Minimal.": Level.MINIMAL,
    "IHE.MHD.UnContained.Comprehensive.": Level.UNCONTAINED,
    "IHE.MHD.Comprehensive.": Level.COMPREHENSIVE,
}


def faults(bundle: Bundle) -> list[Fault]:
    """Every element of the bundle that the declared profile does not allow, as (reason, FHIRPath)."""
    level = _declared(bundle.meta, "ProvideBundle")
    if level is None:
        return [(Reason.PROFILE_UNKNOWN, "Bundle.meta.profile")]
    found: list[Fault] = []
    if bundle.type != "transaction":
        found.append((Reason.VALUE_NOT_ALLOWED, "Bundle.type"))
    for position, entry in enumerate(bundle.entry):
        found += _entry(entry, level, f"Bundle.entry[{position}]")
    sets = [entry for entry in bundle.entry if is_submission_set(entry)]
    documents = [entry for entry in bundle.entry if isinstance(entry.resource, DocumentReference)]
    if len(sets) != 1:
        wrong = Reason.VALUE_NOT_ALLOWED if sets else Reason.ELEMENT_MISSING
        found.append((wrong, "Bundle.entry.where(resource is List)"))
    if not documents:
        found.append((Reason.ELEMENT_MISSING, "Bundle.entry.where(resource is DocumentReference)"))
    patients = [entry for entry in bundle.entry if isinstance(entry.resource, GivenPatient)]
    if len(patients) > 1:
        found.append((Reason.VALUE_NOT_ALLOWED, "Bundle.entry.where(resource is Patient)"))
    found += _identifiers(bundle.entry)
    return found


def is_submission_set(entry: Entry) -> bool:
    """Whether an entry is the submission set: a List with that code."""
    return isinstance(entry.resource, SubmissionSet) and "submissionset" in _list_codes(entry.resource)


def unique_id(given: SubmissionSet) -> str | None:
    """The submission set's own identifier, told apart from its entry UUID."""
    return next((one.value for one in given.identifier if one.value and not _is_entry_uuid(one)), None)


def entry_uuid(given: SubmissionSet) -> str | None:
    """The registry's identifier of the submission set, if the sender made one."""
    return next((one.value for one in given.identifier if one.value and _is_entry_uuid(one)), None)


def extension(given: SubmissionSet, url: str) -> Extension | None:
    """The extension with this address."""
    return next((one for one in given.extension if one.url == url), None)


def _entry(entry: Entry, level: Level, where: str) -> Iterator[Fault]:
    if not entry.full_url and not isinstance(entry.resource, Patch):
        yield Reason.ELEMENT_MISSING, f"{where}.fullUrl"
    if entry.resource is None:
        yield Reason.ELEMENT_MISSING, f"{where}.resource"
        return
    if entry.request is None or not entry.request.method:
        yield Reason.ELEMENT_MISSING, f"{where}.request.method"
    elif entry.request.method not in _METHODS[type(entry.resource)]:
        yield Reason.VALUE_NOT_ALLOWED, f"{where}.request.method"
    elif not entry.request.url:
        yield Reason.ELEMENT_MISSING, f"{where}.request.url"
    condition = entry.request.condition if entry.request else None
    if condition and not isinstance(entry.resource, GivenPatient):  # of a Patient only who it is, is read
        yield Reason.ENTRY_NOT_SUPPORTED, f"{where}.request.{condition}"
    inner = f"{where}.resource"
    match entry.resource:
        case DocumentReference():
            yield from document_faults(entry.resource, level, inner)
        case SubmissionSet():
            yield from _list_faults(entry.resource, level, inner)
        case Binary():
            if not entry.resource.content_type:
                yield Reason.ELEMENT_MISSING, f"{inner}.contentType"
            if not entry.resource.data:
                yield Reason.ELEMENT_MISSING, f"{inner}.data"
        case FhirDocument():
            if entry.resource.type != "document":
                yield Reason.VALUE_NOT_ALLOWED, f"{inner}.type"
        case Patch():
            if not _supersedes(entry.resource):
                yield Reason.ENTRY_NOT_SUPPORTED, f"{inner}.parameter"


_METHODS: dict[type, tuple[str, ...]] = {
    DocumentReference: ("POST",),
    SubmissionSet: ("POST",),
    Binary: ("POST",),
    FhirDocument: ("POST",),
    GivenPatient: ("GET", "POST", "PUT"),
    Patch: ("PATCH",),
}


def document_faults(given: DocumentReference, bundled: Level, where: str) -> Iterator[Fault]:
    """The faults of one DocumentReference, by the stricter of its own profile and the bundle's."""
    own = _declared(given.meta, "DocumentReference")
    if own is None and _claims_mhd(given.meta):
        yield Reason.PROFILE_UNKNOWN, f"{where}.meta.profile"
    level = max(bundled, own or Level.MINIMAL)
    master = given.master_identifier
    if master is None or not master.value:
        yield Reason.ELEMENT_MISSING, f"{where}.masterIdentifier"
    elif master.system != _URI or len(master.value) > _LONGEST_IDENTIFIER:
        yield Reason.VALUE_NOT_ALLOWED, f"{where}.masterIdentifier"
    if not given.status:
        yield Reason.ELEMENT_MISSING, f"{where}.status"
    elif given.status != "current":
        yield Reason.VALUE_NOT_ALLOWED, f"{where}.status"
    for name, forbidden in (("docStatus", given.doc_status), ("modifierExtension", given.modifier_extension)):
        if forbidden:
            yield Reason.VALUE_NOT_ALLOWED, f"{where}.{name}"
    if len(given.category) > 1:
        yield Reason.VALUE_NOT_ALLOWED, f"{where}.category"
    yield from _content_faults(given, level, f"{where}.content")
    if level > Level.MINIMAL:
        for name, stated in _COMPREHENSIVE.items():
            if not stated(given):
                yield Reason.ELEMENT_MISSING, f"{where}.{name}"
    yield from _contained_faults(given, level, where)


def _content_faults(given: DocumentReference, level: Level, where: str) -> Iterator[Fault]:
    if len(given.content) != 1:
        yield (Reason.VALUE_NOT_ALLOWED if given.content else Reason.ELEMENT_MISSING), where
        return
    attachment = given.content[0].attachment
    if not attachment.content_type:
        yield Reason.ELEMENT_MISSING, f"{where}[0].attachment.contentType"
    if not attachment.url:
        yield Reason.ELEMENT_MISSING, f"{where}[0].attachment.url"
    if attachment.data is not None:
        yield Reason.VALUE_NOT_ALLOWED, f"{where}[0].attachment.data"
    if level > Level.MINIMAL:
        if not attachment.language:
            yield Reason.ELEMENT_MISSING, f"{where}[0].attachment.language"
        if not attachment.creation:
            yield Reason.ELEMENT_MISSING, f"{where}[0].attachment.creation"
        if given.content[0].format is None or not given.content[0].format.code:
            yield Reason.ELEMENT_MISSING, f"{where}[0].format"


_COMPREHENSIVE: dict[str, Callable[[DocumentReference], bool]] = {
    "type": lambda given: given.type is not None and given.type.stated,
    "category": lambda given: any(one.stated for one in given.category),
    "subject": lambda given: given.subject is not None and given.subject.stated,
    "securityLabel": lambda given: any(one.stated for one in given.security_label),
    "context.facilityType": lambda given: bool(
        given.context and given.context.facility_type and given.context.facility_type.stated
    ),
    "context.practiceSetting": lambda given: bool(
        given.context and given.context.practice_setting and given.context.practice_setting.stated
    ),
    "context.sourcePatientInfo": lambda given: bool(
        given.context and given.context.source_patient_info and given.context.source_patient_info.stated
    ),
}


def _contained_faults(given: DocumentReference, level: Level, where: str) -> Iterator[Fault]:
    """Anchors must lead to something inside; Comprehensive asks that the source patient is inside."""
    source = given.context.source_patient_info if given.context else None
    pointers = [(f"author[{position}]", one) for position, one in enumerate(given.author)]
    pointers += [("authenticator", given.authenticator)] if given.authenticator else []
    pointers += [("context.sourcePatientInfo", source)] if source else []
    for name, pointer in pointers:
        if not _anchored(pointer, given.contained):
            yield Reason.REFERENCE_UNKNOWN, f"{where}.{name}"
    if level is Level.COMPREHENSIVE and source and source.reference and not source.reference.startswith("#"):
        yield Reason.VALUE_NOT_ALLOWED, f"{where}.context.sourcePatientInfo"


def _anchored(pointer: Reference, contained: Sequence[Tree]) -> bool:
    text = pointer.reference or ""
    return not text.startswith("#") or any(one.get("id") == text[1:] for one in contained)


def _list_faults(given: SubmissionSet, bundled: Level, where: str) -> Iterator[Fault]:
    codes = _list_codes(given)
    if "folder" in codes:
        yield Reason.ENTRY_NOT_SUPPORTED, where
        return
    if "submissionset" not in codes:
        yield (Reason.VALUE_NOT_ALLOWED if given.code else Reason.ELEMENT_MISSING), f"{where}.code"
    own = _declared(given.meta, "SubmissionSet")
    if own is None and _claims_mhd(given.meta):
        yield Reason.PROFILE_UNKNOWN, f"{where}.meta.profile"
    for name, value, right in (("status", given.status, "current"), ("mode", given.mode, "working")):
        if not value:
            yield Reason.ELEMENT_MISSING, f"{where}.{name}"
        elif value != right:
            yield Reason.VALUE_NOT_ALLOWED, f"{where}.{name}"
    if not given.date:
        yield Reason.ELEMENT_MISSING, f"{where}.date"
    if unique_id(given) is None:
        yield Reason.ELEMENT_MISSING, f"{where}.identifier"
    if any(len(one.value or "") > _LONGEST_IDENTIFIER for one in given.identifier):
        yield Reason.VALUE_NOT_ALLOWED, f"{where}.identifier"
    source = extension(given, SOURCE_ID)
    if source is None or source.value_identifier is None or not source.value_identifier.value:
        yield Reason.ELEMENT_MISSING, f"{where}.extension('{SOURCE_ID}')"
    if max(bundled, own or Level.MINIMAL) > Level.MINIMAL:
        if given.subject is None or not given.subject.stated:
            yield Reason.ELEMENT_MISSING, f"{where}.subject"
        kind = extension(given, DESIGNATION)
        if kind is None or kind.value_codeable_concept is None or not kind.value_codeable_concept.stated:
            yield Reason.ELEMENT_MISSING, f"{where}.extension('{DESIGNATION}')"


def _identifiers(entries: Sequence[Entry]) -> Iterator[Fault]:
    """No two documents with one identifier, no two entries with one address."""
    seen: set[str] = set()
    addresses: set[str] = set()
    for position, entry in enumerate(entries):
        if entry.full_url and entry.full_url in addresses:
            yield Reason.VALUE_NOT_ALLOWED, f"Bundle.entry[{position}].fullUrl"
        addresses.add(entry.full_url or "")
        given = entry.resource
        if not isinstance(given, DocumentReference):
            continue
        value = given.master_identifier.value if given.master_identifier else None
        if value and value in seen:
            yield Reason.DUPLICATE_IDENTIFIER, f"Bundle.entry[{position}].resource.masterIdentifier"
        seen.add(value or "")


def _supersedes(given: Patch) -> bool:
    """Whether a patch does the one thing that MHD allows: DocumentReference.status becomes superseded."""
    if len(given.parameter) != 1 or given.parameter[0].name != "operation":
        return False
    parts = {one.name: one.value_string or one.value_code for one in given.parameter[0].part}
    return parts == {"path": "DocumentReference.status", "type": "replace", "value": "superseded"}


def _declared(meta: Meta, kind: str) -> Level | None:
    levels = [
        level
        for prefix, level in _PREFIXES.items()
        if f"{_MHD}{prefix}{kind}" in map(_unversioned, meta.profile)
    ]
    return max(levels, default=None)


def _unversioned(profile: str) -> str:
    return profile.partition("|")[0]


def _claims_mhd(meta: Meta) -> bool:
    return any("ihe.net" in profile for profile in meta.profile)


def _list_codes(given: SubmissionSet) -> set[str]:
    codings = given.code.coding if given.code else []
    return {one.code or "" for one in codings if one.system == _LIST_TYPES}


def _is_entry_uuid(one: Identifier) -> bool:
    typed = {coding.code for coding in one.type.coding} if one.type else set()
    return one.use == "official" or "entryUUID" in typed

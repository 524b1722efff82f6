"""The R4 elements that the platform reads: what is not named here is ignored, as FHIR asks of a receiver."""

from typing import Any, Literal, TypeAlias

import msgspec

Tree: TypeAlias = dict[str, Any]


class Element(msgspec.Struct, rename="camel", kw_only=True, frozen=True):
    """The base of all: FHIR's names in camel case, every element optional until a profile says otherwise."""


class Coding(Element, frozen=True):
    """R4 Coding."""

    system: str | None = None
    code: str | None = None
    display: str | None = None

    @property
    def token(self) -> str:
        """The coding as a search writes it: `system|code`."""
        return f"{self.system or ''}|{self.code or ''}"


class Concept(Element, frozen=True):
    """R4 CodeableConcept."""

    coding: list[Coding] = []
    text: str | None = None

    @property
    def stated(self) -> bool:
        """Whether it says anything at all."""
        return bool(self.text) or any(coding.code for coding in self.coding)

    @property
    def token(self) -> str | None:
        """Its first coding as `system|code`, or its text."""
        return next((coding.token for coding in self.coding if coding.code), self.text)


class Identifier(Element, frozen=True):
    """R4 Identifier."""

    use: str | None = None
    type: Concept | None = None
    system: str | None = None
    value: str | None = None


class Reference(Element, frozen=True):
    """R4 Reference."""

    reference: str | None = None
    identifier: Identifier | None = None
    display: str | None = None

    @property
    def stated(self) -> bool:
        """Whether it points anywhere."""
        return bool(self.reference) or bool(self.identifier and self.identifier.value)


class Period(Element, frozen=True):
    """R4 Period."""

    start: str | None = None
    end: str | None = None


class Attachment(Element, frozen=True):
    """R4 Attachment."""

    content_type: str | None = None
    language: str | None = None
    data: str | None = None
    url: str | None = None
    size: int | None = None
    hash: str | None = None
    title: str | None = None
    creation: str | None = None


class Content(Element, frozen=True):
    """DocumentReference.content."""

    attachment: Attachment = Attachment()
    format: Coding | None = None


class Relation(Element, frozen=True):
    """DocumentReference.relatesTo."""

    code: Literal["replaces", "transforms", "signs", "appends"]
    target: Reference


class Context(Element, frozen=True):
    """DocumentReference.context."""

    event: list[Concept] = []
    period: Period | None = None
    facility_type: Concept | None = None
    practice_setting: Concept | None = None
    source_patient_info: Reference | None = None


class Extension(Element, frozen=True):
    """An Extension, with the kinds of values that are read."""

    url: str = ""
    value_identifier: Identifier | None = None
    value_codeable_concept: Concept | None = None
    value_reference: Reference | None = None


class Meta(Element, frozen=True):
    """R4 Meta."""

    profile: list[str] = []


class HumanName(Element, frozen=True):
    """R4 HumanName."""

    text: str | None = None
    family: str | None = None
    given: list[str] = []
    prefix: list[str] = []


class Person(Element, frozen=True):
    """What is read of a Patient, Practitioner, PractitionerRole, Organization or Device inside another resource."""

    resource_type: str = ""
    id: str | None = None
    identifier: list[Identifier] = []
    name: list[HumanName] = []
    practitioner: Reference | None = None
    organization: Reference | None = None


class NamedOrganisation(Element, frozen=True):
    """What is read of an Organization inside another resource: its name is a plain string."""

    resource_type: str = ""
    id: str | None = None
    identifier: list[Identifier] = []
    name: str | None = None


class DocumentReference(Element, tag_field="resourceType", tag="DocumentReference", frozen=True):
    """R4 DocumentReference."""

    id: str | None = None
    meta: Meta = Meta()
    contained: list[Tree] = []
    modifier_extension: list[Extension] = []
    master_identifier: Identifier | None = None
    identifier: list[Identifier] = []
    status: str | None = None
    doc_status: str | None = None
    type: Concept | None = None
    category: list[Concept] = []
    subject: Reference | None = None
    date: str | None = None
    author: list[Reference] = []
    authenticator: Reference | None = None
    custodian: Reference | None = None
    relates_to: list[Relation] = []
    description: str | None = None
    security_label: list[Concept] = []
    content: list[Content] = []
    context: Context | None = None


class ListEntry(Element, frozen=True):
    """List.entry."""

    item: Reference = Reference()


class SubmissionSet(Element, tag_field="resourceType", tag="List", frozen=True):
    """R4 List, as far as a submission set or a folder uses it."""

    meta: Meta = Meta()
    contained: list[Tree] = []
    extension: list[Extension] = []
    identifier: list[Identifier] = []
    status: str | None = None
    mode: str | None = None
    title: str | None = None
    code: Concept | None = None
    subject: Reference | None = None
    date: str | None = None
    source: Reference | None = None
    entry: list[ListEntry] = []


class Binary(Element, tag_field="resourceType", tag="Binary", frozen=True):
    """R4 Binary."""

    content_type: str | None = None
    data: str | None = None


class GivenPatient(Element, tag_field="resourceType", tag="Patient", frozen=True):
    """R4 Patient, as far as it tells which record is meant."""

    identifier: list[Identifier] = []


class Part(Element, frozen=True):
    """Parameters.parameter, with the values that a status change uses."""

    name: str | None = None
    value_string: str | None = None
    value_code: str | None = None
    part: list["Part"] = []


class Patch(Element, tag_field="resourceType", tag="Parameters", frozen=True):
    """R4 Parameters, as a patch of one element."""

    parameter: list[Part] = []


class MatchPatient(Element, tag_field="resourceType", tag="Patient", frozen=True):
    """R4 Patient, as far as a match asks for somebody's traits."""

    identifier: list[Identifier] = []
    name: list[HumanName] = []
    gender: str | None = None
    birth_date: str | None = None


class MatchPart(Element, frozen=True):
    """Parameters.parameter of `$match`."""

    name: str | None = None
    resource: MatchPatient | None = None
    value_boolean: bool | None = None
    value_integer: int | None = None


class MatchParameters(Element, tag_field="resourceType", tag="Parameters", frozen=True):
    """R4 Parameters of `$match`."""

    parameter: list[MatchPart] = []


class FhirDocument(Element, tag_field="resourceType", tag="Bundle", frozen=True):
    """A FHIR document: only that it is one is read, its bytes are kept as they came."""

    type: str | None = None


class Request(Element, frozen=True):
    """Bundle.entry.request."""

    method: str | None = None
    url: str | None = None
    if_none_exist: str | None = None
    if_match: str | None = None
    if_none_match: str | None = None
    if_modified_since: str | None = None

    @property
    def condition(self) -> str | None:
        """The first of the conditions that it makes, by its name in FHIR."""
        made = {
            "ifNoneExist": self.if_none_exist,
            "ifMatch": self.if_match,
            "ifNoneMatch": self.if_none_match,
            "ifModifiedSince": self.if_modified_since,
        }
        return next((name for name, value in made.items() if value is not None), None)


Provided: TypeAlias = DocumentReference | SubmissionSet | Binary | GivenPatient | Patch | FhirDocument


class Entry(Element, frozen=True):
    """Bundle.entry."""

    full_url: str | None = None
    resource: Provided | None = None
    request: Request | None = None


class Bundle(Element, tag_field="resourceType", tag="Bundle", frozen=True):
    """R4 Bundle, as a transaction."""

    meta: Meta = Meta()
    type: str | None = None
    entry: list[Entry] = []


class SummaryPart(Element, frozen=True):
    """Parameters.parameter of `$summary`."""

    name: str | None = None
    value_string: str | None = None
    value_uri: str | None = None
    value_canonical: str | None = None
    value_identifier: Identifier | None = None

    def said(self) -> str:
        """The value as one text; an identifier as a token."""
        one = self.value_identifier
        token = f"{one.system}|{one.value}" if one and one.system else (one.value if one else None)
        return (self.value_string or self.value_uri or self.value_canonical or token or "")[:500]


class SummaryParameters(Element, tag_field="resourceType", tag="Parameters", frozen=True):
    """R4 Parameters of `$summary`."""

    parameter: list[SummaryPart] = []


class EnvelopeEntry(Element, frozen=True):
    """Bundle.entry, without its resource."""

    full_url: str | None = None
    request: Request | None = None


class Envelope(Element, tag_field="resourceType", tag="Bundle", frozen=True):
    """R4 Bundle, without its resources: each is read for itself."""

    type: str | None = None
    entry: list[EnvelopeEntry] = []

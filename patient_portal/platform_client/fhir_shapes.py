"""The parts of the FHIR R4 resources that the portal looks at; whatever else they hold is left aside."""

import msgspec


class Coding(msgspec.Struct):
    system: str = ""
    code: str = ""
    display: str = ""


class Concept(msgspec.Struct):
    coding: list[Coding] = []
    text: str = ""


class Identifier(msgspec.Struct):
    system: str = ""
    value: str = ""


class Reference(msgspec.Struct):
    reference: str = ""
    display: str = ""
    identifier: Identifier = msgspec.field(default_factory=Identifier)


class Meta(msgspec.Struct):
    tag: list[Coding] = []


class Attachment(msgspec.Struct, rename="camel"):
    content_type: str = ""
    url: str = ""
    size: int | None = None
    title: str = ""
    language: str = ""
    creation: str = ""


class Content(msgspec.Struct):
    attachment: Attachment = msgspec.field(default_factory=Attachment)
    format: Coding = msgspec.field(default_factory=Coding)


class Period(msgspec.Struct):
    start: str = ""
    end: str = ""


class Context(msgspec.Struct):
    period: Period = msgspec.field(default_factory=Period)


class RelatesTo(msgspec.Struct):
    code: str = ""
    target: Reference = msgspec.field(default_factory=Reference)


class Extension(msgspec.Struct, rename="camel"):
    url: str = ""
    extension: list["Extension"] = []
    value_string: str = ""
    value_code: str = ""
    value_integer: int = 0
    value_reference: Reference = msgspec.field(default_factory=Reference)


class DocumentReference(msgspec.Struct, rename="camel"):
    id: str
    status: str = "current"
    meta: Meta = msgspec.field(default_factory=Meta)
    type: Concept = msgspec.field(default_factory=Concept)
    category: list[Concept] = []
    date: str = ""
    author: list[Reference] = []
    custodian: Reference = msgspec.field(default_factory=Reference)
    description: str = ""
    security_label: list[Concept] = []
    content: list[Content] = []
    context: Context = msgspec.field(default_factory=Context)
    relates_to: list[RelatesTo] = []
    extension: list[Extension] = []


class Agent(msgspec.Struct, rename="camel"):
    who: Reference = msgspec.field(default_factory=Reference)
    type: Concept = msgspec.field(default_factory=Concept)
    role: list[Concept] = []
    requestor: bool = False
    alt_id: str = ""
    name: str = ""


class Detail(msgspec.Struct, rename="camel"):
    type: str = ""
    value_string: str = ""


class Entity(msgspec.Struct, rename="camel"):
    what: Reference = msgspec.field(default_factory=Reference)
    type: Coding = msgspec.field(default_factory=Coding)
    role: Coding = msgspec.field(default_factory=Coding)
    name: str = ""
    description: str = ""
    detail: list[Detail] = []


class AuditEvent(msgspec.Struct, rename="camel"):
    recorded: str
    id: str = ""
    type: Coding = msgspec.field(default_factory=Coding)
    subtype: list[Coding] = []
    action: str = ""
    outcome: str = "0"
    outcome_desc: str = ""
    purpose_of_event: list[Concept] = []
    agent: list[Agent] = []
    entity: list[Entity] = []


class Link(msgspec.Struct):
    relation: str = ""
    url: str = ""
    extension: list[Extension] = []


class DocumentEntry(msgspec.Struct):
    resource: DocumentReference


class DocumentBundle(msgspec.Struct):
    total: int = 0
    entry: list[DocumentEntry] = []
    link: list[Link] = []


class Search(msgspec.Struct):
    mode: str = "match"


class AuditEntry(msgspec.Struct):
    resource: AuditEvent
    search: Search = msgspec.field(default_factory=Search)


class AuditBundle(msgspec.Struct):
    total: int = 0
    entry: list[AuditEntry] = []


class Designation(msgspec.Struct):
    language: str = ""
    value: str = ""
    use: Coding | None = None
    """Stated where it is not the name that people read."""


class Property(msgspec.Struct, rename="camel"):
    code: str = ""
    value_code: str = ""
    value_string: str = ""


class TypeConcept(msgspec.Struct):
    code: str
    display: str = ""
    designation: list[Designation] = []
    property: list[Property] = []


class CodeSystem(msgspec.Struct):
    concept: list[TypeConcept] = []


class Issue(msgspec.Struct):
    code: str = ""
    details: Concept = msgspec.field(default_factory=Concept)


class OperationOutcome(msgspec.Struct):
    issue: list[Issue] = []

"""Reads the platform's FHIR R4 answers into the portal's own types; the only module here that knows FHIR."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from patient_portal.platform_client.fhir_shapes import (
    Agent,
    AuditBundle,
    AuditEvent,
    CodeSystem,
    Coding,
    Concept,
    Content,
    DocumentBundle,
    DocumentReference,
    Entity,
    Link,
    OperationOutcome,
    Reference,
)
from patient_portal.platform_client.types import (
    Document,
    DocumentPage,
    DocumentType,
    Facet,
    JournalEntry,
    JournalPage,
)
from patient_portal.platform_client.vocabulary import (
    ACTION_SYSTEM,
    CONFIDENTIALITY_SYSTEM,
    DOCUMENT_TYPE_SYSTEM,
    FACETS_EXTENSION,
    REASON_SYSTEM,
    REPLACED_BY_EXTENSION,
    ROLE_SYSTEM,
    SEEN_SYSTEM,
    Confidentiality,
    Outcome,
)

_LEVELS = {"N": Confidentiality.NORMAL, "R": Confidentiality.RESTRICTED, "V": Confidentiality.SECRET}


_MACHINES = frozenset(
    {"110152", "110153"}
)  # DCM: destination and source; who asked stands before who answered (BALP)
_ASKED = "AUT"  # v3 participation: whose wish a second person agreed to
_REQUEST = "XrequestId"  # BALP: the entity that carries the request's number

_documents = msgspec.json.Decoder(DocumentBundle)
_document = msgspec.json.Decoder(DocumentReference)
_journal = msgspec.json.Decoder(AuditBundle)
_event = msgspec.json.Decoder(AuditEvent)
_types = msgspec.json.Decoder(CodeSystem)
_outcome = msgspec.json.Decoder(OperationOutcome)

Unreadable = msgspec.MsgspecError


def read_documents(body: bytes, page: int, page_size: int) -> DocumentPage:
    """A searchset of DocumentReference; raises Unreadable."""
    bundle = _documents.decode(body)
    documents = tuple(_to_document(entry.resource) for entry in bundle.entry)
    return DocumentPage(documents, bundle.total, page, page_size, _facets(bundle.link))


def with_files(body: bytes, files: Mapping[str, str]) -> bytes:
    """The same DocumentReferences, the address of each one's bytes a file beside it (`files`, by the document's id)."""
    bundle: dict[str, Any] = msgspec.json.decode(body)
    for entry in bundle.get("entry", ()):
        for content in entry["resource"]["content"]:
            content["attachment"]["url"] = files[entry["resource"]["id"]]
    return msgspec.json.format(msgspec.json.encode(bundle), indent=1)


def read_document(body: bytes) -> Document:
    """One DocumentReference; raises Unreadable."""
    return _to_document(_document.decode(body))


def read_journal(body: bytes, page: int, page_size: int) -> JournalPage:
    """A searchset of AuditEvent; raises Unreadable."""
    bundle = _journal.decode(body)
    found = {
        mode: tuple(_to_entry(one.resource) for one in bundle.entry if one.search.mode == mode)
        for mode in ("match", "include")
    }
    return JournalPage(found["match"], bundle.total, page, page_size, found["include"])


def read_journal_lines(body: bytes) -> tuple[JournalEntry, ...]:
    """NDJSON of AuditEvent, one a line; raises Unreadable."""
    return tuple(_to_entry(_event.decode(line)) for line in body.splitlines() if line)


def read_document_types(body: bytes) -> tuple[DocumentType, ...]:
    """The code system of document types, in its own order; raises Unreadable."""
    return tuple(
        DocumentType(
            code=concept.code,
            group=next((p.value_code or p.value_string for p in concept.property if p.code == "group"), ""),
            names={d.language: d.value for d in concept.designation if d.use is None}
            or {"fr": concept.display},
        )
        for concept in _types.decode(body).concept
    )


def read_reason(body: bytes) -> str:
    """The platform's own code out of an OperationOutcome, empty where there is none; raises Unreadable."""
    for issue in _outcome.decode(body).issue:
        if code := _code(issue.details.coding, REASON_SYSTEM):
            return code
    return ""


def _to_document(resource: DocumentReference) -> Document:
    content = resource.content[0] if resource.content else Content()
    attachment = content.attachment
    category = resource.category[0].coding if resource.category else []
    kind = _coding(resource.type.coding, DOCUMENT_TYPE_SYSTEM)
    author, house, by_patient = _authors(resource.author)
    return Document(
        id=resource.id,
        type_code=kind.code,
        type_name=kind.display,
        title=attachment.title or resource.description,
        group=category[0].code if category else "",
        deposited_at=_moment(resource.date),
        written_at=_moment(attachment.creation),
        by_patient=by_patient,
        author=author,
        organisation=resource.custodian.display or house,
        organisation_id=_id(resource.custodian),
        content_type=attachment.content_type,
        size=attachment.size,
        language=attachment.language,
        binary_id=attachment.url.rpartition("/")[2],
        format_code=content.format.code,
        confidentiality=_level(resource.security_label),
        is_new=_code(resource.meta.tag, SEEN_SYSTEM) == "new",
        is_superseded=resource.status == "superseded",
        replaces=next((_id(r.target) for r in resource.relates_to if r.code == "replaces"), None),
        replaced_by=next(
            (_id(e.value_reference) for e in resource.extension if e.url == REPLACED_BY_EXTENSION), None
        ),
        description=resource.description,
        service_from=_moment(resource.context.period.start),
        service_to=_moment(resource.context.period.end),
    )


def _authors(authors: Sequence[Reference]) -> tuple[str, str, bool]:
    """The first person's name, the first organisation's, and whether the patient is among them."""
    person = house = ""
    by_patient = False
    for author in authors:
        if _is(author, "Organization"):
            house = house or author.display
        else:
            person = person or author.display
            by_patient = by_patient or _is(author, "Patient")
    return person, house, by_patient


def _to_entry(event: AuditEvent) -> JournalEntry:
    person = next((a for a in event.agent if a.requestor), event.agent[0] if event.agent else Agent())
    others = [a for a in event.agent if a is not person]
    document = next((e for e in event.entity if _is(e.what, "DocumentReference")), Entity())
    details = {d.type: d.value_string for d in document.detail}
    told = {d.type: d.value_string for e in event.entity for d in e.detail if e is not document}
    roles = [*person.type.coding, *(coding for concept in person.role for coding in concept.coding)]
    when = _moment(event.recorded)
    if when is None:
        raise msgspec.ValidationError("an AuditEvent without a time")
    return JournalEntry(
        id=event.id,
        when=when,
        action=_code(event.subtype, ACTION_SYSTEM)
        or (event.subtype[0].code if event.subtype else event.type.code),
        outcome=Outcome.ALLOWED if event.outcome == "0" else Outcome.REFUSED,
        who=person.who.display or person.name,
        who_id=person.who.identifier.value or _id(person.who),
        role=_code(roles, ROLE_SYSTEM),
        organisation=next((a.who.display for a in others if _is(a.who, "Organization")), ""),
        on_behalf_of=next((a.who.display for a in others if _is(a.who, "Patient")), ""),
        software=next((a.who.display for a in others if _is_software(a)), ""),
        purpose=next((c.code for p in event.purpose_of_event for c in p.coding), ""),
        reason=event.outcome_desc,
        document_id=_id(document.what),
        document_type=details.get("document-type", ""),
        document_title=document.what.display or document.name,
        part=details.get("part", ""),
        about=next((e.what.display for e in event.entity if _is_actor(e.what)), ""),
        case=next((d.value_string for e in event.entity for d in e.detail if d.type == "case-number"), ""),
        asked_by=next((a.who.display for a in others if any(c.code == _ASKED for c in a.type.coding)), ""),
        again=tuple(
            _again(d.value_string)
            for e in event.entity
            for d in e.detail
            if d.type == "again" and d.value_string
        ),
        request_id=next((e.what.identifier.value for e in event.entity if e.type.code == _REQUEST), ""),
        happened=_moment(told.get("happened", "")),
        came_about=told.get("succeeded", "true") == "true",
    )


def _again(text: str) -> tuple[str, datetime]:
    identifier, _space, moment = text.partition(" ")
    when = _moment(moment)
    if when is None:
        raise msgspec.ValidationError("a folded entry without a time")
    return identifier, when


def _is_actor(reference: Reference) -> bool:
    """Whether this is the professional or the organisation that a decision is about."""
    return _is(reference, "Practitioner") or _is(reference, "Organization")


def _is_software(agent: Agent) -> bool:
    return any(coding.code in _MACHINES for coding in agent.type.coding) or _is(agent.who, "Device")


def _facets(links: Sequence[Link]) -> tuple[Facet, ...]:
    """The organisations that the self link counts, one extension each."""
    found: list[Facet] = []
    for link in links:
        for facet in link.extension:
            if link.relation != "self" or facet.url != FACETS_EXTENSION:
                continue
            parts = {part.url: part for part in facet.extension}
            organisation, count = parts.get("organisation"), parts.get("count")
            if organisation is None:
                continue
            reference = organisation.value_reference
            found.append(Facet(_id(reference), reference.display, count.value_integer if count else 0))
    return tuple(found)


def _code(codings: Sequence[Coding], system: str) -> str:
    return _coding(codings, system).code


_NO_CODING = Coding()


def _coding(codings: Sequence[Coding], system: str) -> Coding:
    for coding in codings:
        if coding.system == system:
            return coding
    return _NO_CODING


def _id(reference: Reference) -> str:
    return reference.reference.rpartition("/")[2]


def _is(reference: Reference, kind: str) -> bool:
    return reference.reference.startswith(f"{kind}/") or f"/{kind}/" in reference.reference


def _level(labels: Sequence[Concept]) -> Confidentiality:
    for label in labels:
        if code := _code(label.coding, CONFIDENTIALITY_SYSTEM):
            return _LEVELS.get(code, Confidentiality.SECRET)
    return Confidentiality.NORMAL


def _moment(text: str) -> datetime | None:
    """A FHIR dateTime of any precision; a date alone is midnight UTC."""
    if not text:
        return None
    padded = text + {4: "-01-01", 7: "-01"}.get(len(text), "")
    try:
        moment = datetime.fromisoformat(padded)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

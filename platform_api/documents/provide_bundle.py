"""From a Provide Document Bundle to a submission set and its documents, every reference inside resolved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from platform_api.documents import provide_rules as rules
from platform_api.documents.deposit import NewDocument
from platform_api.documents.provide_metadata import (
    UNSTATED,
    decoded,
    described,
    media_type_of,
)
from platform_api.documents.submission import NewSubmission
from platform_api.fhir.reading_types import (
    Binary,
    Bundle,
    DocumentReference,
    Entry,
    FhirDocument,
    GivenPatient,
    Patch,
    SubmissionSet,
)
from platform_api.identifiers import new_id
from platform_api.problems import Refused
from platform_api.references import Author, References
from platform_api.requests import moment
from platform_api.vocabulary import Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """What a bundle asks for: one submission, its documents, and the entries whose type was not stated."""

    submission: NewSubmission
    documents: tuple[NewDocument, ...]
    subject_path: str
    untyped: frozenset[int]


class Reader:
    """Reads one bundle that follows its profile; `original(entry)` gives a FHIR document's bytes as they came."""

    def __init__(self, bundle: Bundle, references: References, original: Callable[[int], bytes]) -> None:
        self._bundle = bundle
        self._references = references
        self._original = original
        self._positions = {entry.full_url or "": n for n, entry in enumerate(bundle.entry)}
        self._given = {
            n: entry.resource
            for n, entry in enumerate(bundle.entry)
            if isinstance(entry.resource, DocumentReference)
        }
        self._ids = {position: new_id() for position in self._given}
        self._used: dict[int, str] = {}
        references.patients = {
            entry.full_url or "": entry.resource
            for entry in bundle.entry
            if isinstance(entry.resource, GivenPatient)
        }
        references.documents = {bundle.entry[n].full_url or "": one for n, one in self._ids.items()}

    def plan(self) -> Plan:
        """The whole request; raises Refused with the path of the first reference that leads nowhere."""
        place, given = next(
            (n, entry.resource)
            for n, entry in enumerate(self._bundle.entry)
            if isinstance(entry.resource, SubmissionSet)
        )
        where = _at(place)
        self._check_members(given, where)
        patient_id, subject_path = self._patient(given, where)
        documents = {n: self._document(n, patient_id) for n in self._ids}
        self._check_bytes_used()
        author = (
            self._references.author(given.source, given.contained, f"{where}.source")
            if given.source and given.source.stated
            else Author()
        )
        submission = NewSubmission(
            patient_id=patient_id,
            software_id=self._references.software_id,
            unique_id=rules.unique_id(given) or "",
            source_id=_source_id(given),
            submitted_at=moment(given.date, f"{where}.date"),
            entry_uuid=rules.entry_uuid(given),
            designation_code=_designation(given),
            title=given.title,
            author_id=author.professional_id,
            author_stated=author.stated,
            where=where,
        )
        answered = tuple(
            self._answer(n, entry, submission, documents) for n, entry in enumerate(self._bundle.entry)
        )
        untyped = frozenset(n for n, one in documents.items() if self._is_untyped(n, one))
        return Plan(replace(submission, answered=answered), tuple(documents.values()), subject_path, untyped)

    def _check_members(self, given: SubmissionSet, where: str) -> None:
        """The submission set names every document of the bundle, and nothing else."""
        named = set()
        for position, member in enumerate(given.entry):
            target = self._positions.get(member.item.reference or "")
            if target not in self._ids:
                raise Refused(Reason.REFERENCE_UNKNOWN, field=f"{where}.entry[{position}].item")
            named.add(target)
        for position in self._ids:
            if position not in named:
                raise Refused(Reason.ELEMENT_MISSING, field=f"{where}.entry")

    def _patient(self, given: SubmissionSet, where: str) -> tuple[str, str]:
        """The one patient whom the submission set and every document are about."""
        subjects = [(given.subject, f"{where}.subject")] if given.subject and given.subject.stated else []
        for position in self._ids:
            one = self._given[position]
            if one.subject is not None and one.subject.stated:
                subjects.append((one.subject, f"{_at(position)}.subject"))
        if not subjects:
            raise Refused(Reason.ELEMENT_MISSING, field=f"{where}.subject")
        found = [(self._references.patient(subject, path), path) for subject, path in subjects]
        for patient_id, path in found:
            if patient_id != found[0][0]:
                raise Refused(Reason.VALUE_NOT_ALLOWED, field=path)
        return found[0]

    def _document(self, position: int, patient_id: str) -> NewDocument:
        given, where = self._given[position], _at(position)
        attachment = given.content[0].attachment
        target = self._bytes_at(attachment.url or "")
        if target is None or target in self._used:
            raise Refused(Reason.REFERENCE_UNKNOWN, field=f"{where}.content[0].attachment.url")
        self._used[target] = self._ids[position]
        resource = self._bundle.entry[target].resource
        stated = media_type_of(attachment.content_type)
        if isinstance(resource, Binary):
            content = decoded(resource.data, f"{_at(target)}.data")
            same = media_type_of(resource.content_type) == stated
        else:
            content = self._original(target)
            same = stated == ("application/fhir+json" if content[:1] == b"{" else "application/fhir+xml")
        if not same:
            raise Refused(Reason.VALUE_NOT_ALLOWED, field=f"{where}.content[0].attachment.contentType")
        found = described(given, content, stated, patient_id, self._references, where)
        return replace(found, id=self._ids[position])

    def _bytes_at(self, url: str) -> int | None:
        """The entry that holds a document's bytes, by its full address or a relative one."""
        for position, entry in enumerate(self._bundle.entry):
            if isinstance(entry.resource, Binary | FhirDocument) and url:
                address = entry.full_url or ""
                if address == url or ("/" in url and address.endswith(f"/{url}")):
                    return position
        return None

    def _check_bytes_used(self) -> None:
        for position, entry in enumerate(self._bundle.entry):
            if isinstance(entry.resource, Binary | FhirDocument) and position not in self._used:
                raise Refused(Reason.REFERENCE_UNKNOWN, field=f"Bundle.entry[{position}].fullUrl")

    def _answer(
        self, position: int, entry: Entry, submission: NewSubmission, documents: Mapping[int, NewDocument]
    ) -> str:
        """What the answer says of one entry: its status and where it now is."""
        match entry.resource:
            case DocumentReference():
                return f"201 DocumentReference/{self._ids[position]}"
            case SubmissionSet():
                return f"201 List/{submission.id}"
            case GivenPatient():
                return f"200 Patient/{submission.patient_id}"
            case Patch():
                return f"200 DocumentReference/{self._superseded(position, entry, documents)}"
            case FhirDocument():
                return f"201 Bundle/{self._used[position]}"
            case Binary():
                return f"201 Binary/{self._used[position]}"
        raise Refused(Reason.ENTRY_NOT_SUPPORTED, field=f"Bundle.entry[{position}]")

    def _superseded(self, position: int, entry: Entry, documents: Mapping[int, NewDocument]) -> str:
        """The document that a patch marks as superseded: one that the same bundle replaces."""
        url = (entry.request.url if entry.request else None) or ""
        found = self._references.local(url, "DocumentReference")
        if found is None or found not in {one.replaces_id for one in documents.values()}:
            raise Refused(Reason.ENTRY_NOT_SUPPORTED, field=f"Bundle.entry[{position}].request.url")
        return found

    def _is_untyped(self, position: int, document: NewDocument) -> bool:
        given = self._given[position]
        return (
            document.type_code == UNSTATED and not (given.type and given.type.stated) and not given.category
        )


def _at(position: int) -> str:
    return f"Bundle.entry[{position}].resource"


def _source_id(given: SubmissionSet) -> str:
    found = rules.extension(given, rules.SOURCE_ID)
    return (found.value_identifier.value or "")[:200] if found and found.value_identifier else ""


def _designation(given: SubmissionSet) -> str | None:
    found = rules.extension(given, rules.DESIGNATION)
    token = found.value_codeable_concept.token if found and found.value_codeable_concept else None
    return token[:200] if token else None

"""From a DocumentReference as it was sent to a document that can be kept: type, level, dates, codes, relations."""

import base64
import binascii
from collections.abc import Sequence
from datetime import date

from platform_api import clock
from platform_api.blobs import digests
from platform_api.document_types import DocumentType, document_types
from platform_api.documents.deposit import NewDocument
from platform_api.fhir.document_reference import LOINC
from platform_api.fhir.reading_types import Attachment, Concept, DocumentReference, Period, Relation
from platform_api.problems import Refused
from platform_api.references import References
from platform_api.requests import PARTIAL, moment
from platform_api.vocabulary import DOCUMENT_GROUP_SYSTEM, DOCUMENT_TYPE_SYSTEM, Confidentiality, Reason

UNSTATED = "medical-report"
"""The type of a document whose software states neither type nor category (MHD Minimal allows that)."""
_CLASSES = "urn:oid:1.3.6.1.4.1.19376.1.2.6.1"
_BY_CLASS = {
    "REPORTS": "medical-report",
    "SUMMARIES": "patient-summary",
    "IMAGES": "imaging",
    "PRESCRIPTIONS": "prescriptions",
}
"""IHE's document classes, where one of the 27 types is meant by them."""
_LEVELS = {
    **dict.fromkeys(("U", "L", "M", "N"), Confidentiality.NORMAL),
    "R": Confidentiality.RESTRICTED,
    "V": Confidentiality.SECRET,
}
_LONGEST = 200


def described(
    given: DocumentReference, content: bytes, media_type: str, patient_id: str, found: References, where: str
) -> NewDocument:
    """The document; raises Refused naming the element that cannot be taken as it is."""
    attachment = given.content[0].attachment
    inside = f"{where}.content[0].attachment"
    check_bytes(attachment, content, inside)
    kind = type_code(given, where)
    author = (
        found.author(given.author[0], given.contained, f"{where}.author[0]")
        if given.author
        else found.unstated_author()
    )
    period = (given.context.period if given.context else None) or Period()
    context = given.context
    language = (attachment.language or "fr")[:8]
    organisation_id: str | None
    if given.custodian is not None and given.custodian.stated:
        organisation_id = found.organisation(given.custodian, given.contained, f"{where}.custodian")
    else:
        organisation_id = author.organisation_id or found.own_organisation(author.professional_id)
    related = relations(given.relates_to, found, f"{where}.relatesTo")
    return NewDocument(
        patient_id=patient_id,
        type_code=kind,
        title=(attachment.title or given.description or _label(kind, language))[:_LONGEST],
        language=language,
        media_type=media_type,
        content=content,
        organisation_id=organisation_id,
        software_id=found.software_id,
        created_at=moment(attachment.creation or given.date, f"{inside}.creation")
        if attachment.creation or given.date
        else clock.now(),
        author_id=author.professional_id,
        author_stated=author.stated,
        description=given.description,
        unique_id=given.master_identifier.value if given.master_identifier else None,
        entry_uuid=next((one.value for one in given.identifier if one.use == "official"), None),
        confidentiality=level(given.security_label, f"{where}.securityLabel"),
        service_from=_day(period.start, f"{where}.context.period.start"),
        service_to=_day(period.end, f"{where}.context.period.end"),
        format_code=_short(given.content[0].format.token if given.content[0].format else None),
        facility_code=_short(_token(context.facility_type if context else None)),
        practice_setting_code=_short(_token(context.practice_setting if context else None)),
        event_codes=tuple(
            code[:_LONGEST] for one in (context.event if context else []) if (code := _token(one))
        ),
        replaces_id=related.get("replaces"),
        appends_id=related.get("appends"),
        transforms_id=related.get("transforms"),
        signs_id=related.get("signs"),
        where=where,
    )


def decoded(data: str | None, where: str) -> bytes:
    """The bytes of a base64Binary; FHIR allows white space inside."""
    text = data or ""
    try:
        return base64.b64decode("".join(text.split()) if not text.isalnum() else text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(Reason.CONTENT_NOT_READABLE, field=where) from error


def check_bytes(attachment: Attachment, content: bytes, where: str) -> None:
    """Refuse bytes that are not of the stated size or have not the stated SHA-1."""
    if attachment.size is not None and attachment.size != len(content):
        raise Refused(Reason.SIZE_MISMATCH, field=f"{where}.size")
    if attachment.hash and attachment.hash != base64.b64encode(bytes.fromhex(digests(content)[1])).decode():
        raise Refused(Reason.HASH_MISMATCH, field=f"{where}.hash")


def media_type_of(text: str | None) -> str:
    """A media type without its parameters, in small letters."""
    return (text or "").partition(";")[0].strip().lower()


def type_code(given: DocumentReference, where: str) -> str:
    """Which of the 27 types: by our own code, by LOINC where that is unique, otherwise by the category."""
    codings = given.type.coding if given.type else []
    group, by_class = _category(given.category)
    types = document_types()
    own = next((one.code or "" for one in codings if one.system == DOCUMENT_TYPE_SYSTEM), None)
    if own is not None and own not in types:
        raise Refused(Reason.DOCUMENT_TYPE_UNKNOWN, field=f"{where}.type")
    if own is not None:
        return _agreed(own, group, where)
    codes = {one.code for one in codings if one.system == LOINC}
    fitting = [kind for kind in types.values() if kind.loinc in codes]
    if len(fitting) == 1:
        return _agreed(fitting[0].code, group, where)
    if group is not None:
        return _heaviest([kind for kind in fitting or types.values() if kind.group == group], where)
    if by_class is not None:
        return by_class
    if given.type is not None and given.type.stated:
        raise Refused(Reason.DOCUMENT_TYPE_UNKNOWN, field=f"{where}.type")
    return UNSTATED


def level(labels: Sequence[Concept], where: str) -> Confidentiality:
    """The confidentiality; a label that says nothing we know is refused rather than taken as open."""
    codes = [coding.code or "" for label in labels for coding in label.coding]
    known = [_LEVELS[code] for code in codes if code in _LEVELS]
    if codes and not known:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=where)
    return max(known, key=tuple(Confidentiality).index, default=Confidentiality.NORMAL)


def relations(given: Sequence[Relation], found: References, where: str) -> dict[str, str]:
    """The documents that this one replaces, appends to, transforms or signs: one of each kind."""
    related: dict[str, str] = {}
    for position, one in enumerate(given):
        if one.code in related:
            raise Refused(Reason.VALUE_NOT_ALLOWED, field=f"{where}[{position}]")
        related[one.code] = found.document(one.target, f"{where}[{position}].target")
    return related


def _agreed(code: str, group: str | None, where: str) -> str:
    if group is not None and document_types()[code].group != group:
        raise Refused(Reason.DOCUMENT_TYPE_NOT_ALLOWED, field=f"{where}.category")
    return code


def _category(concepts: Sequence[Concept]) -> tuple[str | None, str | None]:
    """The group that the category names, in our codes or by the LOINC code of a type; and IHE's class."""
    codings = [coding for concept in concepts for coding in concept.coding]
    group = next((one.code for one in codings if one.system == DOCUMENT_GROUP_SYSTEM), None)
    by_class = next((_BY_CLASS.get(one.code or "") for one in codings if one.system == _CLASSES), None)
    return group, by_class


def _heaviest(kinds: Sequence[DocumentType], where: str) -> str:
    """The type of which there are most documents."""
    if not kinds:
        raise Refused(Reason.DOCUMENT_TYPE_UNKNOWN, field=f"{where}.category")
    return max(kinds, key=lambda kind: kind.weight).code


def _label(code: str, language: str) -> str:
    """A title for a document that came without: its type's designation in the document's language."""
    labels = document_types()[code].labels
    return labels.get(language[:2], labels["fr"])


def _token(concept: Concept | None) -> str | None:
    return concept.token if concept else None


def _short(code: str | None) -> str | None:
    return code[:_LONGEST] if code else None


def _day(text: str | None, where: str) -> date | None:
    if not text:
        return None
    found = PARTIAL.fullmatch(text[:10])
    try:
        year, month, day = (int(part or 1) for part in found.groups()) if found else (0, 0, 0)
        return date(year, month, day)
    except ValueError as error:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=where) from error

"""DocumentReference (R4, MHD Comprehensive UnContained) of a document row."""

import base64
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Raw

from platform_api.clock import in_luxembourg
from platform_api.document_types import GROUPS, DocumentType, document_types
from platform_api.fhir.subsets import SUBSETTED
from platform_api.vocabulary import (
    CONFIDENTIALITY_SYSTEM,
    DOCUMENT_GROUP_SYSTEM,
    DOCUMENT_TYPE_SYSTEM,
    LANGUAGES,
    ORGANISATION_KIND_SYSTEM,
    PROFESSIONAL_CATEGORY_SYSTEM,
    REPLACED_BY_EXTENSION,
    SEEN_SYSTEM,
    Confidentiality,
)


def _written(part: Any) -> Raw:
    """A part that many resources share, as JSON once and for all: nobody can change it, and it is only copied."""
    return Raw(msgspec.json.encode(part))


_LABELS = {
    level: _written([{"coding": [{"system": CONFIDENTIALITY_SYSTEM, "code": code}]}])
    for level, code in (
        (Confidentiality.NORMAL, "N"),
        (Confidentiality.RESTRICTED, "R"),
        (Confidentiality.SECRET, "V"),
    )
}
LOINC = "http://loinc.org"
URI = "urn:ietf:rfc:3986"
ENTRY_UUID = {
    "coding": [
        {
            "system": "https://profiles.ihe.net/ITI/MHD/CodeSystem/IHE.MHD.MHDIdentifierType",
            "code": "entryUUID",
        }
    ]
}
_ENTRY_UUID = _written(ENTRY_UUID)
_MIME_SUFFICIENT = (
    "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode|urn:ihe:iti:xds:2017:mimeTypeSufficient"
)
_SEEN = {"system": SEEN_SYSTEM, "code": "seen"}
_NEW = {"system": SEEN_SYSTEM, "code": "new"}
_SEEN_TAG, _NEW_TAG = _written([_SEEN]), _written([_NEW])
_SEEN_LINE, _NEW_LINE = _written({"tag": [_SEEN, SUBSETTED]}), _written({"tag": [_NEW, SUBSETTED]})
_LINE = frozenset("id meta status type category date author custodian securityLabel content".split())
FHIR_DOCUMENTS = frozenset({"application/fhir+json", "application/fhir+xml"})
"""Media types that are FHIR documents: what is deposited as one is a Bundle (`deposit.check_content`)."""
_RELATIONS = (
    ("replaces", "replaces_id"),
    ("appends", "appends_id"),
    ("transforms", "transforms_id"),
    ("signs", "signs_id"),
)


def document_reference(row: dict[str, Any], base: str, language: str) -> dict[str, Any]:
    """The resource; `base` is the FHIR base URL, `language` chooses the type's designation."""
    kind, category = _kind(row["type_code"], row["group_code"], language)
    taken_in = instant(row["deposited_at"])
    patient = {"reference": f"Patient/{row['patient_id']}"}
    resource: dict[str, Any] = {
        "resourceType": "DocumentReference",
        "id": row["id"],
        "meta": {"lastUpdated": taken_in, "tag": _SEEN_TAG if row["seen_at"] else _NEW_TAG},
        "masterIdentifier": {"system": URI, "value": row["unique_id"]},
        "identifier": [
            {
                "use": "official",
                "type": _ENTRY_UUID,
                "system": URI,
                "value": row["entry_uuid"] or f"urn:uuid:{row['id']}",
            }
        ],
        "status": row["status"],
        "type": kind,
        "category": category,
        "subject": patient,
        "date": taken_in,
        "author": _authors(row),
        "securityLabel": _LABELS[row["confidentiality"]],
        "content": [
            {
                "attachment": {
                    "contentType": row["media_type"],
                    "language": row["language"],
                    "url": _address(row, base),
                    "size": row["size"],
                    "hash": base64.b64encode(bytes.fromhex(row["sha1"])).decode(),
                    "title": row["title"],
                    "creation": instant(row["created_at"]),
                },
                "format": _format(format_of(row)),
            }
        ],
        "context": {
            **_circumstances(
                facility_of(row),
                setting_of(row),
                row["service_from"],
                row["service_to"],
                tuple(row["event_codes"] or ()),
            ),
            "sourcePatientInfo": patient,
        },
    }
    if row["organisation_id"]:
        resource["custodian"] = _organisation(row)
    if row["description"]:
        resource["description"] = row["description"]
    relations = [
        {"code": code, "target": {"reference": f"DocumentReference/{row[name]}"}}
        for code, name in _RELATIONS
        if row[name]
    ]
    if relations:
        resource["relatesTo"] = relations
    if row.get("replaced_by"):
        newer = {"reference": f"DocumentReference/{row['replaced_by']}"}
        resource["extension"] = [{"url": REPLACED_BY_EXTENSION, "valueReference": newer}]
    return resource


def is_line(elements: str) -> bool:
    """Whether these elements (`_elements`) are just those of a line; a client that names fewer gets them whole."""
    asked = {*elements.split(","), "id", "meta", "status"}
    return asked == _LINE


def document_line(row: dict[str, Any], base: str, language: str) -> dict[str, Any]:
    """The resource with what a line of a list needs, and marked as such."""
    kind, category = _kind(row["type_code"], row["group_code"], language)
    resource: dict[str, Any] = {
        "resourceType": "DocumentReference",
        "id": row["id"],
        "meta": _SEEN_LINE if row["seen_at"] else _NEW_LINE,
        "status": row["status"],
        "type": kind,
        "category": category,
        "date": instant(row["deposited_at"]),
        "author": _authors(row),
        "securityLabel": _LABELS[row["confidentiality"]],
        "content": [
            {
                "attachment": {
                    "contentType": row["media_type"],
                    "language": row["language"],
                    "url": _address(row, base),
                    "size": row["size"],
                    "title": row["title"],
                    "creation": instant(row["created_at"]),
                }
            }
        ],
    }
    if row["organisation_id"]:
        resource["custodian"] = _organisation(row)
    return resource


def _address(row: dict[str, Any], base: str) -> str:
    """Where the content is: a FHIR document comes back as itself (ITI-68, native)."""
    return f"{base}/{'Bundle' if row['media_type'] in FHIR_DOCUMENTS else 'Binary'}/{row['id']}"


def format_of(row: dict[str, Any]) -> str:
    """The format's token; without one from the depositor the media type says enough."""
    return row["format_code"] or _MIME_SUFFICIENT


def facility_of(row: dict[str, Any]) -> str:
    """The token of the kind of place where the document was made; else that of the custodian."""
    return row["facility_code"] or f"{ORGANISATION_KIND_SYSTEM}|{row['organisation_kind'] or 'agency'}"


def setting_of(row: dict[str, Any]) -> str:
    """The token of the practice setting; else the author's category, or the kind of the custodian."""
    if row["practice_setting_code"]:
        return str(row["practice_setting_code"])
    if row["author_category"]:
        return f"{PROFESSIONAL_CATEGORY_SYSTEM}|{row['author_category']}"
    return facility_of(row)


@lru_cache(maxsize=1024)
def _circumstances(
    facility: str,
    setting: str,
    since: date | None,
    until: date | None,
    events: tuple[str, ...],
) -> dict[str, Any]:
    """What `context` says of anybody's documents made there and then; to be copied, not to be changed."""
    context: dict[str, Any] = {}
    if events:
        context["event"] = [concept(token) for token in events]
    period = {name: day.isoformat() for name, day in (("start", since), ("end", until)) if day}
    if period:
        context["period"] = _written(period)
    context["facilityType"] = concept(facility)
    context["practiceSetting"] = concept(setting)
    return context


@lru_cache(maxsize=512)
def concept(token: str) -> Raw:
    """The CodeableConcept of a token `system|code`."""
    return _written({"coding": [_coding(token)]})


@lru_cache(maxsize=512)
def _format(token: str) -> Raw:
    return _written(_coding(token))


def _coding(token: str) -> dict[str, str]:
    system, _, code = token.rpartition("|")
    return {"system": system, "code": code} if system else {"code": code}


@lru_cache(maxsize=512)
def _kind(code: str, group: str, language: str) -> tuple[Raw, Raw]:
    """The elements `type` and `category`; a type that the published table no longer has bears its code as its name."""
    kind = document_types().get(code) or DocumentType(
        code, group, code, dict.fromkeys(LANGUAGES, code), "", "", 0
    )
    group_name = GROUPS.get(kind.group, {}).get(language, kind.group)
    codings = [{"system": DOCUMENT_TYPE_SYSTEM, "code": code, "display": kind.labels[language]}]
    if kind.loinc:
        codings.append({"system": LOINC, "code": kind.loinc})
    category = {"system": DOCUMENT_GROUP_SYSTEM, "code": kind.group, "display": group_name}
    return _written({"coding": codings, "text": kind.published}), _written([{"coding": [category]}])


def type_token(code: str) -> str:
    """The token of a document type of ours."""
    return f"{DOCUMENT_TYPE_SYSTEM}|{code}"


@lru_cache(maxsize=4096)
def instant(moment: datetime) -> str:
    """A FHIR instant on Luxembourg's clock; a list shows the same ones again and again."""
    return in_luxembourg(moment).isoformat(timespec="milliseconds")


def _organisation(row: dict[str, Any]) -> Raw:
    return _reference("Organization", row["organisation_id"], row["organisation"])


@lru_cache(maxsize=1024)
def _reference(kind: str, identifier: str, *names: str | None) -> Raw:
    """A reference with its display."""
    display = " ".join(name for name in names if name)
    return _written({"reference": f"{kind}/{identifier}", "display": display})


def _authors(row: dict[str, Any]) -> list[Any]:
    """Who wrote it; where the patient did by another's hand, that person stands beside them."""
    if not row["by_patient"]:
        return [_author(row)]
    hand = (row.get("author_stated") or {}).get("name")
    patient = {"reference": f"Patient/{row['patient_id']}"}
    return [patient, {"display": hand}] if hand else [patient]


def _author(row: dict[str, Any]) -> Raw | dict[str, str]:
    if row["author_id"] is None:
        stated = row.get("author_stated") or {}
        if stated.get("name"):
            return {"display": stated["name"]}
        return _organisation(row)
    return _reference(
        "Practitioner", row["author_id"], row["author_prefix"], row["author_given"], row["author_family"]
    )

"""Writes a statement as HL7 CDA release 2, level 3: every choice as a code, the words beside it for other readers."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from platform_api.cda_xml import E, Element
from platform_api.clock import in_luxembourg
from platform_api.document_types import document_types
from platform_api.statement import cda_parts
from platform_api.statement.content import Content
from platform_api.vocabulary import (
    DOCUMENT_TYPE_SYSTEM,
    MATRICULE_SYSTEM,
    STATEMENT_TEMPLATE,
    Confidentiality,
)

TYPE_CODE = "holder"
_TYPES = str(uuid.uuid5(uuid.NAMESPACE_URL, DOCUMENT_TYPE_SYSTEM)).upper()
"""The code system of the document types as CDA names it, by a UUID made from its address."""
_LOINC = "2.16.840.1.113883.6.1"
_GENDERS = {"male": "M", "female": "F", "other": "UN"}
_LEVELS = {Confidentiality.NORMAL: "N", Confidentiality.RESTRICTED: "R", Confidentiality.SECRET: "V"}


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose statement it is, as the directory knows them."""

    given: str
    family: str
    gender: str
    birth_date: date | None
    matricule: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of a statement tells: which version of which text, whose, and by whose hand."""

    document_id: str
    set_id: str
    number: int
    moment: datetime
    holder: Holder
    language: str
    replaces_id: str | None = None
    level: Confidentiality = Confidentiality.NORMAL
    caregiver: tuple[str, str] | None = None


def write(header: Header, content: Content, words: Mapping[str, str]) -> bytes:
    """The document in UTF-8; `words` gives each code its word in the language of the headings."""
    kind = document_types()[TYPE_CODE]
    document = E.ClinicalDocument(
        E.realmCode(code="LU"),
        E.typeId(root="2.16.840.1.113883.1.3", extension="POCD_HD000040"),
        E.templateId(root=STATEMENT_TEMPLATE),
        E.id(root=header.document_id.upper()),
        E.code(
            E.translation(
                code=kind.code,
                codeSystem=_TYPES,
                codeSystemName=DOCUMENT_TYPE_SYSTEM,
                displayName=words["title"],
            ),
            code=kind.loinc,
            codeSystem=_LOINC,
            codeSystemName="LOINC",
            displayName=kind.loinc_display,
        ),
        E.title(words["title"]),
        E.effectiveTime(value=_moment(header.moment)),
        E.confidentialityCode(code=_LEVELS[header.level], codeSystem="2.16.840.1.113883.5.25"),
        E.languageCode(code=header.language),
        E.setId(root=header.set_id.upper()),
        E.versionNumber(value=str(header.number)),
        _record_target(header.holder, content.language),
        _author(header),
        E.custodian(
            E.assignedCustodian(
                E.representedCustodianOrganization(E.id(nullFlavor="UNK"), E.name("Dossier de soins partagé"))
            )
        ),
        *_replaced(header),
        E.component(E.structuredBody(*map(E.component, cda_parts.sections(content, words)))),
    )
    return etree.tostring(document.getroottree(), xml_declaration=True, encoding="UTF-8")


def _record_target(holder: Holder, language: str) -> Element:
    birth = [E.birthTime(value=f"{holder.birth_date:%Y%m%d}")] if holder.birth_date else []
    return E.recordTarget(
        E.patientRole(
            E.id(root=MATRICULE_SYSTEM.removeprefix("urn:oid:"), extension=holder.matricule),
            E.patient(
                _name((holder.given, holder.family)),
                E.administrativeGenderCode(
                    code=_GENDERS.get(holder.gender, "UN"), codeSystem="2.16.840.1.113883.5.1"
                ),
                *birth,
                E.languageCommunication(E.languageCode(code=language)),
            ),
        )
    )


def _author(header: Header) -> Element:
    """The holder; under a mandate the caregiver whose hand it was, for the holder (v3 RoleCode: DELEGATE)."""
    holder = (header.holder.given, header.holder.family)
    kind = [] if header.caregiver is None else [E.code(code="DELEGATE", codeSystem="2.16.840.1.113883.5.111")]
    return E.author(
        E.time(value=_moment(header.moment)),
        E.assignedAuthor(E.id(nullFlavor="NASK"), *kind, E.assignedPerson(_name(header.caregiver or holder))),
    )


def _replaced(header: Header) -> Iterable[Element]:
    if header.replaces_id is not None:
        parent = E.parentDocument(E.id(root=header.replaces_id.upper()), E.setId(root=header.set_id.upper()))
        yield E.relatedDocument(parent, typeCode="RPLC")


def _name(parts: tuple[str, str]) -> Element:
    return E.name(E.given(parts[0]), E.family(parts[1]))


def _moment(moment: datetime) -> str:
    return f"{in_luxembourg(moment):%Y%m%d%H%M%S%z}"

"""Writes a document as HL7 CDA release 2: the header; the body is in `cda_body`."""

import base64
import uuid
from datetime import datetime

from lxml import etree

from platform_api.cda_xml import E, Element
from platform_api.demo.cda_body import CODE_SYSTEMS, structured_body
from platform_api.demo.document_types import document_types
from platform_api.demo.drafts import Draft, Written
from platform_api.demo.organisations import demo_professionals, organisation
from platform_api.demo.people import demo_people
from platform_api.demo.records import (
    DemoAddress,
    DemoOrganisation,
    DemoPerson,
    DemoProfessional,
    DemoSoftware,
)
from platform_api.vocabulary import (
    DOCUMENT_TYPE_SYSTEM,
    MATRICULE_SYSTEM,
    PROFESSIONAL_ID_SYSTEM,
    Confidentiality,
)

MATRICULE_OID = MATRICULE_SYSTEM.removeprefix("urn:oid:")
PROFESSIONAL_OID = PROFESSIONAL_ID_SYSTEM.removeprefix("urn:oid:")
TYPE_CODE_SYSTEM = str(uuid.uuid5(uuid.NAMESPACE_URL, DOCUMENT_TYPE_SYSTEM)).upper()
CUSTODIAN_NAME = "Dossier de soins partagé"

_CONFIDENTIALITY = {
    Confidentiality.NORMAL: ("N", "normal"),
    Confidentiality.RESTRICTED: ("R", "restricted"),
    Confidentiality.SECRET: ("V", "very restricted"),
}
_ENCOUNTERS = {"AMB": "ambulatory", "EMER": "emergency", "IMP": "inpatient encounter"}
_GENDERS = {"male": "M", "female": "F", "other": "UN"}


def document_id(key: str) -> str:
    """The stable identifier of a demo document."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://dsp.example.lu/demo/documents/{key}")).upper()


def write_cda(written: Written, software: DemoSoftware | None, attached_pdf: bytes | None = None) -> bytes:
    """The document as UTF-8 XML; with `attached_pdf` its body is that PDF instead of sections."""
    draft = written.draft
    document = E.ClinicalDocument(
        E.realmCode(code="LU"),
        E.typeId(root="2.16.840.1.113883.1.3", extension="POCD_HD000040"),
        E.templateId(root="2.16.840.1.113883.10.12.2"),
        E.id(root=document_id(draft.key)),
        _type(draft),
        E.title(written.title),
        E.effectiveTime(value=_moment(draft.created_at)),
        _confidentiality(draft),
        E.languageCode(code=f"{draft.language}-LU"),
        *_version(draft),
        _record_target(draft),
        _author(draft),
        *_writing_software(draft, software),
        _custodian(draft),
        *_recipient(draft),
        *_legal_authenticator(draft),
        *_parent(draft),
        *_encounter(draft),
        E.component(_pdf_body(attached_pdf) if attached_pdf else structured_body(written)),
    )
    if software and software.vendor == "Quaternote" and software.withdrawn_on:
        document.addprevious(etree.PI("xml-stylesheet", 'type="text/xsl" href="cartulis.xsl"'))
    return etree.tostring(
        document.getroottree(),
        xml_declaration=True,
        encoding="UTF-8",
        pretty_print=software is not None and software.name == "Cabinéo",
    )


def _type(draft: Draft) -> Element:
    kind = document_types()[draft.fields["type"]]
    return E.code(
        E.translation(
            code=kind.code,
            codeSystem=TYPE_CODE_SYSTEM,
            codeSystemName="DSP document types",
            displayName=kind.labels[draft.language],
        ),
        code=kind.loinc,
        codeSystem=CODE_SYSTEMS["LOINC"],
        codeSystemName="LOINC",
        displayName=kind.loinc_display,
    )


def _confidentiality(draft: Draft) -> Element:
    level = Confidentiality(draft.fields.get("confidentiality", "normal"))
    code, name = _CONFIDENTIALITY[level]
    return E.confidentialityCode(code=code, codeSystem="2.16.840.1.113883.5.25", displayName=name)


def _version(draft: Draft) -> list[Element]:
    first = draft.fields.get("replaces", draft.key)
    return [
        E.setId(root=document_id(f"{first}/set")),
        E.versionNumber(value="2" if "replaces" in draft.fields else "1"),
    ]


def _record_target(draft: Draft) -> Element:
    patient = draft.patient
    role = E.patientRole(
        E.id(root=MATRICULE_OID, extension=patient.matricule, assigningAuthorityName="CCSS"),
        _address(patient.address),
    )
    if patient.phone:
        role.append(E.telecom(value=f"tel:{patient.phone.replace(' ', '')}", use="MC"))
    role.append(
        E.patient(
            _name(patient),
            E.administrativeGenderCode(code=_GENDERS[patient.gender], codeSystem="2.16.840.1.113883.5.1"),
            E.birthTime(value=f"{patient.birth_date:%Y%m%d}"),
            *(_guardian(matricule) for matricule in patient.representatives),
            E.languageCommunication(E.languageCode(code=patient.language)),
        )
    )
    return E.recordTarget(role)


def _name(person: DemoPerson) -> Element:
    return E.name(*(E.given(name) for name in person.given_names.split()), E.family(person.family_name))


def _guardian(matricule: str) -> Element:
    parent = next(person for person in demo_people() if person.matricule == matricule)
    relation = {"male": ("FTH", "father"), "female": ("MTH", "mother")}[parent.gender]
    return E.guardian(
        E.code(code=relation[0], codeSystem="2.16.840.1.113883.5.111", displayName=relation[1]),
        E.guardianPerson(_name(parent)),
    )


def _recipient(draft: Draft) -> list[Element]:
    """The professional to whom a letter is addressed; letters to the patient name nobody here."""
    to = draft.fields.get("to", "")
    known = [one for one in demo_professionals() if one.key == to]
    return [
        E.informationRecipient(
            E.intendedRecipient(
                E.id(root=PROFESSIONAL_OID, extension=one.id),
                E.informationRecipient(_person_name(one)),
                _organisation("receivedOrganization", organisation(one.organisation_id)),
            ),
            typeCode="PRCP",
        )
        for one in known
    ]


def _author(draft: Draft) -> Element:
    when = E.time(value=_moment(draft.created_at))
    if draft.author is None:
        patient = draft.patient
        return E.author(
            when,
            E.assignedAuthor(
                E.id(root=MATRICULE_OID, extension=patient.matricule),
                E.code(code="SELF", codeSystem="2.16.840.1.113883.5.111", displayName="self"),
                E.assignedPerson(_name(patient)),
            ),
        )
    assigned = E.assignedAuthor(
        E.id(root=PROFESSIONAL_OID, extension=draft.author.id),
        E.code(
            E.originalText(draft.author.speciality[draft.language]),
            nullFlavor="OTH",
        ),
    )
    if draft.organisation:
        assigned.append(_address(draft.organisation.address))
        assigned.append(E.telecom(value=f"tel:{draft.organisation.phone.replace(' ', '')}", use="WP"))
    assigned.append(_assigned_person(draft.author))
    if draft.organisation:
        assigned.append(_organisation("representedOrganization", draft.organisation))
    return E.author(when, assigned)


def _writing_software(draft: Draft, software: DemoSoftware | None) -> list[Element]:
    """The software as an author of its own: CDA allows a person or a device in one author, not both."""
    if software is None:
        return []
    device = E.assignedAuthoringDevice(
        E.manufacturerModelName(software.vendor), E.softwareName(f"{software.name} {software.version}")
    )
    identity = E.id(root=document_id(f"software/{software.client_id}"))
    return [E.author(E.time(value=_moment(draft.created_at)), E.assignedAuthor(identity, device))]


def _person_name(professional: DemoProfessional) -> Element:
    name = E.name()
    if professional.title:
        name.append(E.prefix(professional.title))
    name.extend([E.given(professional.given_name), E.family(professional.family_name)])
    return name


def _assigned_person(professional: DemoProfessional) -> Element:
    return E.assignedPerson(_person_name(professional))


def _organisation(tag: str, house: DemoOrganisation) -> Element:
    return E(
        tag,
        E.id(root=PROFESSIONAL_OID, extension=house.id),
        E.name(house.name),
        E.telecom(value=f"tel:{house.phone.replace(' ', '')}", use="WP"),
        _address(house.address),
    )


def _custodian(draft: Draft) -> Element:
    if draft.organisation:
        represented = _organisation("representedCustodianOrganization", draft.organisation)
    else:
        represented = E.representedCustodianOrganization(E.id(nullFlavor="NI"), E.name(CUSTODIAN_NAME))
    return E.custodian(E.assignedCustodian(represented))


def _legal_authenticator(draft: Draft) -> list[Element]:
    if draft.author is None:
        return []
    return [
        E.legalAuthenticator(
            E.time(value=_moment(draft.created_at)),
            E.signatureCode(code="S"),
            E.assignedEntity(
                E.id(root=PROFESSIONAL_OID, extension=draft.author.id), _assigned_person(draft.author)
            ),
        )
    ]


def _parent(draft: Draft) -> list[Element]:
    if "replaces" not in draft.fields:
        return []
    replaced = E.parentDocument(E.id(root=document_id(draft.fields["replaces"])))
    return [E.relatedDocument(replaced, typeCode="RPLC")]


def _encounter(draft: Draft) -> list[Element]:
    if "encounter" not in draft.fields or draft.service is None:
        return []
    code = draft.fields["encounter"]
    first, last = draft.service
    encounter = E.encompassingEncounter(
        E.id(root=document_id(f"{draft.key}/encounter")),
        E.code(code=code, codeSystem="2.16.840.1.113883.5.4", displayName=_ENCOUNTERS[code]),
        E.effectiveTime(E.low(value=f"{first:%Y%m%d}"), E.high(value=f"{last:%Y%m%d}")),
    )
    if draft.organisation:
        place = E.healthCareFacility(
            E.id(root=PROFESSIONAL_OID, extension=draft.organisation.id),
            E.location(E.name(draft.organisation.name)),
        )
        encounter.append(E.location(place))
    return [E.componentOf(encounter)]


def _pdf_body(pdf: bytes) -> Element:
    data = base64.b64encode(pdf).decode("ascii")
    return E.nonXMLBody(E.text(data, mediaType="application/pdf", representation="B64"))


def _address(address: DemoAddress) -> Element:
    return E.addr(
        E.streetAddressLine(address.street),
        E.postalCode(address.postal_code),
        E.city(address.city),
        E.country(address.country),
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%Y%m%d%H%M%S}+0000"

"""The head of a CDA document: what it is, whose, by whom, when, about which event."""

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from patient_portal.documents.cda_parts import (
    address_lines,
    display,
    identifier,
    identifiers,
    moment,
    organisation_name,
    party,
    period,
    person_name,
    telecoms,
)
from patient_portal.documents.cda_types import (
    CdaDocument,
    Encounter,
    Participant,
    Party,
    Patient,
    Period,
    Related,
    ServiceEvent,
)
from patient_portal.documents.cda_xml import attribute, child, children, language_of, language_tag, text_of


def read_header(root: etree._Element) -> CdaDocument:
    """Everything the header states, with an empty body; what is missing or null stays empty."""
    code = child(root, "code")
    title = child(root, "title")
    return CdaDocument(
        title=text_of(title) or display(code),
        language=language_tag(attribute(child(root, "languageCode"), "code"))
        or language_of(root)
        or language_of(title),
        code=attribute(code, "code"),
        code_display=display(code),
        effective=moment(child(root, "effectiveTime")),
        confidentiality=attribute(child(root, "confidentialityCode"), "code"),
        patient=_patient(child(root, "recordTarget", "patientRole")),
        identifier=identifier(child(root, "id")),
        set_id=identifier(child(root, "setId")),
        version=attribute(child(root, "versionNumber"), "value"),
        related=tuple(_related(one) for one in children(root, "relatedDocument")),
        authors=_named(party(child(one, "assignedAuthor"), around=one) for one in children(root, "author")),
        custodian=_custodian(
            child(root, "custodian", "assignedCustodian", "representedCustodianOrganization")
        ),
        legal_authenticator=_signed(child(root, "legalAuthenticator")),
        authenticators=_named(_signed(one) for one in children(root, "authenticator")),
        data_enterer=_signed(child(root, "dataEnterer")),
        informants=_kept(_informant(one) for one in children(root, "informant")),
        recipients=_named(_recipient(one) for one in children(root, "informationRecipient")),
        participants=_kept(_participant(one) for one in children(root, "participant")),
        events=tuple(
            event
            for one in children(root, "documentationOf")
            if (event := _event(child(one, "serviceEvent"))) is not None
        ),
        encounter=_encounter(child(root, "componentOf", "encompassingEncounter")),
        orders=tuple(
            words
            for one in children(root, "inFulfillmentOf")
            if (words := display(child(one, "order", "code")))
        ),
    )


def _named(parties: Iterable[Party | None]) -> tuple[Party, ...]:
    """Those with a name, each once."""
    return tuple(dict.fromkeys(one for one in parties if one))


def _kept(participants: Iterable[Participant]) -> tuple[Participant, ...]:
    return tuple(dict.fromkeys(one for one in participants if one.party))


def _patient(role: etree._Element | None) -> Patient:
    patient = child(role, "patient")
    gender = child(patient, "administrativeGenderCode")
    organisation = child(role, "providerOrganization")
    provider = Party(
        organisation=organisation_name(organisation),
        address=address_lines(organisation),
        telecoms=telecoms(organisation),
    )
    return Patient(
        name=person_name(children(patient, "name")),
        birth=moment(child(patient, "birthTime")),
        gender=attribute(gender, "code"),
        gender_text=display(gender),
        identifiers=identifiers(role),
        address=address_lines(role),
        telecoms=telecoms(role),
        guardians=_kept(_guardian(one) for one in children(patient, "guardian")),
        organisation=provider or None,
    )


def _guardian(guardian: etree._Element) -> Participant:
    who = party(guardian, "guardianPerson", "guardianOrganization")
    return Participant("GUARD", display(child(guardian, "code")), replace(who, role=""))


def _custodian(organisation: etree._Element | None) -> Party | None:
    who = Party(
        organisation=organisation_name(organisation),
        address=address_lines(organisation),
        telecoms=telecoms(organisation),
    )
    return who or None


def _signed(participation: etree._Element | None) -> Party | None:
    return party(child(participation, "assignedEntity"), around=participation) or None


def _informant(informant: etree._Element) -> Participant:
    related = child(informant, "relatedEntity")
    if related is None:
        return Participant("INF", "", party(child(informant, "assignedEntity"), around=informant))
    who = party(related, "relatedPerson")
    return Participant(related.get("classCode") or "INF", who.role, replace(who, role=""))


def _recipient(recipient: etree._Element) -> Party:
    return party(child(recipient, "intendedRecipient"), "informationRecipient", "receivedOrganization")


def _participant(participant: etree._Element) -> Participant:
    """Emergency contacts, next of kin, insurers, family doctors: the role's class says which."""
    entity = child(participant, "associatedEntity")
    who = party(entity, "associatedPerson", "scopingOrganization", around=participant)
    relation = display(child(entity, "code"))
    kind = attribute(entity, "classCode") or attribute(participant, "typeCode")
    return Participant(kind, relation, replace(who, role="" if who.role == relation else who.role))


def _related(related: etree._Element) -> Related:
    parent = child(related, "parentDocument")
    return Related(
        kind=attribute(related, "typeCode"),
        identifiers=identifiers(parent),
        set_id=identifier(child(parent, "setId")),
        version=attribute(child(parent, "versionNumber"), "value"),
    )


def _event(event: etree._Element | None) -> ServiceEvent | None:
    performers = _named(
        party(child(one, "assignedEntity"), around=one) for one in children(event, "performer")
    )
    found = ServiceEvent(display(child(event, "code")), period(child(event, "effectiveTime")), performers)
    return found if found.name or performers or found.period != Period() else None


def _encounter(encounter: etree._Element | None) -> Encounter | None:
    if encounter is None:
        return None
    place = child(encounter, "location", "healthCareFacility")
    location = party(place, "", "serviceProviderOrganization")
    building = child(place, "location")
    if name := organisation_name(building):
        location = Party(
            organisation=name,
            role=location.organisation or location.role,
            address=address_lines(building) or location.address,
            telecoms=location.telecoms,
        )
    responsible = child(encounter, "responsibleParty")
    found = Encounter(
        name=display(child(encounter, "code")),
        period=period(child(encounter, "effectiveTime")),
        location=location or None,
        responsible=_signed(responsible),
        participants=_named(_signed(one) for one in children(encounter, "encounterParticipant")),
    )
    said = (found.name, found.location, found.responsible, found.participants)
    return found if any(said) or found.period != Period() else None

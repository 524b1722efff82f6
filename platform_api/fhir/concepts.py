"""The published code systems that are ours, with their designations in four languages: platform data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from platform_api.document_types import GROUPS, document_types
from platform_api.vocabulary import (
    DOCUMENT_GROUP_SYSTEM,
    DOCUMENT_TYPE_SYSTEM,
    FHIR_BASE,
    ORGANISATION_KIND_SYSTEM,
    PROFESSIONAL_CATEGORY_SYSTEM,
    OrganisationKind,
    ProfessionalCategory,
)

_CATEGORIES: dict[ProfessionalCategory, dict[str, str]] = {
    ProfessionalCategory.PHYSICIAN: {
        "fr": "Médecin",
        "de": "Arzt, Ärztin",
        "lb": "Dokter, Doktesch",
        "en": "Physician",
    },
    ProfessionalCategory.DENTIST: {
        "fr": "Médecin-dentiste",
        "de": "Zahnarzt, Zahnärztin",
        "lb": "Zänndokter, Zänndoktesch",
        "en": "Dentist",
    },
    ProfessionalCategory.PHARMACIST: {
        "fr": "Pharmacien, pharmacienne",
        "de": "Apotheker, Apothekerin",
        "lb": "Apdikter, Apdiktesch",
        "en": "Pharmacist",
    },
    ProfessionalCategory.NURSE: {
        "fr": "Infirmier, infirmière",
        "de": "Krankenpfleger, Krankenpflegerin",
        "lb": "Infirmier, Infirmière",
        "en": "Nurse",
    },
    ProfessionalCategory.MIDWIFE: {"fr": "Sage-femme", "de": "Hebamme", "lb": "Hiewan", "en": "Midwife"},
    ProfessionalCategory.PHYSIOTHERAPIST: {
        "fr": "Kinésithérapeute",
        "de": "Physiotherapeut, Physiotherapeutin",
        "lb": "Kinésithérapeut, Kinésithérapeutin",
        "en": "Physiotherapist",
    },
    ProfessionalCategory.BIOLOGIST: {
        "fr": "Biologiste médical",
        "de": "Labormediziner, Labormedizinerin",
        "lb": "Biologist, Biologistin",
        "en": "Laboratory specialist",
    },
    ProfessionalCategory.CARE_NETWORK: {
        "fr": "Réseau d’aide et de soins",
        "de": "Hilfs- und Pflegenetz",
        "lb": "Hëllefs- a Fleegenetz",
        "en": "Care network",
    },
}
_KINDS: dict[OrganisationKind, dict[str, str]] = {
    OrganisationKind.HOSPITAL: {"fr": "Hôpital", "de": "Krankenhaus", "lb": "Spidol", "en": "Hospital"},
    OrganisationKind.LABORATORY: {"fr": "Laboratoire", "de": "Labor", "lb": "Labo", "en": "Laboratory"},
    OrganisationKind.PRACTICE: {"fr": "Cabinet", "de": "Praxis", "lb": "Praxis", "en": "Practice"},
    OrganisationKind.CARE_NETWORK: _CATEGORIES[ProfessionalCategory.CARE_NETWORK],
    OrganisationKind.PHARMACY: {"fr": "Pharmacie", "de": "Apotheke", "lb": "Apdikt", "en": "Pharmacy"},
    OrganisationKind.AGENCY: {"fr": "Agence", "de": "Agentur", "lb": "Agence", "en": "Agency"},
}


@dataclass(frozen=True, slots=True)
class Concept:
    """One code with its designations by language, and properties that FHIR shows."""

    code: str
    labels: Mapping[str, str]
    group: str = ""
    loinc: str = ""
    published: str = ""
    """A French name that others know it by, where it is not the one that people read."""


@dataclass(frozen=True, slots=True)
class System:
    """One code system and the value set of all its codes."""

    id: str
    url: str
    name: str
    version: str
    concepts: tuple[Concept, ...]

    @property
    def value_set(self) -> str:
        """The address of the value set of all codes."""
        return f"{FHIR_BASE}/ValueSet/{self.id}"

    def concept(self, code: str) -> Concept | None:
        """The concept with this code."""
        return next((one for one in self.concepts if one.code == code), None)


@cache
def systems() -> tuple[System, ...]:
    """Every code system that is published here."""
    types = tuple(
        Concept(one.code, one.labels, one.group, one.loinc, one.published)
        for one in document_types().values()
    )
    groups = tuple(Concept(code, labels) for code, labels in GROUPS.items())
    categories = tuple(Concept(code, labels) for code, labels in _CATEGORIES.items())
    kinds = tuple(Concept(code, labels) for code, labels in _KINDS.items())
    return (
        System("document-types", DOCUMENT_TYPE_SYSTEM, "DocumentTypes", "2017-03", types),
        System("document-groups", DOCUMENT_GROUP_SYSTEM, "DocumentGroups", "2017-03", groups),
        System(
            "professional-categories",
            PROFESSIONAL_CATEGORY_SYSTEM,
            "ProfessionalCategories",
            "2026-11",
            categories,
        ),
        System("organisation-kinds", ORGANISATION_KIND_SYSTEM, "OrganisationKinds", "2026-11", kinds),
    )


def labelled(url: str, code: str, language: str) -> dict[str, Any]:
    """A CodeableConcept of a system of ours, with its designation in this language."""
    system = next(one for one in systems() if one.url == url)
    concept = system.concept(code)
    coding = {"system": url, "code": code}
    return {"coding": [{**coding, "display": concept.labels[language]} if concept else coding]}

"""The 27 document types and their groups, from the one table that ships with the platform."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One of the 27 types; labels by language, LOINC as the second coding (it is not unique here)."""

    code: str
    group: str
    published: str
    """Its name in the agency's list of 2017, abbreviations and all: what other software knows it by."""
    labels: dict[str, str]
    loinc: str
    loinc_display: str
    weight: int


@cache
def document_types() -> dict[str, DocumentType]:
    """All types by code, in their published order."""
    text = files("platform_api.directory").joinpath("document_types.csv").read_text("utf-8")
    return {
        row["code"]: DocumentType(
            code=row["code"],
            group=row["group"],
            published=row["published"],
            labels={language: row[language] for language in ("fr", "de", "lb", "en")},
            loinc=row["loinc"],
            loinc_display=row["loinc_display"],
            weight=int(row["documents_2017_03"]),
        )
        for row in csv.DictReader(text.splitlines())
    }


@cache
def patient_types() -> frozenset[str]:
    """The codes of the types that a person may add themself: dated data, a plausible default."""
    text = files("platform_api.directory").joinpath("patient_types.csv").read_text("utf-8")
    return frozenset(row["type"] for row in csv.DictReader(text.splitlines()))


GROUPS: dict[str, dict[str, str]] = {
    "synthesis": {"fr": "Synthèse", "de": "Zusammenfassung", "lb": "Synthees", "en": "Summary"},
    "reports": {"fr": "Comptes rendus", "de": "Berichte", "lb": "Rapporten", "en": "Reports"},
    "laboratory": {"fr": "Biologie", "de": "Labor", "lb": "Labo", "en": "Laboratory"},
    "imaging": {"fr": "Imagerie", "de": "Bildgebung", "lb": "Biller", "en": "Imaging"},
    "hospital": {
        "fr": "Hospitalisation et urgences",
        "de": "Krankenhaus und Notaufnahme",
        "lb": "Spidol an Urgence",
        "en": "Hospital and emergency",
    },
    "treatments": {"fr": "Traitements", "de": "Behandlungen", "lb": "Behandlungen", "en": "Treatments"},
    "care": {
        "fr": "Soins et autonomie",
        "de": "Pflege und Selbstständigkeit",
        "lb": "Fleeg an Autonomie",
        "en": "Care and autonomy",
    },
    "prevention": {"fr": "Prévention", "de": "Vorsorge", "lb": "Preventioun", "en": "Prevention"},
    "administrative": {
        "fr": "Documents administratifs",
        "de": "Verwaltungsdokumente",
        "lb": "Administrativ Dokumenter",
        "en": "Administrative documents",
    },
    "statement": {
        "fr": "Expression du titulaire",
        "de": "Eigene Angaben des Inhabers",
        "lb": "Expression vum Titulaire",
        "en": "Holder's own statement",
    },
}
"""The groups' designations: platform data like the types' (architecture.md, who says the words)."""

"""The shapes of the demo population: what a loader receives, frozen, without any rule of the platform."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from platform_api.vocabulary import (
    Confidentiality,
    DossierState,
    LetterState,
    OrganisationKind,
    ProfessionalCategory,
)

CDA_MEDIA_TYPE = "text/xml"
PDF_MEDIA_TYPE = "application/pdf"
PNG_MEDIA_TYPE = "image/png"
JPEG_MEDIA_TYPE = "image/jpeg"
DICOM_MEDIA_TYPE = "application/dicom"


class SoftwareState(StrEnum):
    """Whether a version of a software may connect."""

    CONFORMANT = "conformant"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DemoAddress:
    """A postal address; `country` is an ISO 3166-1 alpha-2 code."""

    street: str
    postal_code: str
    city: str
    country: str = "LU"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo population; password and TOTP secret are for development only."""

    key: str
    matricule: str
    given_names: str
    family_name: str
    birth_date: date
    gender: str
    language: str
    address: DemoAddress
    phone: str | None
    email: str | None
    reference_doctor_id: str | None
    state: DossierState
    state_since_days: int
    letter: LetterState | None
    story: str
    password: str | None = None
    totp_secret: str | None = None
    representatives: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """Given names and family name in the order of a letter."""
        return f"{self.given_names} {self.family_name}"


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """A hospital, laboratory, practice, care network or pharmacy; `id` is an extension of OID 1.3.182.4.1."""

    id: str
    key: str
    name: str
    kind: OrganisationKind
    address: DemoAddress
    phone: str
    email: str
    tagline: str
    accent: str


@dataclass(frozen=True, slots=True)
class DemoProfessional:
    """A health professional; `id` is an extension of OID 1.3.182.4.1 (persons: 2999…)."""

    id: str
    key: str
    title: str
    given_name: str
    family_name: str
    gender: str
    category: ProfessionalCategory
    speciality: dict[str, str]
    organisation_id: str
    languages: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """The name as it stands under a letter."""
        return f"{self.title} {self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class DemoSoftware:
    """One version of a software and the state of its conformity."""

    client_id: str
    name: str
    version: str
    vendor: str
    state: SoftwareState
    approved_on: date
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """A document as it is deposited; `key` is stable from one day to the next, times are aware and UTC."""

    key: str
    matricule: str
    type_code: str
    title: str
    description: str
    language: str
    media_type: str
    content: bytes
    author_professional_id: str | None
    organisation_id: str | None
    software_client_id: str | None
    created_at: datetime
    service_from: date | None
    service_to: date | None
    confidentiality: Confidentiality
    replaces: str | None = None

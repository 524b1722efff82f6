"""The holder's own statement, as plain frozen values."""

from dataclasses import dataclass
from datetime import datetime

from patient_portal.platform_client.vocabulary import (
    AdvanceDirective,
    CommunicationNeed,
    ContactRelation,
    OrganDonation,
    StatementState,
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call."""

    name: str = ""
    phone: str = ""
    relation: ContactRelation | None = None


@dataclass(frozen=True, slots=True)
class StatementContent:
    """What a statement says, part by part; `language` is that of its own words."""

    language: str = "fr"
    what_matters: str = ""
    contacts: tuple[Contact, ...] = ()
    trusted_person: str = ""
    trusted_phone: str = ""
    allergies: tuple[str, ...] = ()
    implants: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()
    communication: tuple[CommunicationNeed, ...] = ()
    interpreter: str = ""
    communication_note: str = ""
    end_of_life: str = ""
    directive: AdvanceDirective | None = None
    directive_where: str = ""
    organ_donation: OrganDonation | None = None
    organ_donation_where: str = ""
    free_text: str = ""


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """A draft on the platform; `beside` when the same writer has others."""

    id: str
    version: int
    saved_at: datetime
    content: StatementContent
    beside: bool = False


@dataclass(frozen=True, slots=True)
class PublishedStatement:
    """The newest version; `undo_until` once it is withdrawn."""

    number: int
    state: StatementState
    document_id: str
    pdf_id: str
    published_at: datetime
    by_holder: bool
    content: StatementContent
    undo_until: datetime | None = None
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class OwnStatement:
    """The drafts, the newest first, and what is published."""

    drafts: tuple[StatementDraft, ...] = ()
    published: PublishedStatement | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """What became of a draft that was published."""

    number: int
    document_id: str
    pdf_id: str
    again: bool = False

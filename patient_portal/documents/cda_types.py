"""What a CDA document says, as plain values: no markup but the safe narrative, no word of the portal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from markupsafe import Markup


class Precision(StrEnum):
    """How much of a moment the document states."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as written: aware only if the document gives an offset, never guessed."""

    value: datetime
    precision: Precision


@dataclass(frozen=True, slots=True)
class Period:
    """From … to …; either end may be unknown."""

    start: Moment | None = None
    end: Moment | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The portal's own words that the rendered narrative needs, already in the reader's language."""

    table: str
    image: str
    media_missing: str
    attachment: str
    attachment_missing: str
    note: str
    back_to_text: str
    inserted: str
    deleted: str
    empty_section: str
    coded_entries: str
    negated: str
    moment: Callable[[Moment], str]


@dataclass(frozen=True, slots=True)
class Identifier:
    """An HL7 instance identifier: `root` an OID or UUID, `extension` may be empty."""

    root: str
    extension: str


@dataclass(frozen=True, slots=True)
class Telecom:
    """`kind` is tel, fax, mailto, http or other; `value` without the scheme (a web address keeps it)."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Party:
    """A person, an organisation or a device, in whatever part the document gives them; '' = not stated."""

    person: str = ""
    organisation: str = ""
    role: str = ""
    device: str = ""
    time: Moment | None = None
    address: tuple[str, ...] = ()
    telecoms: tuple[Telecom, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.person or self.organisation or self.device)


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone the header names beside the authors: `kind` is the HL7 code (IND, NOK, GUARD …)."""

    kind: str
    relation: str
    party: Party


@dataclass(frozen=True, slots=True)
class Patient:
    """Whose document this is; `gender` is the HL7 code (F, M, UN), `gender_text` the document's own word."""

    name: str = ""
    birth: Moment | None = None
    gender: str = ""
    gender_text: str = ""
    identifiers: tuple[Identifier, ...] = ()
    address: tuple[str, ...] = ()
    telecoms: tuple[Telecom, ...] = ()
    guardians: tuple[Participant, ...] = ()
    organisation: Party | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """Another document that this one replaces (RPLC), completes (APND) or transforms (XFRM)."""

    kind: str
    identifiers: tuple[Identifier, ...]
    set_id: Identifier | None
    version: str


@dataclass(frozen=True, slots=True)
class ServiceEvent:
    """What was done and is documented here."""

    name: str
    period: Period
    performers: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Encounter:
    """The stay or visit in which it happened."""

    name: str
    period: Period
    location: Party | None
    responsible: Party | None
    participants: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried inside the document, sniffed by its bytes; `anchor` is where the narrative links to.

    `label` is what the document claims (its media type); `data` is empty if the file cannot be opened.
    """

    anchor: str
    kind: str
    claimed: str
    title: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its heading, its safe HTML, the sections inside it; `anchor` is the id of its heading."""

    anchor: str
    title: str
    html: Markup
    language: str = ""
    code: str = ""
    has_text: bool = True
    sections: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """One line of the table of contents."""

    anchor: str
    title: str
    inside: tuple["Contents", ...] = ()


@dataclass(frozen=True, slots=True)
class CdaDocument:
    """A clinical document ready to be shown; what it does not state is '' or None or ()."""

    title: str
    language: str
    code: str
    code_display: str
    effective: Moment | None
    confidentiality: str
    patient: Patient
    identifier: Identifier | None = None
    set_id: Identifier | None = None
    version: str = ""
    related: tuple[Related, ...] = ()
    authors: tuple[Party, ...] = ()
    custodian: Party | None = None
    legal_authenticator: Party | None = None
    authenticators: tuple[Party, ...] = ()
    data_enterer: Party | None = None
    informants: tuple[Participant, ...] = ()
    recipients: tuple[Party, ...] = ()
    participants: tuple[Participant, ...] = ()
    events: tuple[ServiceEvent, ...] = ()
    encounter: Encounter | None = None
    orders: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    text_was_cleaned: bool = False
    """Invisible characters that reverse or hide text were taken out."""
    encoding_was_guessed: bool = False
    contents: tuple[Contents, ...] = field(default=())

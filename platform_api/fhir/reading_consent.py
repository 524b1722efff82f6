"""The members of a Consent that can be kept; any other one is a fault: a person would believe that it counts."""

import msgspec


class Exact(msgspec.Struct, rename="camel", kw_only=True, frozen=True, forbid_unknown_fields=True):
    """The base of all: FHIR's names in camel case, and none but these (`reading_exactly`)."""


class Coding(Exact, frozen=True):
    """R4 Coding."""

    system: str | None = None
    code: str | None = None


class Concept(Exact, frozen=True):
    """R4 CodeableConcept."""

    coding: list[Coding] = []
    text: str | None = None


class Identifier(Exact, frozen=True):
    """R4 Identifier."""

    type: Concept | None = None
    system: str | None = None
    value: str | None = None


class Reference(Exact, frozen=True):
    """R4 Reference."""

    reference: str | None = None
    type: str | None = None
    identifier: Identifier | None = None
    display: str | None = None


class Period(Exact, frozen=True):
    """R4 Period."""

    start: str | None = None
    end: str | None = None


class Source(Exact, frozen=True):
    """R4 Attachment, of which only a title can be kept."""

    title: str | None = None


class Policy(Exact, frozen=True):
    """Consent.policy."""

    uri: str | None = None


class Actor(Exact, frozen=True):
    """Consent.provision.actor."""

    role: Concept | None = None
    reference: Reference | None = None


class Provision(Exact, frozen=True):
    """Consent.provision."""

    type: str | None = None
    period: Period | None = None
    actor: list[Actor] = []
    purpose: list[Coding] = []


class Meta(Exact, frozen=True):
    """R4 Meta: versions are the server's to give."""

    version_id: str | None = None
    last_updated: str | None = None
    profile: list[str] = []


class Consent(Exact, tag_field="resourceType", tag="Consent", frozen=True):
    """R4 Consent."""

    id: str | None = None
    meta: Meta = Meta()
    identifier: list[Identifier] = []
    status: str | None = None
    scope: Concept | None = None
    category: list[Concept] = []
    patient: Reference | None = None
    date_time: str | None = None
    performer: list[Reference] = []
    organization: list[Reference] = []
    source_attachment: Source | None = None
    policy: list[Policy] = []
    provision: Provision | None = None

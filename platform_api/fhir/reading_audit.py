"""The elements of an AuditEvent that the platform reads when a hospital reports one (ATNA ITI-20)."""

from platform_api.fhir.reading_types import Coding, Concept, Element, Reference, Tree


class Agent(Element, frozen=True):
    """AuditEvent.agent."""

    who: Reference | None = None
    requestor: bool | None = None
    purpose_of_use: list[Concept] = []


class Source(Element, frozen=True):
    """AuditEvent.source."""

    observer: Reference | None = None


class Entity(Element, frozen=True):
    """AuditEvent.entity."""

    what: Reference | None = None


class GivenEvent(Element, tag_field="resourceType", tag="AuditEvent", frozen=True):
    """R4 AuditEvent."""

    contained: list[Tree] = []
    type: Coding | None = None
    subtype: list[Coding] = []
    action: str | None = None
    recorded: str | None = None
    outcome: str | None = None
    purpose_of_event: list[Concept] = []
    agent: list[Agent] = []
    source: Source | None = None
    entity: list[Entity] = []

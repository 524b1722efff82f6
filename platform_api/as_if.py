"""What the policy would know if somebody else asked now: to show a holder their record through other eyes.

Nothing is decided here. The facts are gathered by the same code as at a real request (`rights`), and the policy
is asked with them.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from platform_api import identification, rights
from platform_api.facts import Facts
from platform_api.guard import Subject, gather
from platform_api.models import Mandate, Professional
from platform_api.principal import PORTAL, Principal
from platform_api.rights import Then
from platform_api.vocabulary import MandateVerb, ProfessionalCategory, Purpose, Role


@dataclass(frozen=True, slots=True)
class Eyes:
    """Somebody who might look at a record, and what the policy would know of them."""

    principal: Principal
    facts: Facts


def professional(
    connection: Connection,
    patient_id: str,
    professional_id: str | None,
    organisation_id: str | None,
    category: str | None,
    purpose: Purpose = Purpose.TREATMENT,
    then: Then | None = None,
) -> Eyes:
    """A professional, or anybody of an organisation, through conformant software; now or `then`."""
    asking = Principal(
        Role.PROFESSIONAL,
        None,
        frozenset(),
        software_conformant=True,
        professional_id=professional_id,
        organisation_id=organisation_id,
        category=category,
        purpose=purpose,
        has_emergency_reason=purpose is Purpose.EMERGENCY,
    )
    known: dict[str, Any] = rights.facts_about(connection, asking, patient_id, then)
    seen = Facts(role=Role.PROFESSIONAL, software_conformant=True, scope_granted=True, **known)
    return Eyes(asking, seen)


def known_professional(connection: Connection, patient_id: str, professional_id: str) -> Eyes | None:
    """A professional of the directory who wants to treat; None for an unknown one."""
    row = connection.execute(
        select(Professional.organisation_id, Professional.category).where(Professional.id == professional_id)
    ).first()
    if row is None:
        return None
    return professional(connection, patient_id, professional_id, row.organisation_id, row.category)


def emergency_doctor(connection: Connection, patient_id: str) -> Eyes:
    """A physician whom the holder never met, who attests an emergency with a reason."""
    return professional(connection, patient_id, None, None, ProfessionalCategory.PHYSICIAN, Purpose.EMERGENCY)


def mandate(connection: Connection, patient_id: str, mandate_id: str) -> Eyes | None:
    """The caregiver of a mandate of this record, looking at its list; None for a mandate of somebody else."""
    found = select(Mandate.delegate_id).where(Mandate.id == mandate_id, Mandate.patient_id == patient_id)
    row = connection.execute(found).first()
    if row is None:
        return None
    somebody = Principal(
        Role.CAREGIVER,
        PORTAL,
        frozenset(),
        software_conformant=True,
        session_kind="person",
        account_id=row.delegate_id,
    )
    acting = identification.under_mandate(connection, somebody, mandate_id)
    facts = replace(gather(acting, Subject(patient_id)), only_looked_at=True)
    if facts.mandate_verbs is not None and MandateVerb.LIST in facts.mandate_verbs:
        facts = replace(facts, mandate_verbs=facts.mandate_verbs | {MandateVerb.READ})  # lines are seen too
    return Eyes(acting, facts)

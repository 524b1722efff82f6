"""What the policy would know if somebody else asked now: to show a holder their record through other eyes.

Nothing is decided here. The facts are gathered by the same code as at a real request (`rights`), and the policy
is asked with them.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from platform_api import rights
from platform_api.facts import Facts
from platform_api.models import Professional
from platform_api.principal import Principal
from platform_api.vocabulary import ProfessionalCategory, Purpose, Role


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
) -> Eyes:
    """A professional, or anybody of an organisation, through conformant software."""
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
    known: dict[str, Any] = rights.facts_about(connection, asking, patient_id)
    return Eyes(asking, Facts(role=Role.PROFESSIONAL, software_conformant=True, **known))


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

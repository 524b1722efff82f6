"""What a hospital's software tells of a reading in its own system."""

from datetime import timedelta
from typing import Any

from platform_api import clock
from platform_api.vocabulary import MATRICULE_SYSTEM, PROFESSIONAL_ID_SYSTEM, PURPOSE_SYSTEM
from tests.platform_api.world import DOCTOR, Person

FEED = "system/AuditEvent.write"


def event(one: Person, **changes: Any) -> dict[str, Any]:
    """A reading by the doctor yesterday, after BALP's PatientRead."""
    return {
        "resourceType": "AuditEvent",
        "type": {"system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest"},
        "subtype": [{"system": "http://hl7.org/fhir/restful-interaction", "code": "read"}],
        "action": "R",
        "recorded": (clock.now() - timedelta(days=1)).isoformat(timespec="milliseconds"),
        "outcome": "0",
        "purposeOfEvent": [{"coding": [{"system": PURPOSE_SYSTEM, "code": "TREAT"}]}],
        "agent": [
            {"who": {"display": "ward-7"}, "requestor": False},
            {
                "who": {"identifier": {"system": PROFESSIONAL_ID_SYSTEM, "value": DOCTOR}},
                "requestor": True,
            },
        ],
        "source": {"observer": {"display": "Spidolia"}},
        "entity": [
            {"what": {"reference": "List/of-their-own"}},
            {"what": {"identifier": {"system": MATRICULE_SYSTEM, "value": one.matricule}}},
        ],
        **changes,
    }

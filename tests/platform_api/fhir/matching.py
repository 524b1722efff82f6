"""What a software sends to `Patient/$match`."""

from typing import Any

from platform_api.vocabulary import MATRICULE_SYSTEM
from tests.platform_api.world import Person


def match_of(one: Person, **options: Any) -> dict[str, Any]:
    """The matricule of this person; `traits` replaces it, the others are further parameters of the operation."""
    traits = options.pop("traits", {"identifier": [{"system": MATRICULE_SYSTEM, "value": one.matricule}]})
    more = [
        {"name": name, "valueBoolean" if isinstance(value, bool) else "valueInteger": value}
        for name, value in options.items()
    ]
    resource = {"resourceType": "Patient", **traits}
    return {"resourceType": "Parameters", "parameter": [{"name": "resource", "resource": resource}, *more]}

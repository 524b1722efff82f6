"""Patient (R4, PDQm): who somebody is, and no more than that."""

from typing import Any

from platform_api.vocabulary import MATRICULE_SYSTEM, PATIENT_ID_SYSTEM


def patient(row: dict[str, Any], matricule: str | None) -> dict[str, Any]:
    """The resource without address or telephone; the matricule only for who knows or may know it."""
    identifiers = [{"use": "official", "system": PATIENT_ID_SYSTEM, "value": row["number"]}]
    if matricule is not None:
        identifiers.append({"use": "official", "system": MATRICULE_SYSTEM, "value": matricule})
    resource: dict[str, Any] = {
        "resourceType": "Patient",
        "id": row["id"],
        "identifier": identifiers,
        "active": True,
        "name": [{"use": "official", "family": row["family"], "given": [row["given"]]}],
        "gender": row["gender"] if row["gender"] in _GENDERS else "unknown",
    }
    if row["birth_date"] is not None:
        resource["birthDate"] = row["birth_date"].isoformat()
    return resource


_GENDERS = ("male", "female", "other", "unknown")

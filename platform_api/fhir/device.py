"""Device (R4) of a registered version of a software."""

import hashlib
import re
from typing import Any

from platform_api.fhir.document_reference import instant
from platform_api.vocabulary import CONFORMITY_EXTENSION, SOFTWARE_ID_SYSTEM

_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")


def device_id(client_id: str) -> str:
    """The client's id as far as FHIR takes it for one; else a number that stays the same."""
    return client_id if _ID.fullmatch(client_id) else hashlib.sha256(client_id.encode()).hexdigest()[:32]


def status_of(row: dict[str, Any]) -> str:
    """Active while it is conformant: no other version may connect."""
    return "active" if row["state"] == "conformant" else "inactive"


def device(row: dict[str, Any]) -> dict[str, Any]:
    """The resource; the conformity's state and dates are an extension of ours."""
    conformity: list[dict[str, Any]] = [{"url": "state", "valueCode": row["state"]}]
    if row["approved_on"]:
        conformity.append({"url": "given", "valueDate": row["approved_on"].isoformat()})
    if row["withdrawn_at"]:
        conformity.append({"url": "withdrawn", "valueInstant": instant(row["withdrawn_at"])})
    resource: dict[str, Any] = {
        "resourceType": "Device",
        "id": device_id(row["client_id"]),
        "extension": [{"url": CONFORMITY_EXTENSION, "extension": conformity}],
        "identifier": [{"use": "official", "system": SOFTWARE_ID_SYSTEM, "value": row["client_id"]}],
        "status": status_of(row),
        "manufacturer": row["vendor"],
        "deviceName": [{"name": row["name"], "type": "manufacturer-name"}],
        "version": [{"value": row["version"]}],
    }
    if row["organisation_id"]:
        resource["owner"] = {"reference": f"Organization/{row['organisation_id']}"}
    return resource

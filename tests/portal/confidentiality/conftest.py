"""The patient of the professionals' tests, at the pages of confidentiality."""

from platform_api import operations
from platform_api.operations import OnBehalf
from tests.portal.professionals.conftest import Patient, nicolas
from tests.support.homes import settings_for

__all__ = ["hospital_doctor", "nicolas", "seen_by"]


def hospital_doctor(nicolas: Patient) -> str:
    """A doctor of the hospital, with access until a date; wrote little of what is there."""
    return next(one["id"] for one in nicolas.doctors if "Delvigne" in one["name"])


def seen_by(nicolas: Patient, doctor: str) -> dict[str, str]:
    """The documents that this doctor's software gets now, on all pages: id and group."""
    software = next(one for one in nicolas.demo.known["software"] if one["state"] == "conformant")
    behalf = OnBehalf(doctor, "TREAT", None, "")
    token = operations.obtain_token(settings_for(nicolas.demo.home), software["client_id"], behalf=behalf)
    found: dict[str, str] = {}
    while True:
        form = {"patient": f"Patient/{nicolas.known.patient_id}", "status": "current", "_count": "100"}
        answer = nicolas.app.test_client().post(
            "/fhir/DocumentReference/_search",
            data={**form, "_offset": str(len(found))},
            headers={"Authorization": f"Bearer {token}"},
        )
        entries = (answer.get_json() or {}).get("entry", [])
        if not entries:
            return found
        for entry in entries:
            found[entry["resource"]["id"]] = entry["resource"]["category"][0]["coding"][0]["code"]

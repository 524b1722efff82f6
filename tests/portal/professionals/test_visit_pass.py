"""Visit passes: made with a scope and a length, used by the doctor's software, seen and ended by their giver."""

from datetime import timedelta

from platform_api import clock as clock_of_the_platform
from platform_api import operations
from platform_api.operations import OnBehalf
from tests.portal.professionals.conftest import Patient
from tests.support.homes import settings_for


def _token(nicolas: Patient, doctor: str) -> str:
    software = next(one for one in nicolas.demo.known["software"] if one["state"] == "conformant")
    behalf = OnBehalf(doctor, "TREAT", None, "")
    return operations.obtain_token(settings_for(nicolas.demo.home), software["client_id"], behalf=behalf)


def _redeem(nicolas: Patient, doctor: str, code: str) -> int:
    answer = nicolas.app.test_client().post(
        "/dsp/v1/presence",
        json={"code": code},
        headers={"Authorization": f"Bearer {_token(nicolas, doctor)}"},
    )
    return answer.status_code


def _types(nicolas: Patient, doctor: str) -> set[str]:
    answer = nicolas.app.test_client().post(
        "/fhir/DocumentReference/_search",
        data={"patient": f"Patient/{nicolas.known.patient_id}", "status": "current", "_count": "100"},
        headers={"Authorization": f"Bearer {_token(nicolas, doctor)}"},
    )
    entries = (answer.get_json() or {}).get("entry", [])
    return {one["resource"]["category"][0]["coding"][0]["code"] for one in entries}


def _stranger(nicolas: Patient) -> dict[str, str]:
    """A physician without access whom he did not block."""
    kept_out = nicolas.go("professionals").text.split("They are kept out")[-1]
    return next(
        one
        for one in nicolas.doctors
        if one["category"] == "physician" and not nicolas.opens_for(one["id"]) and one["name"] not in kept_out
    )


def test_a_pass_opens_only_what_was_chosen_until_it_is_ended(nicolas: Patient):
    doctor = _stranger(nicolas)
    nicolas.go("visit-pass")
    page = nicolas.browser.submit(scope=["imaging"])
    code = page.said("presence-code")
    assert _redeem(nicolas, doctor["id"], code) == 200
    assert _types(nicolas, doctor["id"]) == {"imaging"}
    row = nicolas.go("visit-pass").marks("pass-row")[0]
    assert row.get("data-state") == "used"
    assert doctor["name"].split()[-1] in row.text_content()
    nicolas.browser.submit(button="End this pass")
    assert _types(nicolas, doctor["id"]) == set()
    assert nicolas.go("visit-pass").marks("pass-row")[0].get("data-state") == "revoked"


def test_a_pass_counts_to_the_end_of_the_day_that_was_chosen(nicolas: Patient, clock):
    doctor = _stranger(nicolas)["id"]
    nicolas.go("visit-pass")
    last = clock_of_the_platform.today() + timedelta(days=3)
    page = nicolas.browser.submit(until=last.isoformat())
    assert _redeem(nicolas, doctor, page.said("presence-code")) == 200
    clock.forward(days=2)
    assert _types(nicolas, doctor)
    clock.forward(days=2)
    assert _types(nicolas, doctor) == set()


def test_a_pass_for_too_long_is_explained_and_what_was_chosen_stays(nicolas: Patient):
    nicolas.go("visit-pass")
    page = nicolas.browser.submit(until="2031-01-01", scope=["imaging"])
    assert page.status == 422
    assert "14 days at most" in page.text
    assert page.root.xpath("//input[@name='scope'][@value='imaging'][@checked]")


def test_an_ended_pass_is_worth_nothing(nicolas: Patient):
    nicolas.go("visit-pass")
    code = nicolas.browser.submit().said("presence-code")
    nicolas.go("visit-pass")
    nicolas.browser.submit(button="End this pass")
    assert _redeem(nicolas, _stranger(nicolas)["id"], code) == 422

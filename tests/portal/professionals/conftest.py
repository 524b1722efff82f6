"""A demo patient signed in, and what the demo's professionals get through their own software."""

from dataclasses import dataclass

import pytest
from flask import Flask

from platform_api import operations
from platform_api.operations import OnBehalf
from tests.support.authenticator import Authenticator
from tests.support.browser import Page, TestBrowser
from tests.support.homes import settings_for
from tests.support.population import Demo, DemoPatient
from tests.support.steps import sign_in


@dataclass
class Patient:
    """Somebody of the demo at their browser, their authenticator app at hand."""

    demo: Demo
    app: Flask
    known: DemoPatient
    browser: TestBrowser
    authenticator: Authenticator

    @property
    def doctors(self) -> list[dict[str, str]]:
        """The directory of the demo."""
        found: list[dict[str, str]] = self.demo.known["professionals"]
        return found

    def doctor(self, *, opens: bool, purpose: str = "TREAT") -> dict[str, str]:
        """A physician who can, or cannot, open this record now."""
        return next(
            one
            for one in self.doctors
            if one["category"] == "physician" and self.opens_for(one["id"], purpose) is opens
        )

    def opens_for(self, professional: str, purpose: str = "TREAT") -> bool:
        """Whether the documents come when this professional's software asks for them, with a fresh token."""
        reason = "unconscious" if purpose == "ETREAT" else ""
        software = next(one for one in self.demo.known["software"] if one["state"] == "conformant")
        token = operations.obtain_token(
            settings_for(self.demo.home),
            software["client_id"],
            behalf=OnBehalf(professional, purpose, None, reason),
        )
        answer = self.app.test_client().post(
            "/fhir/DocumentReference/_search",
            data={"patient": f"Patient/{self.known.patient_id}", "status": "current"},
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code in (200, 404), answer.get_data(as_text=True)
        return answer.status_code == 200

    def go(self, path: str) -> Page:
        """Open a page in this patient's language."""
        return self.browser.open(path)


@pytest.fixture
def nicolas(demo: Demo, demo_portal: Flask) -> Patient:
    """Nicolas Reuland: his reference doctor is in the circle, a hospital doctor has a date, one doctor is blocked."""
    known = demo.patient("Reuland")
    browser = TestBrowser(demo_portal)
    authenticator = Authenticator(known.totp_secret)
    sign_in(browser, known.email, known.password, authenticator)
    return Patient(demo, demo_portal, known, browser, authenticator)

"""A doctor's practice with real tokens, beside a patient who decides about it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import insert

from platform_api import operations
from platform_api.models import Organisation, Professional
from platform_api.operations import OnBehalf
from platform_api.scopes import USUAL
from tests.platform_api.world import DOCTOR, HOSPITAL, Answer, Api, Person, World

PRACTICE = "1000530011"
NURSE = "2999000025"
SCOPES = USUAL


@dataclass
class Practice:
    """Software of a practice: what a professional gets through it, each time with a token of its own."""

    world: World
    key: Path

    def as_(self, professional: str = DOCTOR, purpose: str = "TREAT") -> Api:
        """This professional, with a fresh token from the token endpoint."""
        behalf = OnBehalf(professional, purpose, None, "unconscious" if purpose == "ETREAT" else "")

        def token() -> str:
            return operations.obtain_token(self.world.settings, "practice-1", self.key, behalf)

        return Api(self.world.app, token)

    def list(self, one: Person, professional: str = DOCTOR, purpose: str = "TREAT") -> Answer:
        """The documents of this person, as the professional's software asks for them."""
        return self.as_(professional, purpose).search(patient=f"Patient/{one.id}", status="current")

    def reads(self, one: Person, document: str, professional: str = DOCTOR, purpose: str = "TREAT") -> bool:
        """Whether description and bytes of a document come; they come both or neither."""
        api = self.as_(professional, purpose)
        answers = [api.get(f"/fhir/{kind}/{document}").status for kind in ("DocumentReference", "Binary")]
        assert answers in ([200, 200], [404, 404]), answers
        return answers == [200, 200]


@pytest.fixture
def practice(world: World, tmp_path: Path) -> Practice:
    """A practice's conformant software; a doctor of the hospital and a nurse of the practice use it."""
    key = world.register("practice-1", scopes=SCOPES)
    path = tmp_path / "practice.pem"
    path.write_bytes(key.as_pem(private=True))
    row = {"id": PRACTICE, "name": "Cabinet Belval", "kind": "practice", "address_lines": []}
    nurse = {"id": NURSE, "family": "Thill", "given": "Zoé", "prefix": "", "category": "nurse"}
    with world.running.database.write() as connection:
        connection.execute(insert(Organisation), row | {"postal_code": "4361", "city": "Esch-sur-Alzette"})
        connection.execute(insert(Professional), nurse | {"specialty": None, "organisation_id": PRACTICE})
    return Practice(world, path)


@pytest.fixture
def anne(world: World) -> Person:
    """A patient whose record is open."""
    return world.patient()


@pytest.fixture
def at_home(world: World) -> Callable[[Person], Api]:
    """`at_home(anne)` is her browser, signed in just now."""
    return world.signed_in


__all__ = ["DOCTOR", "HOSPITAL", "NURSE", "PRACTICE", "Practice"]

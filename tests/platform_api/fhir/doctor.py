"""A doctor behind a practice's software, and what a patient decided about them, beside `World`."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from platform_api import clock
from platform_api.identifiers import new_id
from platform_api.models import AccessRight
from platform_api.scopes import USUAL
from platform_api.tokens import Behalf
from platform_api.vocabulary import Confidentiality, Purpose, Right
from tests.platform_api.world import DOCTOR, Answer, Api, Person, World

SCOPES = USUAL


@dataclass
class Fhir:
    """Calls with headers of one's own."""

    api: Api

    def get(self, path: str, **headers: str) -> Answer:
        """GET under /fhir; header names with underscores."""
        return self.call("GET", path, None, **headers)

    def post(self, path: str, form: dict[str, Any] | None, **headers: str) -> Answer:
        """POST of a form under /fhir."""
        return self.call("POST", path, form, **headers)

    def call(self, method: str, path: str, form: dict[str, Any] | None, **headers: str) -> Answer:
        """One request."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent.setdefault("Accept-Language", self.api.language)
        if self.api.token is not None:
            sent["Authorization"] = f"Bearer {self.api.token()}"
        if self.api.session is not None:
            sent["DSP-Session"] = self.api.session
        reply = self.api.app.test_client().open(f"/fhir/{path}", method=method, headers=sent, data=form)
        answer = Answer(reply.status_code, {k.lower(): v for k, v in reply.headers}, reply.get_data())
        reply.close()
        return answer


def doctor(world: World, purpose: Purpose = Purpose.TREATMENT, *, scopes: tuple[str, ...] = SCOPES) -> Fhir:
    """The doctor of the hospital, through conformant software."""
    if not hasattr(world, "_cabinet"):
        world._cabinet = world.register("cabinet-1", scopes=SCOPES)  # type: ignore[attr-defined]  # made once
    behalf = Behalf(DOCTOR, purpose, None, purpose is Purpose.EMERGENCY)
    return Fhir(Api(world.app, lambda: world.running.tokens.issue("cabinet-1", frozenset(scopes), behalf)[0]))


def decide(world: World, one: Person, kind: Right, level: Confidentiality = Confidentiality.NORMAL) -> None:
    """The patient lets the doctor in, or shuts them out."""
    moment = clock.now() - timedelta(minutes=1)
    with world.running.database.write() as connection:
        connection.execute(
            insert(AccessRight),
            {
                "patient_id": one.id,
                "id": new_id(),
                "kind": kind,
                "actor_kind": "professional",
                "actor_id": DOCTOR,
                "level": level,
                "starts_at": moment,
                "given_by": one.account_id,
            },
        )


def titles(answer: Answer) -> list[str]:
    """The titles of the documents found."""
    assert answer.status == 200, answer
    return [entry["resource"]["content"][0]["attachment"]["title"] for entry in answer.json.get("entry", [])]


def self_link(answer: Answer) -> str:
    """What a search says that it looked for."""
    return str(next(link["url"] for link in answer.json["link"] if link["relation"] == "self"))

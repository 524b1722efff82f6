"""Anne's record with a document, a letter that is being used, a second device, and everyone around."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import update

from platform_api import clock
from platform_api.models import Session
from platform_api.scopes import USUAL
from platform_api.tokens import hash_of
from platform_api.vocabulary import DOCUMENT_TYPE_SYSTEM, FHIR_BASE, MandateVerb, Right
from tests.platform_api.fhir.matching import match_of
from tests.platform_api.matrix import people
from tests.platform_api.matrix.people import ACTIVATING, HALF, OTHER, PATIENT, SOFTWARE, VISITOR, WORKER
from tests.platform_api.phone import Phone
from tests.platform_api.world import DOCTOR, HOSPITAL, PASSWORD, Api, Person, World, code_of

_TYPES = f"{FHIR_BASE}/ValueSet/document-types"
_LETTERS = "/dsp/v1/activation"


class Scene:
    """Anne's record with a document, a letter that is being used, a second device, and everyone around."""

    def __init__(self, app: Flask) -> None:
        self.world = world = World(app)
        self.anne: Person = world.patient("Anne", "Reuter")
        self.berta: Person = world.patient("Berta", "Klein")
        self.document = world.deposit(self.anne)
        world.signed_in(self.anne)
        self.device = world.signed_in(self.anne).get("/dsp/v1/sessions").json["sessions"][-1]["id"]
        self.callers: dict[str, Callable[[], Api]] = {
            PATIENT: lambda: world.signed_in(self.anne),
            OTHER: lambda: world.signed_in(self.berta),
            VISITOR: world.portal,
            HALF: lambda: world.halfway_in(self.anne),
            ACTIVATING: lambda: self.phone.api,
            SOFTWARE: lambda: Api(app, lambda: world.token("hospital-of-the-world", *USUAL)),
            WORKER: world.worker,
            "nobody": world.anyone,
            "an expired session": lambda: self._over("expires_at"),
            "an ended session": lambda: self._over("ended_at"),
            "a made-up session": lambda: world.portal("x" * 43),
            "withdrawn software": lambda: Api(app, lambda: world.token("withdrawn", *USUAL)),
            "unknown software": lambda: Api(app, lambda: world.token("unknown", "portal", "worker")),
        }
        world.register("withdrawn", state="withdrawn", scopes=USUAL)
        self.callers |= self._other_hands()

    def _other_hands(self) -> dict[str, Callable[[], Api]]:
        """Caregivers, the helpdesk, doctors; their rows are made once, their sessions whenever they call."""
        world, anne = self.world, self.anne.id
        sara, agent, chief = world.delegate(), world.staff(), world.staff("supervisor", "Ida", "Kohn")
        look = (MandateVerb.LIST, MandateVerb.READ)
        looking = world.mandate(anne, sara, *look)
        managing = world.mandate(anne, sara, *MandateVerb)
        ended = world.mandate(anne, sara, *MandateVerb, state="ended")
        elsewhere = world.mandate(self.berta.id, sara, *MandateVerb)
        world.doctor()
        outsider, blocked = world.doctor("2999000025"), world.doctor("2999000033")
        world.decide(anne, Right.CIRCLE, DOCTOR)
        world.decide(anne, Right.CIRCLE, "2999000033")
        world.decide(anne, Right.BLOCK, "2999000033")
        return {
            people.LOOKING: lambda: world.acting(sara, looking),
            people.MANAGING: lambda: world.acting(sara, managing),
            people.ENDED: lambda: world.acting(sara, ended),
            people.ELSEWHERE: lambda: world.acting(sara, elsewhere),
            people.IDLE_AGENT: lambda: world.idle(agent),
            people.AGENT_1: lambda: world.helping(agent, anne, 1),
            people.AGENT_2: lambda: world.helping(agent, anne, 2),
            people.AGENT_3: lambda: world.helping(agent, anne, 3),
            people.AGENT_LATE: lambda: world.helping(agent, anne, 3, minutes=0),
            people.SUPERVISOR: lambda: world.idle(chief),
            people.DOCTOR_IN: lambda: world.doctor(),
            people.DOCTOR_OUT: lambda: outsider,
            people.DOCTOR_BLOCKED: lambda: blocked,
        }

    def _over(self, column: str) -> Api:
        api = self.world.signed_in(self.anne)
        newest = update(Session).where(Session.reference == hash_of(api.session or ""))
        with self.world.running.database.write() as connection:
            connection.execute(newest.values(**{column: clock.now()}))
        return api

    def request(self, rule: str) -> dict[str, Any]:
        """What a friendly caller would send there: everything about Anne, or Rui's letter."""
        about = {"patient": f"Patient/{self.anne.id}"}
        letter = {"matricule": self.rui.matricule, "code": self.letter.code} if hasattr(self, "rui") else {}
        bodies: dict[str, Any] = {
            "POST /dsp/v1/activations": letter,
            "POST /dsp/v1/objections": letter,
            "POST /dsp/v1/letters": {"matricule": letter.get("matricule"), "last_name": "Antunes"},
            "POST /dsp/v1/sessions": {"email": self.anne.email, "password": PASSWORD},
            "POST /dsp/v1/session/second-factor": {"totp": self.anne.totp()},
            "PUT /dsp/v1/factors/app": {"pending": "x", "code": "000000"},
            "POST /dsp/v1/session/proof": {"totp": self.anne.totp()},
            "PUT /dsp/v1/rights/<kind>/<actor_id>": {},
            "PUT /dsp/v1/blocks/<kind>/<actor_id>": {},
            "PUT /dsp/v1/emergency": {"allowed": False},
            "PATCH /dsp/v1/account": {"language": "de"},
            "POST /dsp/v1/password-resets": {"email": self.anne.email},
            "POST /dsp/v1/password-resets/redeem": {
                "token": "x",
                "password": "another-password-77",
                "totp": "000000",
            },
            "POST /fhir/DocumentReference": self.world.document(self.anne),
            f"POST {_LETTERS}/email": {"email": "rui@example.lu"},
            f"POST {_LETTERS}/password": {"password": PASSWORD},
            f"POST {_LETTERS}/back": {"step": "email"},
        }
        if rule.endswith("$match"):
            return {"body": match_of(self.anne)}
        if rule.endswith("$summary"):
            number = {"identifier": self.anne.matricule}
            return {"query_string": {} if "<" in rule else number}
        if "$" in rule:
            asked = {"system": DOCUMENT_TYPE_SYSTEM, "code": "lab", "url": _TYPES}
            return {"query_string": asked} if rule.startswith("GET") else {"form": asked}
        if rule.startswith("GET /fhir/"):
            return {"query_string": about}
        if rule.endswith("_search"):
            return {"form": about}
        if rule.startswith("POST /oauth/"):
            return {"form": {"grant_type": "client_credentials", "token": "x"}}
        if rule == f"POST {_LETTERS}/email-code":
            return {"body": {"code": self.code}}
        if rule == f"POST {_LETTERS}/totp":
            return {"body": {"code": code_of(self.secret)}}
        return {"body": bodies.get(rule)}

    def prepare(self, rule: str) -> None:
        """A letter for somebody new, and their activation brought to the step that this path is about."""
        self.rui: Person = self.world.person("Rui", "Antunes")
        self.letter = self.world.letter(self.rui)
        self.phone = Phone(self.world, self.rui, self.letter.code)
        self.code = "000000"
        step = rule.rpartition("/")[2] if rule.startswith(f"POST {_LETTERS}/") else ""
        if step in ("email-code", "password", "totp", "recovery-codes-kept"):
            self.phone.give_email()
            self.code = self.world.mailed_code(self.rui.email)
        if step in ("password", "totp", "recovery-codes-kept"):
            self.phone.prove_email(self.code)
        if step in ("totp", "recovery-codes-kept"):
            self.phone.choose_password()
        if step == "totp":
            self.secret = self.phone.progress()["totp_secret"]
        if step == "recovery-codes-kept":
            self.phone.enrol()

    def _entry(self, rule: str) -> str:
        """An entry of the directory that this path is about."""
        if "/Device/" in rule:
            return "hospital-of-the-world"
        return DOCTOR if "/Practitioner" in rule else HOSPITAL

    def path(self, rule: str) -> str:
        """The path, about Anne's things."""
        names = {
            "<session_id>": self.device,
            "<document_id>": self.document,
            "<notice_id>": "none",
            "<kind>": "professional",
            "<actor_id>": HOSPITAL if "/organisations/" in rule else DOCTOR,
            "<name>": "document-types",
            "<patient_id>": self.anne.id,
            "<submission_id>": self.world.documents(self.anne)[0]["submission_id"],
            "<one_id>": self._entry(rule),
        }
        path = rule.split(" ", 1)[1]
        for name, value in names.items():
            path = path.replace(name, value)
        return path

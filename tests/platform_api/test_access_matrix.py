"""Every path of the platform × everyone who may come along: only those named here get in (ASVS 8.2.1)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from platform_api import clock
from platform_api.models import Session
from platform_api.vocabulary import DOCUMENT_TYPE_SYSTEM, FHIR_BASE
from tests.platform_api.phone import Phone
from tests.platform_api.world import DOCTOR, HOSPITAL, PASSWORD, Api, Person, World, code_of

EVERYONE = "everyone"
_TYPES = f"{FHIR_BASE}/ValueSet/document-types"
PATIENT, OTHER, VISITOR, HALF, ACTIVATING = (
    "the patient",
    "another patient",
    "a visitor",
    "half signed in",
    "activating",
)
SOFTWARE, WORKER = "a hospital's software", "the worker"
STRANGERS = (
    "nobody",
    "an expired session",
    "an ended session",
    "a made-up session",
    "withdrawn software",
    "unknown software",
)
NOT_SIGNED_IN = frozenset(
    {VISITOR, HALF, ACTIVATING, "an expired session", "an ended session", "a made-up session"}
)
THROUGH_THE_PORTAL = NOT_SIGNED_IN | {PATIENT, OTHER, WORKER}
ANY_SOFTWARE = THROUGH_THE_PORTAL | {SOFTWARE}
_LETTERS = "/dsp/v1/activation"
_DIRECTORIES = (
    "Practitioner",
    "PractitionerRole",
    "Organization",
    "Location",
    "HealthcareService",
    "Endpoint",
)

_DECIDING = (
    "GET /dsp/v1/rights",
    "GET /dsp/v1/professionals",
    "GET /dsp/v1/professionals/<actor_id>",
    "GET /dsp/v1/organisations/<actor_id>",
    "PUT /dsp/v1/rights/<kind>/<actor_id>",
    "DELETE /dsp/v1/rights/<kind>/<actor_id>",
    "PUT /dsp/v1/blocks/<kind>/<actor_id>",
    "DELETE /dsp/v1/blocks/<kind>/<actor_id>",
    "GET /dsp/v1/emergency",
    "PUT /dsp/v1/emergency",
)

MAY: dict[str, frozenset[str] | str] = {
    "GET /health/live": EVERYONE,
    "GET /health/ready": EVERYONE,
    "GET /metrics": EVERYONE,  # on the loopback, as here; elsewhere with a token of its own
    "GET /oauth/jwks": EVERYONE,
    "POST /oauth/token": frozenset(),  # an assertion decides, see test_token_endpoint
    "GET /fhir/metadata": EVERYONE,
    "GET /.well-known/smart-configuration": EVERYONE,
    "GET /fhir/.well-known/smart-configuration": EVERYONE,
    "GET /dsp/v1/openapi.json": EVERYONE,
    **{
        f"{rule}": EVERYONE
        for kind in ("CodeSystem", "ValueSet")
        for rule in (
            f"GET /fhir/{kind}",
            f"POST /fhir/{kind}/_search",
            f"GET /fhir/{kind}/<name>",
        )
    },
    **{
        f"{method} /fhir/{operation}": EVERYONE
        for method in ("GET", "POST")
        for operation in ("CodeSystem/$lookup", "ValueSet/$expand", "ValueSet/<name>/$expand")
    },
    **{f"GET /fhir/{kind}": ANY_SOFTWARE for kind in _DIRECTORIES},
    **{f"POST /fhir/{kind}/_search": ANY_SOFTWARE for kind in _DIRECTORIES},
    **{f"GET /fhir/{kind}/<one_id>": ANY_SOFTWARE for kind in _DIRECTORIES[:4]},
    "GET /fhir/Patient": frozenset(),  # software approved for it, see fhir/test_patients
    "POST /fhir/Patient/_search": frozenset(),
    "GET /fhir/Patient/<patient_id>": frozenset({PATIENT}),
    "GET /fhir/List": frozenset({PATIENT}),
    "POST /fhir/List/_search": frozenset({PATIENT}),
    "GET /fhir/List/<submission_id>": frozenset({PATIENT}),
    "GET /fhir/Consent": frozenset({PATIENT}),
    "POST /fhir/Consent/_search": frozenset({PATIENT}),
    "POST /dsp/v1/activations": NOT_SIGNED_IN,
    f"GET {_LETTERS}": frozenset({ACTIVATING, PATIENT, OTHER}),  # who is through learns that it is done
    f"POST {_LETTERS}/email": frozenset({ACTIVATING}),
    f"POST {_LETTERS}/email-code": frozenset({ACTIVATING}),
    f"POST {_LETTERS}/password": frozenset({ACTIVATING}),
    f"POST {_LETTERS}/totp": frozenset({ACTIVATING}),
    f"POST {_LETTERS}/back": frozenset({ACTIVATING}),
    f"POST {_LETTERS}/recovery-codes-kept": frozenset({ACTIVATING}),
    "POST /dsp/v1/objections": NOT_SIGNED_IN,
    "POST /dsp/v1/letters": NOT_SIGNED_IN,
    "POST /dsp/v1/sessions": NOT_SIGNED_IN,
    "POST /dsp/v1/session/second-factor": frozenset({HALF}),
    "GET /dsp/v1/session": frozenset({PATIENT, OTHER}),
    "DELETE /dsp/v1/session": THROUGH_THE_PORTAL,
    "GET /dsp/v1/sessions": frozenset({PATIENT, OTHER}),
    "DELETE /dsp/v1/sessions/<session_id>": frozenset({PATIENT}),
    "GET /dsp/v1/account": frozenset({PATIENT, OTHER}),
    "PATCH /dsp/v1/account": frozenset({PATIENT, OTHER}),
    "POST /dsp/v1/password-resets": NOT_SIGNED_IN,
    "POST /dsp/v1/password-resets/redeem": frozenset(),  # a mailed link decides, see test_signing_in
    "GET /dsp/v1/dossier": frozenset({PATIENT, OTHER}),  # everybody's own
    **{rule: frozenset({PATIENT, OTHER}) for rule in _DECIDING},  # everybody about their own
    "POST /dsp/v1/session/proof": frozenset({PATIENT}),
    "GET /fhir/DocumentReference": frozenset({PATIENT}),
    "POST /fhir/DocumentReference/_search": frozenset({PATIENT}),
    "GET /fhir/DocumentReference/<document_id>": frozenset({PATIENT, SOFTWARE}),  # what it brought in itself
    "GET /fhir/Binary/<document_id>": frozenset({PATIENT, SOFTWARE}),
    "POST /fhir": frozenset(),  # a bundle decides, see provide/
    "POST /fhir/DocumentReference": frozenset({SOFTWARE}),
    "POST /dsp/v1/presence": frozenset(),  # a professional with a code, see consents/test_presence
    "GET /fhir/AuditEvent": frozenset({PATIENT}),
    "POST /fhir/AuditEvent/_search": frozenset({PATIENT}),
    "POST /dsp/v1/notices/lease": frozenset({WORKER}),
    "POST /dsp/v1/notices/<notice_id>/sent": frozenset({WORKER}),
}


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
            SOFTWARE: lambda: Api(
                app, lambda: world.token("hospital-of-the-world", "system/DocumentReference.write")
            ),
            WORKER: world.worker,
            "nobody": world.anyone,
            "an expired session": lambda: self._over("expires_at"),
            "an ended session": lambda: self._over("ended_at"),
            "a made-up session": lambda: world.portal("x" * 43),
            "withdrawn software": lambda: Api(
                app, lambda: world.token("withdrawn", "system/DocumentReference.write")
            ),
            "unknown software": lambda: Api(app, lambda: world.token("unknown", "portal", "worker")),
        }
        world.register("withdrawn", state="withdrawn")

    def _over(self, column: str) -> Api:
        api = self.world.signed_in(self.anne)
        newest = update(Session).where(Session.reference == _hash(api.session or ""))
        with self.world.running.database.write() as connection:
            connection.execute(newest.values(**{column: clock.now()}))
        return api

    def request(self, rule: str) -> dict[str, Any]:
        """What a friendly caller would send there: everything about Anne, or Rui's letter."""
        about = {"patient": f"Patient/{self.anne.id}"}
        letter = {"matricule": self.rui.matricule, "code": self.letter.code}
        bodies: dict[str, Any] = {
            "POST /dsp/v1/activations": letter,
            "POST /dsp/v1/objections": letter,
            "POST /dsp/v1/letters": {"matricule": self.rui.matricule, "last_name": "Antunes"},
            "POST /dsp/v1/sessions": {"email": self.anne.email, "password": PASSWORD},
            "POST /dsp/v1/session/second-factor": {"totp": self.anne.totp()},
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
            f"POST {_LETTERS}/email": {"email": self.rui.email},
            f"POST {_LETTERS}/password": {"password": PASSWORD},
            f"POST {_LETTERS}/back": {"step": "email"},
        }
        if "$" in rule:
            asked = {"system": DOCUMENT_TYPE_SYSTEM, "code": "lab", "url": _TYPES}
            return {"query_string": asked} if rule.startswith("GET") else {"form": asked}
        if rule.startswith("GET /fhir/"):
            return {"query_string": about}
        if rule.endswith("_search"):
            return {"form": about}
        if rule == "POST /oauth/token":
            return {"form": {"grant_type": "client_credentials"}}
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
            "<one_id>": DOCTOR if "/Practitioner" in rule else HOSPITAL,
        }
        path = rule.split(" ", 1)[1]
        for name, value in names.items():
            path = path.replace(name, value)
        return path


def _hash(reference: str) -> str:
    from platform_api.tokens import hash_of

    return hash_of(reference)


@pytest.fixture
def scene(platform: Flask) -> Scene:
    """Anne's record and everyone around it."""
    return Scene(platform)


CALLERS = (PATIENT, OTHER, VISITOR, HALF, ACTIVATING, SOFTWARE, WORKER, *STRANGERS)


def test_every_path_is_in_the_matrix(platform: Flask):
    rules = {
        f"{method} {rule.rule}"
        for rule in platform.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert rules == set(MAY), "a new path needs its row here"


@pytest.mark.parametrize("rule", sorted(MAY))
def test_only_those_named_get_in(scene: Scene, rule: str):
    """Refused ones learn nothing of Anne; what is allowed works, so that the matrix is no empty promise."""
    allowed = MAY[rule]
    method, path = rule.split(" ", 1)[0], scene.path(rule)
    got_in = set()
    for caller in sorted(CALLERS, key=lambda one: one in allowed):  # those who change something come last
        scene.prepare(rule)
        answer = scene.callers[caller]().call(method, path, **scene.request(rule))
        assert answer.status < 500, (caller, answer)
        if answer.status < 400:
            got_in.add(caller)
        else:
            text = answer.data.decode()
            assert not any(
                known in text for known in (scene.anne.id, scene.anne.email, scene.document, "Reuter")
            ), caller
    assert got_in == (set(CALLERS) if allowed == EVERYONE else set(allowed))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods_are_not_there(scene: Scene, method: str):
    me = scene.callers[PATIENT]()
    answer = me.call(method, f"/fhir/DocumentReference/{scene.document}")
    assert answer.status == 405
    assert me.get(f"/fhir/DocumentReference/{scene.document}").status == 200


def test_a_method_in_a_header_or_parameter_is_not_taken(scene: Scene):
    me = scene.callers[PATIENT]()
    answer = me.call("POST", "/dsp/v1/session?_method=DELETE", body={"_method": "DELETE"})
    assert answer.status == 405
    assert me.get("/dsp/v1/session").status == 200

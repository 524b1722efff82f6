"""People, letters and software made on an otherwise empty platform, and calls to its API as each of them."""

import base64
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pyotp
from flask import Flask
from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy import event, func, insert, select, update

from platform_api import clock, factors, operations, outbox, passwords, sessions
from platform_api.accounts import new_account_number
from platform_api.blobs import digests
from platform_api.context import Platform
from platform_api.demo.people import make_matricule
from platform_api.identifiers import new_id
from platform_api.models import (
    Account,
    AuditEntry,
    Document,
    Dossier,
    Letter,
    Organisation,
    Patient,
    Professional,
    RecoveryCode,
    Software,
)
from platform_api.operations import MintedLetter
from platform_api.outbox import DueNotice
from platform_api.vocabulary import DOCUMENT_TYPE_SYSTEM, DossierState

PASSWORD = "fourneau-violet-tabouret-62"
WRITE = "system/DocumentReference.write"
HOSPITAL, LABORATORY = "1000310014", "1000420017"
DOCTOR = "2999000017"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@cache
def password_hash() -> str:
    """The hash of PASSWORD, computed once for a run."""
    return passwords.hash_password(PASSWORD)


@dataclass
class Answer:
    """An answer of the platform."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.data)

    @property
    def reason(self) -> str:
        """The code of the refusal, of either kind of answer; empty when there is none."""
        if self.status < 400 or not self.data:
            return ""
        body = self.json
        if "issue" in body:
            return str(body["issue"][0]["details"]["coding"][0]["code"])
        return str(body.get("code") or body.get("error"))

    @property
    def told(self) -> tuple[int, bytes]:
        """All that a caller learns: status and body."""
        return self.status, self.data


@dataclass
class Api:
    """Calls to the platform with a fresh token each, one session and one visitor's address."""

    app: Flask
    token: Callable[[], str] | None
    session: str | None = None
    address: str = "192.0.2.7"
    language: str = "fr"

    def call(self, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """One request; `body` is sent as JSON, `form=` as a form."""
        headers = {
            "Accept-Language": self.language,
            "DSP-Visitor-Address": self.address,
            "DSP-Device": "Firefox",
        }
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token()}"
        if self.session is not None:
            headers["DSP-Session"] = self.session
        if "form" in options:
            options["data"] = options.pop("form")
        elif body is not None:
            options.setdefault("data", json.dumps(body))
            options.setdefault("content_type", "application/json")
        reply = self.app.test_client().open(path, method=method, headers=headers, **options)
        answer = Answer(reply.status_code, {k.lower(): v for k, v in reply.headers}, reply.get_data())
        reply.close()
        return answer

    def get(self, path: str, **options: Any) -> Answer:
        """GET."""
        return self.call("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Answer:
        """POST."""
        return self.call("POST", path, body, **options)

    def delete(self, path: str) -> Answer:
        """DELETE."""
        return self.call("DELETE", path)

    def search(self, **form: Any) -> Answer:
        """DocumentReference/_search."""
        return self.post("/fhir/DocumentReference/_search", form=form)


@dataclass
class Person:
    """Someone with a record, and what only they know."""

    id: str
    matricule: str
    given: str
    family: str
    email: str
    account_id: str = ""
    account_number: str = ""
    secret: str = ""
    recovery_codes: list[str] = field(default_factory=list)

    def totp(self, steps: int = 0) -> str:
        """The app's code, `steps` of 30 seconds from now."""
        return code_of(self.secret, steps)


class World:
    """An otherwise empty platform."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.running: Platform = app.extensions["dsp-platform"]
        self.settings = self.running.settings
        self._people = 0

    # who calls

    def token(self, client_id: str, *scopes: str) -> str:
        """An access token, issued by the platform's own key."""
        return self.running.tokens.issue(client_id, frozenset(scopes))[0]

    def portal(self, session: str | None = None, **options: Any) -> Api:
        """The portal, for a visitor or for the person of a session."""
        return Api(self.app, lambda: self.token("dsp-portal", "portal"), session, **options)

    def worker(self) -> Api:
        """The portal's job worker."""
        return Api(self.app, lambda: self.token("dsp-portal", "worker"))

    def anyone(self) -> Api:
        """Somebody without any token."""
        return Api(self.app, None)

    def software(
        self, client_id: str = "hospital-1", *, state: str = "conformant", scopes: Any = (WRITE,)
    ) -> Api:
        """A registered software version with its token."""
        self.register(client_id, state=state, scopes=scopes)
        return Api(self.app, lambda: self.token(client_id, *scopes))

    def register(self, client_id: str, *, state: str = "conformant", scopes: Any = (WRITE,)) -> ECKey:
        """Register a software version of the hospital; returns its private key."""
        self._directory()
        key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, private=True, auto_kid=True)
        row = {
            "client_id": client_id,
            "name": "Spidolia",
            "version": "1",
            "vendor": "Ostara",
            "organisation_id": HOSPITAL,
            "state": state,
            "scopes": list(scopes),
            "public_key": key.as_dict(private=False),
            "approved_on": date(2024, 1, 1),
        }
        with self.running.database.write() as connection:
            connection.execute(insert(Software), row)
        return key

    def ask_token(
        self, client_id: str, key: Any, *, alg: str = "ES256", scope: str = WRITE, **claims: Any
    ) -> Answer:
        """The token endpoint's answer to an assertion; claims given as None are left out."""
        moment = int(clock.now().timestamp())
        whole = {
            "iss": client_id,
            "sub": client_id,
            "aud": f"{self.settings.base_url}/oauth/token",
            "iat": moment,
            "exp": moment + 60,
            "jti": secrets.token_urlsafe(8),
            **claims,
        }
        given = {name: value for name, value in whole.items() if value is not None}
        if alg == "none":
            parts = ({"alg": "none"}, given)
            assertion = ".".join(_b64(json.dumps(part)) for part in parts) + "."
        else:
            assertion = jwt.encode({"alg": alg}, given, key, algorithms=[alg])
        return self.ask_token_with(assertion, scope)

    def ask_token_with(self, assertion: str, scope: str = WRITE) -> Answer:
        """The token endpoint's answer to this very assertion."""
        form = {
            "grant_type": "client_credentials",
            "scope": scope,
            "client_assertion_type": _ASSERTION,
            "client_assertion": assertion,
        }
        return self.anyone().post("/oauth/token", form=form)

    # who has a record

    def person(
        self,
        given: str = "Anne",
        family: str = "Reuter",
        *,
        state: DossierState = DossierState.CREATED,
        account: bool = False,
        email: str = "",
    ) -> Person:
        """Someone in the directory, with a record in this state, and with an account if wanted."""
        self._people += 1
        born = date(1950 + self._people % 50, 1 + self._people % 12, 3)
        number = make_matricule(born, self._people)
        one = Person(new_id(), number, given, family, email or f"{given.lower()}{self._people}@example.lu")
        keys, moment = self.running.keys, clock.now()
        self.running.create_record_keys([one.id])
        with self.running.database.write() as connection:
            connection.execute(
                insert(Patient),
                {
                    "id": one.id,
                    "number": f"{self._people:010d}",
                    "matricule_index": keys.find_by("matricule", number),
                    "matricule_sealed": keys.seal(number, f"matricule:{one.id}"),
                    "family": family,
                    "given": given,
                    "birth_date": born,
                    "gender": "female",
                    "language": "fr",
                    "address_lines": ["3, rue de l'Église"],
                    "postal_code": "9090",
                    "city": "Warken",
                    "country": "LU",
                    "representatives": [],
                    "created_at": moment,
                },
            )
            dossier = {"patient_id": one.id, "state": state, "state_since": moment, "created_at": moment}
            connection.execute(insert(Dossier), dossier)
        if account:
            self._add_account(one)
        return one

    def patient(self, given: str = "Anne", family: str = "Reuter", **options: Any) -> Person:
        """Someone with an activated record and an account."""
        return self.person(given, family, state=DossierState.ACTIVATED, account=True, **options)

    def _add_account(self, one: Person) -> None:
        keys = self.running.keys
        one.account_id, one.secret = new_id(), factors.new_secret()
        one.recovery_codes = factors.new_recovery_codes()
        with self.running.database.write() as connection:
            one.account_number = new_account_number(connection)
            connection.execute(
                insert(Account),
                {
                    "id": one.account_id,
                    "number": one.account_number,
                    "patient_id": one.id,
                    "state": "active",
                    "language": "fr",
                    "email_index": keys.find_by("email", one.email),
                    "email_sealed": keys.seal(one.email, f"account-email:{one.account_id}"),
                    "password_hash": password_hash(),
                    "totp_sealed": keys.seal(one.secret, f"account-totp:{one.account_id}"),
                    "totp_last_step": 0,
                    "created_at": clock.now(),
                },
            )
            rows = [
                {
                    "account_id": one.account_id,
                    "fingerprint": keys.find_by(
                        f"recovery:{one.account_id}", factors.normal_recovery_code(code)
                    ),
                }
                for code in one.recovery_codes
            ]
            connection.execute(insert(RecoveryCode), rows)

    def signed_in(self, one: Person) -> Api:
        """Their browser, with both factors proved."""
        with self.running.database.write() as connection:
            reference = sessions.open_person(connection, one.account_id, "Firefox", None)
        return self.portal(reference)

    def halfway_in(self, one: Person) -> Api:
        """Their browser, the password proved and the second factor still asked."""
        with self.running.database.write() as connection:
            return self.portal(sessions.open_half(connection, one.account_id, "Firefox"))

    def set_state(self, one: Person, state: DossierState, **values: Any) -> None:
        """Put the record into a state by hand."""
        with self.running.database.write() as connection:
            connection.execute(
                update(Dossier).where(Dossier.patient_id == one.id).values(state=state, **values)
            )

    def state(self, one: Person) -> str:
        """The record's state."""
        with self.running.database.read() as connection:
            return str(
                connection.execute(select(Dossier.state).where(Dossier.patient_id == one.id)).scalar_one()
            )

    # letters

    def letter(self, one: Person, *, until: str = "posted") -> MintedLetter:
        """A letter to this person, brought as far as wanted: minted, printed, posted, returned."""
        operations.issue_letter(self.settings, one.id, "fr")
        minted = [letter for letter in operations.mint_letters(self.settings) if letter.patient_id == one.id][
            -1
        ]
        if until in ("printed", "posted", "returned"):
            operations.acknowledge_letters(self.settings, [minted.letter_id])
        if until in ("posted", "returned"):
            operations.letters_posted(self.settings, [minted.letter_id])
        if until == "returned":
            operations.letters_returned(self.settings, [minted.letter_id])
        return minted

    def letter_state(self, letter_id: str) -> str:
        """Where a letter is."""
        with self.running.database.read() as connection:
            return str(connection.execute(select(Letter.state).where(Letter.id == letter_id)).scalar_one())

    def redeem(self, one: Person, code: str, **options: Any) -> Answer:
        """Matricule and code, as a visitor types them."""
        body = {"matricule": one.matricule, "code": code}
        return self.portal(**options).post("/dsp/v1/activations", body)

    # what people are told

    def mail(self) -> list[DueNotice]:
        """The messages that are due now; they count as sent."""
        with self.running.database.write() as connection:
            due = outbox.lease(connection, self.running.keys, most=100)
            for notice in due:
                outbox.sent(connection, notice.id)
        return due

    def mailed_code(self, address: str) -> str:
        """The code in the newest message to this address."""
        return [mail.parameters["code"] for mail in self.mail() if mail.address == address][-1]

    # documents and the trail

    def document(self, one: Person, **changes: Any) -> dict[str, Any]:
        """A DocumentReference to deposit for this person; keyword arguments replace its parts."""
        content = changes.pop("content", PDF)
        media_type = changes.pop("media_type", "application/pdf")
        attachment = {
            "contentType": media_type,
            "data": base64.b64encode(content).decode(),
            "language": "fr",
            "title": changes.pop("title", "Compte rendu"),
            "creation": changes.pop("creation", "2026-03-01T10:00:00+01:00"),
            **changes.pop("attachment", {}),
        }
        kind = changes.pop("kind", "medical-report")
        return {
            "resourceType": "DocumentReference",
            "status": "current",
            "type": {"coding": [{"system": DOCUMENT_TYPE_SYSTEM, "code": kind}]},
            "subject": {"reference": f"Patient/{one.id}"},
            "content": [{"attachment": attachment}],
            **changes,
        }

    def deposit(self, one: Person, by: Api | None = None, **changes: Any) -> str:
        """Deposit a document for this person as a hospital does; returns its id."""
        if by is None:
            if not hasattr(self, "_hospital"):
                self._hospital = self.software("hospital-of-the-world")
            by = self._hospital
        answer = by.post("/fhir/DocumentReference", self.document(one, **changes))
        assert answer.status == 201, answer
        return str(answer.json["id"])

    def documents(self, one: Person) -> list[dict[str, Any]]:
        """The rows of a record's documents."""
        with self.running.database.read() as connection:
            rows = connection.execute(select(Document.__table__).where(Document.patient_id == one.id))
            return [dict(row) for row in rows.mappings()]

    def blobs(self) -> list[str]:
        """The files in the blob store."""
        return sorted(self.running.blobs.stored())

    def entries(self, chain: str) -> list[dict[str, Any]]:
        """A chain of the trail, the oldest entry first."""
        with self.running.database.read() as connection:
            found = select(AuditEntry.__table__).where(AuditEntry.chain == chain).order_by(AuditEntry.number)
            return [dict(row) for row in connection.execute(found).mappings()]

    def count(self, model: Any) -> int:
        """How many rows a table has."""
        with self.running.database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(model)).scalar_one())

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Collects the SQL that runs in the block."""
        seen: list[str] = []

        def note(_connection, _cursor, statement, _parameters, _context, _many):
            seen.append(statement.split("\n")[0])

        event.listen(self.running.database.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(self.running.database.engine, "before_cursor_execute", note)

    def _directory(self) -> None:
        with self.running.database.write() as connection:
            if connection.execute(select(Organisation.id)).first() is not None:
                return
            for identifier, name in ((HOSPITAL, "Centre hospitalier Pétrusse"), (LABORATORY, "Labo Sûre")):
                row = {"id": identifier, "name": name, "kind": "hospital", "address_lines": []}
                connection.execute(insert(Organisation), row | {"postal_code": "1111", "city": "Luxembourg"})
            connection.execute(
                insert(Professional),
                {
                    "id": DOCTOR,
                    "family": "Muller",
                    "given": "Hélène",
                    "prefix": "Dr",
                    "category": "physician",
                    "specialty": None,
                    "organisation_id": HOSPITAL,
                },
            )


class Phone:
    """A browser on its way through the activation with a letter."""

    def __init__(self, world: World, one: Person, code: str, address: str = "192.0.2.7") -> None:
        self.world, self.person = world, one
        begun = world.redeem(one, code, address=address)
        assert begun.status == 201, begun
        self.api = world.portal(begun.json["session"], address=address)

    def give_email(self, email: str = "") -> Answer:
        """The address to prove."""
        return self.api.post("/dsp/v1/activation/email", {"email": email or self.person.email})

    def prove_email(self, code: str = "", email: str = "") -> Answer:
        """The code from the newest message."""
        code = code or self.world.mailed_code(email or self.person.email)
        return self.api.post("/dsp/v1/activation/email-code", {"code": code})

    def choose_password(self, password: str = PASSWORD) -> Answer:
        """The new password."""
        return self.api.post("/dsp/v1/activation/password", {"password": password})

    def progress(self) -> Any:
        """Where it stands."""
        answer = self.api.get("/dsp/v1/activation")
        assert answer.status == 200, answer
        return answer.json

    def enrol(self, steps: int = 0, secret: str = "") -> Answer:
        """The app's first code."""
        secret = secret or self.progress()["totp_secret"]
        return self.api.post("/dsp/v1/activation/totp", {"code": code_of(secret, steps)})

    def up_to_the_app(self, email: str = "") -> "Phone":
        """Every step before the authenticator app."""
        assert self.give_email(email).status == 200
        assert self.prove_email(email=email).status == 200
        assert self.choose_password().status == 200
        return self

    def activate(self) -> Any:
        """Every step; returns the last answer."""
        self.up_to_the_app()
        self.person.secret = self.progress()["totp_secret"]
        done = self.enrol()
        assert done.status == 200, done
        return done.json


def code_of(secret: str, steps: int = 0) -> str:
    """An app's code, `steps` of 30 seconds from now."""
    return pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30 + steps)


def sha1(content: bytes) -> str:
    """The hash as FHIR's attachments carry it."""
    return base64.b64encode(bytes.fromhex(digests(content)[1])).decode()


def _b64(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def utc(*parts: int) -> datetime:
    """A moment in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]  # the parts are those of datetime

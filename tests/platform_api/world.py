"""People, letters and software made on an otherwise empty platform, and calls to its API as each of them."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import event, func, insert, select, update

from platform_api import clock, factors, operations, outbox, passwords, sessions
from platform_api.accounts import new_account_number
from platform_api.demo.people import make_matricule
from platform_api.identifiers import new_id
from platform_api.models import (
    Account,
    AuditEntry,
    Document,
    Dossier,
    Letter,
    Patient,
    RecoveryCode,
)
from platform_api.operations import MintedLetter
from platform_api.outbox import DueNotice
from platform_api.scopes import USUAL
from platform_api.vocabulary import DOCUMENT_TYPE_SYSTEM, DossierState
from tests.platform_api.callers import DOCTOR, HOSPITAL, LABORATORY, WRITE
from tests.platform_api.calls import Answer, Api, code_of, sha1, utc
from tests.platform_api.hands import Hands

__all__ = [
    "DOCTOR",
    "HOSPITAL",
    "LABORATORY",
    "PASSWORD",
    "PDF",
    "WRITE",
    "Answer",
    "Api",
    "Person",
    "World",
    "code_of",
    "password_hash",
    "sha1",
    "utc",
]

PASSWORD = "fourneau-violet-tabouret-62"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@cache
def password_hash() -> str:
    """The hash of PASSWORD, computed once for a run."""
    return passwords.hash_password(PASSWORD)


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


class World(Hands):
    """An otherwise empty platform."""

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
                self._hospital = self.software("hospital-of-the-world", scopes=USUAL)
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

"""Other hands in the platform's tests: caregivers under a mandate, agents within an assistance, doctors."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, update

from platform_api import clock, factors, sessions
from platform_api.accounts import new_account_number
from platform_api.identifiers import new_id
from platform_api.models import AccessRight, Account, Assistance, HelpCase, Mandate, Professional, Session
from platform_api.scopes import USUAL
from platform_api.tokens import Behalf, hash_of
from platform_api.vocabulary import Confidentiality, MandateVerb, Purpose, Right
from tests.platform_api.callers import DOCTOR, HOSPITAL, Callers
from tests.platform_api.calls import Api

PRACTICE = "practice-of-the-world"
PRACTICE_SCOPES = USUAL


class Hands(Callers):
    """Everybody who acts for a patient, or treats one."""

    def staff(self, role: str = "agent", given: str = "Tom", family: str = "Weis") -> str:
        """An account of the helpdesk; returns its id."""
        return self._account(role, given, family)

    def delegate(self, given: str = "Sara", family: str = "Reuter") -> str:
        """An account without a record of its own; returns its id."""
        return self._account("person", given, family)

    def mandate(
        self,
        holder_id: str,
        delegate_id: str,
        *verbs: MandateVerb,
        state: str = "active",
        ceiling: Confidentiality = Confidentiality.RESTRICTED,
        excluded: tuple[str, ...] = (),
        days: int = 90,
    ) -> str:
        """A mandate in this state; returns its id."""
        identifier, moment = new_id(), clock.now()
        row = {
            "id": identifier,
            "patient_id": holder_id,
            "delegate_id": delegate_id,
            "basis": "consent",
            "template": "look",
            "state": state,
            "verbs": list(verbs),
            "excluded_types": list(excluded),
            "ceiling": ceiling,
            "given": "Sara",
            "family": "Reuter",
            "created_at": moment,
            "starts_at": moment,
            "ends_at": moment + timedelta(days=days),
        }
        with self.running.database.write() as connection:
            connection.execute(insert(Mandate), row)
        return identifier

    def acting(self, account_id: str, mandate_id: str) -> Api:
        """A caregiver's browser, switched to the holder of this mandate."""
        return self._session(account_id, mandate_id=mandate_id)

    def idle(self, account_id: str) -> Api:
        """An agent's or a delegate's browser, acting for nobody."""
        return self._session(account_id)

    def helping(
        self, agent_id: str, holder_id: str, level: int, *, minutes: int = 15, who: str = "holder"
    ) -> Api:
        """An agent's browser within an assistance for this person, the caller proved at this level."""
        identifier, case_id, moment = new_id(), new_id(), clock.now()
        call = {"id": case_id, "number": case_id[-8:], "patient_id": holder_id, "agent_id": agent_id}
        call |= {"channel": "counter", "caller": who, "purpose": "access", "language": "fr"}
        row = {
            "id": identifier,
            "case_id": case_id,
            "patient_id": holder_id,
            "agent_id": agent_id,
            "proof_level": level,
            "started_at": moment,
            "ends_at": moment + timedelta(minutes=minutes),
        }
        with self.running.database.write() as connection:
            connection.execute(insert(HelpCase), call | {"opened_at": moment, "flags": []})
            connection.execute(insert(Assistance), row)
        return self._session(agent_id, assistance_id=identifier)

    def doctor(
        self, number: str = DOCTOR, purpose: Purpose = Purpose.TREATMENT, *, patient_id: str | None = None
    ) -> Api:
        """A doctor through a practice's conformant software; made if nobody knows them yet."""
        self._directory()
        if not hasattr(self, "_practice"):
            self._practice = self.register(PRACTICE, scopes=PRACTICE_SCOPES)
        if number != DOCTOR:
            row: dict[str, Any] = {"id": number, "family": f"Thill {number}", "given": "Marc", "prefix": "Dr"}
            row |= {"category": "physician", "specialty": None, "organisation_id": HOSPITAL}
            with self.running.database.write() as connection:
                connection.execute(insert(Professional), row)
        behalf = Behalf(number, purpose, patient_id, purpose is Purpose.EMERGENCY)
        scopes = frozenset(PRACTICE_SCOPES)
        return Api(self.app, lambda: self.running.tokens.issue(PRACTICE, scopes, behalf)[0])

    def decide(self, holder_id: str, right: Right, actor_id: str, *, level: str = "restricted") -> None:
        """What a holder decided about a professional, as a row."""
        row: dict[str, Any] = {
            "patient_id": holder_id,
            "id": new_id(),
            "kind": right,
            "actor_kind": "professional",
            "actor_id": actor_id,
            "level": level,
            "starts_at": clock.now(),
            "ends_at": None,
            "given_by": holder_id,
        }
        with self.running.database.write() as connection:
            connection.execute(insert(AccessRight), row)

    def _account(self, role: str, given: str, family: str) -> str:
        identifier, keys = new_id(), self.running.keys
        email = f"{identifier[:8]}@example.lu"
        with self.running.database.write() as connection:
            row = {
                "id": identifier,
                "number": new_account_number(connection),
                "patient_id": None,
                "state": "active",
                "language": "fr",
                "email_index": keys.find_by("email", email),
                "email_sealed": keys.seal(email, f"account-email:{identifier}"),
                "password_hash": "-",
                "totp_sealed": keys.seal(factors.new_secret(), f"account-totp:{identifier}"),
                "totp_last_step": 0,
                "created_at": clock.now(),
                "role": role,
                "given": given,
                "family": family,
            }
            connection.execute(insert(Account), row)
        return identifier

    def _session(self, account_id: str, **acting: str) -> Api:
        with self.running.database.write() as connection:
            reference = sessions.open_person(connection, account_id, "Firefox", None)
            if acting:
                mine = Session.reference == hash_of(reference)
                connection.execute(update(Session).where(mine).values(**acting))
        return self.portal(reference)

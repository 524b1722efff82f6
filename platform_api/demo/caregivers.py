"""The demo's caregivers: daughters without a record here, a patient who looks after a neighbour, a mother of two."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from platform_api import ages, clock, passwords
from platform_api.accounts import new_account_number
from platform_api.context import Platform
from platform_api.demo.people import demo_people
from platform_api.identifiers import new_id
from platform_api.mandates import invitations
from platform_api.mandates.templates import TEMPLATES
from platform_api.models import Account, Mandate, Representative
from platform_api.vocabulary import (
    MandateBasis,
    MandateNotice,
    MandateReason,
    MandateState,
    MandateTemplate,
)

_PASSWORD = "lune-jardin-velo-marmite"


@dataclass(frozen=True, slots=True)
class _Given:
    """A mandate from one of the demo's people: who, what, where it stands, and how many days are left."""

    holder: str
    template: MandateTemplate
    state: MandateState = MandateState.ACTIVE
    days: int = 300


@dataclass(frozen=True, slots=True)
class _Carer:
    """Somebody who acts for others; with the key of one of the demo's people, or an account of their own."""

    given: str
    family: str
    mandates: tuple[_Given, ...]
    email: str = ""
    secret: str = ""
    language: str = "fr"
    patient: str = ""


_T, _S = MandateTemplate, MandateState
_CARERS = (
    _Carer(
        "Monique",
        "Kieffer",
        (
            _Given("leonie-kieffer", _T.EVERYTHING),
            _Given("ferdinand-kieffer", _T.DAILY, days=6),
            _Given("maria-vasconcelos", _T.LOOK, _S.ENDED, days=-10),
            _Given("nicolas-reuland", _T.DAILY, _S.PROPOSED),
        ),
        "monique.kieffer@example.lu",
        "ONXW2ZLUNBUW4ZZRONXW2ZLUNBUW4ZZR",
        "lb",
    ),
    _Carer(
        "Annika",
        "Reuland",
        (_Given("nicolas-reuland", _T.EVERYTHING),),
        "annika.reuland@example.de",
        "NZXXI2DJNZTXI2DJNZXXI2DJNZTXI2DJ",
        "de",
    ),
    _Carer("Claire", "Wagener", (_Given("josee-theisen", _T.LOOK, days=80),), patient="claire-wagener"),
    _Carer("Nathalie", "Weyland", (), patient="nathalie-weyland"),
)
_PARENTS = {
    "claire-wagener": ("leo-antunes", "maya-antunes"),
    "nathalie-weyland": ("tim-weyland", "lena-weyland"),
}


def add_caregivers(
    running: Platform, connection: Connection, patient_ids: dict[str, str]
) -> list[dict[str, Any]]:
    """Make the demo's caregivers with their mandates; returns how they sign in and for whom they act."""
    listed = []
    people = {one.key: one for one in demo_people()}
    for carer in _CARERS:
        account_id = _account(running, connection, carer, patient_ids)
        known = people.get(carer.patient)
        mandates = [
            _mandate(running, connection, carer, account_id, one, patient_ids) for one in carer.mandates
        ]
        for child in _PARENTS.get(carer.patient, ()):
            mandates.append(_parent(running, connection, carer, account_id, child, patient_ids))
        listed.append(
            {
                "email": known.email if known else carer.email,
                "password": known.password if known else _PASSWORD,
                "totp_secret": known.totp_secret if known else carer.secret,
                "name": f"{carer.given} {carer.family}",
                "mandates": mandates,
            }
        )
    return listed


def _account(running: Platform, connection: Connection, carer: _Carer, patient_ids: dict[str, str]) -> str:
    if carer.patient:
        found = select(Account.id).where(Account.patient_id == patient_ids[carer.patient])
        return str(connection.execute(found).scalar_one())
    account_id, keys = new_id(), running.keys
    row = {
        "id": account_id,
        "number": new_account_number(connection),
        "patient_id": None,
        "state": "active",
        "role": "person",
        "given": carer.given,
        "family": carer.family,
        "language": carer.language,
        "email_index": keys.find_by("email", carer.email),
        "email_sealed": keys.seal(carer.email, f"account-email:{account_id}"),
        "password_hash": passwords.hash_password(_PASSWORD),
        "totp_sealed": keys.seal(carer.secret, f"account-totp:{account_id}"),
        "totp_last_step": 0,
        "created_at": clock.now(),
    }
    connection.execute(insert(Account), row)
    return account_id


def _mandate(
    running: Platform,
    connection: Connection,
    carer: _Carer,
    account_id: str,
    given: _Given,
    patient_ids: dict[str, str],
) -> dict[str, str]:
    moment = clock.now()
    proposed, ended = given.state is MandateState.PROPOSED, given.state is MandateState.ENDED
    code = invitations.mint() if proposed else None
    since = moment - timedelta(days=60)
    reason = MandateReason.INVITED if proposed else MandateReason.CONFIRMED
    values = {
        "delegate_id": None if proposed else account_id,
        "basis": MandateBasis.CONSENT,
        "state": given.state,
        "reason": MandateReason.ENDED_BY_HOLDER if ended else reason,
        "starts_at": None if proposed else since,
        "confirmed_at": None if proposed else since,
        "ends_at": _midnight(given.days),
        "ended_at": moment - timedelta(days=10) if ended else None,
        "code_index": invitations.fingerprint(running.keys, code) if code else None,
        "code_until": _midnight(7) if proposed else None,
    }
    found = _insert(connection, carer, patient_ids[given.holder], given.template, values)
    return found | ({"code": code} if code else {})


def _parent(
    running: Platform,
    connection: Connection,
    carer: _Carer,
    account_id: str,
    child: str,
    patient_ids: dict[str, str],
) -> dict[str, str]:
    numbers = {one.key: one for one in demo_people()}
    mine = running.keys.find_by("matricule", numbers[carer.patient].matricule)
    row = {"patient_id": patient_ids[child], "person_index": mine, "since": clock.now()}
    connection.execute(insert(Representative), row)
    values = {
        "delegate_id": account_id,
        "basis": MandateBasis.PARENTAL,
        "state": MandateState.ACTIVE,
        "reason": MandateReason.REGISTERED,
        "starts_at": clock.now(),
        "ends_at": ages.of_age_at(numbers[child].birth_date, clock.today()),
    }
    return _insert(connection, carer, patient_ids[child], MandateTemplate.PARENT, values)


def _insert(
    connection: Connection, carer: _Carer, patient_id: str, template: MandateTemplate, values: dict[str, Any]
) -> dict[str, str]:
    identifier, moment = new_id(), clock.now()
    row = {
        "id": identifier,
        "patient_id": patient_id,
        "template": template,
        "verbs": sorted(TEMPLATES[template].verbs),
        "excluded_types": [],
        "ceiling": TEMPLATES[template].ceiling,
        "given": carer.given,
        "family": carer.family,
        "created_at": moment - timedelta(days=60),
        "state_since": moment - timedelta(days=60),
        "notices": [one.value for one in MandateNotice],
        **values,
    }
    connection.execute(insert(Mandate), row)
    return {
        "mandate_id": identifier,
        "patient_id": patient_id,
        "template": template.value,
        "state": str(values["state"].value),
    }


def _midnight(days: int) -> datetime:
    return datetime.combine(clock.today() + timedelta(days=days + 1), time.min, clock.LUXEMBOURG)

"""Parents of minors: from the national register, by age; ended at the 18th birthday, or at once by a court."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, exists, insert, select, update

from platform_api import ages, clock
from platform_api.ages import Band
from platform_api.identifiers import new_id
from platform_api.mandates.templates import TEMPLATES
from platform_api.models import Account, Dossier, Mandate, Patient, Representative
from platform_api.vocabulary import (
    MandateBasis,
    MandateNotice,
    MandateReason,
    MandateState,
    MandateTemplate,
)

_M = Mandate.__table__
_OPEN = (MandateState.ACTIVE, MandateState.SUSPENDED)


def allow(connection: Connection, row: Any) -> bool:
    """Whether the minor's age lets this mandate be used; every other mandate has nothing to do with age."""
    return row.basis != MandateBasis.PARENTAL or _band(connection, row) in (
        (Band.ALL, Band.NOT_CONFIDENTIAL, Band.AS_CONFIRMED)
        if row.confirmed_at is not None
        else (Band.ALL, Band.NOT_CONFIDENTIAL)
    )


def waits_for_the_minor(connection: Connection, row: Any) -> bool:
    """From 16 on parents see what the minor confirms: whether that is still to be asked."""
    waiting = row.basis == MandateBasis.PARENTAL and row.state in _OPEN and row.confirmed_at is None
    return waiting and _band(connection, row) is Band.AS_CONFIRMED


def asks_from(basis: str, born: date | None) -> date | None:
    """From which day on parents see what the minor confirms, while that day is still to come."""
    if basis != MandateBasis.PARENTAL or born is None:
        return None
    day = ages.own_account_from(born, clock.today())
    return day if clock.today() < day else None


def register(connection: Connection) -> int:
    """Mandates for parents in the register who have an account and whom no court excluded; returns how many are new."""
    parent = Patient.__table__.alias("parent")
    child = Patient.__table__.alias("child")
    known = exists().where(
        _M.c.patient_id == Representative.patient_id,
        _M.c.delegate_id == Account.id,
        _M.c.basis == MandateBasis.PARENTAL,
    )
    rows = connection.execute(
        select(
            Representative.patient_id,
            Account.id.label("account_id"),
            parent.c.given,
            parent.c.family,
            child.c.birth_date,
        )
        .join(parent, parent.c.matricule_index == Representative.person_index)
        .join(Account, Account.patient_id == parent.c.id)
        .join(child, child.c.id == Representative.patient_id)
        .join(Dossier, Dossier.patient_id == Representative.patient_id)
        .where(Representative.excluded_at.is_(None), ~known)
    ).all()
    today = clock.today()
    minors = [row for row in rows if ages.band(row.birth_date, today) is not Band.OF_AGE]
    for row in minors:
        connection.execute(insert(Mandate), _parents(row))
    return len(minors)


def exclude(connection: Connection, patient_id: str, person_index: str) -> None:
    """A court keeps this parent out: from this moment on, whatever else the register says."""
    moment = clock.now()
    connection.execute(
        update(Representative)
        .where(Representative.patient_id == patient_id, Representative.person_index == person_index)
        .values(excluded_at=moment)
    )
    theirs = select(Account.id).join(Patient, Patient.id == Account.patient_id)
    connection.execute(
        update(Mandate)
        .where(
            Mandate.patient_id == patient_id,
            Mandate.basis == MandateBasis.PARENTAL,
            Mandate.delegate_id.in_(theirs.where(Patient.matricule_index == person_index)),
            Mandate.state.in_(_OPEN),
        )
        .values(
            state=MandateState.ENDED,
            reason=MandateReason.COURT_DECISION,
            state_since=moment,
            ended_at=moment,
        )
    )


def _parents(row: Any) -> dict[str, Any]:
    moment, template = clock.now(), MandateTemplate.PARENT
    return {
        "id": new_id(),
        "patient_id": row.patient_id,
        "delegate_id": row.account_id,
        "basis": MandateBasis.PARENTAL,
        "template": template,
        "state": MandateState.ACTIVE,
        "reason": MandateReason.REGISTERED,
        "state_since": moment,
        "verbs": sorted(TEMPLATES[template].verbs),
        "excluded_types": [],
        "ceiling": TEMPLATES[template].ceiling,
        "given": row.given,
        "family": row.family,
        "created_at": moment,
        "starts_at": moment,
        "ends_at": ages.of_age_at(row.birth_date, clock.today()),
        "notices": [one.value for one in MandateNotice],
    }


def _band(connection: Connection, row: Any) -> Band:
    born = connection.execute(select(Patient.birth_date).where(Patient.id == row.patient_id)).scalar()
    return ages.band(born, clock.today())

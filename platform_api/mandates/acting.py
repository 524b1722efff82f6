"""Who may act for whom, seen from both sides, and the turning of a session to somebody."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from platform_api import behalf, clock, delays, sessions
from platform_api.accounts import names_of
from platform_api.guard import Access
from platform_api.mandates import lookups, minors
from platform_api.models import Mandate, Patient, Session
from platform_api.shapes import Moment, TypeCode
from platform_api.vocabulary import (
    Confidentiality,
    MandateBasis,
    MandateNotice,
    MandateReason,
    MandateState,
    MandateTemplate,
    MandateVerb,
    Notice,
)

_M = Mandate.__table__


@dataclass(frozen=True, slots=True)
class Given:
    """A mandate as its holder sees it."""

    id: str
    name: str
    delegate: str
    template: MandateTemplate
    basis: MandateBasis
    state: MandateState
    reason: MandateReason | None
    verbs: list[MandateVerb]
    excluded_types: list[TypeCode]
    ceiling: Confidentiality
    notices: list[MandateNotice]
    awake: bool
    waits: bool
    created_at: Moment
    state_since: Moment
    until: date | None
    code_until: Moment | None


@dataclass(frozen=True, slots=True)
class Held:
    """A mandate as who acts sees it; nothing of others who may act for the same person.

    `leaves_out`: some kinds of document are not theirs to see; which ones would say something already.
    """

    id: str
    patient_id: str
    holder: str
    holder_given: str
    holder_family: str
    template: MandateTemplate
    basis: MandateBasis
    state: MandateState
    verbs: list[MandateVerb]
    ceiling: Confidentiality
    leaves_out: bool
    until: date | None
    usable: bool
    asks_from: date | None
    """From which day on a minor decides themself whether this parent may look; None once it has come."""


def given_by(connection: Connection, patient_id: str) -> list[Given]:
    """The mandates of a record, the newest first."""
    rows = connection.execute(
        select(_M).where(_M.c.patient_id == patient_id).order_by(_M.c.created_at.desc(), _M.c.id)
    )
    return [_given(connection, row) for row in rows.all()]


def held_by(connection: Connection, account_id: str) -> list[Held]:
    """The mandates that name this account, the newest first; none that ended."""
    rows = connection.execute(
        select(
            _M, Patient.given.label("holder_given"), Patient.family.label("holder_family"), Patient.birth_date
        )
        .join_from(_M, Patient, Patient.id == _M.c.patient_id)
        .where(
            _M.c.delegate_id == account_id,
            _M.c.state.in_(("accepted", "active", "suspended")),
            _M.c.ends_at.is_(None) | (_M.c.ends_at > clock.now()),
        )
        .order_by(Patient.family, Patient.given, _M.c.id)
    )
    return [
        Held(
            row.id,
            row.patient_id,
            f"{row.holder_given} {row.holder_family}",
            row.holder_given,
            row.holder_family,
            row.template,
            row.basis,
            row.state,
            row.verbs,
            row.ceiling,
            bool(row.excluded_types),
            _until(row),
            lookups.runs(connection, row),
            minors.asks_from(row.basis, row.birth_date),
        )
        for row in rows.all()
    ]


def begin(access: Access) -> str:
    """Act for the holder of this mandate from now on; they are told if they wish."""
    row = access.subject.payload
    access.details["mandate"] = row.id
    behalf.tell(access, row.id, MandateNotice.BEGINS, Notice.CAREGIVER_BEGAN)
    return sessions.turn(access.connection, access.principal.session_id or "", row.id)


def counter_of(connection: Connection, session_hash: str | None) -> str | None:
    """The counter of tries of the account behind a session: every device of a person counts together."""
    shown = session_hash or ""
    found = select(Session.account_id).where(
        or_(Session.reference == shown, Session.former_reference == shown)
    )
    account_id = connection.execute(found).scalar()
    return f"invitation:{account_id}" if account_id else None


def _given(connection: Connection, row: Any) -> Given:
    return Given(
        row.id,
        f"{row.given} {row.family}".strip(),
        names_of(connection, row.delegate_id),
        row.template,
        row.basis,
        *_standing(row),
        row.verbs,
        row.excluded_types,
        row.ceiling,
        list(MandateNotice) if row.notices is None else row.notices,
        row.starts_at is not None,
        not _is_over(row) and (row.state == "accepted" or minors.waits_for_the_minor(connection, row)),
        row.created_at,
        row.state_since or row.created_at,
        _until(row),
        row.code_until if row.state == "proposed" else None,
    )


def _standing(row: Any) -> tuple[MandateState, MandateReason | None]:
    """Where it stands, and why: what time ended is over at its midnight, not only once the sweep has seen it."""
    if not _is_over(row):
        return row.state, row.reason
    of_age = row.basis == MandateBasis.PARENTAL
    return MandateState.ENDED, MandateReason.OF_AGE if of_age else MandateReason.RAN_OUT


def _is_over(row: Any) -> bool:
    runs = row.state in (MandateState.ACCEPTED, MandateState.ACTIVE, MandateState.SUSPENDED)
    return runs and row.ends_at is not None and row.ends_at <= clock.now()


def _until(row: Any) -> date | None:
    """The last day; while a doctor's attestation runs, that of the attestation."""
    over = [moment for moment in (row.ends_at, row.awake_until) if moment is not None]
    return delays.last_day(min(over)) if over else None

"""Turns what a request says of itself into who is really asking, in the action's own transaction."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, or_, select, update

from platform_api import ages, clock
from platform_api.ages import Band
from platform_api.models import (
    Account,
    Activation,
    Assistance,
    Dossier,
    HelpCase,
    Mandate,
    Patient,
    Professional,
    Session,
    Software,
    SpentToken,
)
from platform_api.principal import PORTAL, AssistanceUnderWay, Caller, MandateInForce, Principal
from platform_api.problems import Refused
from platform_api.scopes import within
from platform_api.vocabulary import CallerKind, Confidentiality, MandateBasis, Reason, Role

IDLE = timedelta(minutes=15)
HALF_LIFE = timedelta(minutes=10)
_TOUCH_AFTER = timedelta(seconds=20)
_ROLES = {"agent": Role.AGENT, "supervisor": Role.SUPERVISOR}

_given_back = (
    exists()
    .where(SpentToken.client_id == Software.client_id, SpentToken.token_id == bindparam("of_token"))
    .correlate(Software)
)
_find_software = select(
    Software.state, Software.scopes, Software.organisation_id, _given_back.label("given_back")
).where(Software.client_id == bindparam("client_id"))
_find_professional = select(Professional.category, Professional.organisation_id).where(
    Professional.id == bindparam("professional")
)
_being_helped = (
    exists()
    .where(
        Assistance.patient_id == Account.patient_id,
        Assistance.ended_at.is_(None),
        Assistance.ends_at > bindparam("at_moment"),
    )
    .correlate(Account)
)
_caring = (
    exists()
    .where(
        Mandate.delegate_id == Account.id,
        or_(  # not IN, which is put together anew for each execution
            *(Mandate.state == state for state in ("accepted", "active", "suspended"))
        ),
    )
    .correlate(Account)
)
_find_session = (
    select(
        Session.id,
        Session.kind,
        Session.seen_at,
        Session.expires_at,
        Session.ended_at,
        Session.proved_at,
        Session.activation_id,
        Account.id.label("account_id"),
        Account.number.label("account_number"),
        Account.state.label("account_state"),
        Account.role.label("account_role"),
        Account.given.label("own_given"),
        Account.family.label("own_family"),
        Session.mandate_id,
        Session.assistance_id,
        Patient.id.label("patient_id"),
        Patient.given,
        Patient.family,
        Dossier.state.label("dossier_state"),
        Dossier.undo_until,
        Dossier.erase_at,
        Dossier.frozen_at,
        _being_helped.label("helped"),
        _caring.label("cares"),
    )
    .join_from(Session, Account, Account.id == Session.account_id, isouter=True)
    .join(Patient, Patient.id == Account.patient_id, isouter=True)
    .join(Dossier, Dossier.patient_id == Patient.id, isouter=True)
)
_find_current = _find_session.where(Session.reference == bindparam("of_reference"))
_find_former = _find_session.where(
    Session.former_reference == bindparam("of_reference"), Session.former_until > bindparam("at_moment")
)

_find_holder = (
    select(
        Patient.given,
        Patient.family,
        Patient.birth_date,
        Dossier.state,
        Dossier.undo_until,
        Dossier.erase_at,
        Dossier.frozen_at,
    )
    .join(Dossier, Dossier.patient_id == Patient.id)
    .where(Patient.id == bindparam("of_patient"))
)
_find_mandate = select(Mandate.__table__).where(Mandate.id == bindparam("of_mandate"))
_find_assistance = (
    select(Assistance.__table__, HelpCase.number, HelpCase.caller)
    .join(HelpCase, HelpCase.id == Assistance.case_id, isouter=True)
    .where(Assistance.id == bindparam("of_assistance"))
)


def spent_name(token_id: str) -> str:
    """Under what name an access token that was given back is kept, beside the assertions that were used."""
    return f"access:{token_id}"


def identify(connection: Connection, asking: Caller, role: Role | None = None) -> Principal:
    """Who is asking; raises Refused when the software is unknown or withdrawn.

    `role` is given by the operator's commands only: they act at the machine itself.
    """
    if role is not None:
        return Principal(role=role, software_id=None, scopes=asking.scopes, software_conformant=True)
    if asking.software_id is None:
        raise Refused(Reason.TOKEN_INVALID)
    of_token = spent_name(asking.token_id)
    software = connection.execute(
        _find_software, {"client_id": asking.software_id, "of_token": of_token}
    ).first()
    if software is None or software.given_back:
        raise Refused(Reason.TOKEN_INVALID)
    if software.state != "conformant":
        raise Refused(Reason.SOFTWARE_NOT_CONFORMANT)
    scopes = within(asking.scopes, software.scopes)
    if asking.professional_id is not None:
        return _professional(connection, asking, scopes)
    if asking.software_id != PORTAL:
        return Principal(
            Role.SOFTWARE,
            asking.software_id,
            scopes,
            software_conformant=True,
            organisation_id=software.organisation_id,
            scope_needed=asking.scope_needed,
        )
    if asking.session_hash is None:
        role = Role.WORKER if "worker" in scopes else Role.VISITOR
        return Principal(role, asking.software_id, scopes, software_conformant=True)
    return _person(connection, asking, scopes)


def _professional(connection: Connection, asking: Caller, scopes: frozenset[str]) -> Principal:
    row = connection.execute(_find_professional, {"professional": asking.professional_id}).first()
    if row is None:
        raise Refused(Reason.TOKEN_INVALID)
    return Principal(
        Role.PROFESSIONAL,
        asking.software_id,
        scopes,
        software_conformant=True,
        professional_id=asking.professional_id,
        organisation_id=row.organisation_id,
        category=row.category,
        purpose=asking.purpose,
        bound_patient_id=asking.bound_patient_id,
        has_emergency_reason=asking.has_emergency_reason,
        scope_needed=asking.scope_needed,
    )


def _person(connection: Connection, asking: Caller, scopes: frozenset[str]) -> Principal:
    given = {"of_reference": asking.session_hash, "at_moment": clock.now()}
    row = connection.execute(_find_current, given).first()
    is_former = row is None
    if row is None:
        row = connection.execute(_find_former, given).first()
    if row is None:
        return Principal(Role.VISITOR, asking.software_id, scopes, True, session_expired=True)
    moment = clock.now()
    idle = HALF_LIFE if row.kind == "half" else IDLE
    over = row.ended_at is not None or moment >= row.expires_at
    over = over or (row.kind != "activation" and moment - row.seen_at >= idle)
    over = over or (row.account_id is not None and row.account_state != "active")
    if not over and moment - row.seen_at > _TOUCH_AFTER:
        connection.execute(update(Session).where(Session.id == row.id).values(seen_at=moment))
    person = row.kind == "person" and not over
    given, family = row.given or row.own_given, row.family or row.own_family
    principal = Principal(
        role=_ROLES.get(row.account_role, Role.PATIENT) if person else Role.VISITOR,
        software_id=asking.software_id,
        scopes=scopes,
        software_conformant=True,
        session_id=row.id,
        session_kind=row.kind,
        session_expired=over,
        account_id=row.account_id,
        account_number=row.account_number,
        activation_id=row.activation_id,
        patient_id=row.patient_id,
        name=f"{given} {family}" if given else None,
        dossier_state=row.dossier_state,
        proved_at=None if is_former else row.proved_at,
        absolute_until=row.expires_at,
        account_role=row.account_role,
        own_patient_id=row.patient_id,
        helped=bool(row.helped),
        cares=bool(row.cares),
        undo_until=row.undo_until,
        erase_at=row.erase_at,
        frozen=row.frozen_at is not None,
    )
    if person and row.mandate_id is not None:
        return under_mandate(connection, principal, row.mandate_id)
    if person and row.assistance_id is not None:
        return _helping(connection, principal, row.assistance_id)
    if person and principal.role is Role.PATIENT and row.patient_id is None:
        return replace(principal, role=Role.CAREGIVER)  # an account without a record of its own
    return principal


def under_mandate(connection: Connection, principal: Principal, mandate_id: str) -> Principal:
    """The caregiver, about the holder's record. A mandate that ended keeps the role, so that nothing falls open."""
    row = connection.execute(_find_mandate, {"of_mandate": mandate_id}).one()
    holder = connection.execute(_find_holder, {"of_patient": row.patient_id}).one()
    moment = clock.now()
    active = (
        row.state == "active"
        and holder.frozen_at is None
        and row.delegate_id == principal.account_id
        and row.starts_at is not None
        and row.starts_at <= moment
        and (row.ends_at is None or moment < row.ends_at)
        and (row.awake_until is None or moment < row.awake_until)
    )
    ceiling = row.ceiling
    if row.basis == MandateBasis.PARENTAL:
        band = ages.band(holder.birth_date, clock.in_luxembourg(moment).date())
        active = active and band is not Band.OF_AGE
        active = active and (band is not Band.AS_CONFIRMED or row.confirmed_at is not None)
        if band is not Band.ALL:  # what a professional marked confidential (label R): the minor asks them
            ceiling = Confidentiality.NORMAL
    mandate = MandateInForce(
        id=row.id,
        holder_name=f"{holder.given} {holder.family}",
        active=active,
        verbs=frozenset(row.verbs),
        excluded_types=frozenset(row.excluded_types),
        ceiling=ceiling,
        ends_at=row.ends_at,
    )
    return replace(
        principal,
        role=Role.CAREGIVER,
        patient_id=row.patient_id,
        mandate=mandate,
        **_standing(holder),
    )


def _helping(connection: Connection, principal: Principal, assistance_id: str) -> Principal:
    """The agent, about the assisted person's record; without effect once the quarter of an hour is over."""
    row = connection.execute(_find_assistance, {"of_assistance": assistance_id}).one()
    holder = connection.execute(_find_holder, {"of_patient": row.patient_id}).one()
    still_open = row.agent_id == principal.account_id and row.ended_at is None and clock.now() < row.ends_at
    assistance = AssistanceUnderWay(
        id=row.id,
        case_id=row.case_id,
        holder_name=f"{holder.given} {holder.family}",
        open=still_open,
        proof_level=row.proof_level,
        ends_at=row.ends_at,
        case_number=row.number or "",
        document_seen=row.document_seen,
        holder_calls=row.caller == CallerKind.HOLDER,
    )
    return replace(principal, patient_id=row.patient_id, assistance=assistance, **_standing(holder))


def _standing(holder: Any) -> dict[str, Any]:
    """Where the record stands that somebody acts for."""
    return {
        "dossier_state": holder.state,
        "undo_until": holder.undo_until,
        "erase_at": holder.erase_at,
        "frozen": holder.frozen_at is not None,
    }


def forget_drafts(connection: Connection, before: datetime) -> int:
    """Delete activations that nobody finished, with their sessions; returns how many."""
    stale = select(Activation.id).where(Activation.created_at < before, Activation.done_at.is_(None))
    connection.execute(delete(Session).where(Session.activation_id.in_(stale)))
    return connection.execute(delete(Activation).where(Activation.id.in_(stale))).rowcount

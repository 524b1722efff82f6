"""A mandate's life: named by the holder, its code entered, confirmed, changed, ended; every change with its reason."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from platform_api import clock, delays, outbox
from platform_api.document_types import document_types
from platform_api.guard import Access
from platform_api.identifiers import new_id
from platform_api.mandates import invitations
from platform_api.mandates.templates import CHOSEN_BY_HOLDERS, TEMPLATES, usual_end, whole
from platform_api.models import Attestation, Dossier, Mandate
from platform_api.problems import Refused
from platform_api.vocabulary import (
    Confidentiality,
    Delay,
    MandateBasis,
    MandateNotice,
    MandateReason,
    MandateState,
    MandateTemplate,
    MandateVerb,
    Notice,
    Reason,
    Role,
)

OPEN = (MandateState.PROPOSED, MandateState.ACCEPTED, MandateState.ACTIVE, MandateState.SUSPENDED)
MOST = 20
"""Open mandates of one record: more are a mistake, or somebody's script."""
_LONGEST_NAME = 120
_M = Mandate.__table__


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the holder wants a caregiver to have; nothing chosen means what the template says."""

    template: MandateTemplate
    verbs: frozenset[MandateVerb] | None = None
    excluded_types: tuple[str, ...] | None = None
    ceiling: Confidentiality | None = None
    until: date | None = None
    notices: frozenset[MandateNotice] | None = None


def propose(access: Access, name: str, wanted: Wanted) -> tuple[str, str, datetime]:
    """Name a caregiver; returns the mandate's id, the code that is told here alone, and until when it counts."""
    given, family = split(name)
    if wanted.template not in CHOSEN_BY_HOLDERS:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="template")
    patient_id = lock(access)
    running = select(func.count()).where(_M.c.patient_id == patient_id, _M.c.state.in_(OPEN))
    if access.connection.execute(running).scalar_one() >= MOST:
        raise Refused(Reason.MANDATES_TOO_MANY)
    code, moment = invitations.mint(), clock.now()
    until = delays.over_at(Delay.MANDATE_CODE, moment)
    identifier = new_id()
    access.connection.execute(
        insert(Mandate),
        {
            "id": identifier,
            "patient_id": patient_id,
            "delegate_id": None,
            "basis": MandateBasis.CONSENT,
            "template": wanted.template,
            "state": MandateState.PROPOSED,
            "reason": MandateReason.INVITED,
            "state_since": moment,
            "given": given,
            "family": family,
            "created_at": moment,
            "code_index": invitations.fingerprint(access.platform.keys, code),
            "code_until": until,
            **limits(wanted),
        },
    )
    access.subject = replace(access.subject, kind="mandate", id=identifier)
    access.details.update(template=wanted.template.value, state=MandateState.PROPOSED.value)
    return identifier, code, until


def accept(access: Access) -> None:
    """Somebody entered the code and took the duties on; the holder sees their name and confirms or not."""
    row = access.subject.payload
    put(
        access,
        row,
        MandateState.ACCEPTED,
        MandateReason.CODE_ENTERED,
        delegate_id=access.principal.account_id,
        accepted_at=clock.now(),
        code_index=None,
    )
    _tell_holder(access, row, Notice.MANDATE_CODE_ENTERED)


def confirm(access: Access) -> None:
    """The holder knows who entered the code: the mandate counts from now on, unless it sleeps until it is needed."""
    row = access.subject.payload
    if row.state == MandateState.ACTIVE:
        if row.basis == MandateBasis.PARENTAL and row.confirmed_at is None:  # a minor's own yes
            put(access, row, MandateState.ACTIVE, MandateReason.CONFIRMED, confirmed_at=clock.now())
        return
    if row.state != MandateState.ACCEPTED:
        raise Refused(Reason.STEP_OUT_OF_ORDER)
    moment = clock.now()
    asleep = TEMPLATES[MandateTemplate(row.template)].asleep
    put(
        access,
        row,
        MandateState.ACTIVE,
        MandateReason.CONFIRMED,
        starts_at=None if asleep else moment,
        confirmed_at=moment,
    )
    if row.delegate_id:
        notice = Notice.NAMED_ASLEEP if asleep else Notice.MANDATE_CONFIRMED
        outbox.tell_account(access.connection, access.platform.keys, notice, row.delegate_id)


def end(access: Access, *, quiet: bool = False) -> None:
    """End it now, without a reason; an invitation that nobody took, or a stranger took, is called back."""
    row, role = access.subject.payload, access.principal.role
    if row.state not in OPEN:
        return
    by_delegate = row.delegate_id is not None and access.principal.account_id == row.delegate_id
    by_delegate = by_delegate and role not in (Role.AGENT, Role.SUPERVISOR)
    state, reason = MandateState.ENDED, MandateReason.ENDED_BY_HOLDER
    by_holder = role is not Role.AGENT  # what an agent ends, for whomever, is told
    if role is Role.AGENT:
        reason = MandateReason.ENDED_BY_HELPDESK
    elif by_delegate:
        reason = MandateReason.RESIGNED
    elif row.state == MandateState.ACCEPTED:
        state, reason = MandateState.REJECTED, MandateReason.WRONG_PERSON
    elif row.state == MandateState.PROPOSED:
        state = MandateState.REJECTED
    put(access, row, state, reason, ended_at=clock.now(), code_index=None)
    access.details["quiet"] = quiet
    if by_delegate:
        _tell_holder(access, row, Notice.MANDATE_RESIGNED)
    elif row.delegate_id is not None and row.state == MandateState.ACTIVE and not (quiet and by_holder):
        outbox.tell_account(access.connection, access.platform.keys, Notice.MANDATE_ENDED, row.delegate_id)


def change(access: Access, wanted: Wanted) -> None:
    """How far it goes, until when, and what the holder is told."""
    row = access.subject.payload
    if row.state not in OPEN:
        raise Refused(Reason.MANDATE_OVER)
    values = limits(of_template(row, wanted))
    values["told_days"] = None
    access.details.update(verbs=values["verbs"], ceiling=values["ceiling"], until=str(wanted.until or ""))
    access.connection.execute(update(Mandate).where(Mandate.id == row.id).values(**values))


def of_template(row: Any, wanted: Wanted) -> Wanted:
    """What is wanted of a mandate that exists: what it is for stays as it was given."""
    return replace(wanted, template=MandateTemplate(row.template))


def wake(access: Access, *, awake: bool) -> None:
    """The holder's trigger: a mandate for emergencies opens, or goes back to sleep; any other pauses or goes on.

    Where a doctor's attestation had woken it, or waits for a colleague, the holder's own word takes its place.
    """
    row, moment = access.subject.payload, clock.now()
    sleeps = TEMPLATES[MandateTemplate(row.template)].asleep
    if row.state not in (MandateState.ACTIVE, MandateState.SUSPENDED):
        raise Refused(Reason.MANDATE_OVER)
    if sleeps:
        values: dict[str, Any] = {"starts_at": moment if awake else None, "awake_until": None}
        values |= {"reason": MandateReason.CONFIRMED, "state_since": moment}
        access.connection.execute(update(Mandate).where(Mandate.id == row.id).values(**values))
        attested = (Attestation.mandate_id == row.id, Attestation.over_at.is_(None))
        access.connection.execute(update(Attestation).where(*attested).values(over_at=moment))
        access.details["awake"] = awake
        return
    state = MandateState.ACTIVE if awake else MandateState.SUSPENDED
    put(access, row, state, MandateReason.CONFIRMED if awake else MandateReason.PAUSED)


def split(name: str) -> tuple[str, str]:
    """Given names and family name of what was typed in one field; raises Refused for nothing, or for a novel."""
    words = " ".join(name.split())
    if not words or len(words) > _LONGEST_NAME:
        raise Refused(Reason.NAME_MISSING, field="name")
    given, _space, family = words.rpartition(" ")
    return given, family


def last_moment(until: date | None, template: MandateTemplate) -> datetime:
    """The end of this day in Luxembourg, or the usual end; raises Refused for a day that is over or too far away."""
    if until is None:
        return usual_end(template)
    latest = delays.last_day(delays.over_at(Delay.MANDATE_LONGEST, clock.now()))
    if until < clock.today() or until > latest:
        raise Refused(Reason.MANDATE_UNTIL, field="until")
    midnight = datetime.combine(until + timedelta(days=1), datetime.min.time(), clock.LUXEMBOURG)
    return midnight.astimezone(clock.now().tzinfo)


def lock(access: Access) -> str:
    """Whoever changes mandates of the same record waits; returns the record's id."""
    patient_id = access.subject.patient_id or access.principal.patient_id or ""
    access.connection.execute(
        select(Dossier.patient_id).where(Dossier.patient_id == patient_id).with_for_update()
    )
    return patient_id


def limits(wanted: Wanted) -> dict[str, Any]:
    """The columns that say how far a mandate goes, checked."""
    template = TEMPLATES[wanted.template]
    verbs = frozenset(template.verbs) if wanted.verbs is None else wanted.verbs
    ceiling = wanted.ceiling or template.ceiling
    if ceiling not in (Confidentiality.NORMAL, Confidentiality.RESTRICTED):
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="ceiling")
    excluded = sorted(set(wanted.excluded_types or ()))
    if unknown := [one for one in excluded if one not in document_types()]:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field=f"excluded_types.{unknown[0][:40]}")
    notices = frozenset(MandateNotice) if wanted.notices is None else wanted.notices
    return {
        "verbs": whole(verbs),
        "excluded_types": excluded,
        "ceiling": ceiling,
        "ends_at": last_moment(wanted.until, wanted.template),
        "notices": sorted(notices),
    }


def put(access: Access, row: Any, state: MandateState, reason: MandateReason, **values: Any) -> None:
    """Where it stands from now on, and why."""
    access.details.update(state=state.value, state_reason=reason.value)
    access.connection.execute(
        update(Mandate)
        .where(Mandate.id == row.id)
        .values(state=state, reason=reason, state_since=clock.now(), **values)
    )


def _tell_holder(access: Access, row: Any, notice: Notice) -> None:
    outbox.tell_holder(access.connection, access.platform.keys, notice, row.patient_id)

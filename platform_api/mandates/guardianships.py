"""A court put somebody under guardianship: entered from the decision, in force after four eyes, while it lasts.

The guardian was seen with it. What the court decided the represented person cannot end or change themself; the
helpdesk ends it with the court's new decision beside the case. A decision without a last day is looked at again after
the usual length of a mandate.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import func, insert, select, update

from platform_api import ages, clock, delays, four_eyes, helping, outbox, paper_forms, posting
from platform_api.accounts import holder_name, names_of
from platform_api.ages import Band
from platform_api.four_eyes import Asked
from platform_api.guard import Access, Subject, also_done
from platform_api.identifiers import new_id
from platform_api.mandates import entering, service
from platform_api.mandates.entering import Delegate
from platform_api.mandates.service import Wanted
from platform_api.mandates.templates import usual_end
from platform_api.models import Account, Guardianship, Mandate, Patient
from platform_api.problems import Refused
from platform_api.vocabulary import (
    Action,
    ApprovalAct,
    Delay,
    DeskAct,
    MandateBasis,
    MandateReason,
    MandateState,
    MandateTemplate,
    Notice,
    PaperKind,
    PostKind,
    Reason,
)

_LONGEST = 200
_RUNNING = (MandateState.ACTIVE, MandateState.SUSPENDED)
_G = Guardianship.__table__
_M = Mandate.__table__


class Judgment(msgspec.Struct, forbid_unknown_fields=True):
    """The guardian, by matricule or address, and what the court's decision says; both documents seen."""

    name: str
    court: str
    document: str
    decided_on: date
    ends_on: date | None = None
    matricule: str = ""
    email: str = ""
    judgment_seen: bool = False
    identity_seen: bool = False


def enter(access: Access, given: Judgment) -> str:
    """Enter it, to be looked at by a colleague; returns the mandate's id. Raises Refused."""
    _check_judgment(given)
    patient_id = service.lock(access)
    helping.count_name(access, "name")
    delegate_id = entering.account_named(access, given.name, given.matricule, given.email)
    delegate = Delegate(delegate_id)
    entering.check(access, patient_id, delegate, but_basis=MandateBasis.GUARDIANSHIP)
    _check_newer(access, patient_id, delegate_id, given.decided_on)
    identifier = entering.propose(
        access,
        patient_id,
        delegate,
        given.name,
        Wanted(MandateTemplate.GUARDIAN, until=_counted(access, patient_id, given.ends_on)),
        basis=MandateBasis.GUARDIANSHIP,
        reason=MandateReason.COURT_DECISION,
    )
    row = {
        "id": new_id(),
        "patient_id": patient_id,
        "mandate_id": identifier,
        "court": " ".join(given.court.split()),
        "document": " ".join(given.document.split()),
        "decided_on": given.decided_on,
        "ends_on": given.ends_on,
        "entered_by": access.principal.account_id,
        "entered_at": clock.now(),
    }
    access.connection.execute(insert(Guardianship), row)
    evidence = {
        "court": row["court"],
        "document": row["document"],
        "decided_on": given.decided_on.isoformat(),
        "ends_on": given.ends_on.isoformat() if given.ends_on else "",
    }
    approval = entering.ask(access, ApprovalAct.GUARDIANSHIP, patient_id, identifier, **evidence)
    paper_forms.entered(access, PaperKind.GUARDIANSHIP, approval_id=approval, became=identifier)
    helping.done(access, DeskAct.GUARDIANSHIP)
    access.subject = replace(access.subject, kind="mandate", id=identifier)
    access.details.update(
        template=MandateTemplate.GUARDIAN.value, state=MandateState.PROPOSED.value, **evidence
    )
    return identifier


def _check_judgment(given: Judgment) -> None:
    if not (given.judgment_seen and given.identity_seen):
        raise Refused(Reason.PAPER_NOT_CHECKED, field="judgment_seen")
    for field, text in (("court", given.court), ("document", given.document)):
        if not text.strip() or len(text) > _LONGEST:
            raise Refused(Reason.JUDGMENT_INCOMPLETE, field=field)
    today = clock.today()
    if given.decided_on > today:
        raise Refused(Reason.JUDGMENT_DATES, field="decided_on")
    if given.ends_on is not None and given.ends_on < today:
        raise Refused(Reason.JUDGMENT_DATES, field="ends_on")


def _check_newer(access: Access, patient_id: str, delegate_id: str, decided_on: date) -> None:
    """An older decision does not take the place of a newer one."""
    newest = access.connection.execute(
        select(func.max(_G.c.decided_on))
        .join(_M, _M.c.id == _G.c.mandate_id)
        .where(
            _M.c.patient_id == patient_id,
            _M.c.delegate_id == delegate_id,
            _M.c.state.in_(_RUNNING),
            _G.c.checked_by.is_not(None),
        )
    ).scalar()
    if newest is not None and decided_on < newest:
        raise Refused(Reason.JUDGMENT_DATES, field="decided_on")


def _counted(access: Access, patient_id: str, ends_on: date | None) -> date:
    """The last day that is written down: the decision's own or the usual one, but none beyond what may be.

    Never further away than the longest mandate, and for a minor not beyond the day before they come of age.
    """
    last = ends_on or delays.last_day(usual_end(MandateTemplate.GUARDIAN))
    latest = [delays.last_day(delays.over_at(Delay.MANDATE_LONGEST, clock.now()))]
    born = access.connection.execute(select(Patient.birth_date).where(Patient.id == patient_id)).scalar()
    if born is not None and ages.band(born, clock.today()) is not Band.OF_AGE:
        latest.append(delays.last_day(ages.of_age_at(born, clock.today())))
    return min(last, *latest)


def _begin(access: Access, asked: Asked) -> None:
    """A colleague agreed: the guardian may act from now on, an earlier decision gives way, and both get a letter."""
    connection, keys, row = access.connection, access.platform.keys, entering.waiting(access, asked)
    entering.may_agree(access, row.patient_id, Delegate(row.delegate_id))
    entering.begin(access, row, MandateReason.COURT_DECISION)
    _give_way(access, row, asked)
    by = access.principal.account_id
    connection.execute(update(Guardianship).where(_G.c.mandate_id == row.id).values(checked_by=by))
    days = {"since": clock.today().isoformat(), "until": delays.last_day(row.ends_at).isoformat()}
    named = days | {"name": names_of(connection, row.delegate_id)}
    posting.queue(connection, keys, PostKind.GUARDIAN_NAMED, row.patient_id, named)
    outbox.tell_holder(connection, keys, Notice.GUARDIAN_NAMED, row.patient_id)
    own = connection.execute(select(Account.patient_id).where(Account.id == row.delegate_id)).scalar()
    if own is not None:
        named = days | {"name": holder_name(connection, row.patient_id)}
        posting.queue(connection, keys, PostKind.GUARDIAN_OF, own, named)
    outbox.tell_account(connection, keys, Notice.GUARDIAN_MAY_ACT, row.delegate_id)


def _give_way(access: Access, row: Any, asked: Asked) -> None:
    """What an earlier decision gave the same guardian ends with the new one, by the two who asked and agreed."""
    earlier = access.connection.execute(
        select(_M.c.id).where(
            _M.c.patient_id == row.patient_id,
            _M.c.delegate_id == row.delegate_id,
            _M.c.basis == MandateBasis.GUARDIANSHIP,
            _M.c.state.in_(_RUNNING),
            _M.c.id != row.id,
        )
    ).scalars()
    for identifier in earlier.all():
        moment, reason = clock.now(), MandateReason.COURT_DECISION
        over = {"state": MandateState.ENDED, "reason": reason, "state_since": moment, "ended_at": moment}
        access.connection.execute(update(Mandate).where(_M.c.id == identifier).values(**over))
        details = {"state": MandateState.ENDED.value, "state_reason": reason.value}
        details["asked_by"] = asked.asked_by
        also_done(access, Action.END_MANDATE, Subject(row.patient_id, "mandate", identifier), details)


def tell_end(access: Access) -> None:
    """Have letters printed about the end of one that was in force: to the holder, and to the guardian.

    A guardian who gives it back needs none; whoever is under guardianship may have nobody who reads their e-mail.
    """
    row, connection, keys = access.subject.payload, access.connection, access.platform.keys
    if row.state not in _RUNNING:
        return
    today = {"since": clock.today().isoformat()}
    named = today | {"name": names_of(connection, row.delegate_id)}
    posting.queue(connection, keys, PostKind.GUARDIAN_ENDED, row.patient_id, named)
    own = connection.execute(select(Account.patient_id).where(Account.id == row.delegate_id)).scalar()
    if own is not None and access.principal.account_id != row.delegate_id:
        named = today | {"name": holder_name(connection, row.patient_id)}
        posting.queue(connection, keys, PostKind.GUARDIAN_NO_MORE, own, named)


four_eyes.EFFECTS[ApprovalAct.GUARDIANSHIP] = _begin
four_eyes.UNDOINGS[ApprovalAct.GUARDIANSHIP] = entering.forget

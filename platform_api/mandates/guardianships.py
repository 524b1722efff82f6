"""A court put somebody under guardianship: entered at L3 from the decision, in force after four eyes, while it lasts.

What the court decided the represented person cannot end or change themself; the helpdesk ends it with the court's
word, the proof at L3. A decision without a last day is looked at again after the usual length of a mandate.
"""

from dataclasses import replace
from datetime import date

import msgspec
from sqlalchemy import insert, select, update

from platform_api import clock, delays, four_eyes, helping, outbox, paper_forms, posting
from platform_api.accounts import names_of
from platform_api.four_eyes import Asked
from platform_api.guard import Access
from platform_api.identifiers import new_id
from platform_api.mandates import acting, entering, service
from platform_api.mandates.service import Wanted
from platform_api.models import Account, Guardianship, Mandate
from platform_api.problems import Refused
from platform_api.vocabulary import (
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
    entering.check(access, patient_id, delegate_id, but_basis=MandateBasis.GUARDIANSHIP)
    identifier = entering.propose(
        access,
        patient_id,
        delegate_id,
        given.name,
        Wanted(MandateTemplate.GUARDIAN, until=_counted(given.ends_on)),
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


def _counted(ends_on: date | None) -> date | None:
    """The last day that is written down: the decision's own, but never further away than the longest mandate."""
    latest = delays.last_day(delays.over_at(Delay.MANDATE_LONGEST, clock.now()))
    return None if ends_on is None else min(ends_on, latest)


def _begin(access: Access, asked: Asked) -> None:
    """A colleague agreed: the guardian may act from now on, an earlier decision gives way, and both get a letter."""
    connection, keys, row = access.connection, access.platform.keys, entering.waiting(access, asked)
    entering.begin(access, row, MandateReason.COURT_DECISION)
    connection.execute(
        update(Mandate)
        .where(
            _M.c.patient_id == row.patient_id,
            _M.c.delegate_id == row.delegate_id,
            _M.c.basis == MandateBasis.GUARDIANSHIP,
            _M.c.state.in_((MandateState.ACTIVE, MandateState.SUSPENDED)),
            _M.c.id != row.id,
        )
        .values(
            state=MandateState.ENDED,
            reason=MandateReason.COURT_DECISION,
            state_since=clock.now(),
            ended_at=clock.now(),
        )
    )
    by = access.principal.account_id
    connection.execute(update(Guardianship).where(_G.c.mandate_id == row.id).values(checked_by=by))
    days = {"since": clock.today().isoformat(), "until": delays.last_day(row.ends_at).isoformat()}
    named = days | {"name": names_of(connection, row.delegate_id)}
    posting.queue(connection, keys, PostKind.GUARDIAN_NAMED, row.patient_id, named)
    outbox.tell_holder(connection, keys, Notice.GUARDIAN_NAMED, row.patient_id)
    own = connection.execute(select(Account.patient_id).where(Account.id == row.delegate_id)).scalar()
    if own is not None:
        named = days | {"name": acting.holder_name(connection, row.patient_id)}
        posting.queue(connection, keys, PostKind.GUARDIAN_OF, own, named)
    outbox.tell_account(connection, keys, Notice.MANDATE_CONFIRMED, row.delegate_id)


four_eyes.EFFECTS[ApprovalAct.GUARDIANSHIP] = _begin
four_eyes.UNDOINGS[ApprovalAct.GUARDIANSHIP] = entering.forget

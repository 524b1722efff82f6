"""A mandate on paper, signed by both: entered at L3 from the form that lies with the case, in force after four eyes."""

from dataclasses import replace

import msgspec
from sqlalchemy import select

from platform_api import clock, delays, four_eyes, helping, outbox, paper_forms, posting
from platform_api.accounts import names_of
from platform_api.four_eyes import Asked
from platform_api.guard import Access
from platform_api.mandates import acting, entering, service
from platform_api.mandates.service import Wanted
from platform_api.models import Account
from platform_api.problems import Refused
from platform_api.vocabulary import (
    ApprovalAct,
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

ON_THE_FORM = (MandateTemplate.LOOK, MandateTemplate.DAILY, MandateTemplate.EVERYTHING)


class PaperMandate(msgspec.Struct, forbid_unknown_fields=True):
    """What stands on the form; the person of trust by their matricule or, without one, their e-mail address."""

    template: MandateTemplate
    name: str
    matricule: str = ""
    email: str = ""
    both_signed: bool = False
    both_seen: bool = False


def enter(access: Access, given: PaperMandate) -> str:
    """Enter it, to be looked at by a colleague; returns the mandate's id. Raises Refused."""
    if not (given.both_signed and given.both_seen):
        raise Refused(Reason.PAPER_NOT_CHECKED, field="both_signed")
    if given.template not in ON_THE_FORM:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="template")
    patient_id = service.lock(access)
    helping.count_name(access, "name")
    delegate_id = entering.account_named(access, given.name, given.matricule, given.email)
    entering.check(access, patient_id, delegate_id)
    identifier = entering.propose(
        access,
        patient_id,
        delegate_id,
        given.name,
        Wanted(given.template),
        basis=MandateBasis.CONSENT,
        reason=MandateReason.PAPER,
    )
    approval = entering.ask(access, ApprovalAct.MANDATE, patient_id, identifier)
    paper_forms.entered(access, PaperKind.MANDATE, approval_id=approval, became=identifier)
    helping.done(access, DeskAct.ADD_MANDATE)
    access.subject = replace(access.subject, kind="mandate", id=identifier)
    access.details.update(template=given.template.value, state=MandateState.PROPOSED.value)
    return identifier


def _begin(access: Access, asked: Asked) -> None:
    """A colleague agreed: it counts from now on, and both get a letter."""
    connection, keys, row = access.connection, access.platform.keys, entering.waiting(access, asked)
    entering.begin(access, row, MandateReason.PAPER)
    days = {"since": clock.today().isoformat(), "until": delays.last_day(row.ends_at).isoformat()}
    delegate = connection.execute(select(Account.patient_id).where(Account.id == row.delegate_id)).scalar()
    caregiver = names_of(connection, row.delegate_id)
    posting.queue(connection, keys, PostKind.MANDATE_GIVEN, row.patient_id, days | {"name": caregiver})
    if delegate is not None:
        name = acting.holder_name(connection, row.patient_id)
        posting.queue(connection, keys, PostKind.MANDATE_TAKEN, delegate, days | {"name": name})
    outbox.tell_account(connection, keys, Notice.MANDATE_CONFIRMED, row.delegate_id)


four_eyes.EFFECTS[ApprovalAct.MANDATE] = _begin
four_eyes.UNDOINGS[ApprovalAct.MANDATE] = entering.forget

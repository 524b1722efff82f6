"""A mandate on paper, signed by both: entered at L3 from the form that lies with the case, in force after four eyes."""

from dataclasses import replace

import msgspec

from platform_api import awaited, four_eyes, helping, paper_forms
from platform_api.four_eyes import Asked
from platform_api.guard import Access
from platform_api.mandates import entering, service
from platform_api.mandates.entering import Delegate
from platform_api.mandates.service import Wanted
from platform_api.problems import Refused
from platform_api.vocabulary import (
    ApprovalAct,
    DeskAct,
    MandateBasis,
    MandateReason,
    MandateState,
    MandateTemplate,
    PaperKind,
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


def enter(access: Access, given: PaperMandate) -> tuple[str, bool]:
    """Enter it, to be looked at by a colleague; returns the mandate's id, and whether it then waits for an account.

    Raises Refused.
    """
    if not (given.both_signed and given.both_seen):
        raise Refused(Reason.PAPER_NOT_CHECKED, field="both_signed")
    if given.template not in ON_THE_FORM:
        raise Refused(Reason.VALUE_NOT_ALLOWED, field="template")
    patient_id = service.lock(access)
    helping.count_name(access, "name")
    delegate = _delegate(access, given)
    entering.check(access, patient_id, delegate)
    identifier = entering.propose(
        access,
        patient_id,
        delegate,
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
    return identifier, delegate.account_id is None


def _delegate(access: Access, given: PaperMandate) -> Delegate:
    """Who is named: somebody with an account, or somebody of the directory who can set one up with a letter."""
    account_id = entering.account_of(access, given.name, given.matricule, given.email)
    if account_id is not None:
        return Delegate(account_id)
    if not given.matricule.strip():
        raise Refused(Reason.DELEGATE_NEEDS_NUMBER, field="email", keep=True)
    return Delegate(None, entering.person_without_account(access, given.name, given.matricule))


def _begin(access: Access, asked: Asked) -> None:
    """A colleague agreed: it counts from now on, or from the day on which the caregiver has an account."""
    connection, keys, row = access.connection, access.platform.keys, entering.waiting(access, asked)
    delegate = Delegate(row.delegate_id, row.awaited_id)
    entering.may_agree(access, row.patient_id, delegate)
    account_id = row.delegate_id or entering.account_since(access, row.awaited_id)
    if account_id is None:
        service.put(access, row, **awaited.invite(connection, keys, row))
        return
    entering.begin(access, row, MandateReason.PAPER, delegate_id=account_id, awaited_id=None)
    awaited.tell_begun(connection, keys, row, account_id)


four_eyes.EFFECTS[ApprovalAct.MANDATE] = _begin
four_eyes.UNDOINGS[ApprovalAct.MANDATE] = entering.forget

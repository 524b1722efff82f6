"""The paths under `/dsp/v1` about caregivers: a holder's mandates, a code that is entered, for whom a session acts."""

from datetime import date
from typing import Any, TypedDict

import msgspec
from flask import Blueprint

from platform_api import answers, delays, helping, paper_forms, requests, sessions, shapes, throttles
from platform_api.accounts import holder_name
from platform_api.context import caller, platform
from platform_api.guard import Subject, own_record, permit
from platform_api.mandates import (
    acting,
    attesting,
    attesting_online,
    guardianships,
    invitations,
    lookups,
    named,
    on_paper,
    service,
)
from platform_api.mandates.service import Wanted
from platform_api.mandates.templates import CHOSEN_BY_HOLDERS, TEMPLATES, usual_end
from platform_api.problems import Refused
from platform_api.vocabulary import (
    Action,
    Confidentiality,
    DeskAct,
    MandateNotice,
    MandateTemplate,
    MandateVerb,
    PaperKind,
    Reason,
)

bp = Blueprint("mandates", __name__, url_prefix="/dsp/v1")
_GUESSED = frozenset({Reason.INVITATION_NOT_ACCEPTED})


class LimitsBody(msgspec.Struct, forbid_unknown_fields=True):
    """How far a mandate goes; what is left out is as the template says."""

    template: MandateTemplate
    verbs: list[MandateVerb] | None = None
    excluded_types: list[str] | None = None
    ceiling: Confidentiality | None = None
    until: date | None = None
    notices: list[MandateNotice] | None = None

    def wanted(self) -> Wanted:
        """The same as the service wants it."""
        return Wanted(
            self.template,
            None if self.verbs is None else frozenset(self.verbs),
            None if self.excluded_types is None else tuple(self.excluded_types),
            self.ceiling,
            self.until,
            None if self.notices is None else frozenset(self.notices),
        )


class ProposeBody(LimitsBody):
    """Who is to help, as the holder calls them."""

    name: str = ""


class CodeBody(msgspec.Struct, forbid_unknown_fields=True):
    """The code that the holder handed over, and whether the duties were read and taken on."""

    code: str
    duties: bool = False


class EndBody(msgspec.Struct, forbid_unknown_fields=True):
    """Whether the delegate is to hear nothing of it."""

    quiet: bool = False


class NameBody(msgspec.Struct, forbid_unknown_fields=True):
    """The whole name of a caregiver, as a caller says it."""

    name: str


class WakeBody(msgspec.Struct, forbid_unknown_fields=True):
    """Whether the mandate may be used from now on."""

    awake: bool


class ActBody(msgspec.Struct, forbid_unknown_fields=True):
    """For whom: a mandate's id, or nobody but oneself."""

    mandate: str | None = None


class Offered(TypedDict):
    """What a template opens, as far as a holder may choose it, and until when it usually counts."""

    code: MandateTemplate
    verbs: list[MandateVerb]
    ceiling: Confidentiality
    until: date


class Mandates(TypedDict):
    """Everybody whom a holder named, and what the templates offer."""

    mandates: list[acting.Given]
    templates: list[Offered]


class Proposed(TypedDict):
    """A new mandate, with the code to hand over and until when it can be entered."""

    id: str
    code: str
    until: shapes.Moment


class Accepted(TypedDict):
    """The mandate behind a code, and whose it is."""

    id: str
    holder: str


class Entered(TypedDict):
    """A mandate that was entered from paper."""

    id: str


class EnteredOnPaper(Entered):
    """The same, and whether it waits for an account that the caregiver is to set up with a letter."""

    waits_for_account: bool


class NamedCaregivers(TypedDict):
    """The caregivers with this name."""

    caregivers: list[named.NamedCaregiver]


class MandatesHeld(TypedDict):
    """For whom somebody may act, or soon may."""

    mandates: list[acting.Held]


@bp.get("/mandates")
def given() -> answers.Json[Mandates]:
    """Everybody whom one named, with where each mandate stands, and what the templates offer."""
    with permit(Action.READ_MANDATES, own_record) as access:
        found = acting.given_by(access.connection, access.subject.patient_id or "")
    templates: list[Offered] = [
        {
            "code": code,
            "verbs": sorted(TEMPLATES[code].verbs),
            "ceiling": TEMPLATES[code].ceiling,
            "until": delays.last_day(usual_end(code)),
        }
        for code in CHOSEN_BY_HOLDERS
    ]
    return answers.Json({"mandates": found, "templates": templates})


@bp.post("/mandates")
def propose() -> answers.Made[Proposed]:
    """Name a caregiver; the answer holds the code, once."""
    asked = requests.body(ProposeBody)
    with permit(Action.PROPOSE_MANDATE, own_record) as access:
        identifier, code, until = service.propose(access, asked.name, asked.wanted())
    return answers.Made({"id": identifier, "code": code, "until": until})


@bp.post("/mandates/accept")
def accept() -> answers.Json[Accepted]:
    """Enter a code: five tries, then one waits."""
    asked = requests.body(CodeBody)
    running, who = platform(), caller()
    counter = f"invitation:{(who.session_hash or 'nobody')[:40]}"
    with running.database.read() as connection:
        counter = acting.counter_of(connection, who.session_hash) or counter
        standing = throttles.standing(connection, counter, throttles.INVITATION)
    if standing.blocked_seconds:
        raise Refused(Reason.TOO_MANY_TRIES, retry_after=standing.blocked_seconds)
    code = invitations.read(asked.code)
    try:
        with permit(Action.ACCEPT_MANDATE, lookups.behind_code(code or "")) as access:
            if not asked.duties:
                raise Refused(Reason.DUTIES_NOT_ACCEPTED, field="duties")
            service.accept(access)
            holder = holder_name(access.connection, access.subject.patient_id or "")
            identifier = access.subject.id or ""
    except Refused as refusal:
        if refusal.reason not in _GUESSED:
            raise
        if code is None:
            raise Refused(Reason.INVITATION_TYPO, field="code") from refusal
        with running.database.write() as connection:
            throttles.count(connection, counter, "invitation", throttles.INVITATION)
        raise Refused(refusal.reason, field="code") from refusal
    return answers.Json({"id": identifier, "holder": holder})


@bp.post("/mandates/<mandate_id>/confirmation")
def confirm(mandate_id: str) -> answers.Empty:
    """The holder knows who entered the code."""
    with permit(Action.CONFIRM_MANDATE, lookups.of_own_record(mandate_id)) as access:
        service.confirm(access)
    return answers.Empty()


@bp.put("/mandates/<id:mandate_id>")
def change(mandate_id: str) -> answers.Empty:
    """How far it goes, until when, and what the holder is told."""
    wanted = requests.body(LimitsBody).wanted()
    with permit(Action.CHANGE_MANDATE, lookups.of_own_record(mandate_id, wanted)) as access:
        service.change(access, wanted)
    return answers.Empty()


@bp.put("/mandates/<mandate_id>/awake")
def wake(mandate_id: str) -> answers.Empty:
    """Open a mandate for emergencies, or pause one."""
    asked = requests.body(WakeBody)
    with permit(Action.CHANGE_MANDATE, lookups.of_own_record(mandate_id, awake=asked.awake)) as access:
        service.wake(access, awake=asked.awake)
    return answers.Empty()


@bp.post("/mandates/<mandate_id>/end")
def end(mandate_id: str) -> answers.Empty:
    """End it now: by the holder, or by who was named."""
    asked = requests.body(EndBody)
    with permit(Action.END_MANDATE, lookups.to_be_ended(mandate_id)) as access:
        service.end(access, quiet=asked.quiet)
        if access.facts.set_by_court:
            guardianships.tell_end(access)
            paper_forms.entered(access, PaperKind.GUARDIANSHIP, became=mandate_id)
        helping.done(access, DeskAct.END_MANDATE)
    return answers.Empty()


@bp.post("/helpdesk/mandates")
def add() -> answers.Made[EnteredOnPaper]:
    """Enter a mandate on paper, signed by both, whose identity documents were seen; a colleague agrees first."""
    given = requests.body(on_paper.PaperMandate)
    with permit(Action.ADD_MANDATE, paper_forms.record_and_form) as access:
        identifier, waits = on_paper.enter(access, given)
    return answers.Made({"id": identifier, "waits_for_account": waits})


@bp.post("/helpdesk/guardianships")
def add_guardianship() -> answers.Made[Entered]:
    """Enter what a court decided, its decision and the guardian's identity document seen; a colleague agrees first."""
    given = requests.body(guardianships.Judgment)
    with permit(Action.ENTER_GUARDIANSHIP, paper_forms.record_and_form) as access:
        identifier = guardianships.enter(access, given)
    return answers.Made({"id": identifier})


@bp.post("/helpdesk/attestations")
def add_attestation() -> answers.Made[Entered]:
    """Enter a doctor's attestation: the sleeping person of trust may look once a colleague has agreed."""
    given = requests.body(attesting.Attested)
    with permit(Action.ENTER_ATTESTATION, paper_forms.record_and_form) as access:
        identifier = attesting.enter(access, given)
    return answers.Made({"id": identifier})


@bp.post("/attestations")
def attest() -> answers.Made[attesting_online.Woken]:
    """A doctor of the care circle attests that the holder cannot decide: the person of trust may look, for a while.

    Asks for `system/Consent.c`. Whoever is a stranger to the record, or blocked, learns nothing of it.
    """
    given = requests.body(attesting_online.DoctorsWord)
    attesting_online.check_tries(platform(), caller().professional_id)
    with permit(Action.ATTEST_INCAPACITY, attesting_online.record(given.patient)) as access:
        found = attesting_online.attest(access, given)
    return answers.Made(found)


@bp.post("/helpdesk/caregivers")
def named_caregivers() -> answers.Json[NamedCaregivers]:
    """The caregivers with exactly this name whose mandate could be ended: nobody whom the caller did not name."""
    given = requests.body(NameBody)
    with permit(Action.NAME_CAREGIVER, paper_forms.record_and_form) as access:
        found = named.named(access, given.name)
    return answers.Json({"caregivers": found})


@bp.get("/acting")
def whom() -> answers.Json[MandatesHeld]:
    """For whom the person signed in may act, or soon may."""
    with permit(Action.READ_ACTING, _own_account) as access:
        found = acting.held_by(access.connection, access.principal.account_id or "")
    return answers.Json({"mandates": found})


@bp.put("/acting")
def act() -> answers.Json[shapes.Turned]:
    """Turn the session to somebody, or back to oneself; the browser gets a new reference."""
    asked = requests.body(ActBody)
    if asked.mandate is None:
        with permit(Action.STOP_ACTING, _own_account) as access:
            reference = sessions.turn(access.connection, access.principal.session_id or "", None)
    else:
        with permit(Action.ACT_FOR, lookups.to_act(asked.mandate)) as access:
            reference = acting.begin(access)
    return answers.Json({"session": reference})


def _own_account(_connection: Any, principal: Any) -> Subject:
    return Subject(principal.own_patient_id, "account", principal.account_id)

"""What the desk shows of a case: sentences and buttons, in the order in which an agent needs them."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from patient_portal import labels
from patient_portal.i18n import NAMES, clock_time, day
from patient_portal.platform_client import (
    Case,
    Help,
    Hindrance,
    NewPhone,
)
from patient_portal.platform_client.vocabulary import (
    CallerKind,
    CasePurpose,
    DeskAct,
    DossierState,
    PaperKind,
    Proof,
    Stuck,
    TextCode,
)

_MENDS: dict[Stuck, DeskAct] = {
    Stuck.NO_LETTER: DeskAct.LETTER,
    Stuck.CODE_EXPIRED: DeskAct.LETTER,
    Stuck.CODE_LOCKED: DeskAct.LETTER,
    Stuck.LETTER_RETURNED: DeskAct.LETTER,
    Stuck.NO_RECOVERY_CODES: DeskAct.FACTOR_RESET,
    Stuck.SIGN_IN_FROZEN: DeskAct.UNFREEZE,
    Stuck.RECORD_CLOSED: DeskAct.REOPENING,
}
_ASKED_ON_PAPER: dict[PaperKind, DeskAct] = {
    PaperKind.OBJECTION: DeskAct.OBJECTION,
    PaperKind.CLOSING: DeskAct.CLOSING,
    PaperKind.COMPLAINT: DeskAct.PETITION,
    PaperKind.MANDATE: DeskAct.ADD_MANDATE,
    PaperKind.GUARDIANSHIP: DeskAct.GUARDIANSHIP,
    PaperKind.ATTESTATION: DeskAct.ATTESTATION,
}
_OPEN = frozenset({DossierState.ACTIVATED, DossierState.OPEN_BY_DEFAULT, DossierState.REOPENED})
_PROVED = 2
_KEYS = "123456789abcdefghijkl"
"""One sign each, as a browser takes no other; 0 ends the case, M and P lead to fields."""
_AT_ONCE = frozenset({DeskAct.LETTER, DeskAct.PRESENCE_CODE, DeskAct.UNBLOCK})
_LOOK_AGAIN = {TextCode.WAITING: "every 2s", TextCode.LATE: "every 15s"}
"""How soon the page looks whether the message has left."""
_UNTIL_REFUSED = "every 10s"
"""A gateway that took a message for a new number may still give it back."""
_PAGES: dict[DeskAct, str] = {
    DeskAct.LETTER: "helpdesk.send_letter",
    DeskAct.PRESENCE_CODE: "helpdesk.presence_code",
    DeskAct.UNBLOCK: "helpdesk.propose_unblock",
    DeskAct.GRANT: "helpdesk.professionals",
    DeskAct.BLOCK: "helpdesk.professionals",
    DeskAct.END_BLOCK: "helpdesk.professionals",
    DeskAct.CONTACT: "helpdesk.contact",
    DeskAct.PHONE: "helpdesk.phone",
    DeskAct.FACTOR_RESET: "helpdesk.factor",
    DeskAct.OBJECTION: "helpdesk.objection",
    DeskAct.CLOSING: "helpdesk.closing",
    DeskAct.REOPENING: "helpdesk.reopening",
    DeskAct.FREEZE: "helpdesk.freeze",
    DeskAct.UNFREEZE: "helpdesk.unfreeze",
    DeskAct.END_MANDATE: "helpdesk.caregivers",
    DeskAct.PETITION: "helpdesk.petition",
    DeskAct.ADD_MANDATE: "papers.mandate",
    DeskAct.GUARDIANSHIP: "papers.guardianship",
    DeskAct.ATTESTATION: "papers.attestation",
}


@dataclass(frozen=True, slots=True)
class NewPhoneView:
    """A new mobile number that waits for its code."""

    state: str
    words: str
    ends: str
    until: str
    again: str
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Act:
    """One act as a button or a link; `first` is what mends what the person is stuck with."""

    code: str
    text: str
    url: str
    ready: bool
    posts: bool
    first: bool
    needs: str
    key: str


@dataclass(frozen=True, slots=True)
class OtherWay:
    """Another proof than a code by text message."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """All that the desk shows of the case under way."""

    id: str
    number: str
    name: str
    facts: list[dict[str, str]]
    until: str
    extended: bool
    level: int
    proof: str
    seen: str
    stuck: list[str]
    acts: list[Act]
    later: list[Act]
    done: list[str]
    paper: str
    paper_url: str
    texts_to: str
    for_somebody: bool
    has_account: bool
    text_code: str
    text_words: str
    text_ends: str
    text_again: str
    other_ways: list[OtherWay]


@dataclass(frozen=True, slots=True)
class HelpView:
    """The help of this moment, as the person reads it."""

    agent: str
    number: str
    purpose: str
    since: str
    until: str
    acts: list[str]


def case_view(case: Case) -> CaseView:
    """The case, ready for its template."""
    mending = {_MENDS[one.what] for one in case.stuck if one.what in _MENDS}
    if case.purpose is CasePurpose.ACTIVATION and any(
        one.what is Stuck.LETTER_ON_ITS_WAY for one in case.stuck
    ):
        mending.add(DeskAct.LETTER)  # it is valid, but who calls about it does not have it
    if case.paper is not None and case.paper.kind in _ASKED_ON_PAPER:
        mending = {_ASKED_ON_PAPER[case.paper.kind]}
    code = case.text_code if case.proof_level < _PROVED else None
    acts = [
        _act(one.act, one.level, ready=one.ready, first=one.act in mending, place=place)
        for place, one in enumerate(case.acts, 1)
    ]
    acts.sort(key=lambda act: not act.first)
    return CaseView(
        id=case.id,
        number=case.number,
        name=case.name,
        facts=[
            {"key": _("Matricule"), "value": case.matricule},
            {"key": _("Speaks"), "value": NAMES.get(case.language, case.language)},
            {"key": _("Record"), "value": _record(case.record_state)},
            {"key": _("Reason"), "value": str(labels.PURPOSES_OF_CASES[case.purpose])},
            {"key": _("Caller"), "value": str(labels.CALLERS[case.caller])},
            {"key": _("Channel"), "value": str(labels.CHANNELS[case.channel])},
        ],
        until=clock_time(case.until),
        extended=case.extended,
        level=case.proof_level,
        proof=_proof(case.proof_level),
        seen=_seen(case),
        stuck=[_hindrance(one) for one in case.stuck],
        acts=[act for act in acts if act.ready],
        later=[act for act in acts if not act.ready],
        done=[str(labels.DESK_ACTS[act]) for act in case.done],
        paper=_paper(case),
        paper_url=url_for("papers.show", number=case.paper.number) if case.paper else "",
        texts_to=case.texts_to,
        for_somebody=case.caller is not CallerKind.HOLDER,
        has_account=case.has_account,
        text_code=code.value if code else "",
        text_words=_text_words(code, case.text_ends) if code else "",
        text_ends=case.text_ends if code is TextCode.SENT else "",
        text_again=_LOOK_AGAIN.get(code, "") if code else "",
        other_ways=_other_ways() if code in (TextCode.LATE, TextCode.REFUSED) else [],
    )


def new_phone(one: NewPhone | None) -> NewPhoneView | None:
    """How far the code for a new number has come, said on the page where it is typed."""
    if one is None:
        return None
    words = {
        TextCode.WAITING: _("The text message is about to leave."),
        TextCode.LATE: _(
            "The text message has not left yet: something is wrong on our side. Try again later."
        ),
        TextCode.SENT: _("The text message has left. Let the caller read the code out."),
        TextCode.REFUSED: _(
            "No text message reaches this number. Check it with the caller, or take another."
        ),
    }[one.state]
    return NewPhoneView(
        state=one.state.value,
        words=words,
        ends=one.ends,
        until=clock_time(one.until),
        again=_LOOK_AGAIN.get(one.state, _UNTIL_REFUSED if one.state is TextCode.SENT else ""),
        is_refused=one.state is TextCode.REFUSED,
    )


def _text_words(code: TextCode, ends: str) -> str:
    if code is TextCode.WAITING:
        return _("A code is on its way to the mobile number with these last digits: %(ends)s", ends=ends)
    return str(labels.TEXT_CODES[code])


def _other_ways() -> list[OtherWay]:
    """What proves a caller whom no text message reaches, the quickest first."""
    ways = (Proof.CALL_BACK, Proof.SUPPORT_PIN, Proof.EMAIL_CODE, Proof.IDENTITY_DOCUMENT)
    return [
        OtherWay(str(labels.PROOFS[way]), url_for("helpdesk.index", proof=way.value, _anchor="prove"))
        for way in ways
    ]


def help_view(help_now: Help) -> HelpView:
    """Who helps the person now, with what."""
    return HelpView(
        agent=help_now.agent,
        number=help_now.case_number,
        purpose=str(labels.PURPOSES_OF_CASES[help_now.purpose]),
        since=clock_time(help_now.since),
        until=clock_time(help_now.until),
        acts=[str(labels.DESK_ACTS_DONE[act]) for act in help_now.acts],
    )


def _act(act: DeskAct, level: int, *, ready: bool, first: bool, place: int) -> Act:
    return Act(
        code=act.value,
        text=str(labels.DESK_ACTS[act]),
        url=url_for(_PAGES[act]),
        ready=ready,
        posts=act in _AT_ONCE,
        first=first,
        needs=_proof_needed(level),
        key=_KEYS[place - 1 : place],
    )


def _paper(case: Case) -> str:
    if case.paper is None:
        return ""
    kind = labels.PAPER_KINDS[case.paper.kind]
    return _("%(kind)s, number %(number)s", kind=kind, number=case.paper.number)


def _hindrance(one: Hindrance) -> str:
    words = str(labels.STUCK[one.what])
    return _("%(what)s Date: %(day)s", what=words, day=day(one.at)) if one.at else words


def _record(state: DossierState) -> str:
    if state in _OPEN:
        return _("It is open")
    return _("Not opened yet") if state is DossierState.CREATED else _("Not open")


def _proof(level: int) -> str:
    return {
        1: _("L1: matricule and name match. Say nothing about the record."),
        2: _("L2: the caller is proved from afar."),
        3: _("L3: an identity document was seen."),
    }.get(level, _("L0: general questions only."))


def _seen(case: Case) -> str:
    """Somebody else's document: it opens what the form beside the case asks for, and nothing of the holder's."""
    if not case.document_seen or case.caller is CallerKind.HOLDER:
        return ""
    return _("The caller’s own identity document was seen. It says nothing of what the holder wants.")


def _proof_needed(level: int) -> str:
    return _("needs L3") if level == 3 else _("needs L2")

"""From the form to the act: a request for a record at once, everything else in a case about its person."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from patient_portal import labels, sessions
from patient_portal.access import allows
from patient_portal.helpdesk.forms import YesForm
from patient_portal.letters.words import Words
from patient_portal.papers import blueprint, presenters
from patient_portal.papers.forms import (
    AttestationForm,
    GuardianshipForm,
    MandateForm,
    PaperOpeningForm,
    PersonForm,
)
from patient_portal.papers.views import shown
from patient_portal.platform_client import NotFound, Paper, Refused
from patient_portal.platform_client.vocabulary import (
    Action,
    CallerKind,
    CasePurpose,
    Channel,
    DeskAct,
    PaperKind,
    PaperState,
    Reason,
)
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform

_ACTS = {
    PaperKind.OBJECTION: ("helpdesk.objection", CasePurpose.CLOSING),
    PaperKind.CLOSING: ("helpdesk.closing", CasePurpose.CLOSING),
    PaperKind.COMPLAINT: ("helpdesk.petition", CasePurpose.COMPLAINT),
    PaperKind.STATEMENT: ("papers.statement", CasePurpose.OTHER),
    PaperKind.MANDATE: ("helpdesk.index", CasePurpose.MANDATE),
    PaperKind.GUARDIANSHIP: ("helpdesk.index", CasePurpose.MANDATE),
    PaperKind.ATTESTATION: ("helpdesk.index", CasePurpose.MANDATE),
}
"""The page of the act that each form asks for, and why its case is opened."""
_AT_THE_COUNTER = {
    PaperKind.MANDATE: CallerKind.HOLDER,
    PaperKind.GUARDIANSHIP: CallerKind.GUARDIAN,
    PaperKind.ATTESTATION: CallerKind.CAREGIVER,
}
"""What counts only where somebody was seen, and who comes with it; the others come by post from the holder."""
_OFFERED = {PaperKind.OBJECTION: DeskAct.OBJECTION, PaperKind.CLOSING: DeskAct.CLOSING}
"""What the state of a record may not allow any more: then the case says so, and what else there is."""


@blueprint.route("/statement", methods=["GET", "POST"])
@allows(Action.ENTER_STATEMENT)
def statement() -> Answer:
    """Put the statement that lies with the case into the record; nobody of the helpdesk sees it."""
    form, client = YesForm(), platform()
    case = client.case()
    if form.validate_on_submit():
        try:
            client.enter_statement(**_words_for(case.language))
        except Refused as refused:
            if refused.code not in (Reason.RECORD_NOT_OPEN, Reason.PAPER_NOT_IN_HAND):
                raise
            form.refuse(refused)
        else:
            flash(_("The statement lies in the record. Nobody at the helpdesk can open it."), "success")
            return after("helpdesk.index")
    return page("papers/statement.html", form=form)


@blueprint.route("/mandate", methods=["GET", "POST"])
@allows(Action.ADD_MANDATE)
def mandate() -> Answer:
    """Enter the mandate that lies with the case, both documents seen; a colleague looks at it."""
    said = _("The mandate is entered. It counts once a colleague has agreed, within 24 hours.")

    def act(given: Mapping[str, object]) -> str | None:
        if not platform().add_mandate(given):
            return None
        return _(
            "The mandate is entered. Once a colleague has agreed, within 24 hours, letters go to both. This person has "
            "no account yet: the mandate counts from the day on which they set one up with the code in their letter."
        )

    return _act_beside_its_form(PaperKind.MANDATE, MandateForm(), act, said)


@blueprint.route("/guardianship", methods=["GET", "POST"])
@allows(Action.ENTER_GUARDIANSHIP)
def guardianship() -> Answer:
    """Enter what a court decided, its decision and the guardian seen; a colleague looks at it."""
    said = _("The guardianship is entered. It counts once a colleague has agreed, within 24 hours.")
    return _act_beside_its_form(PaperKind.GUARDIANSHIP, GuardianshipForm(), platform().add_guardianship, said)


@blueprint.route("/attestation", methods=["GET", "POST"])
@allows(Action.ENTER_ATTESTATION)
def attestation() -> Answer:
    """Enter a doctor's attestation, the person of trust seen; a colleague looks at it."""
    said = _("The attestation is entered. It counts once a colleague has agreed, within 24 hours.")
    return _act_beside_its_form(PaperKind.ATTESTATION, AttestationForm(), platform().add_attestation, said)


def _act_beside_its_form(
    kind: PaperKind,
    form: MandateForm | GuardianshipForm | AttestationForm,
    act: Callable[[Mapping[str, object]], str | None],
    said: str,
) -> Answer:
    """The page of an act whose fields stand beside the scan of the form that asks for it.

    `said` is what it then says, unless the act has something else to say.
    """
    client = platform()
    case = client.case()
    if form.validate_on_submit():
        try:
            other = act(form.given())
        except Refused as refused:
            if refused.code not in form.fields_of_reasons:
                raise
            form.refuse(refused)
        else:
            flash(other or said, "success")
            return after("helpdesk.index")
    lies_there = case.paper is not None and case.paper.kind is kind
    pages = presenters.pages(client.paper(case.paper.number)) if case.paper and lies_there else []
    return page(f"papers/{kind.value}.html", form=form, pages=pages)


@blueprint.post("/<number>/enter")
@allows(Action.LAY_PAPER, Action.ENTER_OPENING)
def enter(number: str) -> Answer:
    """Enter it: the record is prepared, or a case with the form is open and its act is next."""
    paper = _in_hand(number)
    if paper is None:
        return after(".show", number=number)
    try:
        return _enter_opening(paper) if paper.kind is PaperKind.OPENING else _open_case(paper)
    except NotFound:
        flash(str(labels.REASONS[Reason.DECIDED_ALREADY]), "warning")
    except Refused as refused:
        if refused.code is not Reason.PAPER_NOT_IN_HAND:
            raise
        flash(str(labels.REASONS[Reason.PAPER_TAKEN]), "warning")
    return after(".show", number=number)


def _in_hand(number: str) -> Paper | None:
    """The form, if this agent has it; a hold that ran out while they typed is taken up again.

    None, and the reason said, where a colleague has it now or entered it meanwhile: before any case is opened.
    """
    client = platform()
    paper = client.paper(number)
    if not paper.mine and paper.state is PaperState.WAITING and not paper.taken_by:
        client.take_paper(number)
        paper = client.paper(number)
    if paper.mine:
        return paper
    waits = paper.state is PaperState.WAITING
    flash(str(labels.REASONS[Reason.PAPER_TAKEN if waits else Reason.DECIDED_ALREADY]), "warning")
    return None


def _enter_opening(paper: Paper) -> Answer:
    form = PaperOpeningForm()
    if not form.validate_on_submit():
        return shown(paper, entry=form)
    try:
        number = platform().enter_opening(
            paper.number, {name: form[name].data for name in form.data} | {"language": paper.language}
        )
    except Refused as refused:
        if refused.code not in form.fields_of_reasons:
            raise
        form.refuse(refused)
        return shown(paper, entry=form)
    said = _("The record is prepared. The letter with the activation code goes out with the next batch.")
    flash(said, "success")
    flash(_("Number of the request: %(number)s", number=number), "info")
    return after(".index")


def _open_case(paper: Paper) -> Answer:
    """A case by post about the person on the form; the form lies with it from now on."""
    form, client = PersonForm(), platform()
    if not form.validate_on_submit():
        return shown(paper, entry=form)
    page_of_act, purpose = _ACTS[paper.kind]
    try:
        reference = client.open_case(
            form.matricule.data or "",
            form.name.data or "",
            channel=(Channel.COUNTER if paper.kind in _AT_THE_COUNTER else Channel.POST).value,
            caller=_AT_THE_COUNTER.get(paper.kind, CallerKind.HOLDER).value,
            purpose=purpose.value,
        )
    except Refused as refused:
        if refused.code not in form.fields_of_reasons and refused.code is not Reason.TOO_MANY_TRIES:
            raise
        form.refuse(refused)
        return shown(paper, entry=form)
    sessions.rotate(reference)
    try:
        platform().lay_paper(paper.number, signed=True, identity_seen=True)
    except Refused as refused:
        if refused.code not in form.fields_of_reasons:
            raise
        form.refuse(refused)
        return shown(platform().paper(paper.number), entry=form)
    wanted = _OFFERED.get(paper.kind)
    if wanted is not None and not any(one.act is wanted and one.ready for one in platform().case().acts):
        flash(_("The record stands otherwise: what the form asks for is not possible now."), "warning")
        return after("helpdesk.index")
    return redirect(url_for(page_of_act), 303)


def _words_for(language: str) -> dict[str, str]:
    """What the document is called and how it came, in its holder's language."""
    _ = Words(language)
    return {
        "title": _("My own statement, on paper"),
        "description": _("Written by hand, sent by post, scanned by the helpdesk, which has not read it."),
        "language": language,
    }

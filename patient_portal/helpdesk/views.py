"""The desk itself: the call, the case, the proof of the caller, the note, the end."""

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from patient_portal import labels, sessions
from patient_portal.access import allows
from patient_portal.errors import answer_refused
from patient_portal.helpdesk import blueprint, presenters
from patient_portal.helpdesk.forms import CallForm, NoteForm, ProofForm
from patient_portal.platform_client import Case, Refused
from patient_portal.platform_client.vocabulary import Action, Proof, Reason
from patient_portal.rendering import Answer, after, page, wants_fragment
from patient_portal.sessions import platform

_OF_AN_ACCOUNT = (Proof.EMAIL_CODE, Proof.SUPPORT_PIN)
_BACK_TO_THE_DESK = frozenset({Reason.ASSISTANCE_OVER, Reason.PROOF_TOO_LOW, Reason.HOLDER_ALONE})


@blueprint.route("/helpdesk", methods=["GET", "POST"])
@allows(Action.USE_DESK)
def index() -> Answer:
    """One address: the form for a call, or the case under way."""
    if request.method == "POST" and "matricule" in request.form:
        return _open_case()
    person = sessions.person()
    acting = person.acting if person else None
    if acting is None or not acting.active:
        platform().desk()
        if wants_fragment():
            return after(".index")
        if request.method == "POST":
            flash(str(labels.REASONS[Reason.ASSISTANCE_OVER]), "warning")
        if person is not None and Action.OPEN_CASE not in person.may:
            return page("helpdesk/supervisor.html")
        return page("helpdesk/index.html", form=CallForm(), over=acting is not None)
    if request.method == "POST" and "note" in request.form:
        return _keep_note()
    if request.method == "POST":
        return _prove()
    return _show(platform().case())


@blueprint.post("/helpdesk/end")
@allows(Action.USE_DESK)
def end() -> Answer:
    """End the case and go back to the form for the next call."""
    sessions.rotate(platform().end_case())
    flash(_("The case is ended."), "success")
    return after(".index")


@blueprint.post("/helpdesk/extend")
@allows(Action.USE_DESK)
def extend() -> Answer:
    """Fifteen minutes more, once."""
    try:
        platform().extend_case()
    except Refused as refused:
        if refused.code is not Reason.EXTENDED_ALREADY:
            raise
        flash(labels.refusal(refused), "warning")
    else:
        flash(_("You have fifteen minutes more."), "success")
    return after(".index")


@blueprint.errorhandler(Refused)
def refused_at_the_desk(refused: Refused) -> Answer:
    """The time is over, the person stopped it, or the proof does not reach: said at the desk, where it goes on."""
    if refused.code not in _BACK_TO_THE_DESK:
        return answer_refused(refused)
    flash(labels.refusal(refused), "warning")
    return after(".index")


def _open_case() -> Answer:
    form = CallForm()
    if not form.validate_on_submit():
        return page("helpdesk/index.html", form=form, over=False)
    try:
        reference = platform().open_case(
            form.matricule.data or "",
            form.name.data or "",
            channel=form.channel.data,
            caller=form.caller.data,
            purpose=form.purpose.data,
        )
    except Refused as refused:
        if refused.code not in form.fields_of_reasons and refused.code is not Reason.TOO_MANY_TRIES:
            raise
        form.refuse(refused)
        return page("helpdesk/index.html", form=form, over=False)
    sessions.rotate(reference)
    return after(".index")


def _prove() -> Answer:
    form = ProofForm()
    if not form.validate_on_submit():
        return _show(platform().case(), proof=form)
    try:
        proved = platform().prove_caller(form.proof.data, form.proof_code.data or "")
    except Refused as refused:
        if refused.code not in form.fields_of_reasons and refused.code is not Reason.TOO_MANY_TRIES:
            raise
        form.refuse(refused)
        return _show(platform().case(), proof=form)
    if proved.ends:
        return after(".index", proof=Proof.SMS_CODE.value)  # the page says how far it has come
    if proved.sent:
        flash(_("A code is on its way to the registered address. Let the caller read it out."), "info")
        return after(".index", proof=Proof.EMAIL_CODE.value)
    if proved.phone:
        flash(_("Call this number, then type its last four digits: %(phone)s", phone=proved.phone), "info")
        return after(".index", proof=Proof.CALL_BACK.value)
    flash(_("The caller is proved. Level: %(level)s", level=f"L{proved.level}"), "success")
    return after(".index")


def _keep_note() -> Answer:
    form = NoteForm()
    if form.validate_on_submit():
        try:
            platform().keep_note(form.note.data or "")
        except Refused as refused:
            if refused.code not in form.fields_of_reasons:
                raise
            form.refuse(refused)
        else:
            flash(_("The note is kept."), "success")
            return after(".index")
    return _show(platform().case(), note=form)


def _show(case: Case, *, proof: ProofForm | None = None, note: NoteForm | None = None) -> Answer:
    proof_form, note_form = proof or ProofForm(MultiDict()), note or NoteForm(MultiDict())
    if proof is None:
        proof_form.proof.data = _wanted(case)
    if not case.has_account:
        proof_form.leave_out(*_OF_AN_ACCOUNT)
    if note is None:
        note_form.note.data = case.note
    refused = next((form for form in (proof, note) if form is not None and form.is_refused), None)
    return page(
        "helpdesk/case.html",
        block="text_code",
        view=presenters.case_view(case),
        proof=proof_form,
        note=note_form,
        refused=refused,
        is_proving=refused is None and request.args.get("proof", "") in list(Proof),
        status=422 if refused else 200,
        has_errors=refused is not None,
    )


def _wanted(case: Case) -> str:
    wanted = request.args.get("proof", "")
    usual = Proof.EMAIL_CODE if case.has_account else Proof.CALL_BACK
    return wanted if wanted in list(Proof) else usual.value

"""The queue of paper forms, a new one with its scan, one of them; taken in hand, put back, sent back."""

from collections.abc import Sequence
from typing import IO, cast

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from patient_portal import labels, sessions
from patient_portal.access import allows
from patient_portal.documents import originals
from patient_portal.documents.adding import too_large
from patient_portal.documents.adding_forms import file_name
from patient_portal.documents.pdf_pages import page_image
from patient_portal.documents.refusals import refusals_are_absence
from patient_portal.i18n import is_language_switch, language
from patient_portal.papers import blueprint, presenters
from patient_portal.papers.forms import (
    CorrectionForm,
    PaperOpeningForm,
    PersonForm,
    RefusalForm,
    RegisterForm,
)
from patient_portal.platform_client import NotFound, Paper, Refused
from patient_portal.platform_client.vocabulary import (
    Action,
    PaperKind,
    PaperRefusal,
    PaperState,
    Reason,
    check_paper_number,
    new_paper_number,
)
from patient_portal.receiving import SealedSpool, spool_of, takes_files
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform

_WIDTH = 1200  # pixels of a page's picture
_SAID = frozenset({Reason.PAPER_TAKEN, Reason.PAPER_NOT_IN_HAND, Reason.DECIDED_ALREADY, Reason.OWN_APPROVAL})
_OF_THE_DESK = frozenset({Reason.NOT_ALLOWED, Reason.SESSION_EXPIRED, Reason.SIGNED_OUT})


@blueprint.get("")
@allows(Action.READ_PAPERS)
def index() -> Answer:
    """What waits, the oldest due first, a hundred at a time."""
    found = platform().waiting_papers(request.args.get("after", ""))
    rows = [presenters.row(one) for one in found.papers]
    more = found.papers[-1].number if found.count > len(rows) and rows else ""
    return page("papers/index.html", rows=rows, count=found.count, more=more)


@blueprint.get("/scan/<kind>/<number>")
@allows(Action.READ_PAPERS)
def scanned(kind: str, number: str) -> Answer:
    """Where the QR code of a print leads: to the form that is known, or to the page that takes it in."""
    plain = check_paper_number(number)
    if plain is None or kind not in list(PaperKind):
        flash(str(labels.REASONS[Reason.PAPER_NUMBER_TYPO]), "warning")
        return after(".new")
    try:
        platform().paper(plain)
    except NotFound:
        return redirect(url_for(".new", kind=kind, number=plain))
    return redirect(url_for(".show", number=plain))


@blueprint.get("/new")
@allows(Action.REGISTER_PAPER)
def new() -> Answer:
    """Which form it is, and its scan."""
    form = RegisterForm(kind=request.args.get("kind", PaperKind.OPENING.value), written_in=language())
    form.number.data = request.args.get("number", "")[:40]
    return _new(form)


@blueprint.post("/new")
@takes_files
@allows(Action.REGISTER_PAPER)
def register() -> Answer:
    """Take it in, and have it in hand at once."""
    form, client = RegisterForm(), platform()
    if is_language_switch():
        return _new(form)
    is_right, files = form.validate_on_submit(), _files()
    if not files:
        return _new(form, str(labels.REASONS[Reason.UPLOAD_NOTHING]))
    if (large := _too_large(files)) is not None:
        return _new(form, large, 413)
    if not is_right:
        return _new(form)
    number = form.number.data or new_paper_number()
    name, spool = files[0]
    try:
        client.register_paper(
            form.kind.data, number, form.written_in.data, name, cast("IO[bytes]", spool), spool.size
        )
        client.take_paper(number)
    except Refused as refused:
        if refused.code in _OF_THE_DESK:
            raise
        if refused.code in form.fields_of_reasons:
            form.refuse(refused)
            return _new(form)
        return _new(form, labels.refusal(refused))
    flash(_("The form is registered. Number: %(number)s", number=number), "success")
    _add(number, files[1:])
    return after(".show", number=number)


@blueprint.post("/<number>/pages")
@takes_files
@allows(Action.ADD_PAGES)
def add_pages(number: str) -> Answer:
    """More pages of a form in hand: a copy that lay apart, the other side."""
    files = _files()
    if not files:
        flash(str(labels.REASONS[Reason.UPLOAD_NOTHING]), "warning")
    elif (large := _too_large(files)) is not None:
        flash(large, "warning")
    else:
        _add(number, files)
    return after(".show", number=number)


def _files() -> list[tuple[str, SealedSpool]]:
    """The files of the form that have a name, in the order in which they were chosen."""
    given = request.files.getlist("file")
    return [(file_name(one.filename), spool_of(one)) for one in given if one.filename]


def _too_large(files: Sequence[tuple[str, SealedSpool]]) -> str | None:
    return next((too_large(spool.largest) for _name, spool in files if spool.is_too_large), None)


def _add(number: str, files: Sequence[tuple[str, SealedSpool]]) -> None:
    """Put them behind the pages that are there; what is no scan is said, the rest stays."""
    for name, spool in files:
        try:
            platform().add_paper_pages(number, name, cast("IO[bytes]", spool), spool.size)
        except Refused as refused:
            if refused.code in _OF_THE_DESK:
                raise
            flash(_("%(name)s: %(why)s", name=name, why=labels.refusal(refused)), "warning")


@blueprint.get("/<number>")
@allows(Action.READ_PAPERS)
def show(number: str) -> Answer:
    """One form: its scan beside what is to be done."""
    return shown(platform().paper(number))


@blueprint.get("/<number>/pages/<int:place>")
@allows(Action.LOOK_AT_PAPER)
def picture(number: str, place: int) -> Response:
    """A page of the scan as a picture; each look stands in the trail."""
    with refusals_are_absence():
        file = platform().paper_scan(number)
        drawn = page_image(file.content, place, _WIDTH)
    return originals.picture(drawn.data, drawn.media_type, originals.tag(file.integrity, place))


@blueprint.post("/<number>/take")
@allows(Action.TAKE_PAPER)
def take(number: str) -> Answer:
    """Take it in hand; a colleague who was faster is named."""
    try:
        platform().take_paper(number)
    except Refused as refused:
        if refused.code not in _SAID:
            raise
        flash(labels.refusal(refused), "warning")
    return after(".show", number=number)


@blueprint.post("/<number>/put-back")
@allows(Action.TAKE_PAPER)
def put_back(number: str) -> Answer:
    """Put it back for a colleague."""
    platform().put_paper_back(number)
    flash(_("The form waits for a colleague."), "success")
    return after(".index")


@blueprint.post("/<number>/refuse")
@allows(Action.REFUSE_PAPER)
def refuse(number: str) -> Answer:
    """Send it back; a letter says why, where the person is known."""
    form, client = RefusalForm(), platform()
    if not form.validate_on_submit():
        return shown(client.paper(number), refusal=form)
    matricule, name = form.refused_matricule.data or "", form.refused_name.data or ""
    try:
        has_letter = client.refuse_paper(number, form.why.data, matricule=matricule, name=name)
    except Refused as refused:
        if refused.code not in form.fields_of_reasons and refused.code not in _SAID:
            raise
        in_form = form.fields_of_reasons.get(refused.code)
        form.refuse(refused, f"refused_{in_form}" if in_form else None)
        return shown(client.paper(number), refusal=form)
    if has_letter:
        flash(_("The form is sent back. A letter with the reason goes out with the next batch."), "success")
    else:
        flash(
            _("The form is refused. Nobody was named, so no letter goes out: send the sheet back by hand."),
            "success",
        )
    return after(".index")


@blueprint.post("/<number>/correct")
@allows(Action.CORRECT_PAPER)
def correct(number: str) -> Answer:
    """It is another form, or was entered by mistake: put right at once."""
    client = platform()
    paper, form = client.paper(number), CorrectionForm()
    form.offer(paper.kind, with_this=paper.state is not PaperState.WAITING)
    if not form.validate_on_submit():
        return shown(paper, correction=form)
    try:
        client.correct_paper(number, form.right_kind.data)
    except Refused as refused:
        if refused.code not in form.fields_of_reasons:
            raise
        form.refuse(refused)
        return shown(client.paper(number), correction=form)
    if paper.state is PaperState.ENTERED:
        flash(_("The document is withdrawn from the record, and the person is told."), "success")
    else:
        flash(
            _("The form is put right. The person is told as soon as it is known whose form it is."), "success"
        )
    return after(".show", number=number)


def shown(
    paper: Paper,
    *,
    entry: PersonForm | PaperOpeningForm | None = None,
    refusal: RefusalForm | None = None,
    correction: CorrectionForm | None = None,
) -> Answer:
    """The page of one form; a form that was refused stands there as it was typed."""
    view = presenters.view(paper, sessions.person())
    entry = entry or _empty(view.entry)
    given = (entry, refusal, correction)
    wrong = next((form for form in given if form is not None and form.is_refused), None)
    if correction is None and view.correction:
        correction = CorrectionForm(MultiDict(), right_kind=paper.kind.value)
        correction.offer(paper.kind, with_this=paper.state is not PaperState.WAITING)
    return page(
        "papers/show.html",
        view=view,
        entry=entry,
        refusal=refusal or RefusalForm(MultiDict(), why=PaperRefusal.UNSIGNED.value),
        correction=correction,
        wrong=wrong,
        status=422 if wrong else 200,
        has_errors=wrong is not None,
    )


def _empty(entry: str) -> PersonForm | PaperOpeningForm | None:
    if entry == "opening":
        return PaperOpeningForm(MultiDict())
    return PersonForm(MultiDict()) if entry else None


def _new(form: RegisterForm, problem: str = "", status: int | None = None) -> Answer:
    refused = 422 if problem or form.is_refused else 200
    return page(
        "papers/new.html", form=form, problem=problem, status=status or refused, has_errors=refused != 200
    )

"""Adding a document of one's own: files, what they are, the pages looked at, the yes; and taking it back."""

from dataclasses import dataclass
from typing import IO, cast

from flask import flash, make_response, redirect, request, url_for
from flask_babel import gettext as _

from patient_portal import i18n, labels
from patient_portal.access import allows
from patient_portal.document_rows import type_names
from patient_portal.documents import blueprint, originals
from patient_portal.documents.adding_forms import AddForm, ConfirmForm, file_name, suggested_title
from patient_portal.documents.pdf_pages import page_image
from patient_portal.documents.reading import USUAL_WIDTH, WIDTHS, read
from patient_portal.documents.refusals import refusals_are_absence
from patient_portal.forms import Form
from patient_portal.i18n import is_language_switch
from patient_portal.labels import UPLOAD_NOTES
from patient_portal.platform_client import InTheMaking, Refused, Uploads
from patient_portal.platform_client.vocabulary import Action, Reason
from patient_portal.receiving import spool_of, takes_files
from patient_portal.rendering import Answer, after, empty, page
from patient_portal.sessions import platform

_STEPS = 2
_PAGES = "pages"
_OF_THE_RECORD = frozenset({Reason.RECORD_NOT_OPEN, Reason.NOT_ALLOWED, Reason.UPLOAD_OVER})
_OF_A_FIELD = {Reason.DOCUMENT_TYPE_NOT_ALLOWED: "type", Reason.UPLOAD_DAY_TO_COME: "date"}


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that was not taken, and why."""

    name: str
    why: str


class StepForm(Form):
    """A step that only needs a yes."""


@blueprint.get("/new")
@allows(Action.UPLOAD_DOCUMENT)
def new() -> Answer:
    """Choose files and say what they are; with `step=pages` look at the pages."""
    uploads = platform().uploads()
    current = uploads.current
    if request.args.get("step") == _PAGES and current is not None and current.pages:
        return _preview(ConfirmForm(title=_title(current)), current)
    return _choose(_form(uploads), uploads)


@blueprint.post("/new")
@takes_files
@allows(Action.UPLOAD_DOCUMENT)
def add() -> Answer:
    """Take what the form brings: files, a file to leave out, everything to forget, or the yes."""
    client = platform()
    uploads = client.uploads()
    if _PAGES in request.form:
        return _confirm(uploads)
    if "one" in request.form:
        return _take_one()
    form = _form(uploads)
    if is_language_switch():
        return _choose(form, uploads)
    current = uploads.current
    if current is not None and "forget" in request.form:
        client.forget_upload(current.id)
        flash(_("Everything that you had chosen is forgotten."), "success")
        return after(".index")
    if current is not None and (file_id := request.form.get("leave_out")):
        client.leave_file_out(current.id, file_id)
        return after(".new")
    return _take(form, uploads)


@blueprint.get("/new/pages/<int:number>")
@allows(Action.UPLOAD_DOCUMENT)
def new_page_picture(number: int) -> Answer:
    """One page of what is about to be added, as a picture `w` pixels wide."""
    wanted = request.args.get("w", "")
    width = int(wanted) if wanted.isdigit() and int(wanted) in WIDTHS else USUAL_WIDTH
    current = platform().uploads().current
    with refusals_are_absence():
        file = platform().upload_pages(current.id if current else "none")
        drawn = page_image(file.content, number, width)
    return originals.picture(drawn.data, drawn.media_type, originals.tag(file.integrity, number, width))


@blueprint.route("/<document_id>/withdraw", methods=["GET", "POST"])
@allows(Action.UPLOAD_DOCUMENT)
def withdraw(document_id: str) -> Answer:
    """Take an own document back."""
    form = StepForm()
    client = platform()
    if form.validate_on_submit():
        until = client.withdraw_document(document_id)
        flash(
            _("Your document is withdrawn. You can bring it back until: %(day)s", day=i18n.day(until)),
            "success",
        )
        return after(".withdrawn")
    document = client.document(document_id)
    return page("documents/withdraw.html", form=form, document=document)


@blueprint.route("/withdrawn", methods=["GET", "POST"])
@allows(Action.UPLOAD_DOCUMENT)
def withdrawn() -> Answer:
    """What was taken back and can return; bring one of them back."""
    client = platform()
    if (document_id := request.form.get("restore")) and not is_language_switch():
        try:
            client.restore_document(document_id)
        except Refused as refused:
            if refused.code is not Reason.DOCUMENT_UNDO_OVER:
                raise
            flash(labels.refusal(refused), "warning")
            return after(".withdrawn")
        flash(_("Your document is back in your record."), "success")
        return redirect(url_for(".show", document_id=document_id), 303)
    names = type_names(client.document_types(), i18n.language())
    rows = [
        (one, one.title or names.get(one.type_code, ("", ""))[0], i18n.day(one.undo_until))
        for one in client.uploads().withdrawn
    ]
    return page("documents/withdrawn.html", rows=rows)


def _form(uploads: Uploads) -> AddForm:
    current = uploads.current
    form = AddForm(
        type=current.type if current else None,
        date=current.day.isoformat() if current and current.day else "",
    )
    if current and current.day and request.method == "GET":
        form.date.day = current.day
    names = type_names(platform().document_types(), i18n.language())
    offered = [(code, names[code][0]) for code in uploads.types if code in names]
    form.offer(sorted(offered, key=lambda one: one[1].casefold()))
    return form


def _take(form: AddForm, uploads: Uploads) -> Answer:
    """Hand the files over one by one, keep those that are right, and go on if all of them are."""
    client = platform()
    is_right = form.check()
    current = client.begin_upload()
    problems: list[Problem] = []
    status = 422
    for given in request.files.getlist("file"):
        spool, name = spool_of(given), file_name(given.filename)
        if not given.filename and not spool.size:
            continue
        if spool.is_too_large:
            problems.append(Problem(name, too_large(uploads.largest)))
            status = 413
            continue
        try:
            current = client.add_file(current.id, name, cast("IO[bytes]", spool), spool.size)
        except Refused as refused:
            if refused.code in _OF_THE_RECORD:
                raise
            problems.append(Problem(name, _why(refused, uploads)))
    if not current.files and not problems:
        problems.append(Problem("", str(labels.REASONS[Reason.UPLOAD_NOTHING])))
    if is_right and not problems:
        try:
            _make_pages(form, current)
        except Refused as refused:
            if refused.code in _OF_THE_RECORD:
                raise
            form.refuse(refused, _OF_A_FIELD.get(refused.code))
        else:
            return redirect(url_for(".new", step=_PAGES), 303)
    return _choose(form, uploads, current, problems, status)


def _take_one() -> Answer:
    """One of many files, sent by a script that shows how far it is: taken (204), or not (422, 413).

    Why it was not is said by the form, to which the script then gives what is left.
    """
    client = platform()
    current = client.begin_upload()
    given = request.files.get("file")
    if given is None:
        return make_response("", 422)
    spool = spool_of(given)
    if spool.is_too_large:
        return make_response("", 413)
    try:
        client.add_file(current.id, file_name(given.filename), cast("IO[bytes]", spool), spool.size)
    except Refused as refused:
        if refused.code in _OF_THE_RECORD:
            raise
        if refused.code is Reason.UPLOAD_TWICE and not refused.data.get("kept"):
            return empty()  # it was on its way when the line broke off: it stands in the list
        return make_response("", 422)
    return empty()


def _make_pages(form: AddForm, current: InTheMaking) -> None:
    day = form.date.day
    if day is None:
        return
    platform().make_pages(
        current.id,
        type_code=form.type.data,
        day=day,
        title=_title(current, form.type.data),
        language=i18n.language(),
        page_words=_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
    )


def _confirm(uploads: Uploads) -> Answer:
    """The yes; pressed twice it has one effect, and both presses lead to the document."""
    current = uploads.current
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _preview(form, current) if current is not None and current.pages else after(".new")
    upload_id, sha256 = request.form.get("upload", ""), request.form.get(_PAGES, "")
    title = form.title.data or ""
    try:
        document_id = platform().keep_upload(
            upload_id, title=title, pages_sha256=sha256, language=i18n.language()
        )
    except Refused as refused:
        if refused.code is not Reason.UPLOAD_OVER:
            raise
        flash(labels.refusal(refused), "warning")
        return after(".new")
    flash(
        _("Your document is in your record now. Professionals who can open your record can read it."),
        "success",
    )
    return redirect(url_for(".show", document_id=document_id), 303)


def _choose(
    form: AddForm,
    uploads: Uploads,
    current: InTheMaking | None = None,
    problems: list[Problem] | None = None,
    status: int = 422,
) -> Answer:
    current = current or uploads.current
    refused = bool(problems) or form.is_refused
    return page(
        "documents/new.html",
        form=form,
        step=1,
        steps=_STEPS,
        files=_files(current),
        problems=problems or [],
        largest=_size(uploads.largest),
        withdrawn=bool(uploads.withdrawn),
        has_errors=refused,
        status=status if refused else 200,
    )


def _preview(form: ConfirmForm, current: InTheMaking) -> Answer:
    file = platform().upload_pages(current.id)

    def address(_file: int | None, page: int | None, w: int) -> str:
        return url_for(".new_page_picture", number=page, w=w)

    names = type_names(platform().document_types(), i18n.language())
    found = read(file.content, file.content_type, address, _first_page())
    return page(
        "documents/new_pages.html",
        form=form,
        step=_STEPS,
        steps=_STEPS,
        reading=found,
        current=current,
        facts=[
            (_("Kind"), names.get(current.type or "", ("", ""))[0]),
            (_("Date"), i18n.day(current.day) if current.day else ""),
            (_("Pages"), i18n.number(current.pages or 0)),
        ],
        notes=[
            (one.name, [str(UPLOAD_NOTES[note]) for note in one.notes]) for one in current.files if one.notes
        ],
    )


def _first_page() -> int:
    text = request.args.get("at", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _files(current: InTheMaking | None) -> list[tuple[str, str, str, list[str]]]:
    """The files that were given: id, name, size, what their pages do not show."""
    files = current.files if current else ()
    return [
        (one.id, one.name, i18n.file_size(one.size), [str(UPLOAD_NOTES[note]) for note in one.notes])
        for one in files
    ]


def _title(current: InTheMaking, type_code: str = "") -> str:
    names = type_names(platform().document_types(), i18n.language())
    otherwise = names.get(type_code or current.type or "", (_("Document"), ""))[0]
    return suggested_title(current.files[0].name, otherwise) if len(current.files) == 1 else otherwise


def _why(refused: Refused, uploads: Uploads) -> str:
    return too_large(uploads.largest) if refused.code is Reason.CONTENT_TOO_LARGE else labels.refusal(refused)


def _size(largest: int) -> str:
    """A limit as people name it: 50 MB."""
    return i18n.file_size(largest // 1024**2 * 1_000_000)


def too_large(largest: int) -> str:
    """What to say of a file beyond the limit."""
    return _(
        "This file is too large. Split it, or save it in a smaller size. The largest size that we take: %(size)s",
        size=_size(largest),
    )

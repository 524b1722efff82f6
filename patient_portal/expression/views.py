"""Writing: the page with its parts, saved as it is typed, and what happens when two windows part company."""

from flask import Response, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _

from patient_portal import i18n, labels, statement_view
from patient_portal.access import allows
from patient_portal.expression import blueprint, presenters, typed
from patient_portal.expression.publishing import problem_of, publish_draft
from patient_portal.i18n import is_language_switch
from patient_portal.platform_client import OwnStatement, Refused, StatementContent, StatementDraft
from patient_portal.platform_client.vocabulary import Action, Reason
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform

_LONGEST_ID = 36


@blueprint.get("")
@allows(Action.WRITE_STATEMENT)
def index() -> Answer:
    """The statement to write or to correct; two texts that parted company are shown to choose from."""
    own = platform().own_statement()
    if len(own.drafts) > 1:
        return _to_choose(own)
    draft = own.drafts[0] if own.drafts else None
    content = _to_go_on_with(own)
    view = presenters.page_of(
        content,
        (draft.id, draft.version) if draft else ("", 0),
        own.published,
        add=request.args.get("add", ""),
        saved=presenters.saved_at(draft) if draft else "",
    )
    return _shown(view)


@blueprint.post("")
@allows(Action.WRITE_STATEMENT)
def write() -> Answer:
    """Save what was typed; then add a row, show the preview or publish, as the button says."""
    content = typed.content_of(request.form, i18n.language())
    client = platform()
    if is_language_switch():
        return _again(content, client.own_statement(), _began_from())
    try:
        draft = _save(content)
    except Refused as refused:
        problem = labels.refusal(refused)
        return _again(content, client.own_statement(), _began_from(), problem=problem)
    if draft.beside:
        flash(_("This text was changed in another window too. Both texts are kept: choose one."), "warning")
        return after(".index")
    if "add" in request.form and (part := request.form["add"]) in presenters.REPEATING:
        rows = len(getattr(content, part))
        suffix = "-name" if part == "contacts" else ""
        return redirect(url_for(".index", add=part, _anchor=f"{part}-{rows}{suffix}"), 303)
    if "preview" in request.form:
        return after(".preview")
    if "publish" in request.form:
        return _published(draft, content)
    flash(_("Your draft is saved."), "success")
    return after(".index")


@blueprint.post("/draft")
@allows(Action.WRITE_STATEMENT)
def autosave() -> Response:
    """What the page's script sends while somebody types; answered in words, for the line that tells it."""
    content = typed.content_of(request.form, i18n.language())
    try:
        draft = _save(content)
    except Refused as refused:
        answer = jsonify({"said": labels.refusal(refused)})
        answer.status_code = 422
        return answer
    said = presenters.saved_at(draft)
    if draft.beside:
        said = _("This text was changed in another window too. Both texts are kept: choose one.")
    return jsonify(
        {"draft": draft.id, "version": draft.version, "said": said, "beside": draft.beside, "saved": True}
    )


@blueprint.post("/drafts/<draft_id>/keep")
@allows(Action.WRITE_STATEMENT)
def keep(draft_id: str) -> Answer:
    """Of several texts go on with this one."""
    try:
        platform().choose_statement_draft(draft_id)
    except Refused as refused:
        if refused.code is not Reason.STATEMENT_CHANGED:
            raise
        flash(labels.refusal(refused), "warning")
    else:
        flash(_("You go on with this text. The other one is gone."), "success")
    return after(".index")


@blueprint.post("/drafts/<draft_id>/discard")
@allows(Action.WRITE_STATEMENT)
def discard(draft_id: str) -> Answer:
    """Forget a draft; what is published stays."""
    platform().discard_statement_draft(draft_id)
    flash(_("The draft is gone. What you published stays as it is."), "success")
    return after(".index")


def _save(content: StatementContent) -> StatementDraft:
    form = request.form
    return platform().save_statement_draft(
        content,
        tab=form.get("tab", "")[:_LONGEST_ID],
        serial=_number("serial"),
        draft_id=form.get("draft", "")[:_LONGEST_ID] or None,
        version=_number("version"),
    )


def _published(draft: StatementDraft, content: StatementContent) -> Answer:
    try:
        publish_draft(draft, _number("replaces"))
    except Refused as refused:
        problems, problem = problem_of(refused)
        own = platform().own_statement()
        return _again(content, own, (draft.id, draft.version), problems=problems, problem=problem)
    flash(_("Your statement is published. Professionals who can open your record can read it."), "success")
    return after(".index")


def _began_from() -> tuple[str, int]:
    """The draft and the version that this page began from, unchanged: only a save moves them on."""
    return request.form.get("draft", "")[:_LONGEST_ID], _number("version")


def _again(
    content: StatementContent,
    own: OwnStatement,
    began_from: tuple[str, int],
    *,
    problems: dict[str, str] | None = None,
    problem: str = "",
) -> Answer:
    """The page as it was typed, with what is to be mended."""
    refused = bool(problems or problem)
    view = presenters.page_of(content, began_from, own.published, problems=problems, problem=problem)
    return _shown(view, status=422 if refused else 200, has_errors=refused)


def _shown(view: presenters.Page, status: int = 200, *, has_errors: bool = False) -> Answer:
    context = platform().context
    return page(
        "expression/index.html",
        view=view,
        may_withdraw=context is not None and Action.WITHDRAW_STATEMENT in context.may,
        legal=labels.STATEMENT_NOTICES,
        status=status,
        has_errors=has_errors,
    )


def _to_go_on_with(own: OwnStatement) -> StatementContent:
    """The draft; else what was published last; else an empty page."""
    if own.drafts:
        return own.drafts[0].content
    return own.published.content if own.published else StatementContent(language=i18n.language())


def _to_choose(own: OwnStatement) -> Answer:
    texts = [
        (draft, presenters.saved_at(draft), [(part.title, statement_view.part_html(part)) for part in parts])
        for draft in own.drafts
        for parts in [statement_view.parts_of(draft.content)]
    ]
    return page("expression/choose.html", texts=texts)


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

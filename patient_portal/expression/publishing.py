"""Publishing: the preview, the two documents, taking them back and bringing them back."""

from flask import Response, flash
from flask_babel import gettext as _

from patient_portal import i18n, labels, statement_view
from patient_portal.access import allows
from patient_portal.expression import blueprint, presenters
from patient_portal.forms import Form
from patient_portal.letters import statement_pdf
from patient_portal.platform_client import OwnStatement, Refused, StatementDraft
from patient_portal.platform_client.vocabulary import Action, Reason, StatementPart, StatementState
from patient_portal.rendering import Answer, after, page
from patient_portal.security import sandbox
from patient_portal.sessions import platform

_PARTS = frozenset(StatementPart)


class StepForm(Form):
    """A step that only needs a yes."""


@blueprint.get("/preview")
@allows(Action.PUBLISH_STATEMENT)
def preview() -> Answer:
    """The draft as a professional will read it."""
    own = platform().own_statement()
    if len(own.drafts) != 1:
        return after(".index")
    return _preview(own)


@blueprint.post("/preview")
@allows(Action.PUBLISH_STATEMENT)
def publish_preview() -> Answer:
    """Publish what the preview showed."""
    own = platform().own_statement()
    if len(own.drafts) != 1:
        return after(".index")
    current = own.published if own.published and own.published.state is StatementState.CURRENT else None
    try:
        publish_draft(own.drafts[0], current.number if current else 0)
    except Refused as refused:
        problems, problem = problem_of(refused)
        return _preview(own, problem or next(iter(problems.values())), status=422)
    flash(_("Your statement is published. Professionals who can open your record can read it."), "success")
    return after(".index")


@blueprint.get("/preview/pdf")
@allows(Action.PUBLISH_STATEMENT)
def preview_pdf() -> Answer:
    """The same as a PDF, to keep or to print before it is published."""
    own = platform().own_statement()
    if len(own.drafts) != 1:
        return after(".index")
    response = Response(_pdf(own.drafts[0]), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="statement.pdf"'
    return sandbox(response)


@blueprint.route("/withdraw", methods=["GET", "POST"])
@allows(Action.WITHDRAW_STATEMENT)
def withdraw() -> Answer:
    """Take the statement back; professionals no longer find it."""
    form = StepForm()
    if form.validate_on_submit():
        platform().withdraw_statement()
        flash(_("Your statement is withdrawn. You can bring it back here."), "success")
        return after(".index")
    own = platform().own_statement()
    if own.published is None or own.published.state is not StatementState.CURRENT:
        return after(".index")
    return page("expression/withdraw.html", form=form)


@blueprint.post("/restore")
@allows(Action.RESTORE_STATEMENT)
def restore() -> Answer:
    """Bring a withdrawn statement back."""
    try:
        platform().restore_statement()
    except Refused as refused:
        if refused.code is not Reason.STATEMENT_UNDO_OVER:
            raise
        flash(labels.refusal(refused), "warning")
    else:
        flash(_("Your statement is back. Professionals who can open your record can read it."), "success")
    return after(".index")


def publish_draft(draft: StatementDraft, replaces: int) -> None:
    """Hand the draft's words and its PDF to the platform, which makes two documents of them; raises Refused."""
    words = statement_view.words(title(), _origin())
    platform().publish_statement(
        draft, replaces=replaces, heading_language=i18n.language(), words=words, pdf=_pdf(draft)
    )


def title() -> str:
    """What the documents are called."""
    return _("Statement of the record's holder")


def problem_of(refused: Refused) -> tuple[dict[str, str], str]:
    """A refusal beside its part, or for the whole page; raises what is no matter of typing."""
    if refused.code is Reason.STATEMENT_TOO_LONG and refused.field in _PARTS:
        said = _(
            "This part is too long to be published. Your text is saved whole; please shorten it here. Characters typed:"
            " %(length)s. Characters that fit: %(most)s",
            length=i18n.number(refused.number("length") or 0),
            most=i18n.number(refused.number("most") or 0),
        )
        return {str(refused.field): said}, ""
    if refused.code in (Reason.STATEMENT_EMPTY, Reason.STATEMENT_CHANGED):
        return {}, labels.refusal(refused)
    raise refused


def _preview(own: OwnStatement, problem: str = "", status: int = 200) -> Answer:
    draft = own.drafts[0]
    parts = statement_view.parts_of(draft.content)
    return page(
        "expression/preview.html",
        title=title(),
        parts=[(part.title, statement_view.part_html(part)) for part in parts],
        origin=_origin(),
        about=statement_view.about(),
        saved=presenters.saved_at(draft),
        problem=problem,
        has_errors=bool(problem),
        status=status,
    )


def _pdf(draft: StatementDraft) -> bytes:
    return statement_pdf(
        title=title(),
        holder=_people()[0],
        parts=statement_view.parts_of(draft.content),
        about=(statement_view.about(), _origin()),
        missing_signs=_(
            "Some characters cannot be printed here: […] stands for them. The whole text stands in the record."
        ),
        locale=str(i18n.locale()),
        language=i18n.language(),
        moment=i18n.now(),
        page=_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        day=(_("Date"), i18n.day(i18n.today())),
    )


def _origin() -> str:
    return statement_view.origin(*_people())


def _people() -> tuple[str, str]:
    """Whose record it is, and who writes."""
    context = platform().context
    writer = context.name if context else ""
    return (context.acting.name if context and context.acting else writer), writer

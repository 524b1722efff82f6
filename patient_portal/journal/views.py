"""The journal: by day and period, entry by entry, as a copy to keep, with receipts that anybody can check."""

from flask import Response, current_app, redirect, request, url_for

from patient_portal import acting
from patient_portal.access import allows, public
from patient_portal.journal import blueprint, copies, explaining, presenters
from patient_portal.journal.forms import JournalForm, ReceiptForm
from patient_portal.platform_client import SessionContext
from patient_portal.platform_client.vocabulary import Action
from patient_portal.qr import qr_picture
from patient_portal.rendering import Answer, page
from patient_portal.sessions import platform
from patient_portal.settings import Settings


@blueprint.get("")
@allows(Action.READ_JOURNAL)
def index() -> Answer:
    """Every act on the record, refused attempts included, the newest first."""
    form = JournalForm.from_query()
    form.check()
    asked = form.filters()
    found = platform().journal(asked)
    if found.total and asked.page > found.pages:
        return redirect(presenters.page_url(form, found.pages), 303)
    context = platform().context
    view = presenters.journal_view(form, asked, found, _reader(context))
    may_copy = context is not None and Action.SEE_AS in context.may  # the holder: a copy is never delegated
    return page("journal/index.html", block="list", form=form, view=view, may_copy=may_copy)


@blueprint.get("/<entry_id>")
@allows(Action.READ_JOURNAL)
def entry(entry_id: str) -> Answer:
    """One entry explained: who, for whom, why, how it ended, and what can be done about it."""
    client = platform()
    found = client.journal_entry(entry_id)
    context = client.context
    own = found.who_id == _reader(context) != ""
    may = context.may if context is not None else frozenset()
    asked = [one for one in client.petitions() if one.entry_id == entry_id] if "petition.read" in may else []
    view = explaining.explain(found, own=own, may=may)
    return page("journal/entry.html", view=view, questions=explaining.answers(asked))


@blueprint.get("/<entry_id>/receipt")
@allows(Action.EXPORT_JOURNAL)
def receipt(entry_id: str) -> Answer:
    """A receipt of one entry, to keep and to check later."""
    client = platform()
    found = client.journal_entry(entry_id)
    text = client.receipt(entry_id)
    view = explaining.explain(found, own=False, may=frozenset())
    return page("journal/receipt.html", view=view, receipt=text, picture=qr_picture(text))


@blueprint.get("/copy")
@allows(Action.EXPORT_JOURNAL)
def copy() -> Response:
    """The journal of a period as a file: PDF to read, CSV for a spreadsheet, FHIR for other software."""
    form = JournalForm.from_query()
    form.check()
    client = platform()
    found = client.journal_copy(form.filters())
    name = client.context.name if client.context else ""
    own = client.context.account_id if client.context else ""
    kind = request.args.get("format", "pdf")
    return copies.file(
        kind if kind in copies.KINDS else "pdf", found, name, own, client.seal, _where_to_check()
    )


def _reader(context: SessionContext | None) -> str:
    """The account to which the sentences say "you": the holder's own, never that of somebody who acts for them."""
    return context.account_id or "" if context is not None and acting.is_own(context) else ""


def _where_to_check() -> str:
    settings: Settings = current_app.extensions["dsp-settings"]
    return f"{settings.base_url}{url_for('journal.check')}"


@blueprint.route("/check", methods=["GET", "POST"])
@public
def check() -> Answer:
    """Does the entry of a receipt still stand? Anybody may ask; the answer tells nothing of a record."""
    form, verdict = ReceiptForm(), None
    if form.validate_on_submit():
        verdict = explaining.verdict(platform().check_receipt("".join((form.receipt.data or "").split())))
    seal = explaining.seal(platform().seal_certificate())
    return page("journal/check.html", form=form, verdict=verdict, seal=seal)

"""Levels of one document, of types and of what is to come; the record as somebody else sees it."""

from flask import flash, request, url_for
from flask_babel import gettext as _

from patient_portal.access import allows, public
from patient_portal.confidentiality import blueprint, presenters, table
from patient_portal.confidentiality.forms import LevelForm, LevelsForm
from patient_portal.platform_client.vocabulary import Action, Confidentiality
from patient_portal.proof import is_proving, with_proof
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform

_CONFIRM = "confirm"


@blueprint.route("/documents/<document_id>/confidentiality", methods=["GET", "POST"])
@allows(Action.SET_CONFIDENTIALITY)
def one(document_id: str) -> Answer:
    """Who may see this document: what holds, what a change would do and for whom, then the change."""
    client = platform()
    now = client.document_level(document_id)
    document = client.document(document_id)
    form = LevelForm()
    if request.method == "GET":
        form.level.data = now.level.value
    here = url_for(".one", document_id=document_id)
    view = presenters.one(document, now, client.document_types(), request.args.get("done", ""))
    if form.validate_on_submit() or is_proving():
        wanted = form.chosen
        if wanted is now.level:
            flash(_("Nothing changes: this choice held already."), "success")
            return after("documents.show", document_id=document_id)
        effects = client.effects({document_id: wanted}, {})
        if effects and _CONFIRM not in request.form and not is_proving():
            trial = presenters.trial(effects, client.document_types(), (document_id, wanted))
            return page(
                "confidentiality/confirm.html", trial=trial, kept=_kept(), cancel_url=here, about=view.title
            )
        asked = with_proof(lambda: client.set_document_level(document_id, wanted), here)
        if asked is not None:
            return asked
        flash(_("Your choice is saved. It counts from this moment."), "success")
        return after(".one", document_id=document_id, done=now.level.value)
    return page("confidentiality/one.html", form=form, view=view, here=here)


@blueprint.route("/confidentiality", methods=["GET", "POST"])
@allows(Action.SET_CONFIDENTIALITY)
def index() -> Answer:
    """Who may see new documents, and those of single types."""
    client = platform()
    now, types = client.levels(), client.document_types()
    form = LevelsForm()
    if request.method == "GET":
        form.level.data = now.default.value
        chosen: dict[str, Confidentiality | None] = dict(now.types)
    else:
        chosen = form.types([one.code for one in types])
    here = url_for(".index")
    if form.validate_on_submit() or is_proving():
        changed = {code: level for code, level in chosen.items() if level != now.types.get(code)}
        effects = client.effects({}, changed)
        if effects and _CONFIRM not in request.form and not is_proving():
            trial = presenters.trial(effects, types, None)
            return page("confidentiality/confirm.html", trial=trial, kept=_kept(), cancel_url=here, about="")
        asked = with_proof(lambda: client.choose_levels(form.chosen, changed), here)
        if asked is not None:
            return asked
        flash(_("Your choice is saved. It counts from this moment."), "success")
        return after(".index")
    return page("confidentiality/index.html", form=form, groups=presenters.groups(types, chosen))


@blueprint.get("/see-as")
@allows(Action.SEE_AS)
def see_as() -> Answer:
    """The record as a professional or an emergency doctor sees it; a level may be tried out without being kept."""
    client = platform()
    onlooker = request.args.get("as", "")
    if not onlooker:
        return page(
            "confidentiality/onlookers.html", view=presenters.onlookers(client.rights(), client.mandates())
        )
    name = _name_of(onlooker)
    tried = _tried()
    sight = client.see_as(onlooker, tried)
    number = presenters.page_number(request.args.get("page", ""), len(sight.documents))
    ids = presenters.page_of(sight.documents, number)
    view = presenters.sight(
        onlooker, name, sight, client.documents_by_id(ids), client.document_types(), number, tried
    )
    return page("confidentiality/see_as.html", view=view)


@blueprint.get("/professions")
@public
def professions() -> Answer:
    """Which profession may read which type of document: what holds beside a person's own choices."""
    client = platform()
    view = table.professions(client.professions(), client.document_types())
    return page("confidentiality/professions.html", view=view)


def _name_of(onlooker: str) -> str:
    """The name of whoever through whose eyes the holder looks; empty for the emergency doctor."""
    kind, _colon, identifier = onlooker.partition(":")
    if kind == "mandate":
        given = platform().mandates().mandates
        return next((one.delegate or one.name for one in given if one.id == identifier), "")
    return platform().actor("professional", identifier).name if kind == "practitioner" else ""


def _tried() -> dict[str, Confidentiality]:
    """The level that is tried out, as the address says; what is no level tries nothing."""
    document, level = request.args.get("document", ""), request.args.get("level", "")
    return {document: Confidentiality(level)} if document and level in list(Confidentiality) else {}


def _kept() -> list[tuple[str, str]]:
    """What was chosen, carried along to the page that asks whether it is meant."""
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]

"""Levels of one document, of types and of what is to come; the record as somebody else sees it."""

from flask import flash, request, url_for
from flask_babel import gettext as _

from patient_portal.access import allows, public
from patient_portal.confidentiality import blueprint, choosing, eyes, presenters, table
from patient_portal.confidentiality.forms import LevelForm, LevelsForm
from patient_portal.platform_client.vocabulary import Action, Confidentiality
from patient_portal.proof import is_proving, with_proof
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform

_CONFIRM, _TRY, _DONE = "confirm", "try", "done"


@blueprint.route("/documents/<document_id>/confidentiality", methods=["GET", "POST"])
@allows(Action.SET_CONFIDENTIALITY)
def one(document_id: str) -> Answer:
    """Who may see this document: what holds, what a change would do and for whom, then the change."""
    client = platform()
    now, types = client.document_level(document_id), client.document_types()
    form = LevelForm()
    here = url_for(".one", document_id=document_id)
    view = presenters.one(document_id, now, types, request.args.get(_DONE, ""))
    if form.is_sent():
        wanted = presenters.choice_for(document_id, now, form.level.data)
        if wanted is None:
            flash(_("Nothing changes: this choice held already."), "success")
            return after("documents.show", document_id=document_id)
        if not _is_meant():
            return after(".one", document_id=document_id, **{_TRY: form.level.data})
        level = None if wanted.is_usual else wanted.level
        asked = with_proof(lambda: client.set_document_level(document_id, level), here)
        if asked is not None:
            return asked
        flash(_("Your choice is saved. It counts from this moment."), "success")
        return after(".one", document_id=document_id, **{_DONE: presenters.choice_of(now)})
    tried = presenters.choice_for(document_id, now, request.args.get(_TRY, ""))
    if request.method == "GET" and tried is not None and tried.level is not None:
        changes = [presenters.change(view.title, now.level, tried.level)]
        trial = presenters.trial(client.effects(tried.documents, {}), types, tried, changes)
        return page("confidentiality/confirm.html", trial=trial, here=here)
    if request.method == "GET":
        form.level.data = presenters.choice_of(now)
    return page("confidentiality/one.html", form=form, view=view)


@blueprint.route("/confidentiality", methods=["GET", "POST"])
@allows(Action.SET_CONFIDENTIALITY)
def index() -> Answer:
    """Who may see new documents, and those of single types."""
    client = platform()
    now, types = client.levels(), client.document_types()
    form, codes = LevelsForm(), [one.code for one in types]
    here = url_for(".index")
    asked_for = choosing.read(request.args, codes)
    if form.is_sent():
        wanted = choosing.differing(choosing.read(request.form, codes), now)
        if wanted.types and not _is_meant():
            return after(".index", **{_TRY: "yes", **dict(wanted.fields)})
        asked = with_proof(lambda: client.choose_levels(form.chosen, wanted.types), here)
        if asked is not None:
            return asked
        flash(_("Your choice is saved. It counts from this moment."), "success")
        return after(".index", **{_DONE: "yes", **dict(choosing.before(wanted, now).fields)})
    tried = choosing.differing(asked_for, now)
    if request.method == "GET" and _TRY in request.args and tried.types:
        changes = presenters.changes(tried, now, types)
        trial = presenters.trial(client.effects({}, tried.types), types, tried, changes)
        return page("confidentiality/confirm.html", trial=trial, here=here)
    shown: dict[str, Confidentiality | None] = dict(now.types)
    if request.method == "GET":
        form.level.data = now.default.value
    else:
        shown |= choosing.read(request.form, codes).types
    undo = presenters.undo_of(here, asked_for, now) if _DONE in request.args else None
    return page("confidentiality/index.html", form=form, groups=presenters.groups(types, shown), undo=undo)


@blueprint.get("/see-as")
@allows(Action.SEE_AS)
def see_as() -> Answer:
    """The record as somebody else sees it; levels may be tried out without being kept."""
    client = platform()
    onlooker = request.args.get("as", "")
    if not onlooker:
        return page(
            "confidentiality/onlookers.html", groups=eyes.onlookers(client.rights(), client.mandates())
        )
    types = client.document_types()
    tried = choosing.read(request.args, [one.code for one in types])
    name = _name_of(onlooker)
    sight = client.see_as(onlooker, tried.documents, tried.types)
    number = eyes.page_number(request.args.get("page", ""), len(sight.documents))
    documents = client.documents_by_id(eyes.page_of(sight.documents, number))
    emergency = client.emergency() if onlooker == "emergency" else None
    view = eyes.sight(onlooker, name, sight, documents, types, number, tried, emergency)
    return page("confidentiality/see_as.html", view=view)


@blueprint.get("/professions")
@public
def professions() -> Answer:
    """Which profession may read which type of document: what holds beside a person's own choices."""
    client = platform()
    view = table.professions(client.professions(), client.document_types())
    return page("confidentiality/professions.html", view=view)


def _is_meant() -> bool:
    """Whether the consequences were shown before, or the step is being proved."""
    return _CONFIRM in request.form or is_proving()


def _name_of(onlooker: str) -> str:
    """The name of whoever through whose eyes the holder looks; empty for the emergency doctor."""
    kind, _colon, identifier = onlooker.partition(":")
    if kind == "mandate":
        given = platform().mandates().mandates
        return next((one.delegate or one.name for one in given if one.id == identifier), "")
    return platform().actor("professional", identifier).name if kind == "practitioner" else ""

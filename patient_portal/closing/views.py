"""Closing a record, undoing it, opening it again, having it erased: what each means stands before its button."""

from collections.abc import Callable

from flask import current_app, flash, make_response, url_for
from flask_babel import gettext as _

from patient_portal import letters
from patient_portal.access import allows
from patient_portal.closing import blueprint, wording
from patient_portal.closing.forms import CloseForm, EraseForm, PlainForm
from patient_portal.forms import Form
from patient_portal.i18n import language, now
from patient_portal.platform_client import Dossier, Refused
from patient_portal.platform_client.vocabulary import Action, DossierState, PostKind, Reason
from patient_portal.proof import is_proving, with_proof
from patient_portal.record_view import has_page, shown_state
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform
from patient_portal.settings import Settings

_STATE_CHANGED = frozenset(
    {Reason.RECORD_NOT_OPEN, Reason.RECORD_NOT_CLOSED, Reason.UNDO_OVER, Reason.ERASURE_NOT_ASKED}
)
_ENDED = frozenset({DossierState.CLOSED, DossierState.ERASED})


@blueprint.route("/close", methods=["GET", "POST"])
@allows(Action.CLOSE_RECORD)
def close() -> Answer:
    """What closing means, then the deed; a record that is closed shows what is still possible."""
    dossier = platform().dossier()
    if dossier.state in _ENDED:
        return page("closing/closed.html", view=shown_state(dossier), has_export=has_page("export"))
    said = _("Your record is closed. Nobody can open it any more.")
    return _step("close", dossier, CloseForm(), platform().close_record, said, ".close")


@blueprint.route("/close/undo", methods=["GET", "POST"])
@allows(Action.UNDO_CLOSING)
def undo() -> Answer:
    """Take the closing back, within its delay."""
    dossier = platform().dossier()
    said = _("Your record is open again, as it was before.")
    return _step("undo", dossier, PlainForm(), platform().undo_closing, said, "dossier.index")


@blueprint.route("/reopen", methods=["GET", "POST"])
@allows(Action.REOPEN_RECORD)
def reopen() -> Answer:
    """Open a closed record again."""
    dossier = platform().dossier()
    said = _("Your record is open again.")
    return _step("reopen", dossier, PlainForm(), platform().reopen_record, said, "dossier.index")


@blueprint.route("/erase", methods=["GET", "POST"])
@allows(Action.ASK_ERASURE)
def erase() -> Answer:
    """Have a closed record erased, after a time to think."""
    dossier = platform().dossier()
    said = _("Your wish is noted. Until then you can still change your mind.")
    return _step("erase", dossier, EraseForm(), platform().ask_erasure, said, ".close")


@blueprint.post("/erase/stop")
@allows(Action.STOP_ERASURE)
def stop_erasure() -> Answer:
    """Keep the record after all."""
    try:
        platform().stop_erasure()
    except Refused as refused:
        if refused.code not in _STATE_CHANGED:
            raise
    else:
        flash(_("Your record is kept. It stays closed."), "success")
    return after(".close")


@blueprint.get("/close/certificate")
@allows(Action.READ_DOSSIER)
def certificate() -> Answer:
    """The proof that the record is closed or erased, as a PDF."""
    client = platform()
    dossier = client.dossier()
    if dossier.state not in _ENDED:
        return after("dossier.index")
    kind = PostKind.ERASED if dossier.state is DossierState.ERASED else PostKind.CLOSED
    settings: Settings = current_app.extensions["dsp-settings"]
    pdf = letters.certificate(
        kind,
        language(),
        name=client.context.name if client.context else "",
        masked_matricule=dossier.masked_matricule,
        values=wording.values(dossier),
        base_url=settings.base_url,
        helpdesk=settings.help_contact,
        created=now(),
    )
    response = make_response(client.seal(pdf))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="dsp-{kind.value}.pdf"'
    return response


def _step(name: str, dossier: Dossier, form: Form, act: Callable[[], object], said: str, then: str) -> Answer:
    """What a step does and does not do, then the deed, proved by a fresh second factor."""
    here = url_for("dossier.index")

    def do() -> None:
        act()

    if form.validate_on_submit() or (is_proving() and form.validate()):
        try:
            asked = with_proof(do, here)
        except Refused as refused:
            if refused.code not in _STATE_CHANGED:
                raise
            form.refuse(refused)
        else:
            if asked is not None:
                return asked
            flash(said, "success")
            return after(then)
    return page(
        f"closing/{name}.html",
        form=form,
        words=wording.of(name, dossier),
        view=shown_state(dossier),
        has_export=has_page("export"),
        cancel_url=here,
    )

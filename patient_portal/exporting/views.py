"""The page of the copy: what is in it, how far it is, its parts to save, its end."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _

from patient_portal.access import allows
from patient_portal.documents.originals import disposition
from patient_portal.exporting import blueprint, presenters, saving
from patient_portal.exporting.forms import CopyForm
from patient_portal.i18n import language
from patient_portal.platform_client import NotFound
from patient_portal.platform_client.vocabulary import Action
from patient_portal.proof import is_proving, with_proof
from patient_portal.record_view import state_now
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform


@blueprint.route("/export", methods=["GET", "POST"])
@allows(Action.READ_EXPORTS)
def index() -> Answer:
    """Ask for a copy, see how far it is, save it; the page looks again by itself where scripts run."""
    form = CopyForm()
    if request.method == "GET":
        form.language.data = language()
    elif is_proving() or form.validate_on_submit():
        chosen = form.language.data or language()
        asked = with_proof(lambda: _ask(chosen), url_for(".index"))
        if asked is not None:
            return asked
        return after(".index")
    copies = [presenters.copy_view(one) for one in platform().record_copies()]
    record = state_now(platform().context)
    return page("exporting/index.html", block="live", form=form, copies=copies, record=record)


@blueprint.get("/export/<copy_id>/<int:number>")
@allows(Action.FETCH_EXPORT)
def part(copy_id: str, number: int) -> Answer:
    """A part as a ZIP, piece by piece; a save that broke off goes on where it stopped (Range)."""
    client = platform()
    copies = [one for one in client.record_copies() if one.id == copy_id]
    known = next((one for copy in copies for one in copy.parts if one.number == number), None)
    if known is None:
        abort(404)
    wanted = saving.wanted(request, known.size, known.sha256)
    if wanted is None:
        return Response(status=416, headers={"Content-Range": f"bytes */{known.size}"})
    start, end = wanted
    pieces = saving.pieces(client, copy_id, known, start, end) if request.method == "GET" else iter(())
    response = Response(pieces, 206 if end - start < known.size else 200, content_type="application/zip")
    if response.status_code == 206:
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{known.size}"
    response.headers["Content-Length"] = str(end - start)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Disposition"] = disposition(f"dsp-{number}.zip")
    response.headers["Cache-Control"] = "no-store"
    response.set_etag(known.sha256)
    return response


@blueprint.post("/export/<copy_id>/forget")
@allows(Action.FORGET_EXPORT)
def forget(copy_id: str) -> Answer:
    """Delete a copy here; what was saved elsewhere stays there."""
    try:
        platform().forget_copy(copy_id)
    except NotFound:
        flash(_("This copy is no longer here."), "info")
    else:
        flash(_("The copy is deleted. Your record itself stays as it is."), "success")
    return after(".index")


def _ask(chosen: str) -> None:
    platform().ask_copy(chosen)
    flash(_("Your copy is being made. You can close this page; we write to you when it is ready."), "success")

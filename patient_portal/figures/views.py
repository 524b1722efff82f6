"""Figures of all records, of one type of document, and of the pilot."""

from flask import abort, request

from patient_portal.access import public
from patient_portal.figures import blueprint, presenters
from patient_portal.rendering import Answer, page
from patient_portal.sessions import platform


@blueprint.get("")
@public
def index() -> Answer:
    """How many records there are and in which state, and what was added to them; `type` narrows the months down."""
    client = platform()
    types = {one.code: one for one in client.document_types()}
    chosen = request.args.get("type", "")
    if chosen and chosen not in types:
        abort(404)
    return page("figures/index.html", view=presenters.overview(client.figures(), types, chosen))


@blueprint.get("/pilot")
@public
def pilot() -> Answer:
    """What the pilot of 2015 to 2017 counted."""
    client = platform()
    types = {one.code: one for one in client.document_types()}
    return page("figures/pilot.html", view=presenters.pilot(client.figures(), types))

"""Asking for a record of one's own: the form of 2017, online; its paper twin is among the forms."""

from flask import Blueprint

blueprint = Blueprint("opening", __name__, url_prefix="/open")

from patient_portal.opening import views  # noqa: E402, F401 - it adds its routes to the blueprint above

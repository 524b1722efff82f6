"""Every right that European law gives a person, each with its button, and one's own requests about them."""

from flask import Blueprint

blueprint = Blueprint("rights", __name__, url_prefix="/rights")

from patient_portal.rights import views  # noqa: E402, F401 - it adds its routes to the blueprint above

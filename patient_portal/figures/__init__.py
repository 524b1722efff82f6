"""Key figures of the whole country, for everybody; nobody is in them."""

from flask import Blueprint

blueprint = Blueprint("figures", __name__, url_prefix="/figures")

from patient_portal.figures import views  # noqa: E402, F401 - it adds its routes to the blueprint above

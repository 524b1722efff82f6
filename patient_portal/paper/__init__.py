"""The paper twin of every act: forms to print, fill in with a pen, sign and send by post."""

from flask import Blueprint

blueprint = Blueprint("paper", __name__, url_prefix="/forms")

from patient_portal.paper import views  # noqa: E402, F401 - it adds its routes to the blueprint above

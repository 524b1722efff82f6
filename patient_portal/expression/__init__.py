"""The holder's own statement: written from guided parts, never lost, published, corrected, withdrawn."""

from flask import Blueprint

blueprint = Blueprint("expression", __name__, url_prefix="/expression")

from patient_portal.expression import publishing, views  # noqa: E402, F401 - they add their routes to the blueprint above

"""The journal: who did what with the record, and when."""

from flask import Blueprint

blueprint = Blueprint("journal", __name__, url_prefix="/journal")

from patient_portal.journal import views  # noqa: E402, F401 - it adds its routes to the blueprint above

"""The record's front page: what is new, and where everything is."""

from flask import Blueprint

blueprint = Blueprint("dossier", __name__, url_prefix="/record")

from patient_portal.dossier import views  # noqa: E402, F401 - it adds its routes to the blueprint above

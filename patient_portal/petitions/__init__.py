"""What people ask of the agency about their record, and the supervisor's answers."""

from flask import Blueprint

blueprint = Blueprint("petitions", __name__)

from patient_portal.petitions import views  # noqa: E402, F401 - it adds its routes to the blueprint above

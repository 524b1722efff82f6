"""Taking the whole record along: asked for, made by the worker in parts, fetched for a week."""

from flask import Blueprint

blueprint = Blueprint("exporting", __name__)

from patient_portal.exporting import views  # noqa: E402, F401 - they add their routes to the blueprint above

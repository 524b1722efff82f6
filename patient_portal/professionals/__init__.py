"""Who can open my record: seen at a glance, given, taken back, blocked, and what holds in an emergency."""

from flask import Blueprint

blueprint = Blueprint("professionals", __name__)

from patient_portal.professionals import views  # noqa: E402, F401 - it adds its routes to the blueprint above

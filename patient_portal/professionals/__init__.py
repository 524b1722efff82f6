"""Who can open my record: seen at a glance, given, taken back, blocked, and what holds in an emergency."""

from flask import Blueprint

blueprint = Blueprint("professionals", __name__)

from patient_portal.professionals import passes, views  # noqa: E402, F401 - they add their routes to the blueprint above

"""Caregivers: naming them, confirming and ending mandates, entering a code, and acting for somebody."""

from flask import Blueprint

blueprint = Blueprint("caregivers", __name__)

from patient_portal.caregivers import switching, views  # noqa: E402, F401 - they add their routes to the blueprint above

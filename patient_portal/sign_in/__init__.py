"""Signing in with a password and a second factor, and signing out."""

from flask import Blueprint

blueprint = Blueprint("sign_in", __name__)

from patient_portal.sign_in import views  # noqa: E402, F401 - it adds its routes to the blueprint above

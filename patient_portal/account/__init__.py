"""The person's own account: how to reach them, their language, where they are signed in."""

from flask import Blueprint

blueprint = Blueprint("account", __name__, url_prefix="/account")

from patient_portal.account import factors, messages, phone, views  # noqa: E402, F401 - they add their routes

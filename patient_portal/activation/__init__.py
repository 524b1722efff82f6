"""From the letter to the account: activating, objecting, another letter; the way back after a forgotten password."""

from flask import Blueprint

blueprint = Blueprint("activation", __name__)
way_back = Blueprint("forgotten", __name__)

from patient_portal.activation import by_letter, forgotten, views  # noqa: E402, F401 - they add their routes

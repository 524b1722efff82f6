"""From the letter to the account: activating, objecting, another letter; the way back in; an invitation."""

from flask import Blueprint

blueprint = Blueprint("activation", __name__)
way_back = Blueprint("forgotten", __name__)
by_invitation = Blueprint("invited", __name__)

from patient_portal.activation import (  # noqa: E402, F401 - they add their routes
    by_letter,
    forgotten,
    invited,
    views,
)

"""The end of a record and the way back: closing, undoing, reopening, erasing; and stopping every sign-in."""

from flask import Blueprint

blueprint = Blueprint("closing", __name__)

from patient_portal.closing import freezing, views  # noqa: E402, F401 - they add their routes to the blueprint above

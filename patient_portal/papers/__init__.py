"""Paper forms that came in: registered with their scan, taken in hand, entered by their act, or sent back."""

from flask import Blueprint

blueprint = Blueprint("papers", __name__, url_prefix="/helpdesk/papers")

from patient_portal.papers import entering, views  # noqa: E402, F401 - they add their routes to the blueprint above

"""The helpdesk's desk: cases, proofs, acts for people who call; never any content of a record."""

from flask import Blueprint

blueprint = Blueprint("helpdesk", __name__, url_prefix="/helpdesk")

from patient_portal.helpdesk import views  # noqa: E402, F401 - it adds its routes to the blueprint above

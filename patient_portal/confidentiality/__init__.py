"""Which of their documents a holder keeps to themself or to few, and how the record looks to others."""

from flask import Blueprint

blueprint = Blueprint("confidentiality", __name__)

from patient_portal.confidentiality import past_views, views  # noqa: E402, F401 - it adds its routes to the blueprint above

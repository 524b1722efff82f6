"""The helpdesk's desk: cases, proofs, acts for people who call; never any content of a record."""

from flask import Blueprint

blueprint = Blueprint("helpdesk", __name__)

from patient_portal.helpdesk import (  # noqa: E402 - they add their routes to the blueprint above
    acts,  # noqa: F401
    approving,  # noqa: F401
    helped,  # noqa: F401
    supervising,  # noqa: F401
    views,  # noqa: F401
)

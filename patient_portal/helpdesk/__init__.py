"""The helpdesk's desk: cases, proofs, acts for people who call; never any content of a record."""

from flask import Blueprint

blueprint = Blueprint("helpdesk", __name__)

from patient_portal.helpdesk import (  # noqa: E402, F401 - they add their routes
    acts,
    approving,
    ending,
    helped,
    inviting,
    petitioning,
    queues,
    supervising,
    telephones,
    views,
)

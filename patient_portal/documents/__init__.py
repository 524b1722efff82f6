"""The documents of a record: the list, one document to read, and what makes foreign files safe to look at."""

from flask import Blueprint

blueprint = Blueprint("documents", __name__, url_prefix="/documents")

from patient_portal.documents import adding, views  # noqa: E402, F401 - they add their routes to the blueprint above

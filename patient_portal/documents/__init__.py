"""The documents of a record: the list, one document to read, and what makes foreign files safe to look at."""

from flask import Blueprint

blueprint = Blueprint("documents", __name__, url_prefix="/documents")

from patient_portal.documents import views  # noqa: E402, F401 - it adds its routes to the blueprint above

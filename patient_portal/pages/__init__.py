"""The pages for everybody: start, help, accessibility, privacy; and the plain files outside the languages."""

from flask import Blueprint

blueprint = Blueprint("pages", __name__)
unlocalised = Blueprint("plain", __name__)

from patient_portal.pages import plain, views  # noqa: E402, F401 - they add their routes to the blueprints above

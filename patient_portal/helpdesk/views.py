"""The desk itself."""

from patient_portal.access import allows
from patient_portal.helpdesk import blueprint
from patient_portal.platform_client.vocabulary import Action
from patient_portal.rendering import Answer, page
from patient_portal.sessions import platform


@blueprint.get("")
@allows(Action.USE_DESK)
def index() -> Answer:
    """Where an agent begins."""
    platform().desk()
    return page("helpdesk/index.html")

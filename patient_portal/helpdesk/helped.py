"""What the person sees who is helped: who does what for them at this moment, and the button that stops it."""

from flask import flash
from flask_babel import gettext as _

from patient_portal.access import allows
from patient_portal.helpdesk import blueprint, presenters
from patient_portal.platform_client.vocabulary import Action
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform


@blueprint.get("/assistance")
@allows(Action.READ_HELP)
def watch() -> Answer:
    """Who helps me now, and with what; the page looks again by itself where scripts run."""
    views = [presenters.help_view(one) for one in platform().help_now()]
    return page("helpdesk/watch.html", block="live", views=views)


@blueprint.post("/assistance/stop")
@allows(Action.STOP_HELP)
def stop() -> Answer:
    """Stop it: from the agent's next click on they see nothing more."""
    platform().stop_help()
    flash(_("The helpdesk is stopped. It can do nothing more for you until you ask again."), "success")
    return after(".watch")

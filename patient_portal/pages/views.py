"""Start, help, accessibility and privacy, in every language; and the sign of life of a page that stays open."""

from patient_portal import navigation, sessions
from patient_portal.access import allows, public
from patient_portal.pages import blueprint
from patient_portal.platform_client.vocabulary import Action
from patient_portal.rendering import Answer, after, empty, page


@blueprint.get("/")
@public
def home() -> Answer:
    """What this is and where to begin; for somebody who is signed in, where they begin."""
    if sessions.person() is not None:
        return after(navigation.first_page())
    return page("pages/home.html")


@blueprint.get("/help")
@public
def help_page() -> Answer:
    """What people ask most, and how to reach somebody."""
    return page("pages/help.html")


@blueprint.get("/accessibility")
@public
def accessibility() -> Answer:
    """The accessibility statement."""
    return page("pages/accessibility.html")


@blueprint.get("/privacy")
@public
def privacy() -> Answer:
    """What happens with a person's data, and which rights they have."""
    return page("pages/privacy.html")


@blueprint.get("/session/extend")
@allows(Action.READ_SESSION)
def extend_session() -> Answer:
    """Keep a session awake while its person works on one page; 204."""
    sessions.platform().session()
    return empty()

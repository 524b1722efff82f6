"""The first page after signing in."""

from patient_portal import acting, labels
from patient_portal.access import allows
from patient_portal.dossier import blueprint
from patient_portal.i18n import day
from patient_portal.platform_client.vocabulary import Action, DossierState
from patient_portal.record_view import OPEN, has_page, shown_state
from patient_portal.rendering import Answer, page
from patient_portal.sessions import platform

_ENDED = frozenset({DossierState.CLOSED, DossierState.ERASED})


@blueprint.get("")
@allows(Action.READ_DOSSIER)
def index() -> Answer:
    """What is new in the record, and the ways into it."""
    client = platform()
    dossier = client.dossier()
    if dossier.state in _ENDED:
        return page("closing/closed.html", view=shown_state(dossier), has_export=has_page("export"))
    may = client.context.may if client.context else frozenset()
    return page(
        "dossier/index.html",
        dossier=dossier,
        state=labels.DOSSIER_STATES[dossier.state],
        since=day(dossier.opened_at) if dossier.opened_at else "",
        is_open=dossier.state in OPEN,
        may=may,
        own=acting.is_own(client.context),
    )

"""The paths of the helpdesk under `/dsp/v1/helpdesk`."""

from flask import Blueprint, Response

from platform_api import answers
from platform_api.guard import permit
from platform_api.vocabulary import Action

bp = Blueprint("assistance", __name__, url_prefix="/dsp/v1/helpdesk")


@bp.get("")
def desk() -> Response:
    """The desk as its agent finds it."""
    with permit(Action.USE_DESK):
        pass
    return answers.json({})

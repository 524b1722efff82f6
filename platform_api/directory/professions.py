"""`GET /dsp/v1/professions`: which category of professionals may read or deposit which document type."""

from flask import Blueprint, Response

from platform_api import access_matrix, answers
from platform_api.guard import permit
from platform_api.vocabulary import Action

bp = Blueprint("professions", __name__, url_prefix="/dsp/v1")


@bp.get("/professions")
def professions() -> Response:
    """The whole table, as it is in force."""
    with permit(Action.READ_DIRECTORY):
        body = {
            "in_force_since": access_matrix.IN_FORCE_SINCE,
            "source": access_matrix.SOURCE,
            "cells": access_matrix.cells(),
        }
    return answers.json(body)

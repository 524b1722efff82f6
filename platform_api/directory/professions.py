"""`GET /dsp/v1/professions`: which category of professionals may read or deposit which document type."""

from datetime import date
from typing import TypedDict

from flask import Blueprint

from platform_api import access_matrix, answers
from platform_api.guard import permit
from platform_api.vocabulary import Action

bp = Blueprint("professions", __name__, url_prefix="/dsp/v1")


class Professions(TypedDict):
    """The table, since when it is in force, and where it stands."""

    in_force_since: date
    source: str
    cells: list[access_matrix.Cell]


@bp.get("/professions")
def professions() -> answers.Json[Professions]:
    """The whole table, as it is in force."""
    with permit(Action.READ_DIRECTORY):
        body: Professions = {
            "in_force_since": access_matrix.IN_FORCE_SINCE,
            "source": access_matrix.SOURCE,
            "cells": access_matrix.cells(),
        }
    return answers.Json(body)

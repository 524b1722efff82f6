"""`GET /dsp/v1/figures`: records by state, accounts, professionals, documents by type and month, and the pilot's."""

import csv
from functools import cache
from importlib.resources import files
from typing import TypedDict

from flask import Blueprint

from platform_api import answers, clock
from platform_api.figures import service
from platform_api.guard import permit
from platform_api.shapes import Moment
from platform_api.vocabulary import Action, DossierState

bp = Blueprint("figures", __name__, url_prefix="/dsp/v1")
_PILOT_SOURCE = "Agence eSanté, Point Agence eSanté: session éditeurs, 2017"


class PilotType(TypedDict):
    """A type of document of the pilot, and how many there were by month."""

    type: str
    counts: dict[str, int]


class Pilot(TypedDict):
    """The pilot of 2015 to 2017, and where its figures stand."""

    source: str
    types: list[PilotType]


class NationalFigures(TypedDict):
    """The figures of the whole country."""

    as_of: Moment
    records: dict[DossierState, int]
    accounts: int
    professionals: service.Professionals
    documents: list[service.Month]
    pilot: Pilot


@bp.get("/figures")
def figures() -> answers.Json[NationalFigures]:
    """Everything at once, from counters: the answer takes as long at 16 million documents as at a hundred."""
    with permit(Action.READ_FIGURES) as access:
        body: NationalFigures = {
            "as_of": clock.now(),
            "records": service.records_by_state(access.connection),
            "accounts": service.accounts(access.connection),
            "professionals": service.professionals(access.connection),
            "documents": service.documents_by_month(access.connection),
            "pilot": {"source": _PILOT_SOURCE, "types": _pilot()},
        }
    return answers.Json(body)


@cache
def _pilot() -> list[PilotType]:
    """The documents of the pilot by type, at seven dates from October 2015 to March 2017."""
    text = files("platform_api.figures").joinpath("pilot_2015_2017.csv").read_text("utf-8")
    return [
        {"type": row.pop("code"), "counts": {month: int(number) for month, number in row.items()}}
        for row in csv.DictReader(text.splitlines())
    ]

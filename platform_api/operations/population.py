"""The demo population, and a synthetic one of national size."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from platform_api import sessions
from platform_api.models import Account, Patient
from platform_api.operations.failures import OperationFailed
from platform_api.operations.stores import prepare, running
from platform_api.settings import DEMO_FILE, Settings


def load_demo(settings: Settings) -> dict[str, Any]:
    """Load the demo population once; returns what the demo's own file says. Refused in production."""
    if settings.production:
        raise OperationFailed("the demo population is for development only")
    prepare(settings)
    known = settings.home / DEMO_FILE
    if known.exists():
        found: dict[str, Any] = json.loads(known.read_text())
        return found
    from platform_api.demo import loader  # only now: what draws the demo's pictures takes a second to load

    with running(settings) as opened:
        return loader.load(opened)


def keep_demo_letters(settings: Settings, printed: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Note the codes and PDFs of the demo's own letters in its file (development only); by patient id."""
    from platform_api.demo import loader

    with running(settings) as opened:
        summary: dict[str, Any] = json.loads((settings.home / DEMO_FILE).read_text())
        for patient in summary["patients"]:
            if patient["patient_id"] in printed:
                patient["letter_code"], patient["letter_pdf"] = printed[patient["patient_id"]]
        loader.keep(opened, summary)
    return summary


def demo_sessions(settings: Settings, families: Collection[str]) -> dict[str, str]:
    """An open session for the demo's person of each of these names who has an account (development only)."""
    if settings.production:
        raise OperationFailed("the demo population is for development only")
    named = select(Account.id, Patient.family).join(Patient, Patient.id == Account.patient_id)
    with running(settings) as opened, opened.database.write() as connection:
        people = connection.execute(named.where(Patient.family.in_(families)).order_by(Patient.id)).all()
        return {one.family: sessions.open_person(connection, one.id, "dsp demo", None) for one in people}


def populate(settings: Settings, patients: int, documents_per_patient: int) -> Iterator[str]:
    """Bulk-load a synthetic population into this home; yields lines of progress. Refused in production."""
    if settings.production:
        raise OperationFailed("a synthetic population is for development only")
    from platform_api.demo import synthetic

    prepare(settings)
    with running(settings) as opened:
        yield from synthetic.load(opened, patients, documents_per_patient)

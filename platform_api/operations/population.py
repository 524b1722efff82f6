"""The demo population, and a synthetic one of national size."""

from collections.abc import Iterator, Mapping
from typing import Any

from platform_api.demo import loader, synthetic
from platform_api.operations.failures import OperationFailed
from platform_api.operations.stores import prepare, running
from platform_api.settings import Settings


def load_demo(settings: Settings) -> dict[str, Any]:
    """Load the demo population once; returns what the demo's own file says. Refused in production."""
    if settings.production:
        raise OperationFailed("the demo population is for development only")
    prepare(settings)
    with running(settings) as opened:
        return loader.load(opened)


def keep_demo_letters(settings: Settings, printed: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Note the codes and PDFs of the demo's own letters in its file (development only); by patient id."""
    with running(settings) as opened:
        summary = loader.load(opened)
        for patient in summary["patients"]:
            if patient["patient_id"] in printed:
                patient["letter_code"], patient["letter_pdf"] = printed[patient["patient_id"]]
        loader.keep(opened, summary)
    return summary


def populate(settings: Settings, patients: int, documents_per_patient: int) -> Iterator[str]:
    """Bulk-load a synthetic population into this home; yields lines of progress. Refused in production."""
    if settings.production:
        raise OperationFailed("a synthetic population is for development only")
    prepare(settings)
    with running(settings) as opened:
        yield from synthetic.load(opened, patients, documents_per_patient)

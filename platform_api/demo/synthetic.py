"""A synthetic population of any size, loaded in bulk: rows for measuring, without bytes behind the documents."""

from collections.abc import Iterator

from platform_api.context import Platform


def load(running: Platform, patients: int, documents_per_patient: int) -> Iterator[str]:
    """Add patients with records and documents; yields lines of progress."""
    yield f"{patients} × {documents_per_patient} into {running.database.url.get_backend_name()}"

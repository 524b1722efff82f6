"""Names of the copies that people take along."""

from enum import StrEnum


class ExportState(StrEnum):
    """Where a copy of a record stands."""

    MAKING = "making"
    READY = "ready"
    FAILED = "failed"

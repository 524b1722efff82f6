"""Which category of professionals may read or deposit which document type: dated data, shown to patients.

The cells of the annex to the Grand-Ducal regulation of 6 December 2019 were not available: this table is a
plausible default, in force since its date, and is read from one file.
"""

import csv
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypedDict

from platform_api.vocabulary import ProfessionalCategory

IN_FORCE_SINCE = date(2026, 11, 1)
SOURCE = "Règlement grand-ducal du 6 décembre 2019, annexe"


class Cell(TypedDict):
    """What a category of professionals may do with a document type."""

    category: ProfessionalCategory
    type: str
    reads: bool
    deposits: bool


@cache
def _cells() -> dict[tuple[str, str], str]:
    text = files("platform_api.directory").joinpath("access_matrix.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {(category, row["type"]): row[category] for row in rows for category in ProfessionalCategory}


def may_read(category: str, type_code: str) -> bool:
    """Whether professionals of this category read documents of this type."""
    return "r" in _cells().get((category, type_code), "")


def may_deposit(category: str, type_code: str) -> bool:
    """Whether professionals of this category deposit documents of this type."""
    return "d" in _cells().get((category, type_code), "")


def cells() -> list[Cell]:
    """Every cell: who, which type, whether they read and whether they deposit it."""
    return [
        {"category": ProfessionalCategory(who), "type": kind, "reads": "r" in cell, "deposits": "d" in cell}
        for (who, kind), cell in _cells().items()
    ]


@cache
def unreadable_types(category: str) -> frozenset[str]:
    """The types that this category never reads."""
    return frozenset(kind for (who, kind), cell in _cells().items() if who == category and "r" not in cell)

"""The table of professions and document types, as the page shows it."""

from dataclasses import dataclass

from flask_babel import gettext as _

from patient_portal import i18n
from patient_portal.labels import PROFESSIONAL_CATEGORIES
from patient_portal.platform_client import DocumentType, Professions
from patient_portal.platform_client.sight_types import Cell


@dataclass(frozen=True, slots=True)
class ProfessionTable:
    """Which profession may do what with which type."""

    since: str
    source: str
    categories: list[str]
    rows: list[tuple[str, list[str]]]


def professions(table: Professions, types: tuple[DocumentType, ...]) -> ProfessionTable:
    """One row a type, one column a category; in words for those who do not see signs."""
    names = {one.code: one.name(i18n.language()) for one in types}
    categories = list(dict.fromkeys(cell.category for cell in table.cells))
    by_place = {(cell.category, cell.type): cell for cell in table.cells}
    rows = [
        (names[one.code], [_cell(by_place.get((category, one.code))) for category in categories])
        for one in types
    ]
    return ProfessionTable(
        since=i18n.day(table.in_force_since),
        source=table.source,
        categories=[str(PROFESSIONAL_CATEGORIES[category]) for category in categories],
        rows=rows,
    )


def _cell(cell: Cell | None) -> str:
    if cell is None or not (cell.reads or cell.deposits):
        return "–"
    if cell.reads and cell.deposits:
        return _("reads, adds")
    return _("reads") if cell.reads else _("adds")

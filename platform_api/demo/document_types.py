"""What the demo needs to know of the 27 document types: their LOINC codes, labels and real figures."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One row of directory/document_types.csv; `documents_2017` is its real number in March 2017."""

    code: str
    labels: dict[str, str]
    loinc: str
    loinc_display: str
    documents_2017: int


@cache
def document_types() -> dict[str, DocumentType]:
    """The 27 types by code, in the order of the file."""
    text = files("platform_api").joinpath("directory/document_types.csv").read_text("utf-8")
    return {
        row["code"]: DocumentType(
            row["code"],
            {language: row[language] for language in ("fr", "de", "lb", "en")},
            row["loinc"],
            row["loinc_display"],
            int(row["documents_2017_03"]),
        )
        for row in csv.DictReader(text.splitlines())
    }

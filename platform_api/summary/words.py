"""What a summary says itself, in four languages: platform data, as a FHIR document is read without the portal."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from platform_api.vocabulary import LANGUAGES


@cache
def words(language: str) -> Mapping[str, str]:
    """Every sentence and title in one language, by its code."""
    text = files("platform_api.summary").joinpath("words.csv").read_text("utf-8")
    return {row["code"]: row[language] for row in csv.DictReader(text.splitlines())}


def chosen(wanted: str) -> str:
    """One of the four languages; French for anything else."""
    return wanted if wanted in LANGUAGES else LANGUAGES[0]

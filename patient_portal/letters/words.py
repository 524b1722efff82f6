"""The catalogues and dates as letters read them: without a request, from the command line too."""

from datetime import date
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

from babel.dates import format_date
from babel.support import Translations

from patient_portal import paths
from patient_portal.i18n import LOCALES, NAMES, compile_stale

LANGUAGES = tuple(LOCALES)


class MissingCatalogue(RuntimeError):
    """A language has no compiled catalogue, so its letters would come out in English."""


class Words:
    """The words of one language: called with an English sentence and its variables, gives the sentence.

    Print has typographic apostrophes, so the catalogues' straight ones are turned. Raises KeyError for a
    language that the portal does not speak, MissingCatalogue.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = str(LOCALES[language])
        self.own_name = NAMES[language]
        self._catalogue = _catalogue(language, str(paths.TRANSLATIONS))

    def __call__(self, message: str, /, **variables: str) -> str:
        sentence = self._catalogue.gettext(message).replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
        return sentence % variables if variables else sentence

    def date(self, day: date) -> str:
        """A day in full: 3 novembre 2026, 3. November 2026, 3 November 2026."""
        text = format_date(day, "long", locale=self.locale)
        return f"1er{text[1:]}" if self.language == "fr" and day.day == 1 else text


@lru_cache(maxsize=16)
def _catalogue(language: str, folder: str) -> NullTranslations:
    compile_stale(Path(folder))  # a checkout keeps only the sources
    catalogue = Translations.load(folder, [language])
    if not isinstance(catalogue, Translations):
        raise MissingCatalogue(f"no compiled catalogue for {language} in {folder}")
    return catalogue

"""A date of birth as people write it: day, month and a year of four digits."""

import re
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.forms import DayField
from patient_portal.i18n import today

_NO_BIRTH_DATE = _l("Type day, month and year, for example 14.3.1979. The year has four digits.")
_EIGHT_DIGITS = re.compile(r"(\d\d)(\d\d)(\d{4})", re.ASCII)
_OLDEST = date(1900, 1, 1)


class BirthDateField(DayField):
    """A birth date; what was typed stays in the field, also where it is right."""

    def process_formdata(self, valuelist: list[object]) -> None:
        """Keep what was typed; eight digits in a row are read as day, month, year."""
        super().process_formdata(valuelist)
        if found := _EIGHT_DIGITS.fullmatch(self.data or ""):
            typed = self.data
            super().process_formdata([".".join(found.groups())])
            self.data = typed

    def mistake(self) -> LazyString | None:
        """What nobody's birth date can be: no day, one to come, one of a year with two digits."""
        born = self.day
        return None if born is not None and _OLDEST <= born <= today() else _NO_BIRTH_DATE

    def _value(self) -> str:
        return str(self.data or "")

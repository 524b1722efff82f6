"""How the demo's authors write dates and punctuation in French, German, Luxembourgish and English."""

import re
from datetime import date

NARROW_SPACE = "\u202f"

MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "lb": [
        "Januar",
        "Februar",
        "Mäerz",
        "Abrëll",
        "Mee",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def long_date(day: date, language: str) -> str:
    """`3 mars 2024`, `3. März 2024`, `3 March 2024`; the first of a month is `1er` in French."""
    month = MONTHS[language][day.month - 1]
    if language in ("de", "lb"):
        return f"{day.day}. {month} {day.year}"
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number} {month} {day.year}"


def short_date(day: date, language: str) -> str:
    """`03.03.2024` in German and Luxembourgish, `03/03/2024` otherwise."""
    return f"{day:%d.%m.%Y}" if language in ("de", "lb") else f"{day:%d/%m/%Y}"


def month_and_year(day: date, language: str) -> str:
    """`mars 2024`, `März 2024`."""
    return f"{MONTHS[language][day.month - 1]} {day.year}"


def set_type(text: str, language: str) -> str:
    """Put the narrow no-break space of French before its high punctuation and inside its quotation marks."""
    if language != "fr":
        return text
    text = re.sub(r"(?<=\S) (?=[;:!?»](?:\s|$|[)*_]))", NARROW_SPACE, text)
    return re.sub(r"« ", f"«{NARROW_SPACE}", text)


def age_on(day: date, birth_date: date) -> int:
    """Completed years on a day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))

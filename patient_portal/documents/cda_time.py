"""HL7 points in time: `YYYY[MM[DD[HH[MM[SS[.f]]]]]][±ZZ[ZZ]]`, read with the precision they state."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from patient_portal.documents.cda_types import Moment, Precision

HL7_TIME = re.compile(
    r"(?P<year>\d{4})(?:(?P<month>\d{2})(?:(?P<day>\d{2})"
    r"(?:(?P<hour>\d{2})(?:(?P<minute>\d{2})(?:(?P<second>\d{2})(?:\.\d{1,9})?)?)?)?)?)?"
    r"(?P<zone>[+-]\d{2}(?:\d{2})?|Z)?",
    re.ASCII,
)


def read_moment(text: str) -> Moment | None:
    """The moment that an HL7 TS value (or the ISO form some systems write instead) states; None if none."""
    found = HL7_TIME.fullmatch(_without_iso_punctuation(text.strip()[:40]))
    if found is None:
        return None
    parts = found.groupdict()
    try:
        value = datetime(
            int(parts["year"]),
            int(parts["month"] or 1),
            int(parts["day"] or 1),
            int(parts["hour"] or 0),
            int(parts["minute"] or 0),
            min(int(parts["second"] or 0), 59),
            tzinfo=_zone(parts["zone"]) if parts["hour"] else None,
        )
    except ValueError:
        return None
    return Moment(value, _precision(parts))


def _without_iso_punctuation(text: str) -> str:
    date, separator, time = text.replace(" ", "T", 1).partition("T")
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", date, re.ASCII):
        return text
    return date.replace("-", "") + (time.replace(":", "") if separator else "")


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[3:5] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _precision(parts: dict[str, str | None]) -> Precision:
    if parts["second"]:
        return Precision.SECOND
    if parts["hour"]:
        return Precision.MINUTE
    if parts["day"]:
        return Precision.DAY
    return Precision.MONTH if parts["month"] else Precision.YEAR

"""How old somebody is for the law: bands of minors from the dated table, birthdays at midnight in Luxembourg."""

from datetime import date, datetime, time
from enum import StrEnum

from platform_api import clock, delays
from platform_api.vocabulary import Delay


class Band(StrEnum):
    """What parents may see of a minor (law of 24 July 2014, art. 13; the ages are settings)."""

    ALL = "all"
    NOT_CONFIDENTIAL = "not_confidential"
    AS_CONFIRMED = "as_confirmed"
    OF_AGE = "of_age"


def birthday(born: date, years: int) -> date:
    """The day from which somebody is this old; who was born on a 29 February, on 1 March of a common year."""
    year = born.year + years
    if (born.month, born.day) == (2, 29):
        try:
            return date(year, 2, 29)
        except ValueError:
            return date(year, 3, 1)
    return born.replace(year=year)


def band(born: date | None, on: date) -> Band:
    """Where somebody stands on this day; without a birth date of age, so that nothing opens."""
    if born is None or on >= birthday(born, _years(Delay.MAJORITY, on)):
        return Band.OF_AGE
    if on >= birthday(born, _years(Delay.MINOR_OWN_ACCOUNT, on)):
        return Band.AS_CONFIRMED
    if on >= birthday(born, _years(Delay.MINOR_OWN_SECRETS, on)):
        return Band.NOT_CONFIDENTIAL
    return Band.ALL


def own_account_from(born: date, on: date) -> date:
    """The day from which a minor has an own account and says themself what parents see."""
    return birthday(born, _years(Delay.MINOR_OWN_ACCOUNT, on))


def of_age_at(born: date, on: date) -> datetime:
    """The midnight in Luxembourg at which parents' access ends."""
    return datetime.combine(birthday(born, _years(Delay.MAJORITY, on)), time.min, clock.LUXEMBOURG)


def _years(code: Delay, on: date) -> int:
    return delays.in_force(code, on).amount

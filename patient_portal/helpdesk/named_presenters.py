"""Whom a caller named, as the desk shows them: a professional and what they may open, a caregiver and their mandate."""

from dataclasses import dataclass

from flask_babel import gettext as _

from patient_portal import labels
from patient_portal.i18n import day
from patient_portal.platform_client import NamedCaregiver, NamedProfessional
from patient_portal.platform_client.vocabulary import EndOfBlock


@dataclass(frozen=True, slots=True)
class Named:
    """A professional whom the caller named, in one sentence, and what can be done."""

    id: str
    name: str
    details: str
    sentence: str
    can_open: bool
    blocked: bool
    can_end: bool
    end_of_block: str


@dataclass(frozen=True, slots=True)
class Caregiver:
    """A caregiver whom the caller named, and how their mandate stands."""

    id: str
    name: str
    state: str
    until: str


def named(one: NamedProfessional) -> Named:
    """One professional whom the caller named."""
    category = labels.PROFESSIONAL_CATEGORIES[one.category]
    details = ", ".join(part for part in (str(category), one.organisation, one.city) if part)
    ending = (
        str(labels.ENDS_OF_BLOCKS[one.end_of_block])
        if one.end_of_block
        else _("Their organisation is blocked, not they themselves.")
    )
    return Named(
        one.id,
        one.name,
        details,
        _standing(one),
        one.can_open,
        one.blocked,
        one.end_of_block is EndOfBlock.TWO_AGENTS,
        ending,
    )


def caregiver(one: NamedCaregiver) -> Caregiver:
    """One caregiver whom the caller named."""
    until = _("Until: %(moment)s", moment=day(one.until)) if one.until else ""
    return Caregiver(one.id, one.name, str(labels.MANDATE_STATES[one.state]), until)


def _standing(one: NamedProfessional) -> str:
    if one.blocked:
        return _("Blocked: cannot open the record.")
    if not one.can_open:
        return _("Cannot open the record: no access was given.")
    if one.until is not None:
        return _("Can open the record, until: %(day)s", day=day(one.until))
    return _("Can open the record, without an end.")

"""What lets a professional in, or keeps them out."""

from platform_api.facts import Facts
from platform_api.vocabulary import Confidentiality, ProfessionalCategory, Role


def is_professional(facts: Facts) -> bool:
    """A health professional, signed in through a practice's or hospital's software."""
    return facts.role is Role.PROFESSIONAL


def not_blocked(facts: Facts) -> bool:
    """The patient blocked neither this professional nor their organisation; wins over everything else."""
    return facts.is_blocked is False


def has_access_now(facts: Facts) -> bool:
    """In the care circle, within a dated access, or within 24 hours of a presence code."""
    return facts.granted_level is not None or bool(facts.limited_groups)


def is_in_the_care_circle(facts: Facts) -> bool:
    """In the care circle, by themself or with their organisation; a dated access or a visit is not enough."""
    return facts.in_care_circle is True


def is_a_physician(facts: Facts) -> bool:
    """A doctor, and no other category of professionals."""
    return facts.category == ProfessionalCategory.PHYSICIAN


def has_a_link(facts: Facts) -> bool:
    """Access now, or documents of their own in this record."""
    return has_access_now(facts) or facts.has_authored is True


def is_the_author(facts: Facts) -> bool:
    """The professional wrote this document."""
    return facts.is_author is True


def presence_code_is_accepted(facts: Facts) -> bool:
    """The code belongs to this record, is not too old, and nobody else redeemed it."""
    return facts.presence_code_accepted is True


def category_allows(facts: Facts) -> bool:
    """The matrix lets this category of professionals read this type of document."""
    return facts.category_reads is True


def category_may_deposit(facts: Facts) -> bool:
    """The matrix lets this category of professionals deposit this type of document."""
    return facts.category_deposits is True


def level_allows(facts: Facts) -> bool:
    """Normal is for everyone with access, restricted for the care circle, secret for the patient alone.

    An access that is limited to groups of documents (a visit pass) opens what is normal among those.
    """
    within_a_pass = facts.document_level == Confidentiality.NORMAL and facts.document_group in (
        facts.limited_groups or frozenset()
    )
    return within_a_pass or facts.document_level in levels_within(facts.granted_level)


def attests_emergency(facts: Facts) -> bool:
    """The professional attests urgency and the patient's incapacity, with a reason."""
    return facts.attests_emergency is True


def emergency_allowed(facts: Facts) -> bool:
    """The patient has not switched emergency access off."""
    return facts.emergency_allowed is True


def emergency_level_allows(facts: Facts) -> bool:
    """In an emergency normal documents open and, as a setting, restricted ones; never secret ones."""
    return facts.document_level in levels_within(facts.emergency_level)


def is_not_secret(facts: Facts) -> bool:
    """The patient has not kept this document to themself."""
    return facts.document_level in (Confidentiality.NORMAL, Confidentiality.RESTRICTED)


def levels_within(granted: str | None) -> frozenset[Confidentiality]:
    """The levels that an access of this height opens; secret is nobody's but the patient's."""
    if granted == Confidentiality.RESTRICTED:
        return frozenset({Confidentiality.NORMAL, Confidentiality.RESTRICTED})
    if granted == Confidentiality.NORMAL:
        return frozenset({Confidentiality.NORMAL})
    return frozenset()

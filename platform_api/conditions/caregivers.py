"""What a mandate lets a caregiver do for the record's holder."""

from platform_api.facts import Facts
from platform_api.vocabulary import MandateVerb, Role


def is_caregiver(facts: Facts) -> bool:
    """Somebody signed in with both factors, who acts in this session for the holder of this record."""
    return facts.role is Role.CAREGIVER and facts.second_factor_proved is True and facts.is_own_record is True


def mandate_is_active(facts: Facts) -> bool:
    """The mandate was confirmed, has begun, and neither ended nor ran out."""
    return facts.mandate_active is True


def mandate_lets_write_statement(facts: Facts) -> bool:
    """The holder lets them write the statement on their behalf."""
    return facts.mandate_verbs is not None and MandateVerb.WRITE_STATEMENT in facts.mandate_verbs

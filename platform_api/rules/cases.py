"""What a rule is made of: a case is allowed when every one of its conditions holds."""

from typing import TypeAlias

from platform_api.conditions import (
    Condition,
    is_caregiver,
    is_professional,
    mandate_is_active,
    not_blocked,
    record_is_open,
    scope_is_granted,
    software_is_conformant,
)
from platform_api.vocabulary import Action

Case: TypeAlias = tuple[Condition, ...]
Rules: TypeAlias = dict[Action, tuple[Case, ...]]

PROFESSIONAL_INSIDE: Case = (
    is_professional,
    software_is_conformant,
    scope_is_granted,
    record_is_open,
    not_blocked,
)
"""What every reading by a professional needs before anything else is asked (platform.md: the order of a decision)."""

CAREGIVER: Case = (is_caregiver, mandate_is_active)
"""What everything that a caregiver does for the holder needs before the mandate is asked how far it goes."""

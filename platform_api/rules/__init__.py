"""Who may do what, one table in parts: each action, its cases, each case its conditions; readable next to the law."""

from platform_api.rules import (
    asking,
    assistance,
    deciding,
    directories,
    documents,
    ending,
    exports,
    journal,
    mandates,
    operating,
    papers,
    petitions,
    record,
    signing_in,
    statement,
    uploads,
)
from platform_api.rules.cases import PROFESSIONAL_INSIDE, Case, Rules

__all__ = ["PARTS", "PROFESSIONAL_INSIDE", "RULES", "Case", "Rules"]

PARTS = (
    asking,
    assistance,
    deciding,
    directories,
    documents,
    ending,
    exports,
    journal,
    mandates,
    operating,
    papers,
    petitions,
    record,
    signing_in,
    statement,
    uploads,
)
"""An action stands in one part only; `tests/policy/test_every_condition_counts.py` holds to it."""
RULES: Rules = {action: cases for part in PARTS for action, cases in part.RULES.items()}

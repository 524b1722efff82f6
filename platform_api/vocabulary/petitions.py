"""What people ask of the agency about their record, and where that stands."""

from enum import StrEnum


class PetitionKind(StrEnum):
    """What is asked for (domain.md: EHDS articles 6, 9 and 21)."""

    ACCESS_QUESTION = "access_question"
    RECTIFICATION = "rectification"
    COMPLAINT = "complaint"


class PetitionState(StrEnum):
    """Where a petition stands."""

    RECEIVED = "received"
    IN_HAND = "in_hand"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"

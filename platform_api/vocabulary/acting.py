"""What a caregiver may be allowed, on what basis, and where a mandate stands."""

from enum import StrEnum


class MandateVerb(StrEnum):
    """What a holder may let a caregiver do (domain.md: scopes × verbs); everything else is never delegable."""

    LIST = "list"
    READ = "read"
    DOWNLOAD = "download"
    WRITE_STATEMENT = "write_statement"
    MANAGE_PROFESSIONALS = "manage_professionals"
    SEE_JOURNAL = "see_journal"
    TALK_TO_HELPDESK = "talk_to_helpdesk"

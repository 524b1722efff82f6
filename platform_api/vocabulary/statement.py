"""The holder's own statement: its parts, the choices in it, and how much each part may hold."""

from enum import StrEnum

from platform_api.vocabulary.systems import FHIR_BASE

STATEMENT_SYSTEM = f"{FHIR_BASE}/CodeSystem/statement"
STATEMENT_OID = "2.25.225082881177902041576157403615640927070"
"""The same system as CDA names it: parts and choices share it (UUID-based OID, ITU-T X.667)."""
STATEMENT_TEMPLATE = "2.25.191156275986341236466711322051380348782"
"""The template of a statement's CDA: who knows it can read the codes in any language."""


class StatementPart(StrEnum):
    """One guided part of a statement, in the order in which it is read."""

    WHAT_MATTERS = "what-matters"
    CONTACTS = "contacts"
    TRUSTED_PERSON = "trusted-person"
    ALLERGIES = "allergies"
    IMPLANTS = "implants"
    MEDICINES = "medicines"
    COMMUNICATION = "communication"
    END_OF_LIFE = "end-of-life"
    ORGAN_DONATION = "organ-donation"
    FREE_TEXT = "free-text"


class ContactRelation(StrEnum):
    """Who somebody to call is to the holder."""

    PARTNER = "partner"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    RELATIVE = "relative"
    FRIEND = "friend"
    NEIGHBOUR = "neighbour"
    REPRESENTATIVE = "representative"
    CARER = "carer"


class CommunicationNeed(StrEnum):
    """What others have to mind so that the holder is understood and understands."""

    HEARING = "hearing"
    VISION = "vision"
    SPEECH = "speech"
    WHEELCHAIR = "wheelchair"
    EASY_LANGUAGE = "easy-language"
    MORE_TIME = "more-time"
    SIGN_LANGUAGE = "sign-language"
    INTERPRETER = "interpreter"
    COMPANION = "companion"


class AdvanceDirective(StrEnum):
    """Whether there is a written wish for the end of life (the two laws of 16 March 2009)."""

    NONE = "no-directive"
    NOT_DECIDED = "directive-not-decided"
    PALLIATIVE = "palliative-directive"
    PROVISIONS = "end-of-life-provisions"
    BOTH = "directive-and-provisions"


class OrganDonation(StrEnum):
    """What the holder says of giving organs after death (law of 25 November 1982)."""

    YES = "donation-yes"
    NO = "donation-no"
    NOT_DECIDED = "donation-not-decided"
    ELSEWHERE = "donation-recorded-elsewhere"


class StatementState(StrEnum):
    """Where one published version of a statement stands."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


LONGEST_TEXT = 5000
"""Characters of a long text when it is published: two pages and a half; a draft may be longer."""
LONGEST_LINE = 300
"""Characters of one entry: an allergy, a medicine, a name."""
MOST_ENTRIES = 20
"""Entries of one part that repeats."""
INTERPRETER_LANGUAGES = (
    "ar", "de", "el", "en", "es", "fa", "fr", "hr", "it", "lb", "nl", "pl", "pt", "ro", "ru", "sr", "ti", "tr",
    "uk", "zh",
)  # fmt: skip
"""Languages for which an interpreter can be asked, ISO 639-1."""
WRITING_LANGUAGES = (
    "fr",
    "de",
    "lb",
    "en",
    "pt",
    "it",
    "es",
    "nl",
    "pl",
    "ro",
    "ru",
    "uk",
    "ar",
    "fa",
    "tr",
    "zh",
)
"""Languages in which a statement's own words may be written."""


class StatementDetail(StrEnum):
    """What stands beside a part's main words, as the code of an entry of its own."""

    TRUSTED_PHONE = "trusted-phone"
    INTERPRETER_LANGUAGE = "interpreter-language"
    COMMUNICATION_NOTE = "communication-note"
    DIRECTIVE = "advance-directive"
    DIRECTIVE_WHERE = "directive-where"
    DONATION_WHERE = "donation-where"


LANGUAGE_TAGS_OID = "2.16.840.1.113883.6.121"
"""Tags for the identification of languages (BCP 47), as CDA names that system."""

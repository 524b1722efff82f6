"""Every code the platform may send, in words: reasons, actions, roles, states, levels, purposes, groups."""

from flask_babel import gettext

from patient_portal.i18n import length_of_time
from patient_portal.labels.access import (
    CONFIDENTIALITY,
    DECISION_REASONS,
    DECISION_REASONS_FOR_ANOTHER,
    DOCUMENT_GROUPS,
    LEVEL_SOURCES,
    ORGANISATION_KINDS,
    PASS_STATES,
    PROFESSIONAL_CATEGORIES,
    PURPOSES,
    RIGHTS,
    STANDINGS,
)
from patient_portal.labels.acting import (
    MANDATE_BASES,
    MANDATE_NOTICES,
    MANDATE_OPENS,
    MANDATE_REASONS,
    MANDATE_STATES,
    MANDATE_TEMPLATES,
    MANDATE_VERBS,
)
from patient_portal.labels.actions import (
    ACTIONS,
    ROLES,
)
from patient_portal.labels.ending import (
    DELAYS,
    OPENING_REASONS_TOLD,
    OPENING_REFUSALS,
    OPENING_STATES,
    OPENING_TOLD,
    POST_KINDS,
)
from patient_portal.labels.helpdesk import (
    APPROVAL_ACTS,
    APPROVAL_STATES,
    CALLERS,
    CASE_ENDS,
    CHANNELS,
    DESK_ACTS,
    DESK_ACTS_DONE,
    ENDS_OF_BLOCKS,
    FLAGS,
    IDENTITY_DOCUMENTS,
    INVITED_STATES,
    PROOFS,
    PURPOSES_OF_CASES,
    STUCK,
    TEXT_CODES,
    VERDICTS,
)
from patient_portal.labels.papers import PAPER_KINDS, PAPER_REFUSALS, PAPER_STATES
from patient_portal.labels.petitions import PETITION_KINDS, PETITION_STATES
from patient_portal.labels.reasons import (
    REASONS,
)
from patient_portal.labels.statement import (
    ADVANCE_DIRECTIVES,
    COMMUNICATION_NEEDS,
    CONTACT_RELATIONS,
    ORGAN_DONATION,
    STATEMENT_DETAILS,
    STATEMENT_NOTICES,
    STATEMENT_PARTS,
    STATEMENT_STATES,
)
from patient_portal.labels.states import (
    ACTIVATION_STEPS,
    DOSSIER_STATES,
    EXPORT_STATES,
    LETTER_STATES,
    OUTCOMES,
)
from patient_portal.labels.tellings import DIGEST_PERIODS, TELLINGS
from patient_portal.labels.uploads import UPLOAD_NOTES
from patient_portal.platform_client import Refused
from patient_portal.platform_client.vocabulary import Action, Purpose, Reason, Role

__all__ = [
    "ACTIONS",
    "ACTIVATION_STEPS",
    "ADVANCE_DIRECTIVES",
    "APPROVAL_ACTS",
    "APPROVAL_STATES",
    "CALLERS",
    "CASE_ENDS",
    "CHANNELS",
    "COMMUNICATION_NEEDS",
    "CONFIDENTIALITY",
    "CONTACT_RELATIONS",
    "DECISION_REASONS",
    "DECISION_REASONS_FOR_ANOTHER",
    "DELAYS",
    "DESK_ACTS",
    "DESK_ACTS_DONE",
    "DIGEST_PERIODS",
    "DOCUMENT_GROUPS",
    "DOSSIER_STATES",
    "ENDS_OF_BLOCKS",
    "EXPORT_STATES",
    "FLAGS",
    "IDENTITY_DOCUMENTS",
    "INVITED_STATES",
    "LETTER_STATES",
    "LEVEL_SOURCES",
    "MANDATE_BASES",
    "MANDATE_NOTICES",
    "MANDATE_OPENS",
    "MANDATE_REASONS",
    "MANDATE_STATES",
    "MANDATE_TEMPLATES",
    "MANDATE_VERBS",
    "OPENING_REASONS_TOLD",
    "OPENING_REFUSALS",
    "OPENING_STATES",
    "OPENING_TOLD",
    "ORGANISATION_KINDS",
    "ORGAN_DONATION",
    "OUTCOMES",
    "PAPER_KINDS",
    "PAPER_REFUSALS",
    "PAPER_STATES",
    "PASS_STATES",
    "PETITION_KINDS",
    "PETITION_STATES",
    "POST_KINDS",
    "PROFESSIONAL_CATEGORIES",
    "PROOFS",
    "PURPOSES",
    "PURPOSES_OF_CASES",
    "REASONS",
    "RIGHTS",
    "ROLES",
    "STANDINGS",
    "STATEMENT_DETAILS",
    "STATEMENT_NOTICES",
    "STATEMENT_PARTS",
    "STATEMENT_STATES",
    "STUCK",
    "TELLINGS",
    "TEXT_CODES",
    "UPLOAD_NOTES",
    "VERDICTS",
    "action",
    "document_group",
    "purpose",
    "refusal",
    "role",
]


def refusal(refused: Refused) -> str:
    """Why the platform refused, with the numbers it gave: how long to wait, how many tries are left."""
    if refused.code is Reason.TOO_MANY_TRIES and refused.retry_after:
        wait = length_of_time(refused.retry_after)
        return gettext(
            "There were too many tries. Please wait, then try again. Time to wait: %(wait)s", wait=wait
        )
    if refused.code is Reason.CODE_WRONG and (left := refused.number("tries_left")):
        return gettext(
            "This code is not right. Check the newest e-mail from us and type its code. Tries left: %(left)s",
            left=left,
        )
    minutes = refused.number("minutes")
    if refused.code is Reason.TOTP_CLOCK_DRIFT and minutes:
        return gettext(
            "The clock of your phone is wrong by about %(minutes)s minutes, so its codes do not fit. Set the phone's "
            "time to automatic, then type a new code.",
            minutes=abs(minutes),
        )
    return str(REASONS[refused.code])


def action(code: str) -> str:
    """An action of the trail in words, also one that this release does not know yet."""
    try:
        return str(ACTIONS[Action(code)])
    except ValueError:
        return gettext("Another act on the record")


def role(code: str) -> str:
    """A role in words, empty where none was told."""
    try:
        return str(ROLES[Role(code)])
    except ValueError:
        return ""


def purpose(code: str) -> str:
    """A purpose in words, empty where none was told."""
    try:
        return str(PURPOSES[Purpose(code)])
    except ValueError:
        return ""


def document_group(code: str) -> str:
    """A group of document types in words, empty for one that this release does not know."""
    return str(DOCUMENT_GROUPS.get(code, ""))

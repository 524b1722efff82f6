"""The one policy: each action, its cases, each case its conditions; pure, readable next to the law.

An action is allowed when every condition of one of its cases holds. An unknown action, a missing fact or a
`None` refuses. There is no superuser.
"""

from dataclasses import dataclass
from typing import TypeAlias

from platform_api.conditions import (
    Condition,
    attests_emergency,
    brought_it_in,
    category_allows,
    category_may_deposit,
    credentials_match,
    emergency_allowed,
    emergency_level_allows,
    gives_second_factor,
    has_a_link,
    has_access_now,
    is_account_holder,
    is_activating,
    is_halfway_in,
    is_not_secret,
    is_operator,
    is_professional,
    is_signed_in,
    is_software,
    is_the_author,
    is_the_patient,
    is_visitor,
    is_worker,
    it_exists,
    letter_is_accepted,
    level_allows,
    levels_within,
    not_blocked,
    objection_is_in_time,
    opens_nothing,
    presence_code_is_accepted,
    recently_proved_second_factor,
    record_can_be_activated,
    record_is_open,
    record_is_waiting,
    record_takes_documents,
    software_is_conformant,
    software_may_deposit,
    software_may_find_patients,
    target_is_not_blocked,
    through_the_portal,
)
from platform_api.facts import Facts
from platform_api.vocabulary import Action, Confidentiality, Reason

Case: TypeAlias = tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer: allowed, or the reason, and whether to admit that the thing exists (404 or 403)."""

    allowed: bool
    reason: Reason | None = None
    admit: bool = True


@dataclass(frozen=True, slots=True)
class Scope:
    """What a list may hold, as plain values that a service turns into WHERE."""

    levels: frozenset[Confidentiality]
    hidden_types: frozenset[str] = frozenset()
    authored_by: str | None = None


PROFESSIONAL_INSIDE: Case = (is_professional, software_is_conformant, record_is_open, not_blocked)
"""What every reading by a professional needs before anything else is asked (platform.md: the order of a decision)."""

RULES: dict[Action, tuple[Case, ...]] = {
    Action.ACTIVATE_RECORD: (
        (is_visitor, through_the_portal, letter_is_accepted, record_can_be_activated),
        (is_activating, through_the_portal),
    ),
    Action.OBJECT_BY_LETTER: (
        (is_visitor, through_the_portal, letter_is_accepted, record_is_waiting, objection_is_in_time),
    ),
    Action.OPEN_BY_DEFAULT: ((is_operator,),),
    Action.REQUEST_LETTER: ((is_visitor, through_the_portal),),
    Action.ISSUE_LETTER: ((is_operator,),),
    Action.MINT_LETTER: ((is_operator,),),
    Action.ACKNOWLEDGE_LETTER: ((is_operator,),),
    Action.SIGN_IN: (
        (is_visitor, through_the_portal, credentials_match),
        (is_halfway_in, gives_second_factor, through_the_portal),
    ),
    Action.SIGN_OUT: ((through_the_portal,),),
    Action.READ_SESSION: ((through_the_portal, is_signed_in),),
    Action.END_SESSION: ((through_the_portal, is_account_holder, it_exists),),
    Action.RESET_PASSWORD: ((is_visitor, through_the_portal),),
    Action.READ_ACCOUNT: ((through_the_portal, is_account_holder),),
    Action.CHANGE_LANGUAGE: ((through_the_portal, is_account_holder),),
    Action.READ_DOSSIER: ((is_the_patient,),),
    Action.LIST_DOCUMENTS: (
        (is_the_patient, record_is_open),
        (*PROFESSIONAL_INSIDE, has_a_link),
        (
            *PROFESSIONAL_INSIDE,
            attests_emergency,
            emergency_allowed,
        ),
    ),
    Action.READ_DOCUMENT: (
        (is_the_patient, record_is_open, it_exists),
        (*PROFESSIONAL_INSIDE, it_exists, is_the_author),
        (
            is_software,
            software_is_conformant,
            record_is_open,
            not_blocked,
            it_exists,
            brought_it_in,
            is_not_secret,
        ),
        (
            *PROFESSIONAL_INSIDE,
            it_exists,
            has_access_now,
            category_allows,
            level_allows,
        ),
        (
            *PROFESSIONAL_INSIDE,
            it_exists,
            attests_emergency,
            emergency_allowed,
            category_allows,
            emergency_level_allows,
        ),
    ),
    Action.DEPOSIT_DOCUMENT: (
        (is_software, software_is_conformant, software_may_deposit, record_takes_documents, not_blocked),
        (
            is_professional,
            software_is_conformant,
            software_may_deposit,
            record_takes_documents,
            not_blocked,
            category_may_deposit,
        ),
    ),
    Action.READ_JOURNAL: (
        (is_the_patient,),
        (*PROFESSIONAL_INSIDE, has_a_link),
    ),
    Action.READ_CONSENTS: (
        (is_the_patient,),
        (*PROFESSIONAL_INSIDE, has_a_link),
    ),
    Action.FIND_PATIENT: (
        (is_professional, software_is_conformant, software_may_find_patients),
        (is_software, software_is_conformant, software_may_find_patients),
    ),
    Action.READ_PATIENT: (
        (is_the_patient,),
        (*PROFESSIONAL_INSIDE, has_a_link),
        (
            *PROFESSIONAL_INSIDE,
            attests_emergency,
            emergency_allowed,
        ),
    ),
    Action.READ_DIRECTORY: ((software_is_conformant,),),
    Action.READ_RIGHTS: ((is_the_patient,),),
    Action.SEARCH_DIRECTORY: ((is_the_patient,),),
    Action.GRANT_ACCESS: (
        (is_the_patient, record_is_open, it_exists, target_is_not_blocked, recently_proved_second_factor),
    ),
    Action.REVOKE_ACCESS: ((is_the_patient, it_exists),),
    Action.BLOCK_PROFESSIONAL: ((is_the_patient, it_exists),),
    Action.UNBLOCK_PROFESSIONAL: ((is_the_patient, it_exists, recently_proved_second_factor),),
    Action.SET_EMERGENCY: ((is_the_patient, recently_proved_second_factor), (is_the_patient, opens_nothing)),
    Action.PROVE_AGAIN: ((through_the_portal, is_account_holder),),
    Action.MINT_PRESENCE_CODE: ((is_operator,),),
    Action.REDEEM_PRESENCE_CODE: (
        (is_professional, software_is_conformant, presence_code_is_accepted, record_is_open, not_blocked),
    ),
    Action.SEND_NOTICE: ((is_worker, through_the_portal),),
    Action.REGISTER_SOFTWARE: ((is_operator,),),
    Action.JUDGE_SOFTWARE: ((is_operator,),),
    Action.OPERATE: ((is_operator,),),
}
"""Read together with domain.md: the record's life, signing in, depositing."""

_EXPLAINED: dict[Condition, Reason] = {
    letter_is_accepted: Reason.LETTER_NOT_ACCEPTED,
    record_can_be_activated: Reason.LETTER_NOT_ACCEPTED,
    record_is_waiting: Reason.LETTER_NOT_ACCEPTED,
    objection_is_in_time: Reason.OBJECTION_TOO_LATE,
    credentials_match: Reason.SIGN_IN_WRONG,
    recently_proved_second_factor: Reason.SECOND_FACTOR_NEEDED,
    target_is_not_blocked: Reason.BLOCKED_BY_HOLDER,
    record_is_open: Reason.RECORD_NOT_OPEN,
    record_takes_documents: Reason.RECORD_TAKES_NOTHING,
    software_is_conformant: Reason.SOFTWARE_NOT_CONFORMANT,
    category_may_deposit: Reason.DOCUMENT_TYPE_NOT_ALLOWED,
    presence_code_is_accepted: Reason.PRESENCE_CODE_NOT_ACCEPTED,
}
_HIDES = frozenset(
    {
        Action.READ_DOCUMENT,
        Action.LIST_DOCUMENTS,
        Action.READ_DOSSIER,
        Action.READ_JOURNAL,
        Action.READ_PATIENT,
        Action.READ_CONSENTS,
    }
)


def decide(action: Action, facts: Facts) -> Decision:
    """Whether this may happen; the reason is that of the case which came nearest."""
    best: tuple[int, Condition | None] = (-1, None)
    for conditions in RULES.get(action, ()):
        for position, condition in enumerate(conditions):
            if not condition(facts):
                if position > best[0]:
                    best = (position, condition)
                break
        else:
            return Decision(True)
    failed = best[1]
    reason = _EXPLAINED.get(failed, Reason.NOT_ALLOWED) if failed else Reason.NOT_ALLOWED
    hidden = action in _HIDES and not is_the_patient(facts)
    absent = failed is it_exists
    return Decision(False, Reason.NOT_FOUND if absent else reason, admit=not (hidden or absent))


def may(facts: Facts) -> frozenset[Action]:
    """Every action that these facts allow: what an answer tells the caller they may do next."""
    return frozenset(action for action in RULES if decide(action, facts).allowed)


def scope(facts: Facts) -> Scope:
    """What of a record a list may show: exactly what READ_DOCUMENT would open, row by row.

    The patient sees all of it; a professional what category and level allow, and always what they wrote.
    """
    if not decide(Action.LIST_DOCUMENTS, facts).allowed:
        return Scope(frozenset())
    if is_the_patient(facts):
        return Scope(frozenset(Confidentiality))
    levels = levels_within(facts.granted_level)
    if attests_emergency(facts) and emergency_allowed(facts):
        levels |= levels_within(facts.emergency_level)
    if facts.hidden_types is None:
        return Scope(frozenset(), authored_by=facts.professional_id)
    return Scope(levels, facts.hidden_types, facts.professional_id)

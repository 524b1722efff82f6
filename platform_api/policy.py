"""The one policy: asks the rules about the facts; pure.

An action is allowed when every condition of one of its cases holds. An unknown action, a missing fact or a
`None` refuses. There is no superuser.
"""

from dataclasses import dataclass
from functools import lru_cache

from platform_api.conditions import (
    Condition,
    address_is_settled,
    agents_may_agree,
    assistance_is_open,
    attests_emergency,
    came_in_time,
    category_may_deposit,
    closing_can_be_undone,
    credentials_match,
    delegate_has_no_other,
    document_was_seen,
    emergency_allowed,
    erasure_is_asked,
    invitation_is_accepted,
    invitation_is_of_another,
    is_attested_on_paper,
    is_caregiver,
    is_guardianship_on_paper,
    is_not_set_by_court,
    is_the_patient,
    it_exists,
    letter_is_accepted,
    levels_under,
    levels_within,
    mandate_is_active,
    mandate_runs,
    mandates_on_paper,
    objection_is_in_time,
    paper_is_in_hand,
    paper_is_own_work,
    presence_code_is_accepted,
    proved_l2,
    proved_l3,
    recently_proved_second_factor,
    record_can_be_activated,
    record_is_closed,
    record_is_open,
    record_is_waiting,
    record_opened_by_itself,
    record_takes_documents,
    scope_is_granted,
    software_is_conformant,
    software_may_deposit,
    stands_apart,
    states_on_paper,
    target_is_not_blocked,
    the_holder_calls,
)
from platform_api.facts import Facts
from platform_api.rules import RULES
from platform_api.vocabulary import Action, Confidentiality, Reason


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
    normal_in_groups: frozenset[str] = frozenset()


_EXPLAINED: dict[Condition, Reason] = {
    letter_is_accepted: Reason.LETTER_NOT_ACCEPTED,
    record_can_be_activated: Reason.LETTER_NOT_ACCEPTED,
    record_is_waiting: Reason.LETTER_NOT_ACCEPTED,
    objection_is_in_time: Reason.OBJECTION_TOO_LATE,
    credentials_match: Reason.SIGN_IN_WRONG,
    closing_can_be_undone: Reason.UNDO_OVER,
    record_is_closed: Reason.RECORD_NOT_CLOSED,
    erasure_is_asked: Reason.ERASURE_NOT_ASKED,
    recently_proved_second_factor: Reason.SECOND_FACTOR_NEEDED,
    target_is_not_blocked: Reason.BLOCKED_BY_HOLDER,
    record_is_open: Reason.RECORD_NOT_OPEN,
    record_takes_documents: Reason.RECORD_TAKES_NOTHING,
    software_is_conformant: Reason.SOFTWARE_NOT_CONFORMANT,
    scope_is_granted: Reason.SCOPE_NOT_GRANTED,
    software_may_deposit: Reason.SCOPE_NOT_GRANTED,
    category_may_deposit: Reason.DOCUMENT_TYPE_NOT_ALLOWED,
    presence_code_is_accepted: Reason.PRESENCE_CODE_NOT_ACCEPTED,
    mandate_is_active: Reason.MANDATE_OVER,
    mandate_runs: Reason.MANDATE_OVER,
    invitation_is_accepted: Reason.INVITATION_NOT_ACCEPTED,
    invitation_is_of_another: Reason.INVITATION_OWN,
    delegate_has_no_other: Reason.MANDATE_ELSEWHERE,
    assistance_is_open: Reason.ASSISTANCE_OVER,
    stands_apart: Reason.OWN_APPROVAL,
    paper_is_in_hand: Reason.PAPER_NOT_IN_HAND,
    paper_is_own_work: Reason.PAPER_NOT_OWN_WORK,
    states_on_paper: Reason.PAPER_NOT_IN_HAND,
    mandates_on_paper: Reason.PAPER_NOT_IN_HAND,
    came_in_time: Reason.LETTER_NOT_ACCEPTED,
    record_opened_by_itself: Reason.LETTER_NOT_ACCEPTED,
    is_guardianship_on_paper: Reason.PAPER_NOT_IN_HAND,
    is_attested_on_paper: Reason.PAPER_NOT_IN_HAND,
    is_not_set_by_court: Reason.MANDATE_OF_COURT,
    agents_may_agree: Reason.SUPERVISOR_NEEDED,
    proved_l2: Reason.PROOF_TOO_LOW,
    proved_l3: Reason.PROOF_TOO_LOW,
    document_was_seen: Reason.PROOF_TOO_LOW,
    the_holder_calls: Reason.HOLDER_ALONE,
    address_is_settled: Reason.ADDRESS_IS_NEW,
}
_SCOPES: frozenset[Condition] = frozenset({scope_is_granted, software_may_deposit})
_HIDES = frozenset(
    {
        Action.READ_DOCUMENT,
        Action.READ_SUMMARY,
        Action.TAKE_BACK_DOCUMENT,
        Action.LIST_DOCUMENTS,
        Action.READ_DOSSIER,
        Action.READ_JOURNAL,
        Action.READ_PATIENT,
        Action.READ_CONSENTS,
        Action.ATTEST_INCAPACITY,
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
    known = is_the_patient(facts) or failed is mandate_is_active  # whose record it is, they were told once
    hidden = action in _HIDES and not known and failed not in _SCOPES
    absent = failed is it_exists
    return Decision(False, Reason.NOT_FOUND if absent else reason, admit=not (hidden or absent))


def beyond_scope(action: Action, facts: Facts) -> bool:
    """Whether a token's scopes alone refuse this, whatever the record may say: then the record is not looked at."""
    for conditions in RULES.get(action, ()):
        for position, condition in enumerate(conditions):
            if condition in _SCOPES and all(before(facts) for before in conditions[:position]):
                return not condition(facts)
    return False


@lru_cache(maxsize=1024)
def may(facts: Facts) -> frozenset[Action]:
    """Every action that these facts allow: what an answer tells the caller they may do next.

    Kept by the facts themselves, on which alone it depends: nothing about a record is remembered.
    """
    return frozenset(action for action in RULES if decide(action, facts).allowed)


def scope(facts: Facts) -> Scope:
    """What of a record a list may show: exactly what READ_DOCUMENT would open, row by row.

    The patient sees all of it; a caregiver what their mandate opens (looking into it may be kept from them still);
    a professional what category and level allow, and always what they wrote.
    """
    if not decide(Action.LIST_DOCUMENTS, facts).allowed:
        return Scope(frozenset())
    if is_the_patient(facts):
        return Scope(frozenset(Confidentiality))
    if is_caregiver(facts):
        if facts.mandate_hidden_types is None:
            return Scope(frozenset())
        return Scope(levels_under(facts.mandate_ceiling), facts.mandate_hidden_types)
    levels = levels_within(facts.granted_level)
    if attests_emergency(facts) and emergency_allowed(facts):
        levels |= levels_within(facts.emergency_level)
    if facts.hidden_types is None:
        return Scope(frozenset(), authored_by=facts.professional_id)
    groups = frozenset() if Confidentiality.NORMAL in levels else facts.limited_groups or frozenset()
    return Scope(levels, facts.hidden_types, facts.professional_id, groups)

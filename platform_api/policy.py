"""The one policy: each action, its cases, each case its conditions; pure, readable next to the law.

An action is allowed when every condition of one of its cases holds. An unknown action, a missing fact or a
`None` refuses. There is no superuser.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from platform_api.facts import Facts
from platform_api.vocabulary import Action, Confidentiality, DossierState, Reason, Role

Condition: TypeAlias = Callable[[Facts], bool]
Case: TypeAlias = tuple[Condition, ...]

OPEN_STATES = frozenset({DossierState.ACTIVATED, DossierState.OPEN_BY_DEFAULT, DossierState.REOPENED})


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


def is_the_patient(facts: Facts) -> bool:
    """The person signed in with both factors, and the record is their own."""
    return facts.role is Role.PATIENT and facts.second_factor_proved is True and facts.is_own_record is True


def is_account_holder(facts: Facts) -> bool:
    """The person signed in with both factors and asks about their own account."""
    return facts.second_factor_proved is True and facts.is_own_account is True


def recently_proved_second_factor(facts: Facts) -> bool:
    """The second factor was proved in the last five minutes, at sign-in or since: asked for what opens."""
    return facts.second_factor_recent is True


def opens_nothing(facts: Facts) -> bool:
    """The choice only protects: it takes something away from others."""
    return facts.opens_more is False


def target_is_not_blocked(facts: Facts) -> bool:
    """The patient blocked neither the professional who is to be let in nor their organisation."""
    return facts.target_blocked is False


def is_signed_in(facts: Facts) -> bool:
    """A person with both factors, whoever they are."""
    return facts.second_factor_proved is True


def is_halfway_in(facts: Facts) -> bool:
    """A person whose password was right and whose second factor is still asked."""
    return facts.password_proved is True and facts.second_factor_proved is False


def is_visitor(facts: Facts) -> bool:
    """Nobody yet: someone at the portal's door."""
    return facts.role is Role.VISITOR


def is_activating(facts: Facts) -> bool:
    """A visitor whose letter was accepted and whose activation is under way."""
    return facts.activation_open is True


def through_the_portal(facts: Facts) -> bool:
    """The request comes from the portal's own software."""
    return facts.software_is_portal is True and facts.software_conformant is True


def is_software(facts: Facts) -> bool:
    """A hospital's, laboratory's or practice's software, acting as itself."""
    return facts.role is Role.SOFTWARE


def is_operator(facts: Facts) -> bool:
    """The operator at the machine (`dsp`)."""
    return facts.role is Role.OPERATOR


def is_worker(facts: Facts) -> bool:
    """The portal's own background worker."""
    return facts.role is Role.WORKER and facts.software_may_work is True


def is_professional(facts: Facts) -> bool:
    """A health professional, signed in through a practice's or hospital's software."""
    return facts.role is Role.PROFESSIONAL


def not_blocked(facts: Facts) -> bool:
    """The patient blocked neither this professional nor their organisation; wins over everything else."""
    return facts.is_blocked is False


def has_access_now(facts: Facts) -> bool:
    """In the care circle, within a dated access, or within 24 hours of a presence code."""
    return facts.granted_level is not None


def has_a_link(facts: Facts) -> bool:
    """Access now, or documents of their own in this record."""
    return has_access_now(facts) or facts.has_authored is True


def is_the_author(facts: Facts) -> bool:
    """The professional wrote this document."""
    return facts.is_author is True


def presence_code_is_accepted(facts: Facts) -> bool:
    """The code belongs to this record, is not too old, and nobody else redeemed it."""
    return facts.presence_code_accepted is True


def brought_it_in(facts: Facts) -> bool:
    """The software deposited this very document."""
    return facts.is_depositor is True


def is_not_secret(facts: Facts) -> bool:
    """The patient has not kept this document to themself."""
    return facts.document_level in (Confidentiality.NORMAL, Confidentiality.RESTRICTED)


def category_allows(facts: Facts) -> bool:
    """The matrix lets this category of professionals read this type of document."""
    return facts.category_reads is True


def category_may_deposit(facts: Facts) -> bool:
    """The matrix lets this category of professionals deposit this type of document."""
    return facts.category_deposits is True


def level_allows(facts: Facts) -> bool:
    """Normal is for everyone with access, restricted for the care circle, secret for the patient alone."""
    return facts.document_level in levels_within(facts.granted_level)


def attests_emergency(facts: Facts) -> bool:
    """The professional attests urgency and the patient's incapacity, with a reason."""
    return facts.attests_emergency is True


def emergency_allowed(facts: Facts) -> bool:
    """The patient has not switched emergency access off."""
    return facts.emergency_allowed is True


def emergency_level_allows(facts: Facts) -> bool:
    """In an emergency normal documents open and, as a setting, restricted ones; never secret ones."""
    return facts.document_level in levels_within(facts.emergency_level)


def software_is_conformant(facts: Facts) -> bool:
    """Conformity was given to this very version and not withdrawn."""
    return facts.software_conformant is True


def software_may_deposit(facts: Facts) -> bool:
    """The software was approved for depositing."""
    return facts.software_may_deposit is True


def software_may_find_patients(facts: Facts) -> bool:
    """The software was approved for looking people up."""
    return facts.software_may_find_patients is True


def record_is_open(facts: Facts) -> bool:
    """Activated, open by default after the delay, or reopened."""
    return facts.dossier_state in OPEN_STATES


def record_takes_documents(facts: Facts) -> bool:
    """Open, or not yet opened while nobody objected: results that arrive before the activation are kept."""
    return facts.dossier_state in OPEN_STATES or facts.dossier_state == DossierState.CREATED


def record_can_be_activated(facts: Facts) -> bool:
    """Waiting, or open already: a new letter replaces lost ways in; nobody objected, closed or froze it."""
    return facts.dossier_state in OPEN_STATES or facts.dossier_state == DossierState.CREATED


def letter_is_accepted(facts: Facts) -> bool:
    """Matricule and code belong together, and the letter still counts."""
    return facts.letter_accepted is True


def objection_is_in_time(facts: Facts) -> bool:
    """The delay since the letter was posted is not over."""
    return facts.objection_in_time is True


def record_is_waiting(facts: Facts) -> bool:
    """Nobody has activated, opened, objected or closed yet."""
    return facts.dossier_state == DossierState.CREATED


def credentials_match(facts: Facts) -> bool:
    """Address and password belong to one account."""
    return facts.credentials_match is True


def gives_second_factor(facts: Facts) -> bool:
    """What is asked now is the second factor, not an address and a password again."""
    return facts.second_factor_given is True


def it_exists(facts: Facts) -> bool:
    """The thing asked for is there."""
    return facts.exists is True


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
        (is_professional, software_is_conformant, record_is_open, not_blocked, has_a_link),
        (
            is_professional,
            software_is_conformant,
            record_is_open,
            not_blocked,
            attests_emergency,
            emergency_allowed,
        ),
    ),
    Action.READ_DOCUMENT: (
        (is_the_patient, record_is_open, it_exists),
        (is_professional, software_is_conformant, record_is_open, not_blocked, it_exists, is_the_author),
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
            is_professional,
            software_is_conformant,
            record_is_open,
            not_blocked,
            it_exists,
            has_access_now,
            category_allows,
            level_allows,
        ),
        (
            is_professional,
            software_is_conformant,
            record_is_open,
            not_blocked,
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
        (is_professional, software_is_conformant, record_is_open, not_blocked, has_a_link),
    ),
    Action.READ_CONSENTS: (
        (is_the_patient,),
        (is_professional, software_is_conformant, record_is_open, not_blocked, has_a_link),
    ),
    Action.FIND_PATIENT: (
        (is_professional, software_is_conformant, software_may_find_patients),
        (is_software, software_is_conformant, software_may_find_patients),
    ),
    Action.READ_PATIENT: (
        (is_the_patient,),
        (is_professional, software_is_conformant, record_is_open, not_blocked, has_a_link),
        (
            is_professional,
            software_is_conformant,
            record_is_open,
            not_blocked,
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


def levels_within(granted: str | None) -> frozenset[Confidentiality]:
    """The levels that an access of this height opens; secret is nobody's but the patient's."""
    if granted == Confidentiality.RESTRICTED:
        return frozenset({Confidentiality.NORMAL, Confidentiality.RESTRICTED})
    if granted == Confidentiality.NORMAL:
        return frozenset({Confidentiality.NORMAL})
    return frozenset()

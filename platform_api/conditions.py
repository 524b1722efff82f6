"""The conditions of the policy: each one looks at the facts and says yes or no; a missing fact is a no."""

from collections.abc import Callable
from typing import TypeAlias

from platform_api.facts import Facts
from platform_api.vocabulary import Confidentiality, DossierState, Role

Condition: TypeAlias = Callable[[Facts], bool]

OPEN_STATES = frozenset({DossierState.ACTIVATED, DossierState.OPEN_BY_DEFAULT, DossierState.REOPENED})


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


def levels_within(granted: str | None) -> frozenset[Confidentiality]:
    """The levels that an access of this height opens; secret is nobody's but the patient's."""
    if granted == Confidentiality.RESTRICTED:
        return frozenset({Confidentiality.NORMAL, Confidentiality.RESTRICTED})
    if granted == Confidentiality.NORMAL:
        return frozenset({Confidentiality.NORMAL})
    return frozenset()

"""Who is asking, and how they proved it."""

from platform_api.facts import Facts
from platform_api.vocabulary import Role


def is_the_patient(facts: Facts) -> bool:
    """The person signed in with both factors, and the record is their own."""
    return facts.role is Role.PATIENT and facts.second_factor_proved is True and facts.is_own_record is True


def is_account_holder(facts: Facts) -> bool:
    """The person signed in with both factors and asks about their own account."""
    return facts.second_factor_proved is True and facts.is_own_account is True


def recently_proved_second_factor(facts: Facts) -> bool:
    """The second factor was proved in the last five minutes, at sign-in or since: asked for what opens."""
    return facts.second_factor_recent is True


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


def is_operator(facts: Facts) -> bool:
    """The operator at the machine (`dsp`)."""
    return facts.role is Role.OPERATOR


def is_worker(facts: Facts) -> bool:
    """The portal's own background worker."""
    return facts.role is Role.WORKER and facts.software_may_work is True


def credentials_match(facts: Facts) -> bool:
    """Address and password belong to one account."""
    return facts.credentials_match is True


def gives_second_factor(facts: Facts) -> bool:
    """What is asked now is the second factor, not an address and a password again."""
    return facts.second_factor_given is True

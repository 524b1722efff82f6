"""The helpdesk: who sits at the desk, whether they help somebody now, and how well the caller was proved."""

from platform_api.facts import Facts
from platform_api.vocabulary import Role


def is_agent(facts: Facts) -> bool:
    """An agent of the helpdesk, signed in with both factors."""
    return facts.role is Role.AGENT and facts.second_factor_proved is True


def is_supervisor(facts: Facts) -> bool:
    """A supervisor of the helpdesk, signed in with both factors."""
    return facts.role is Role.SUPERVISOR and facts.second_factor_proved is True


def assistance_is_open(facts: Facts) -> bool:
    """The agent helps the person of this record now: within the quarter of an hour, and nobody stopped it."""
    return facts.is_own_record is True and facts.assistance_open is True


def proved_l1(facts: Facts) -> bool:
    """The caller gave matricule and name, or more."""
    return _proved(facts, 1)


def proved_l2(facts: Facts) -> bool:
    """The caller read a code back, gave the support PIN, was called back on the registered number, or more."""
    return _proved(facts, 2)


def proved_l3(facts: Facts) -> bool:
    """The holder showed an identity document, in person or on video."""
    return _proved(facts, 3)


def document_was_seen(facts: Facts) -> bool:
    """The caller, who may be another than the holder, showed an identity document, in person or on video."""
    return facts.document_seen is True


def the_holder_calls(facts: Facts) -> bool:
    """It is the person themself who calls: nobody hands this over, whatever codes another caller can read out."""
    return facts.holder_calls is True


def the_holder_has_no_account(facts: Facts) -> bool:
    """Nobody can ask the person of this record to confirm anything with a second factor."""
    return facts.holder_has_account is False


def _proved(facts: Facts, level: int) -> bool:
    return isinstance(facts.proof_level, int) and facts.proof_level >= level


def stands_apart(facts: Facts) -> bool:
    """What is looked at is neither their own doing nor about themself or their family."""
    return facts.stands_apart is True


def agents_may_agree(facts: Facts) -> bool:
    """It does not need a supervisor."""
    return facts.supervisor_needed is False

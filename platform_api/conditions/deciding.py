"""What is asked for: does it exist, does it open more than before."""

from platform_api.facts import Facts


def opens_nothing(facts: Facts) -> bool:
    """The choice only protects: it takes something away from others."""
    return facts.opens_more is False


def target_is_not_blocked(facts: Facts) -> bool:
    """The patient blocked neither the professional who is to be let in nor their organisation."""
    return facts.target_blocked is False


def is_an_upload_of_theirs(facts: Facts) -> bool:
    """The holder added the document themself, as a file of their own."""
    return facts.own_upload is True


def it_exists(facts: Facts) -> bool:
    """The thing asked for is there."""
    return facts.exists is True

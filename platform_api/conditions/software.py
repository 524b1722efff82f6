"""What a software is and was approved for."""

from platform_api.facts import Facts
from platform_api.vocabulary import Role


def through_the_portal(facts: Facts) -> bool:
    """The request comes from the portal's own software."""
    return facts.software_is_portal is True and facts.software_conformant is True


def is_software(facts: Facts) -> bool:
    """A hospital's, laboratory's or practice's software, acting as itself."""
    return facts.role is Role.SOFTWARE


def software_is_conformant(facts: Facts) -> bool:
    """Conformity was given to this very version and not withdrawn."""
    return facts.software_conformant is True


def software_may_deposit(facts: Facts) -> bool:
    """The software was approved for depositing."""
    return facts.software_may_deposit is True


def scope_is_granted(facts: Facts) -> bool:
    """The token holds the scope of what is asked (`scopes.needed_for`), and the software was approved for it."""
    return facts.scope_granted is True


def brought_it_in(facts: Facts) -> bool:
    """The software deposited this very document."""
    return facts.is_depositor is True

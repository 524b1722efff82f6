"""Where the record and its letter stand."""

from platform_api.facts import Facts
from platform_api.vocabulary import DossierState

OPEN_STATES = frozenset({DossierState.ACTIVATED, DossierState.OPEN_BY_DEFAULT, DossierState.REOPENED})


def record_is_open(facts: Facts) -> bool:
    """Activated, open by default after the delay, or reopened."""
    return facts.dossier_state in OPEN_STATES


def record_takes_documents(facts: Facts) -> bool:
    """Open, or not yet opened while nobody objected: results that arrive before the activation are kept."""
    return facts.dossier_state in OPEN_STATES or facts.dossier_state == DossierState.CREATED


def record_can_be_activated(facts: Facts) -> bool:
    """Waiting, or open already: a new letter replaces lost ways in; nobody objected, closed or froze it."""
    return facts.dossier_state in OPEN_STATES or facts.dossier_state == DossierState.CREATED


def record_is_closed(facts: Facts) -> bool:
    """Closed, and still kept."""
    return facts.dossier_state == DossierState.CLOSED


def closing_can_be_undone(facts: Facts) -> bool:
    """Closed so short a time ago that its holder may undo it, and take a copy along meanwhile."""
    return facts.dossier_state == DossierState.CLOSED and facts.undo_open is True


def closing_is_over(facts: Facts) -> bool:
    """Closed, and the time to undo it has passed."""
    return facts.dossier_state == DossierState.CLOSED and facts.undo_open is False


def erasure_is_asked(facts: Facts) -> bool:
    """The holder asked that the record be erased, and it is not yet."""
    return facts.dossier_state == DossierState.CLOSED and facts.erasure_asked is True


def erasure_is_due(facts: Facts) -> bool:
    """Closed, and either its holder asked and the time to think is over, or it was kept as long as the law wants."""
    return facts.dossier_state == DossierState.CLOSED and facts.erasure_due is True


def account_is_frozen(facts: Facts) -> bool:
    """Signing in is stopped, to protect the holder."""
    return facts.is_frozen is True


def address_is_settled(facts: Facts) -> bool:
    """The registered address has been the same long enough for a letter to go there without more being asked."""
    return facts.address_settled is True


def letter_is_accepted(facts: Facts) -> bool:
    """Matricule and code belong together, and the letter still counts."""
    return facts.letter_accepted is True


def objection_is_in_time(facts: Facts) -> bool:
    """The delay since the letter was posted is not over."""
    return facts.objection_in_time is True


def record_opened_by_itself(facts: Facts) -> bool:
    """Nobody objected within the delay, and nobody has activated it since."""
    return facts.dossier_state == DossierState.OPEN_BY_DEFAULT


def record_is_waiting(facts: Facts) -> bool:
    """Nobody has activated, opened, objected or closed yet."""
    return facts.dossier_state == DossierState.CREATED

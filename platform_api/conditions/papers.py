"""Paper forms: who has one in hand, and what the signed form that lies with a case asks for."""

from platform_api.facts import Facts
from platform_api.vocabulary import PaperKind


def paper_is_in_hand(facts: Facts) -> bool:
    """Whoever works on the form has taken it, and their time is not over."""
    return facts.paper_in_hand is True


def paper_is_own_work(facts: Facts) -> bool:
    """Whoever asks has the form in hand, scanned it, or entered it."""
    return facts.paper_is_own_work is True


def objects_on_paper(facts: Facts) -> bool:
    """A signed objection lies with the case."""
    return facts.paper_kind == PaperKind.OBJECTION


def came_in_time(facts: Facts) -> bool:
    """The objection that lies with the case came in before the delay was over, however late it is entered."""
    return facts.paper_in_time is True


def closes_on_paper(facts: Facts) -> bool:
    """A signed wish to close the record lies with the case."""
    return facts.paper_kind == PaperKind.CLOSING


def states_on_paper(facts: Facts) -> bool:
    """The person's own statement, written by hand, lies with the case."""
    return facts.paper_kind == PaperKind.STATEMENT


def mandates_on_paper(facts: Facts) -> bool:
    """A mandate signed by both lies with the case."""
    return facts.paper_kind == PaperKind.MANDATE


def is_guardianship_on_paper(facts: Facts) -> bool:
    """The decision of a court, with the signed form, lies with the case."""
    return facts.paper_kind == PaperKind.GUARDIANSHIP


def is_attested_on_paper(facts: Facts) -> bool:
    """A doctor's attestation for the person of trust lies with the case."""
    return facts.paper_kind == PaperKind.ATTESTATION


def complains_on_paper(facts: Facts) -> bool:
    """A complaint, or a correction, lies with the case."""
    return facts.paper_kind == PaperKind.COMPLAINT

"""What a mandate lets a caregiver do for the record's holder."""

from platform_api.facts import Facts
from platform_api.vocabulary import Confidentiality, MandateVerb, Role


def is_caregiver(facts: Facts) -> bool:
    """Somebody signed in with both factors, who acts in this session for the holder of this record."""
    return facts.role is Role.CAREGIVER and facts.second_factor_proved is True and facts.is_own_record is True


def is_a_person(facts: Facts) -> bool:
    """Somebody of the public, signed in with both factors, for themself or for somebody else."""
    return facts.role in (Role.PATIENT, Role.CAREGIVER) and facts.second_factor_proved is True


def is_the_delegate(facts: Facts) -> bool:
    """The mandate asked about names them as the one who acts."""
    return facts.is_delegate is True


def is_not_set_by_court(facts: Facts) -> bool:
    """No court named this person: who is represented can end it, or change it, themself."""
    return facts.set_by_court is False


def mandate_runs(facts: Facts) -> bool:
    """The mandate asked about may be used now."""
    return facts.mandate_runs is True


def invitation_is_accepted(facts: Facts) -> bool:
    """The code is that of an invitation that still waits for somebody."""
    return facts.invitation_accepted is True


def invitation_is_of_another(facts: Facts) -> bool:
    """Nobody becomes the caregiver of themself."""
    return facts.invitation_is_own is False


def delegate_has_no_other(facts: Facts) -> bool:
    """They have no other mandate of the same person: one was asked for twice."""
    return facts.delegate_has_one is False


def mandate_is_active(facts: Facts) -> bool:
    """The mandate was confirmed, has begun, and neither ended nor ran out."""
    return facts.mandate_active is True


def mandate_lets_list(facts: Facts) -> bool:
    """The holder lets them see which documents there are."""
    return _lets(facts, MandateVerb.LIST)


def mandate_lets_read(facts: Facts) -> bool:
    """The holder lets them look into documents on the portal's pages."""
    return _lets(facts, MandateVerb.READ)


def mandate_lets_download(facts: Facts) -> bool:
    """The holder lets them save originals on their own device."""
    return _lets(facts, MandateVerb.DOWNLOAD)


def mandate_lets_write_statement(facts: Facts) -> bool:
    """The holder lets them write the statement on their behalf."""
    return _lets(facts, MandateVerb.WRITE_STATEMENT)


def mandate_lets_manage_professionals(facts: Facts) -> bool:
    """The holder lets them decide which professionals may open the record."""
    return _lets(facts, MandateVerb.MANAGE_PROFESSIONALS)


def mandate_lets_see_journal(facts: Facts) -> bool:
    """The holder lets them see who did what with the record."""
    return _lets(facts, MandateVerb.SEE_JOURNAL)


def mandate_lets_talk_to_helpdesk(facts: Facts) -> bool:
    """The holder lets them speak with the helpdesk about the record."""
    return _lets(facts, MandateVerb.TALK_TO_HELPDESK)


def within_mandate(facts: Facts) -> bool:
    """The document's type is not left out of the mandate, and its level is not above the ceiling; never secret."""
    if facts.document_type is None or facts.mandate_hidden_types is None:
        return False
    return facts.document_type not in facts.mandate_hidden_types and facts.document_level in levels_under(
        facts.mandate_ceiling
    )


def is_only_looked_at(facts: Facts) -> bool:
    """The portal shows the document on its own page; nothing is handed over to be kept."""
    return facts.only_looked_at is True


def levels_under(ceiling: str | None) -> frozenset[Confidentiality]:
    """The levels that a mandate with this ceiling opens; secret is nobody's but the holder's."""
    if ceiling == Confidentiality.RESTRICTED:
        return frozenset({Confidentiality.NORMAL, Confidentiality.RESTRICTED})
    if ceiling == Confidentiality.NORMAL:
        return frozenset({Confidentiality.NORMAL})
    return frozenset()


def _lets(facts: Facts, verb: MandateVerb) -> bool:
    return facts.mandate_verbs is not None and verb in facts.mandate_verbs

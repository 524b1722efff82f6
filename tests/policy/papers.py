"""The rows of what the desk does with one paper form."""

from dataclasses import replace

from platform_api.facts import Facts
from platform_api.vocabulary import Reason, Role
from tests.policy.helpdesk import AGENT
from tests.policy.tables import NOBODY, PATIENT, Row, no, people_without, yes


def with_a_form(facts: Facts) -> tuple[Row, ...]:
    """An agent's rows and a supervisor's: what is missing refuses, and nobody else may."""
    agent = replace(facts, role=Role.AGENT)
    chief = replace(facts, role=Role.SUPERVISOR, paper_is_own_work=None)
    rows: list[Row] = []
    for who, one in (("an agent", agent), ("a supervisor", replace(chief, supervisor_needed=None))):
        rows += [
            yes(who, one),
            no(f"{who} about themself or their family", one, Reason.OWN_APPROVAL, stands_apart=False),
            no(f"{who}, a form that does not wait", one, Reason.NOT_FOUND, hidden=True, exists=False),
            no(f"{who} who still owes the second factor", one, second_factor_proved=False),
        ]
        if one.paper_in_hand:
            not_in_hand = Reason.PAPER_NOT_IN_HAND
            rows.append(no(f"{who}, the form in other hands", one, not_in_hand, paper_in_hand=False))
    rows += [no("the patient", PATIENT), no("nobody", NOBODY)]
    rows += [no(who, one) for who, one in people_without(Role.AGENT, Role.SUPERVISOR)]
    return tuple(rows)


FORM = replace(AGENT, exists=True, stands_apart=True)
"""A form that waits, about somebody else."""
IN_HAND = replace(FORM, paper_in_hand=True)
"""The same, in the agent's hand."""

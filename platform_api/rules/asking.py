"""Asking for a record of one's own, and the choice about research."""

from platform_api.conditions import (
    agents_may_agree,
    is_agent,
    is_supervisor,
    is_the_patient,
    it_exists,
    stands_apart,
    through_the_portal,
)
from platform_api.rules.cases import Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.REQUEST_OPENING: ((through_the_portal,),),
    Action.WORK_OPENINGS: ((is_agent,), (is_supervisor,)),
    Action.DECIDE_OPENING: (
        (is_agent, it_exists, stands_apart, agents_may_agree),
        (is_supervisor, it_exists, stands_apart),
    ),
    Action.SET_SECONDARY_USE: ((is_the_patient,),),
}

"""Asking for a record of one's own, and the choice about research."""

from platform_api.conditions import is_agent, is_supervisor, is_the_patient, through_the_portal
from platform_api.rules.cases import Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.REQUEST_OPENING: ((through_the_portal,),),
    Action.WORK_OPENINGS: ((is_agent,), (is_supervisor,)),
    Action.SET_SECONDARY_USE: ((is_the_patient,),),
}

"""What people ask in writing: a record of their own, a correction, a complaint; and who answers.

Words of such requests can tell of a person's health, so an agent never reads them: a supervisor answers.
"""

from platform_api.conditions import is_agent, is_supervisor, is_the_patient, it_exists, through_the_portal
from platform_api.rules.cases import Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.REQUEST_OPENING: ((through_the_portal,),),
    Action.WORK_OPENINGS: ((is_agent,), (is_supervisor,)),
    Action.READ_REQUESTS: ((is_the_patient,),),
    Action.MAKE_REQUEST: ((is_the_patient,),),
    Action.LIST_REQUESTS: ((is_supervisor,),),
    Action.ANSWER_REQUEST: ((is_supervisor, it_exists),),
    Action.SET_SECONDARY_USE: ((is_the_patient,),),
}

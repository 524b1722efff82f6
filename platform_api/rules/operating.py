"""What the operator and the worker do."""

from platform_api.conditions import (
    is_operator,
    is_worker,
    through_the_portal,
)
from platform_api.rules.cases import Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.SEND_NOTICE: ((is_worker, through_the_portal),),
    Action.REGISTER_SOFTWARE: ((is_operator,),),
    Action.JUDGE_SOFTWARE: ((is_operator,),),
    Action.OPERATE: ((is_operator,),),
    Action.EXPIRE_TRAIL: ((is_operator,),),
}

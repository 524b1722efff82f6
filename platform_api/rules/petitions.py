"""What people ask of the agency about their record, and who answers."""

from platform_api.conditions import is_supervisor, is_the_patient, it_exists
from platform_api.rules.cases import Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.ASK_PETITION: ((is_the_patient, it_exists),),
    Action.READ_PETITIONS: ((is_the_patient,),),
    Action.WITHDRAW_PETITION: ((is_the_patient, it_exists),),
    Action.WORK_PETITIONS: ((is_supervisor,),),
    Action.ANSWER_PETITION: ((is_supervisor, it_exists),),
}

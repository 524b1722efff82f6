"""Accounts, sessions and second factors."""

from platform_api.conditions import (
    credentials_match,
    gives_second_factor,
    is_account_holder,
    is_halfway_in,
    is_signed_in,
    is_the_patient,
    is_visitor,
    it_exists,
    recently_proved_second_factor,
    through_the_portal,
)
from platform_api.rules.cases import Rules
from platform_api.vocabulary import Action

RULES: Rules = {
    Action.SIGN_IN: (
        (is_visitor, through_the_portal, credentials_match),
        (is_halfway_in, gives_second_factor, through_the_portal),
    ),
    Action.SIGN_OUT: ((through_the_portal,),),
    Action.READ_SESSION: ((through_the_portal, is_signed_in),),
    Action.END_SESSION: ((through_the_portal, is_account_holder, it_exists),),
    Action.RESET_PASSWORD: ((is_visitor, through_the_portal),),
    Action.TAKE_UP_ACCOUNT: ((is_visitor, through_the_portal),),
    Action.READ_ACCOUNT: ((through_the_portal, is_account_holder),),
    Action.CHANGE_LANGUAGE: ((through_the_portal, is_account_holder),),
    Action.RENEW_APP: ((through_the_portal, is_account_holder, recently_proved_second_factor),),
    Action.CONFIRM_APP: ((through_the_portal, is_account_holder),),
    Action.RENEW_CODES: ((through_the_portal, is_account_holder, recently_proved_second_factor),),
    Action.READ_PHONE: ((through_the_portal, is_the_patient),),
    Action.ASK_PHONE: ((through_the_portal, is_the_patient, recently_proved_second_factor),),
    Action.CONFIRM_PHONE: ((through_the_portal, is_the_patient),),
    Action.REMOVE_PHONE: ((through_the_portal, is_the_patient, recently_proved_second_factor),),
    Action.PROVE_AGAIN: ((through_the_portal, is_account_holder),),
}
